"""A student with three offers on a phone compares them, says yes to one and no to another, and asks nobody."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from offers.models import Offer
from offers.services.wages import load_wages
from offers.states import OfferRank
from tests.browser.conftest import Visitor
from tests.offers.pages import choose_windows
from tests.offers.world import World, make_world
from tests.people import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def employer(name: str) -> World:
    """A position of an employer of that name."""
    world = make_world()
    world.position.employer.name = name
    world.position.employer.save()
    world.position.refresh_from_db()
    return world


@pytest.fixture
def offers(season_clock: Callable[[str], None]) -> list[Offer]:
    """An asil offer, one on other days, and a reserve's place behind somebody."""
    season_clock("2024-05-13 10:00")
    load_wages()
    first, second, third = (employer(name) for name in ("Ege Gıda A.Ş.", "Trakya Yazılım A.Ş.", "Sakarya Elektrik"))
    candidate = first.candidate()
    choose_windows(candidate, ("2024-08-05", 20), ("2024-08-19", 20))
    third.send(third.candidate())
    sent = [
        *first.send(candidate),
        *second.send(candidate, starts_on=dt.date(2024, 8, 19)),
        *third.send(candidate, rank=OfferRank.YEDEK),
    ]
    season_clock("2024-05-13 10:01")
    return sent


def press(visitor: Visitor, employer: str, role: Any, name: str) -> None:
    """Press something on one employer's card, and look at where it leads."""
    visitor.page.get_by_role("article").filter(has_text=employer).get_by_role(role, name=name).click()
    visitor.page.wait_for_load_state("load")
    visitor.look()


def test_three_offers_on_a_phone(visit: Callable[..., Visitor], client: Any, portal: str, offers: list[Offer]) -> None:
    enter(client, offers[0].application.student.user)
    visitor = visit(width=390)
    visitor.page.context.add_cookies(
        [{"name": name, "value": one.value, "url": portal} for name, one in client.cookies.items()]
    )
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.go("/")
    assert main.get_by_role("listitem").filter(has_text="Teklife cevap verin").count() == 3
    visitor.go("/teklifler/")
    assert "3 teklif cevabınızı bekliyor" in page.locator("h1").inner_text()

    visitor.press("Yan yana karşılaştır", role="link")
    table = page.get_by_role("table")
    assert table.get_by_role("columnheader").count() == 3
    assert "Takvimlerinizde 2. sırada" in table.get_by_role("row", name="Staj takvimleriniz").inner_text()
    page.get_by_text("Teklif seç").click()
    page.get_by_role("checkbox", name="Sakarya Elektrik").uncheck()
    visitor.press("Karşılaştır")
    assert "2 teklif yan yana" in page.locator("h1").inner_text()

    visitor.go("/teklifler/")
    press(visitor, "Trakya", "button", "Teklifi kabul et")
    assert "teklifini kabul ettiniz" in main.inner_text()
    press(visitor, "Ege Gıda", "link", "Reddet")
    page.get_by_label("Neden?").select_option("dates")
    page.reload()  # what was chosen survives a page that comes anew
    assert page.get_by_label("Neden?").input_value() == "dates"
    visitor.press("Evet, reddet")
    assert "Ege Gıda A.Ş. teklifini reddettiniz" in main.inner_text()
    press(visitor, "Sakarya", "button", "Teklifi kabul et")
    assert "Yedek · sırada 1." in main.inner_text()
    press(visitor, "Sakarya", "link", "Ayrıntılar")
    assert "Sıradaki yeriniz" in main.inner_text()
    assert [offer.state for offer in Offer.objects.filter(pk__in=[one.pk for one in offers]).order_by("pk")] == [
        "declined", "accepted", "reserved",
    ]  # fmt: skip
    assert Offer.objects.get(pk=offers[0].pk).transitions.get(to_state="declined").reason == "dates"
    visitor.go("/")
    assert "Tekliflerinizin seyri" in main.inner_text()
