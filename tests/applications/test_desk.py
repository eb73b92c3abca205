"""The verification desk's verbs: who decides on what, once, with a reason, and never two unknowingly."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.declaration_states import DECLARATION_TRANSITIONS, DeclarationState
from applications.models import (
    Decision,
    Declaration,
    DeclarationClaim,
    DeclarationTransition,
    RejectionReason,
    Score,
    ScoreCorrection,
)
from applications.scoring.services import publish_scores
from applications.services.appeals import appeal
from applications.services.verifying import (
    Verdict,
    appeal_until,
    claim_declaration,
    decide,
    decide_many,
    release_declaration,
)
from applications.verification import scope, selectors
from applications.verification.selectors import Wanted
from tests.applications.desk_world import APPROVED, IN_EVALUATION, Desk, make_desk, rejected
from tests.conftest import moment_of
from tests.keeping import kept
from usp.core.db import acting
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = DeclarationState


@kept
def desk(at) -> Desk:
    at(IN_EVALUATION)
    return make_desk()


def codes(action) -> str:
    with pytest.raises(RuleViolation) as refusal:
        action()
    return refusal.value.code


# --- who decides on what ---------------------------------------------------------------------------------------------


def test_each_desk_holds_its_own_declarations_only(desk: Desk) -> None:
    ours, sports = desk.waiting(), desk.waiting(department=desk.sports)
    abroad = desk.waiting(department=desk.abroad)
    of_institution = desk.waiting(desk.institution.kinds.first().number, option=None)
    holds = {
        user: set(scope.first_round(user))
        for user in (desk.verifier, desk.sports_verifier, desk.manager, desk.operator, desk.federation, desk.second)
    }
    assert holds[desk.verifier] == {ours, sports}
    assert holds[desk.sports_verifier] == {sports}
    assert holds[desk.manager] == {ours, sports}
    assert holds[desk.operator] == {abroad}, "the operator's desk stands in where there is no career centre (A8)"
    assert holds[desk.federation] == {of_institution}, "an institution sees its own kinds, nationwide (A33)"
    assert holds[desk.second] == set()


def test_an_institution_without_a_desk_leaves_its_kinds_to_the_career_centre(desk: Desk) -> None:
    declaration = desk.waiting(desk.institution.kinds.first().number, option=None)
    assert declaration not in scope.first_round(desk.verifier)
    type(desk.institution).objects.update(has_desk=False)
    assert declaration in scope.first_round(desk.verifier)
    assert declaration not in scope.first_round(desk.federation)


def test_unfinished_applications_are_on_no_desk(desk: Desk) -> None:
    desk.declare(desk.application())
    assert not scope.first_round(desk.verifier).exists()


def test_what_e_devlet_says_is_on_no_desk(desk: Desk) -> None:
    desk.waiting(source="edevlet", state=S.APPROVED)
    assert not scope.first_round(desk.verifier).exists()


def test_a_stranger_finds_nothing_to_decide(desk: Desk) -> None:
    declaration = desk.waiting()
    for stranger in (desk.sports_verifier, desk.operator, desk.federation, declaration.application.student.user):
        with pytest.raises(Declaration.DoesNotExist):
            decide(actor=stranger, declaration_id=declaration.pk, verdict=APPROVED)


# --- deciding --------------------------------------------------------------------------------------------------------


def test_an_approval_is_kept_with_who_and_when(desk: Desk) -> None:
    declaration = desk.waiting()
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=APPROVED)
    declaration.refresh_from_db()
    decision = declaration.decisions.get()
    assert declaration.state == S.APPROVED
    assert (decision.round, decision.approved, decision.by, decision.at) == (
        1,
        True,
        desk.verifier,
        moment_of(IN_EVALUATION),
    )
    move = DeclarationTransition.objects.get(declaration=declaration)
    assert (move.from_state, move.to_state, move.actor) == ("pending", "approved", f"user:{desk.verifier.pk}")


def test_only_an_approved_declaration_scores(desk: Desk) -> None:
    application = desk.application()
    first, second = desk.declare(application, "B2", amount=3), desk.declare(application, "B2", amount=3, issuer="Başka")
    desk.completed(application)
    decide(actor=desk.verifier, declaration_id=first.pk, verdict=APPROVED)
    social = Score.objects.get(application=application, category="social").points
    assert social > 0
    decide(actor=desk.verifier, declaration_id=second.pk, verdict=rejected())
    assert Score.objects.get(application=application, category="social").points == social


def test_a_decision_after_publication_is_a_correction_on_record(desk: Desk, at) -> None:
    declaration = desk.waiting("B2", amount=3)
    at(desk.season.pool_opens_at)
    publish_scores(desk.season)
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=APPROVED)
    correction = ScoreCorrection.objects.get(application=declaration.application)
    assert (correction.category, correction.by, correction.before) == ("social", desk.verifier, 0)
    assert correction.after == Score.objects.get(application=declaration.application, category="social").points > 0
    assert str(declaration) in correction.reason


def test_a_rejection_needs_a_listed_reason(desk: Desk) -> None:
    declaration = desk.waiting()
    refused = Verdict(approved=False)
    code = codes(lambda: decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=refused))
    assert code == "decision_rejection_has_reason"


def test_some_reasons_need_words(desk: Desk) -> None:
    declaration = desk.waiting()
    reason = RejectionReason.objects.filter(needs_words=True).first()
    for words, fails in (("", True), ("kısa", True), ("Belgede başkasının adı yazıyor.", False)):
        verdict = Verdict(approved=False, reason=reason, words=words)
        if fails:
            code = codes(
                lambda verdict=verdict: decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=verdict)
            )
            assert code == "words_missing"
        else:
            decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=verdict)


def test_a_decision_is_taken_once(desk: Desk) -> None:
    declaration = desk.waiting()
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=APPROVED)
    code = codes(lambda: decide(actor=desk.other_verifier, declaration_id=declaration.pk, verdict=rejected()))
    assert code == "declaration_transition"
    assert Decision.objects.count() == 1


def test_a_decision_never_changes(desk: Desk) -> None:
    declaration = desk.waiting()
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=rejected())
    for change in (
        lambda: Decision.objects.update(approved=True, reason=None),
        lambda: Decision.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()


def test_the_student_is_told_of_a_rejection_with_the_way_to_object(desk: Desk) -> None:
    declaration = desk.waiting()
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=rejected())
    notice = Notification.objects.get(kind="declaration_rejected")
    assert notice.recipient == declaration.application.student.user
    assert "19 Mart 2024" in notice.context["until"]


def test_one_notice_says_that_all_is_decided(desk: Desk) -> None:
    application = desk.application()
    items = [desk.declare(application, issuer=f"Kurum {number}") for number in range(3)]
    desk.completed(application)
    for item in items:
        assert not Notification.objects.filter(kind="declarations_decided").exists()
        decide(actor=desk.verifier, declaration_id=item.pk, verdict=APPROVED)
    assert Notification.objects.get(kind="declarations_decided").context == {"approved": "3", "total": "3"}


# --- two people ------------------------------------------------------------------------------------------------------


def test_opening_tells_others_and_keeps_them_from_deciding(desk: Desk) -> None:
    declaration = desk.waiting()
    claim_declaration(actor=desk.verifier, declaration_id=declaration.pk)
    assert claim_declaration(actor=desk.other_verifier, declaration_id=declaration.pk).user == desk.verifier
    decide_it = {"declaration_id": declaration.pk, "verdict": APPROVED}
    assert codes(lambda: decide(actor=desk.other_verifier, **decide_it)) == "open_elsewhere"
    decide(actor=desk.verifier, **decide_it)
    assert not DeclarationClaim.objects.exists()


def test_taking_over_is_a_choice_and_turns_the_tables(desk: Desk) -> None:
    declaration = desk.waiting()
    claim_declaration(actor=desk.verifier, declaration_id=declaration.pk)
    claim_declaration(actor=desk.other_verifier, declaration_id=declaration.pk, take_over=True)
    decide_it = {"declaration_id": declaration.pk, "verdict": APPROVED}
    assert codes(lambda: decide(actor=desk.verifier, **decide_it)) == "open_elsewhere"
    decide(actor=desk.other_verifier, **decide_it)


def test_a_forgotten_page_keeps_nobody_away_for_long(desk: Desk) -> None:
    declaration = desk.waiting()
    claim_declaration(actor=desk.verifier, declaration_id=declaration.pk)
    DeclarationClaim.objects.update(claimed_at=timezone.now() - selectors.CLAIM_HOLDS)
    decide(actor=desk.other_verifier, declaration_id=declaration.pk, verdict=APPROVED)


def test_a_released_declaration_is_free(desk: Desk) -> None:
    declaration = desk.waiting()
    claim_declaration(actor=desk.verifier, declaration_id=declaration.pk)
    release_declaration(actor=desk.other_verifier, declaration_id=declaration.pk)
    assert DeclarationClaim.objects.exists(), "nobody releases what another has open"
    release_declaration(actor=desk.verifier, declaration_id=declaration.pk)
    assert not DeclarationClaim.objects.exists()


# --- many at once ----------------------------------------------------------------------------------------------------


def test_one_record_decides_many_and_names_itself(desk: Desk) -> None:
    members = [desk.waiting(issuer="Satranç Topluluğu", title="Üyelik") for _ in range(3)]
    (group,) = selectors.groups(desk.verifier, Wanted())
    assert (group.issuer, group.title, group.count) == ("Satranç Topluluğu", "Üyelik", 3)
    record = Verdict(approved=True, words="Üye listesi 2024/118")
    claim_declaration(actor=desk.other_verifier, declaration_id=members[2].pk)
    done, refused = decide_many(actor=desk.verifier, declaration_ids=[one.pk for one in members], verdict=record)
    assert [one.pk for one in done] == [members[0].pk, members[1].pk]
    assert [declaration.pk for declaration, _sentence in refused] == [members[2].pk]
    assert set(Decision.objects.values_list("words", flat=True)) == {"Üye listesi 2024/118"}


def test_many_at_once_need_the_record_they_rest_on(desk: Desk) -> None:
    member = desk.waiting()
    code = codes(lambda: decide_many(actor=desk.verifier, declaration_ids=[member.pk], verdict=APPROVED))
    assert code == "record_missing"


def test_a_group_never_reaches_beyond_the_desk(desk: Desk) -> None:
    stranger = desk.waiting(department=desk.sports)
    record = Verdict(approved=True, words="liste")
    own = desk.waiting()
    done, refused = decide_many(actor=desk.sports_verifier, declaration_ids=[stranger.pk, own.pk], verdict=record)
    assert ([one.pk for one in done], refused) == ([stranger.pk], [])


# --- appeals ---------------------------------------------------------------------------------------------------------

STATEMENT = "Belgede adım ve üyelik yılım açıkça yazıyor."


def refused_one(desk: Desk) -> Declaration:
    declaration = desk.waiting()
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=rejected())
    return declaration


def object_to(declaration: Declaration) -> Declaration:
    return appeal(actor=declaration.application.student.user, declaration_id=declaration.pk, statement=STATEMENT)


def test_an_appeal_goes_to_somebody_else(desk: Desk) -> None:
    declaration = object_to(refused_one(desk))
    decide_it = {"declaration_id": declaration.pk, "verdict": APPROVED}
    assert codes(lambda: decide(actor=desk.verifier, **decide_it)) == "not_yours_to_decide"
    decide(actor=desk.second, **decide_it)
    declaration.refresh_from_db()
    assert declaration.state == S.APPROVED
    assert [decision.round for decision in declaration.decisions.all()] == [1, 2]
    assert Notification.objects.filter(kind="appeal_overturned").exists()


def test_the_database_refuses_the_same_person_twice(desk: Desk) -> None:
    declaration = object_to(refused_one(desk))
    with pytest.raises(IntegrityError, match="somebody else"), transaction.atomic():
        Decision.objects.create(declaration=declaration, round=2, approved=True, by=desk.verifier, at=timezone.now())


def test_an_appeal_is_possible_once(desk: Desk) -> None:
    declaration = object_to(refused_one(desk))
    decide(actor=desk.second, declaration_id=declaration.pk, verdict=rejected())
    declaration.refresh_from_db()
    assert declaration.state == S.REJECTED
    assert codes(lambda: object_to(declaration)) == "appealed_once"
    assert Notification.objects.filter(kind="appeal_upheld").exists()


def test_a_second_click_on_the_appeal_is_no_error(desk: Desk) -> None:
    declaration = refused_one(desk)
    assert object_to(declaration) == object_to(declaration)
    assert declaration.appeal.statement == STATEMENT


@pytest.mark.parametrize(("moment", "code"), [("2024-03-19 23:59:59", ""), ("2024-03-20 00:00:00", "appeal_too_late")])
def test_an_appeal_ends_with_the_seasons_last_day_for_it(desk: Desk, at, moment: str, code: str) -> None:
    declaration = refused_one(desk)
    assert appeal_until(declaration, declaration.decisions.get().at) == moment_of("2024-03-19 23:59:59")
    at(moment)
    if code:
        assert codes(lambda: object_to(declaration)) == code
    else:
        assert object_to(declaration).state == S.APPEALED


def test_an_empty_objection_is_refused(desk: Desk) -> None:
    declaration = refused_one(desk)
    student = declaration.application.student.user
    code = codes(lambda: appeal(actor=student, declaration_id=declaration.pk, statement="  olmaz  "))
    assert code == "statement_short"


def test_nobody_objects_for_another(desk: Desk) -> None:
    declaration, other = refused_one(desk), desk.waiting().application.student.user
    with pytest.raises(Declaration.DoesNotExist):
        appeal(actor=other, declaration_id=declaration.pk, statement=STATEMENT)


# --- the database ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", S.values)
@pytest.mark.parametrize("target", S.values)
def test_states_move_only_as_the_table_says(desk: Desk, source: str, target: str) -> None:
    declaration = refused_one(desk) if source in (S.REJECTED, S.APPEALED) else desk.waiting()
    if source == S.APPEALED:
        object_to(declaration)
    if source == S.APPROVED:
        decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=APPROVED)
    allowed = source == target or (source, target) in {(frm, dst) for _name, frm, dst, _who in DECLARATION_TRANSITIONS}
    values = {
        "state": target,
        **({"appealed_at": timezone.now()} if (source, target) == (S.REJECTED, S.APPEALED) else {}),
    }
    change = Declaration.objects.filter(pk=declaration.pk, state=source)
    with transaction.atomic(), acting("test"):
        if allowed:
            assert change.update(**values) == 1
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                change.update(**values)


@pytest.mark.parametrize(
    "change",
    [{"title": "Başka"}, {"amount": 5}, {"issuer": "Başka"}, {"version": 9}, {"proof": None}, {"option": None}],
)
def test_a_completed_applications_declarations_are_frozen(desk: Desk, change: dict[str, object]) -> None:
    declaration = desk.waiting()
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Declaration.objects.filter(pk=declaration.pk).update(**change)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        desk.declare(declaration.application)


@pytest.mark.parametrize("state", [S.APPROVED, S.REJECTED])
def test_nobody_writes_a_declaration_that_is_already_decided(desk: Desk, state: str) -> None:
    application = desk.application()
    with pytest.raises(IntegrityError, match="begins undecided"), transaction.atomic():
        desk.declare(application, state=state)


def test_declarations_of_an_open_form_close_with_the_season(desk: Desk, at) -> None:
    at("2024-03-10 23:59:59")
    application = desk.application()
    declaration = desk.declare(application)
    at("2024-03-11 00:00:00")
    with pytest.raises(IntegrityError, match="season is closed"), transaction.atomic():
        Declaration.objects.filter(pk=declaration.pk).update(title="Geç")
    with pytest.raises(IntegrityError, match="season is closed"), transaction.atomic():
        declaration.delete()


# --- queue, pace -----------------------------------------------------------------------------------------------------


def test_the_longest_waiting_application_comes_first(desk: Desk) -> None:
    late = desk.application()
    late_item = desk.declare(late)
    early = desk.application()
    early_item = desk.declare(early)
    desk.completed(late, "2024-03-05 10:00")
    desk.completed(early, "2024-02-20 10:00")
    assert list(selectors.queue(desk.verifier, Wanted())) == [early_item, late_item]
    assert selectors.following(desk.verifier, Wanted(), early_item) == late_item
    assert selectors.following(desk.verifier, Wanted(), late_item) == early_item


def test_the_next_one_is_never_open_elsewhere(desk: Desk) -> None:
    first, second, third = desk.waiting(), desk.waiting(), desk.waiting()
    claim_declaration(actor=desk.other_verifier, declaration_id=second.pk)
    assert selectors.following(desk.verifier, Wanted(), first) == third


def test_names_are_found_in_any_spelling(desk: Desk) -> None:
    declaration = desk.waiting()
    student = declaration.application.student
    student.first_name, student.last_name = "Işıl", "Öztürk"
    student.save()
    desk.waiting()
    for text in ("isil", "IŞIL ÖZTÜRK", "ozturk"):
        assert list(selectors.queue(desk.verifier, Wanted(text=text))) == [declaration]


def test_the_pace_counts_against_the_evaluation_weeks(desk: Desk) -> None:
    for completed_at in ("2024-03-10 10:00", "2024-03-08 10:00", "2024-03-01 10:00"):
        application = desk.application()
        desk.declare(application)
        desk.completed(application, completed_at)
    decided = desk.declare(done := desk.application())
    desk.completed(done, "2024-03-10 10:00")
    decide(actor=desk.verifier, declaration_id=decided.pk, verdict=APPROVED)
    pace = selectors.pace(desk.verifier, desk.season)
    assert (pace.total, pace.waiting, pace.old, pace.very_old, pace.percent) == (4, 3, 2, 1, 25)
    assert pace.days_left == (desk.season.pool_opens_at.date() - dt.date(2024, 3, 12)).days
    (unit,) = selectors.progress(desk.verifier)
    assert (unit.total, unit.waiting, unit.very_old, unit.percent) == (4, 3, 1, 25)


def test_a_day_before_the_end_everything_is_due(desk: Desk, at) -> None:
    desk.waiting()
    at(desk.season.pool_opens_at)
    assert selectors.pace(desk.verifier, desk.season).a_day == 1
