"""The demo's clock: only forwards, every due instant on the way, and never outside the demo."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from applications.models import PoolEntry
from insurance.models import ContactEntry, DateChange, InsuranceCase, PaperReceipt, UnitDecision
from offers.models import MinimumWage, Offer
from offers.services.answer import accept_offer
from offers.states import OfferRank, OfferState
from tests.factories import moment
from tests.offers.world import make_world, student_of
from tests.people import enter
from usp.accounts.models import User
from usp.core import clock
from usp.core.demo_clock import install_test_clock
from usp.core.errors import RuleViolation
from usp.portal.demo.scenario import enter_stage
from usp.portal.season_clock import advance_to
from usp.reference.models import University

S = OfferState


@pytest.fixture
def demo(settings):
    settings.USP_DEMO = True


@pytest.fixture
def the_tests_clock_comes_back(transactional_db) -> Iterator[None]:
    """The demo installs its own; whatever becomes of the test, the next one has the tests' again."""
    yield
    install_test_clock()


def play(season_clock, stops: list[str]) -> list[tuple[str, str, str]]:
    """One asil offer nobody answers, a silent reserve and a willing one, then the clock runs to each stop."""
    season_clock("2024-05-13 10:00")
    world = make_world()
    world.send(world.candidate())
    world.send(world.candidate(), rank=OfferRank.YEDEK)
    (willing,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    advance_to(moment("2024-05-13 10:01"))
    accept_offer(offer_id=willing.pk, actor=student_of(willing))
    for stop in stops:
        advance_to(moment(stop))
    own = Offer.objects.filter(position=world.position).order_by("pk")
    return [(one.rank, one.state, str(one.promoted_at.date() if one.promoted_at else "")) for one in own]


@pytest.mark.django_db(transaction=True)
def test_a_jump_of_three_weeks_gives_the_same_history_as_day_by_day(demo, season_clock):
    jumped = play(season_clock, ["2024-06-03 10:00"])
    walked = play(season_clock, [f"2024-05-{day} 10:00" for day in range(14, 32)] + ["2024-06-03 10:00"])
    assert jumped == walked
    # The asil offer ran out on Friday at five; whoever was silent in the line had run out at the same moment.
    assert [state for _rank, state, _day in jumped] == [S.EXPIRED, S.EXPIRED, S.LAPSED]
    assert jumped[2][2] == "2024-05-17"


@pytest.mark.django_db(transaction=True)
def test_the_clock_never_runs_backwards(demo, season_clock):
    season_clock("2024-05-13 10:00")
    with pytest.raises(RuleViolation) as refused:
        advance_to(moment("2024-05-12 10:00"))
    assert refused.value.code == "clock_only_forwards"


@pytest.mark.django_db(transaction=True)
def test_outside_the_demo_the_clock_cannot_be_moved(season_clock, client):
    season_clock("2024-05-13 10:00")
    make_world()
    with pytest.raises(RuleViolation):
        advance_to(moment("2024-06-01 10:00"))
    assert client.post("/donem-saati/", {"stage": "papers"}).status_code == 404


@pytest.mark.django_db
def test_the_demo_is_refused_outside_the_demo_and_over_existing_users(settings, at):
    with pytest.raises(CommandError, match="make run"):
        call_command("demo")
    settings.USP_DEMO = True
    at("2024-05-13 10:00")
    make_world()
    with pytest.raises(CommandError, match="empty database"):
        call_command("demo")
    call_command("demo", "--if-empty")


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_at_every_stage_of_the_demo_something_waits_for_each_role(
    demo, client, season_clock, the_tests_clock_comes_back
):
    call_command("load_reference", verbosity=0)
    call_command("demo")
    assert MinimumWage.objects.exists()  # students read legal pay beside every offer
    install_test_clock()
    assert clock.now().date().isoformat() == "2024-03-04"
    heading = {
        "applications": {
            "burak.ozturk@trakya.example": "İlk staj pozisyonunuzu açın",
            "zeynep.igdir@bseu.example": "başvurusunu tamamladı",
            "deniz.gunes@usp.example": "2 işveren onayınızı bekliyor",
        },
        "offers": {
            "elif.sahin@dsi.example": "son onayınızı bekliyor",
            "zeynep.igdir@bseu.example": "stajyerin evrakı bekleniyor",
            "deniz.gunes@usp.example": "2 işveren onayınızı bekliyor",
        },
        "papers": {"zeynep.igdir@bseu.example": "stajyerin evrakı bekleniyor"},
        "internship": {"zeynep.igdir@bseu.example": "stajyerin evrakı gecikti"},
    }
    for stage, people in heading.items():
        if stage != "applications":
            assert client.post("/donem-saati/", {"stage": stage, "next": "/"}).status_code == 302
        for email, said in people.items():
            enter(client, User.objects.get(email=email))
            assert said in client.get("/").content.decode(), (stage, email)
    assert PoolEntry.objects.count() > 900
    cases = set(InsuranceCase.objects.values_list("state", flat=True))
    assert cases >= {"awaiting_papers", "entry_shared", "entry_refused", "exit_declared", "cancelled"}
    foreign = InsuranceCase.objects.filter(placement__department__unit__university__kind__in=University.OUTSIDE_TURKIYE)
    assert set(foreign.values_list("state", flat=True)) == {"awaiting_decision", "awaiting_papers"}
    called = ContactEntry.objects.filter(way="phone").values("placement")
    assert called.count() == 2
    assert not PaperReceipt.objects.filter(placement__in=called).exists()  # both still have everything to bring
    assert (DateChange.objects.count(), UnitDecision.objects.count()) == (2, 1)
    with pytest.raises(RuleViolation):
        enter_stage("offers")
