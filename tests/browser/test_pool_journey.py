"""An HR officer fills twenty seats: search, compare, a list, 20 asil and 10 yedek, one undo, sent."""

from collections.abc import Callable

import pytest

from applications.models import ProfileView, Season
from applications.pool.build import build_pool
from offers.models import Offer, TalentList
from offers.states import OfferState
from tests.applications.pool_world import (
    CLOSED,
    OPEN,
    Applicant,
    make_applicants,
    make_department,
    make_employer,
    make_recruiter,
    make_season,
)
from tests.browser.conftest import Visitor
from tests.browser.test_journey import sign_in, with_factor
from tests.factories import PositionFactory
from tests.offers.pages import choose_windows
from usp.accounts.models import EmployerMembership

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer(season_clock: Callable[[str], object]) -> EmployerMembership:
    """Of an employer with a position of twenty seats; forty candidates stand in the open pool."""
    season_clock(CLOSED)
    season = make_season()
    people = make_applicants(season, [Applicant(make_department("Bilgisayar"), provinces=(6,))] * 40)
    for one in people:
        choose_windows(one, ("2024-08-05", 20))
    build_pool(season=season)
    season_clock(OPEN)
    officer = make_recruiter(make_employer()).employer_membership
    PositionFactory(manager=officer, season=season, quota=20)
    return officer


def look_at_thirty(officer: EmployerMembership, season: Season) -> None:
    """What thirty openings leave behind, with those that the journey has made itself."""
    opened = list(ProfileView.objects.values_list("application_id", flat=True))
    people = season.applications.exclude(pk__in=opened).order_by("pk")[: 30 - len(opened)]
    ProfileView.objects.bulk_create(
        [
            ProfileView(
                employer=officer.employer, viewer=officer.user, application=one, viewed_on="2024-05-08",
                viewed_at=season.pool_opens_at,
            )
            for one in people
        ]
    )  # fmt: skip


def test_an_hr_officer_fills_twenty_seats(visit: Callable[..., Visitor], officer: EmployerMembership) -> None:
    hr = visit()
    sign_in(hr, officer.user, with_factor(officer.user))
    page = hr.page
    hr.go("/havuz/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(
        "document.activeElement.closest('li') === document.querySelectorAll('[data-usp-rows] > li')[1]"
    )
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    for box in page.locator("input[name=aday]").all()[:3]:
        box.check()
    hr.press("Karşılaştır")
    assert "3 aday yan yana" in page.locator("h1").inner_text()
    assert ProfileView.objects.count() == 3
    hr.press("Hepsini listeye ekle")
    made = TalentList.objects.get()
    season = made.season
    look_at_thirty(officer, season)
    for address in ("/havuz/", "/havuz/"):
        hr.go(address)
        if TalentList.objects.get().entries.count() > 3:
            page.locator("a[rel=next]").click()
            page.locator("a[rel=prev]").wait_for()
        for box in page.locator("input[name=aday]").all():
            box.check()
        page.locator("[data-usp-add]").click()
        page.get_by_text("listesine eklendi").wait_for()
    assert made.entries.count() == 40
    hr.go(f"/yetenek-havuzu/{made.pk}/")
    hr.press("Hepsine teklif hazırla", role="link")
    order = page.locator(".usp-order-list > li")
    assert order.count() == 30
    first, second = (order.nth(place).locator(".usp-who").inner_text() for place in (0, 1))
    order.nth(1).locator('button[value^="up:"]').click()
    order.nth(0).locator(".usp-who", has_text=second).wait_for()
    assert order.nth(1).locator(".usp-who").inner_text() == first
    hr.press("Kime ne gidecek?")
    assert "20 asil, 10 yedek teklif gidecek" in page.locator("h1").inner_text()
    assert "10 adaya şimdi teklif gitmez" in page.get_by_role("main").inner_text()
    page.get_by_role("button", name="30 teklifi gönder").click()
    page.get_by_role("button", name="Gönderimi geri al").click()  # ten seconds: looking at the page comes later
    page.locator("h1", has_text="Gönderim geri alındı").wait_for()
    assert set(Offer.objects.values_list("state", flat=True)) == {OfferState.UNDONE}
    hr.press("Düzeltip yeniden gönder", role="link")
    hr.press("Kime ne gidecek?")
    hr.press("30 teklifi gönder")
    assert "20 asil, 10 yedek teklif gönderildi" in page.locator("h1").inner_text()
    sent = Offer.objects.filter(state=OfferState.OPEN)
    assert (sent.filter(rank="asil").count(), sent.filter(rank="yedek").count()) == (20, 10)
