"""Moving a season's dates forward: only forward, in order, and everybody concerned is told once."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import DeadlineExtension
from applications.selectors import is_open
from applications.services.extending import extend_deadline, preview_extension, tell_extensions
from applications.states import ApplicationState
from applications.tasks import tell_extensions as task
from tests.applications.conftest import IN_SEASON, TOO_LATE, Ground, user_of
from tests.factories import EmployerFactory, MemberFactory, OfficialFactory, StudentFactory, UserFactory, moment
from tests.people import browser
from usp.accounts.models import EmployerStatus, User
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = ApplicationState
LONGER = moment("2024-03-12 23:59:59")


@pytest.fixture
def ground(ground: Ground) -> Ground:
    """The ground without people of its own, so that each test counts those it names."""
    User.objects.update(is_active=False)
    return ground


def extend(ground: Ground, actor: User | None = None, **changes) -> DeadlineExtension:
    values = {"field": "applications_close_at", "new_moment": LONGER, "reason": "e-Devlet kesintisi"}
    return extend_deadline(actor=actor or UserFactory(), season_id=ground.season.pk, **values | changes)


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def test_two_days_more_open_the_applications_again_and_everybody_concerned_is_told(ground, at):
    at(IN_SEASON)
    applications = {state: ground.application(state=state) for state in S}
    center, employer = OfficialFactory().user, MemberFactory().user
    at(TOO_LATE)
    made = extend(ground)
    ground.season.refresh_from_db()
    assert is_open(ground.season, moment("2024-03-12 23:59:59"))
    assert not is_open(ground.season, moment("2024-03-13 00:00:00"))
    assert (made.expected, made.told) == (4, 0)
    assert tell_extensions() == 4
    assert told("deadline_extended_unfinished") == {
        user_of(applications[S.STARTED]).pk,
        user_of(applications[S.REGISTERED]).pk,
    }
    assert told("deadline_extended_completed") == {user_of(applications[S.COMPLETED]).pk}
    assert told("season_date_moved") == {center.pk}
    assert employer.pk not in told("season_date_moved")
    text = Notification.objects.filter(kind="deadline_extended_unfinished").first().context
    assert (text["reason"], text["new"][:16]) == ("e-Devlet kesintisi.", "2024-03-12T20:59")  # stored in UTC
    made.refresh_from_db()
    assert (made.told, made.told_at is not None) == (4, True)
    assert tell_extensions() == 0


def test_the_offers_dates_are_told_to_candidates_and_approved_employers(ground, at):
    at("2024-06-01 10:00")
    candidate, _unfinished = ground.application(), ground.application(started=True)
    approved = MemberFactory().user
    MemberFactory(employer=EmployerFactory(status=EmployerStatus.PENDING))
    made = extend(ground, field="answers_close_at", new_moment=moment("2024-09-13 17:00"))
    assert made.expected == 2
    task()
    assert told("season_date_moved") == {user_of(candidate).pk, approved.pk}


def test_telling_goes_on_where_it_stopped(ground, at):
    at(IN_SEASON)
    for _number in range(5):
        ground.application()
    made = extend(ground)
    assert [tell_extensions(batches=1, size=2) for _attempt in range(4)] == [2, 2, 1, 0]
    made.refresh_from_db()
    assert (made.told, made.told_at is not None) == (5, True)
    assert len(told("deadline_extended_completed")) == 5


def test_the_same_date_twice_is_two_events(ground, at):
    at(IN_SEASON)
    application = ground.application()
    for day in (12, 14):
        extend(ground, new_moment=moment(f"2024-03-{day} 23:59:59"))
        tell_extensions()
    assert Notification.objects.filter(recipient=user_of(application)).count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"new_moment": moment("2024-03-10 23:59:59")}, "extension_backward"),
        ({"new_moment": moment("2024-03-01 10:00")}, "extension_backward"),
        ({"new_moment": moment("2024-05-08 09:00:01")}, "season_dates_in_order"),
        ({"field": "pool_opens_at", "new_moment": moment("2024-08-30 17:00")}, "season_dates_in_order"),
        ({"field": "offers_close_at", "new_moment": moment("2024-09-06 17:01")}, "season_dates_in_order"),
        ({"field": "applications_open_at"}, "extension_field"),
        ({"reason": "  "}, "reason_missing"),
        ({"reason": "x" * 201}, "reason_too_long"),
    ],
)
def test_what_an_extension_may_not_do(ground, at, changes, code):
    at(IN_SEASON)
    with pytest.raises(RuleViolation) as refused:
        extend(ground, **changes)
    assert refused.value.code == code
    assert not DeadlineExtension.objects.exists()


def test_a_date_that_is_in_the_way_is_named(ground, at):
    at(IN_SEASON)
    with pytest.raises(RuleViolation, match=r"Aday havuzunun açılışı.*8 Mayıs 2024"):
        extend(ground, new_moment=moment("2024-06-01 10:00"))
    extend(ground, field="confirm_close_at", new_moment=moment("2024-10-18 17:00"))  # nothing comes after it
    extend(ground, new_moment=moment("2024-05-08 09:00"))  # together with the pool's opening, as the rows allow


def test_a_pool_that_is_open_does_not_close_and_the_past_is_no_deadline(ground, at):
    at("2024-05-08 09:00")
    with pytest.raises(RuleViolation) as refused:
        extend(ground, field="pool_opens_at", new_moment=moment("2024-06-01 09:00"))
    assert refused.value.code == "pool_is_open"
    with pytest.raises(RuleViolation) as refused:
        extend(ground, new_moment=moment("2024-04-01 09:00"))
    assert refused.value.code == "extension_past"


def test_only_operators_move_dates(ground, at):
    at(IN_SEASON)
    for actor in (StudentFactory().user, MemberFactory().user, OfficialFactory().user):
        with pytest.raises(RuleViolation) as refused:
            extend(ground, actor=actor)
        assert refused.value.code == "operators_only"


def test_a_preview_counts_and_changes_nothing(ground, at):
    at(IN_SEASON)
    ground.application()
    seen = preview_extension(
        actor=UserFactory(),
        season_id=ground.season.pk,
        field="applications_close_at",
        new_moment=LONGER,
        reason="Kesinti",
    )
    assert (seen.people, seen.new) == (1, LONGER)
    assert not DeadlineExtension.objects.exists()
    ground.season.refresh_from_db()
    assert ground.season.applications_close_at == moment("2024-03-10 23:59:59")


# --- the page --------------------------------------------------------------------------------------------------------

POSTED = {
    "field": "applications_close_at",
    "new_moment_0": "12/03/2024",
    "new_moment_1": "23:59:59",
    "reason": "Kesinti",
}


def page(response) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def test_the_page_asks_once_more_and_names_how_many_will_be_told(ground, at):
    at(IN_SEASON)
    ground.application()
    desk = browser(UserFactory())
    address = reverse("admin:applications_season_extend", args=[ground.season.pk])
    assert "10 Mart 2024 Pazar 23.59" in page(desk.get(address))
    asked = page(desk.post(address, POSTED))
    assert "1 kişiye haber verilecek" in asked
    assert "12 Mart 2024 Salı 23.59" in asked
    assert not DeadlineExtension.objects.exists()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked))
    again = page(desk.post(address, hidden | {"edit": "1"}))
    assert 'value="12/03/2024"' in again
    done = page(desk.post(address, hidden | {"confirm": "1"}, follow=True))
    assert "Başvuru bitişi uzatıldı. 1 kişiye haber veriliyor" in done
    assert "0 / 1" in done
    assert DeadlineExtension.objects.get().new_moment == LONGER
    assert "12 Mart 2024" in page(Client().get("/"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"new_moment_0": "01/03/2024"}, "yalnızca ileri alınabilir"),
        ({"new_moment_0": "bir gün"}, "Geçerli bir tarih"),
        ({"reason": ""}, "zorunlu"),
        ({"field": "born_after"}, "born_after"),
    ],
)
def test_a_refused_extension_keeps_what_was_typed(ground, at, changes, sentence):
    at(IN_SEASON)
    address = reverse("admin:applications_season_extend", args=[ground.season.pk])
    answer = browser(UserFactory()).post(address, POSTED | changes)
    assert answer.status_code == 422
    assert sentence in page(answer)
    assert "Kesinti" in page(answer) or "reason" in changes


def test_an_extension_without_any_field_is_refused_by_its_fields(ground, at):
    at(IN_SEASON)
    answer = browser(UserFactory()).post(reverse("admin:applications_season_extend", args=[ground.season.pk]), {})
    assert (answer.status_code, page(answer).count("zorunlu") >= 2) == (422, True)
