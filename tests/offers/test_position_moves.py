"""What becomes of a position: drafts, publishing, copying from an earlier year, closing and cancelling on pages."""

import datetime as dt
from typing import Any

import pytest

from offers.models import Position
from offers.services import positions as verbs
from offers.services.answer import accept_offer
from offers.services.closing import close_position
from offers.states import OfferRank, OfferState, PositionState
from tests.factories import DepartmentGroupFactory, MemberFactory, SeasonFactory, UserFactory
from tests.keeping import kept
from tests.offers.pages import text_of
from tests.offers.test_position_pages import NEW, typed
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser
from usp.accounts.models import EmployerStatus, UserKind
from usp.accounts.services.employer_people import end_membership
from usp.accounts.services.employers import revoke_employer
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=2)


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RuleViolation) as refused:
        call(*args, **kwargs)
    return refused.value.code


def draft(world: World, **changes: Any) -> Position:
    """A draft, typed on the page."""
    browser(world.employer_user).post(NEW, typed(world, draft="1") | changes)
    return Position.objects.get(title=changes.get("title", "Veri stajyeri"))


def earlier(world: World) -> Position:
    """The position, as if it had been last year's, four seats, with dates and papers."""
    old = SeasonFactory(code="usp-2023", name="USP 2023", is_current=False)
    for name in ("applications_open_at", "applications_close_at", "pool_opens_at", "offers_close_at",
                 "answers_close_at", "confirm_close_at"):  # fmt: skip
        setattr(old, name, getattr(old, name) - dt.timedelta(days=366))
    old.save()
    position = world.position
    position.season, position.runs_from, position.runs_until = old, dt.date(2023, 7, 3), dt.date(2023, 9, 1)
    position.save()
    position.requested_documents.create(kind="other", note="Taahhütname")
    position.wanted_groups.add(DepartmentGroupFactory())
    return position


def test_a_draft_is_seen_by_colleagues_and_sends_nothing_until_it_is_published(world):
    made = draft(world)
    client = browser(world.employer_user)
    assert (made.state, made.seats.count()) == (PositionState.DRAFT, 4)
    assert "Taslağı yalnızca kurumunuz görür" in client.get(f"/pozisyonlar/{made.pk}/").content.decode()
    for _click in range(2):
        client.post(f"/pozisyonlar/{made.pk}/yayimla/")
    made.refresh_from_db()
    assert made.state == PositionState.PUBLISHED
    assert [step.to_state for step in made.transitions.all()] == ["draft", "published"]
    assert made.transitions.last().actor == f"user:{world.employer_user.pk}"


def test_the_page_takes_groups_documents_and_what_is_offered_besides(world):
    group = DepartmentGroupFactory()
    made = draft(
        world, meal="on", mentor_name="Naz Er", wanted_groups=[group.pk], doc_transcript="on", note_transcript="onaylı",
        doc_photo="on", other_1="Taahhütname", runs_from="2024-07-01", runs_until="2024-09-30",
    )  # fmt: skip
    assert (made.meal, made.lodging, made.mentor_name) == (True, False, "Naz Er")
    assert list(made.wanted_groups.all()) == [group]
    assert set(made.requested_documents.values_list("kind", "note")) == {
        ("transcript", "onaylı"), ("photo", ""), ("other", "Taahhütname"),
    }  # fmt: skip
    client = browser(world.employer_user)
    page = client.get(f"/pozisyonlar/{made.pk}/duzenle/").content.decode()
    assert 'value="onaylı"' in page
    assert 'value="2024-07-01"' in page
    client.post(f"/pozisyonlar/{made.pk}/duzenle/", typed(world, doc_photo="on"))
    made.refresh_from_db()
    assert list(made.requested_documents.values_list("kind", flat=True)) == ["photo"]
    assert not made.wanted_groups.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "shadowing", "working_days": "2"}, "en az 3, en çok 10 iş günü"),
        ({"kind": "shadowing", "working_days": "11"}, "en az 3, en çok 10 iş günü"),
        ({"kind": "training", "working_days": ""}, "Süreyi iş günü olarak yazın"),
        ({"runs_from": "2024-09-01", "runs_until": "2024-07-01"}, "en erken başlamadan önce olamaz"),
    ],
)
def test_what_does_not_fit_the_kind_is_said_and_kept(changes, field, world):
    answer = browser(world.employer_user).post(NEW, typed(world, tasks="Ölçüm ışığı") | changes)
    assert answer.status_code == 422
    assert field in text_of(answer)
    assert "Ölçüm ışığı" in answer.content.decode()


def test_an_internship_takes_its_length_from_the_candidate(world):
    assert draft(world, working_days="20").working_days is None
    assert draft(world, title="Gözlem", kind="shadowing", working_days="5").working_days == 5


def test_only_an_approved_employer_publishes_in_a_running_season(world, at):
    made = draft(world)
    waiting = MemberFactory(employer__status=EmployerStatus.PENDING)
    client = browser(waiting.user)
    client.post(NEW, typed(world, draft="1", supervisor=waiting.pk, title="Bekleyen"))
    other = Position.objects.get(title="Bekleyen")
    assert other.state == PositionState.DRAFT
    assert refusal(verbs.publish_position, position_id=other.pk, actor=waiting.user) == "employer_status"
    at("2025-05-13 10:00")
    assert refusal(verbs.publish_position, position_id=made.pk, actor=world.employer_user) == "offers_closed"


def test_a_draft_whose_supervisor_left_names_another_first(world):
    leaving = MemberFactory(employer=world.manager.employer)
    made = draft(world, supervisor=leaving.pk)
    verbs.hand_over(from_id=leaving.pk, to_id=world.manager.pk, actor=world.employer_user)
    end_membership(membership_id=leaving.pk, actor=world.employer_user)
    Position.objects.filter(pk=made.pk).update(supervisor=leaving)
    assert refusal(verbs.publish_position, position_id=made.pk, actor=world.employer_user) == "supervisor_left"


def test_last_year_is_copied_by_whole_weeks_as_one_draft(world):
    old = earlier(world)
    SeasonFactory()
    client = browser(world.employer_user)
    assert old.title in client.get("/pozisyonlar/gecen-yildan/").content.decode()
    for _click in range(2):
        client.post(f"/pozisyonlar/{old.pk}/kopyala/")
    copy = Position.objects.get(copied_from=old)
    assert (copy.state, copy.season.is_current, copy.seats.count()) == (PositionState.DRAFT, True, 2)
    assert (copy.runs_from, copy.runs_until) == (dt.date(2024, 7, 1), dt.date(2024, 8, 30))
    assert copy.runs_from.weekday() == old.runs_from.weekday()
    assert [(one.kind, one.note) for one in copy.requested_documents.all()] == [("other", "Taahhütname")]
    assert set(copy.wanted_groups.all()) == set(old.wanted_groups.all())


def test_the_copy_of_somebody_who_left_names_whoever_copies(world):
    leaving = MemberFactory(employer=world.manager.employer)
    Position.objects.update(supervisor=leaving)
    close_position(position_id=world.position.pk, actor=world.employer_user)
    end_membership(membership_id=leaving.pk, actor=world.employer_user)
    copy = verbs.copy_position(position_id=world.position.pk, actor=world.employer_user)
    assert copy.supervisor == world.manager


def test_a_frozen_position_says_why_and_offers_a_copy(world):
    world.send(world.candidate())
    page = text_of(browser(world.employer_user).get(f"/pozisyonlar/{world.position.pk}/"))
    assert "içerik değişmez" in page
    assert "Kopyala" in page


def test_closing_says_whom_it_reaches_and_does_it(world, at):
    first, second = world.candidate(), world.candidate()
    world.send(first)
    (waiting,) = world.send(second, rank=OfferRank.YEDEK)
    at("2024-05-13 11:00")
    accept_offer(offer_id=waiting.pk, actor=student_of(waiting))
    world.send(world.candidate(), rank=OfferRank.YEDEK)
    client, address = browser(world.employer_user), f"/pozisyonlar/{world.position.pk}/"
    page = text_of(client.get(f"{address}kapat/"))
    assert "asil teklif sürer" in page
    assert "sıradan çıkar" in page
    client.post(f"{address}kapat/", {"reason": "Kontenjan doldu"})
    world.position.refresh_from_db()
    assert world.position.state == PositionState.CLOSED
    assert "Kontenjan doldu" in client.get(address).content.decode()
    client.post(f"{address}yeniden-ac/")
    world.position.refresh_from_db()
    assert world.position.state == PositionState.PUBLISHED


def test_cancelling_needs_a_reason_and_withdraws(world):
    (offer,) = world.send(world.candidate())
    client, address = browser(world.employer_user), f"/pozisyonlar/{world.position.pk}/iptal/"
    assert "1 teklif geri çekilir" in text_of(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Proje durdu"})
    offer.refresh_from_db()
    assert offer.state == OfferState.WITHDRAWN
    assert (
        refusal(verbs.change_position, position_id=world.position.pk, changes={"title": "X"}, actor=world.employer_user)
        == "position_closed"
    )


def test_a_closed_register_shows_its_positions_as_ended_before_the_system_has_walked_there(world):
    operator = UserFactory(kind=UserKind.OPERATOR)
    revoke_employer(employer_id=world.manager.employer_id, actor=operator, reason="Kurum kapandı.")
    world.position.refresh_from_db()
    assert world.position.state == PositionState.PUBLISHED
    client = browser(world.employer_user)
    for address in ("/pozisyonlar/", f"/pozisyonlar/{world.position.pk}/"):
        page = text_of(client.get(address))
        assert "İptal edildi" in page
        assert "Yayında" not in page.partition("Pozisyonun geçmişi")[0]
