"""Questions (A15): whose they are, what moves them, and that nobody else sees anything."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import (
    DepartmentFactory,
    OfficialFactory,
    StudentFactory,
    UnitFactory,
    UniversityFactory,
    UserFactory,
)
from tests.guidance.question_world import R, World, write
from tests.keeping import kept
from usp.accounts.models import DepartmentAdviser, User
from usp.accounts.services.delegates import withdraw_role
from usp.core.errors import RuleViolation
from usp.guidance import question_selectors as selectors
from usp.guidance.models import Question, QuestionMessage, QuestionRead
from usp.guidance.services import canned_answers
from usp.guidance.services import questions as verbs
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db


@kept
def world(at) -> World:
    at("2024-05-13 10:00")
    return World()


def refusal(call, *args, **kwargs) -> str:
    with pytest.raises(RuleViolation) as refused:
        call(*args, **kwargs)
    return refused.value.code


def fresh(user: User) -> User:
    """The user as the next request reads it."""
    return User.objects.get(pk=user.pk)


def told(question: Question, kind: str) -> set[User]:
    keys = [f"question:{message.pk}" for message in question.messages.all()]
    return {one.recipient for one in Notification.objects.filter(kind=kind, dedupe_key__in=keys)}


# --- whose it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nearest", ["adviser", "unit", "university", "operators"])
def test_a_question_goes_to_the_nearest_desk_that_has_somebody(world, nearest):
    operator = UserFactory()
    desks = {"operators": {operator}}
    if nearest != "operators":
        desks["university"] = {world.official(R.MANAGER, whole=True).user}
    if nearest in ("unit", "adviser"):
        desks["unit"] = {world.official(R.VERIFIER).user, world.official(R.MANAGER).user}
    if nearest == "adviser":
        desks["adviser"] = {world.adviser()}
    others = {world.official(R.INSURANCE).user, OfficialFactory(university=UniversityFactory(code="baska")).user}
    question = world.ask()
    assert set(verbs.responsible_for(question)) == told(question, "question_asked") == desks[nearest]
    for desk, people in desks.items():
        for person in people:
            mine = Question.objects.directed_to(fresh(person)).filter(pk=question.pk).exists()
            assert mine is (desk == nearest), desk
    for person in others:
        assert not Question.objects.visible_to(person).exists()


def test_a_student_without_department_asks_the_operators(world):
    operator, manager = UserFactory(), world.official(R.MANAGER, whole=True).user
    question = world.ask(department=None)
    assert told(question, "question_asked") == {operator}
    assert list(Question.objects.visible_to(operator)) == [question]
    assert not Question.objects.visible_to(manager).exists()


def test_when_the_adviser_leaves_the_next_desk_has_the_question_at_once(world):
    adviser, manager = world.adviser(), world.official(R.MANAGER, whole=True)
    question = world.ask()
    assert not Question.objects.directed_to(manager.user).exists()
    withdraw_role(membership_id=adviser.university_memberships.get().pk, actor=manager.user)
    assert list(Question.objects.directed_to(fresh(manager.user))) == [question]
    assert not Question.objects.visible_to(fresh(adviser)).exists()
    assert refusal(write, fresh(adviser), question) == "not_yours"


def test_nobody_sees_somebody_else_s_thread(world):
    world.adviser()
    world.ask()
    unit = UnitFactory(university=world.department.unit.university, code="iki")
    strangers = [
        StudentFactory().user,
        OfficialFactory(university=unit.university, unit=unit).user,
        OfficialFactory(university=unit.university, unit=unit, role=R.ADVISER).user,
        OfficialFactory(university=UniversityFactory(code="baska")).user,
        world.official(R.VERIFIER).user,
        world.official(R.SECOND_REVIEWER).user,
        UserFactory(kind="employer"),
        UserFactory(),
    ]
    for stranger in strangers:
        assert not Question.objects.visible_to(stranger).exists(), stranger.kind
        assert not Question.objects.directed_to(stranger).exists()
    assert Question.objects.visible_to(world.official(R.MANAGER).user).exists()  # the unit's manager looks after all


def test_an_adviser_of_two_departments_sees_the_questions_of_both(world):
    adviser = world.adviser()
    other = DepartmentFactory(unit=world.department.unit, name="Endüstri Mühendisliği")
    DepartmentAdviser.objects.create(department=other, user=adviser, starts_on="2020-01-01", named_by=adviser)
    first, second = world.ask(), world.ask(actor=StudentFactory().user, department=other)
    assert set(Question.objects.directed_to(adviser)) == {first, second}


# --- the thread ------------------------------------------------------------------------------------------------------


def test_a_thread_waits_is_answered_and_waits_again(world, at):
    adviser, question = world.adviser(), world.ask()
    began = question.waiting_since
    at("2024-05-14 10:00")
    write(world.student, question, "Bir de şunu sorayım.")
    question.refresh_from_db()
    assert (question.state, question.waiting_since) == ("open", Question.objects.get().asked_at)
    write(adviser, question)
    question.refresh_from_db()
    assert (question.state, question.waiting_since) == ("answered", None)
    assert told(question, "question_answered") == {world.student}
    later = at("2024-05-15 10:00")
    write(world.student, question, "Teşekkürler, bir soru daha.")
    question.refresh_from_db()
    assert (question.state, question.waiting_since) == ("open", later)
    assert began is not None


def test_a_form_sent_twice_is_one_question_and_one_message(world):
    adviser, form_id = world.adviser(), uuid.uuid4()
    question = world.ask(form_id=form_id)
    assert world.ask(form_id=form_id) == question
    again = uuid.uuid4()
    assert write(adviser, question, form_id=again) == write(adviser, question, form_id=again)
    assert QuestionMessage.objects.count() == 2


def test_five_new_questions_a_day(world, at):
    world.adviser()
    for _number in range(verbs.NEW_A_DAY):
        world.ask()
    assert refusal(world.ask) == "too_many_questions"
    assert world.ask(actor=StudentFactory().user).pk
    at("2024-05-14 00:00")
    assert world.ask().pk


def test_twenty_messages_a_day_for_who_asks_and_any_number_for_who_answers(world, at):
    adviser, question, other = world.adviser(), world.ask(), world.ask()
    now = at("2024-05-13 11:00")
    QuestionMessage.objects.bulk_create(
        QuestionMessage(question=other, author=author, body="Bir de şu.", at=now, form_id=uuid.uuid4())
        for author in [*[world.student] * 17, *[adviser] * 20]  # two were the questions themselves
    )
    write(world.student, question)
    assert refusal(write, world.student, question) == "too_many_messages"
    assert write(adviser, question).pk
    at("2024-05-14 00:00")
    assert write(world.student, question).pk


def test_only_students_ask(world):
    assert refusal(world.ask, actor=world.adviser()) == "students_only"


@pytest.mark.parametrize("body", ["", "   \n "])
def test_an_empty_message_is_refused(world, body):
    assert refusal(world.ask, body=body) == "question_message_says_something"
    assert not Question.objects.exists()


@pytest.mark.parametrize("who", ["student", "adviser"])
def test_a_closed_thread_takes_a_message_only_when_opened_again(world, who):
    adviser, question = world.adviser(), world.ask()
    actor = {"student": world.student, "adviser": adviser}[who]
    verbs.close(actor=actor, question_id=question.pk)
    verbs.close(actor=actor, question_id=question.pk)  # a double click
    assert refusal(write, world.student, question) == "question_closed"
    write(actor, question, reopen=True)
    question.refresh_from_db()
    assert question.state == ("open" if who == "student" else "answered")
    kinds = list(question.messages.values_list("kind", flat=True))
    assert kinds == ["text", "closed", "reopened", "text"]
    assert told(question, "question_closed") == ({world.student} if who == "adviser" else set())


def test_a_forwarded_question_is_the_other_s_and_the_student_does_not_read_why(world, client):
    adviser, insurance = world.adviser(), world.official(R.INSURANCE, user__full_name="Hakan Doğan").user
    question = world.ask()
    verbs.forward(actor=adviser, question_id=question.pk, to_id=insurance.pk, reason="Sigorta girişiyle ilgili.")
    assert told(question, "question_forwarded") == {insurance}
    assert list(Question.objects.directed_to(fresh(insurance))) == [question]
    assert not Question.objects.directed_to(fresh(adviser)).exists()
    assert Question.objects.visible_to(fresh(adviser)).exists()  # the department is still the adviser's
    write(insurance, question)
    assert verbs.responsible_for(Question.objects.get()) == [insurance]


def test_a_forwarded_question_comes_back_when_that_person_leaves(world):
    adviser, insurance = world.adviser(), world.official(R.INSURANCE)
    question = world.ask()
    verbs.forward(actor=adviser, question_id=question.pk, to_id=insurance.user_id, reason="Sigorta.")
    withdraw_role(membership_id=insurance.pk, actor=UserFactory())
    assert list(Question.objects.directed_to(fresh(adviser))) == [question]
    assert verbs.responsible_for(Question.objects.get()) == [adviser]
    assert not Question.objects.visible_to(fresh(insurance.user)).exists()


@pytest.mark.parametrize(
    "target", ["other unit", "other university", "second reviewer", "student", "oneself", "closed"]
)
def test_a_question_is_forwarded_only_to_who_may_answer_for_that_unit(world, target):
    adviser = world.adviser()
    unit = UnitFactory(university=world.department.unit.university, code="iki")
    to = {
        "other unit": lambda: OfficialFactory(university=unit.university, unit=unit).user,
        "other university": lambda: OfficialFactory(university=UniversityFactory(code="baska")).user,
        "second reviewer": lambda: world.official(R.SECOND_REVIEWER).user,
        "student": lambda: StudentFactory().user,
        "oneself": lambda: adviser,
        "closed": lambda: world.official(R.INSURANCE, user__is_active=False).user,
    }[target]()
    question = world.ask()
    call = {"actor": adviser, "question_id": question.pk, "reason": "Neden."}
    assert refusal(verbs.forward, **call, to_id=to.pk) == "wrong_target"


def test_a_forwarding_names_a_reason(world):
    adviser, insurance = world.adviser(), world.official(R.INSURANCE).user
    question = world.ask()
    call = {"actor": adviser, "question_id": question.pk, "to_id": insurance.pk}
    assert refusal(verbs.forward, **call, reason=" ") == "question_forwarding_names_whom_and_why"
    assert refusal(verbs.forward, **(call | {"actor": world.student}), reason="Ben.") == "officials_only"


def test_the_database_knows_that_only_an_open_question_waits(world):
    question = world.ask()
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update guidance_question set state = 'answered' where id = %s", [question.pk])
    assert refused.value.__cause__.diag.constraint_name == "question_waits_while_open"


def test_unread_lines_are_those_of_others_since_one_looked(world):
    adviser, question = world.adviser(), world.ask()
    assert selectors.unread_in(question, world.student) == 0
    assert selectors.unread_in(question, adviser) == 1
    write(adviser, question)
    write(adviser, question)
    assert selectors.unread_in(question, adviser) == 0  # writing is reading
    assert selectors.unread_in(question, world.student) == 2
    verbs.mark_read(actor=world.student, question_id=question.pk)
    assert selectors.unread_in(question, world.student) == 0
    verbs.mark_read(actor=StudentFactory().user, question_id=question.pk)
    assert QuestionRead.objects.count() == 2  # a stranger leaves no trace


def test_the_longest_waiting_question_comes_first(world, at):
    adviser = world.adviser()
    first = world.ask(subject="Birinci")
    at("2024-05-14 10:00")
    second = world.ask(subject="İkinci")
    assert selectors.question_list(adviser, state="open") == [first, second]
    write(adviser, first)
    at("2024-05-15 10:00")
    write(world.student, first)
    assert selectors.question_list(adviser, state="open") == [second, first]
    assert selectors.state_counts(adviser, whose=selectors.MINE) == {"open": 2}
    assert selectors.waiting(second).text == "1 gündür bekliyor"
    assert selectors.question_list(adviser, state="open", text="ayse cinar BIRINCI") == [first]


@pytest.mark.parametrize("questions", [1, 6])
def test_the_list_takes_the_same_queries_however_long_it_is(world, questions, django_assert_max_num_queries):
    adviser = world.adviser()
    for _number in range(questions):
        world.ask(actor=StudentFactory().user)
    with django_assert_max_num_queries(3):
        rows = selectors.question_list(adviser, state="open")
        assert [row.department.current_advisers[0].user for row in rows] == [adviser] * questions


# --- ready answers ---------------------------------------------------------------------------------------------------


def test_ready_answers_are_the_unit_s(world):
    adviser, manager = world.adviser(), world.official(R.MANAGER, whole=True).user
    unit = world.department.unit
    mine = canned_answers.save_canned_answer(actor=adviser, unit_id=unit.pk, title="Takvim", body="Değişmez.")
    whole = canned_answers.save_canned_answer(actor=manager, unit_id=None, title="Takvim", body="Rektörlük belirler.")
    other = UnitFactory(university=unit.university, code="iki")
    assert set(selectors.canned_answers(adviser)) == {mine, whole}
    assert set(selectors.editable_canned_answers(adviser)) == {mine}
    stranger = OfficialFactory(university=unit.university, unit=other, role=R.ADVISER).user
    assert set(selectors.canned_answers(stranger)) == {whole}
    words = {"title": "Takvim", "body": "Başka."}
    for actor, unit_id, answer_id in (
        (adviser, None, None),  # not for the whole university
        (adviser, other.pk, None),
        (stranger, other.pk, mine.pk),  # somebody else's, moved to the own unit
        (world.official(R.SECOND_REVIEWER).user, unit.pk, None),
        (OfficialFactory(university=UniversityFactory(code="baska")).user, unit.pk, None),
    ):
        call = {"actor": actor, "unit_id": unit_id, "answer_id": answer_id, **words}
        assert refusal(canned_answers.save_canned_answer, **call) == "not_your_unit"
    assert refusal(canned_answers.delete_canned_answer, actor=stranger, answer_id=mine.pk) == "not_your_unit"
    again = {"actor": adviser, "unit_id": unit.pk, **words}
    assert refusal(canned_answers.save_canned_answer, **again) == "canned_answer_title_once"
    canned_answers.delete_canned_answer(actor=adviser, answer_id=mine.pk)
    canned_answers.delete_canned_answer(actor=adviser, answer_id=mine.pk)
    assert set(selectors.canned_answers(adviser)) == {whole}
