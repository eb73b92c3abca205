"""Asking, answering, forwarding and closing questions (A15).

A verb locks the thread first, then looks whether the actor may still have it: whose question it is follows from who
advises the department at that moment.
"""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import DepartmentAdviser, UniversityMembership, UniversityRole, User, UserKind
from usp.accounts.permissions import UniversityAction, role_holders
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.ordering import turkish_order
from usp.documents.models import Upload
from usp.guidance.models import MessageKind, Question, QuestionMessage, QuestionRead, QuestionState
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import Department

S = QuestionState
NEW_A_DAY = 5
MESSAGES_A_DAY = 20
_RULES = ("question_message_says_something", "question_forwarding_names_whom_and_why")


@verb
def ask(
    *,
    actor: User,
    department: Department | None,
    subject: str,
    body: str,
    form_id: uuid.UUID,
    upload: Upload | None = None,
) -> Question:
    """Ask whoever is responsible for the department; the same form sent twice is one question.

    At most five new questions a day. ``department`` (with its unit at hand) is the student's, told by the caller.
    """
    if not actor.is_student:
        raise RuleViolation(_("Soruları öğrenciler sorar."), code="students_only")
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    if before := Question.objects.filter(asker=actor, form_id=form_id).first():
        return before
    if Question.objects.filter(asker=actor, asked_at__gte=_midnight()).count() >= NEW_A_DAY:
        raise RuleViolation(
            _("Bir günde en çok %(most)d yeni soru sorabilirsiniz. Açık sorularınıza yazmaya devam edebilirsiniz.")
            % {"most": NEW_A_DAY},
            code="too_many_questions",
        )
    question = Question.objects.create(asker=actor, department=department, subject=subject.strip(), form_id=form_id)
    message = _add(question, actor, body=body, upload=upload, form_id=form_id)
    _tell_officials(question, message, "question_asked")
    return question


@verb
def write(
    *,
    actor: User,
    question_id: int,
    body: str,
    form_id: uuid.UUID,
    upload: Upload | None = None,
    reopen: bool = False,
) -> QuestionMessage:
    """Write into a thread: the student asks on (it waits again), an official answers. The same form twice is one line.

    A closed thread takes a message only with ``reopen``.
    """
    question = _locked(question_id, actor)
    if before := QuestionMessage.objects.filter(question=question, author=actor, form_id=form_id).first():
        return before
    is_asker = actor.pk == question.asker_id
    if is_asker:
        _refuse_flood(actor)
    if question.state == S.CLOSED:
        if not reopen:
            raise RuleViolation(
                _("Bu soru bu arada kapatıldı. Yazdığınız duruyor; göndermek için soruyu yeniden açın."),
                code="question_closed",
            )
        _add(question, actor, kind=MessageKind.REOPENED)
    message = _add(question, actor, body=body, upload=upload, form_id=form_id)
    _move(question, S.OPEN if is_asker else S.ANSWERED)
    if is_asker:
        _tell_officials(question, message, "question_written")
    else:
        notify_many([_to_student(question, message, "question_answered")])
    return message


@verb
def forward(*, actor: User, question_id: int, to_id: int, reason: str) -> QuestionMessage:
    """Hand a thread to another official of the same university who may answer for that unit, with a reason.

    Officials read the reason, the student only sees who has the question now.
    """
    question = _locked(question_id, actor)
    _refuse_student(actor)
    if question.state == S.CLOSED:
        raise RuleViolation(_("Kapanmış soru yönlendirilmez."), code="question_closed")
    target = next((one for one in forward_targets(question) if one.pk == to_id), None)
    if target is None or target == actor:
        raise RuleViolation(_("Bu kişi bu birimin sorularını cevaplayamaz; başka birini seçin."), code="wrong_target")
    if question.forwarded_to_id == target.pk:
        raise RuleViolation(_("Soru zaten bu kişide."), code="already_there")
    with rule_from_constraint(QuestionMessage, *_RULES):
        message = _add(question, actor, kind=MessageKind.FORWARDED, body=reason, to=target)
    question.forwarded_to = target
    question.save(update_fields=["forwarded_to"])
    notify_many([_to_official(question, message, "question_forwarded", target)])
    return message


@verb
def close(*, actor: User, question_id: int) -> Question:
    """Say that nothing is left to do: the student or an official who has the question. Twice is no error."""
    question = _locked(question_id, actor)
    if question.state == S.CLOSED:
        return question
    message = _add(question, actor, kind=MessageKind.CLOSED)
    _move(question, S.CLOSED)
    if actor.pk != question.asker_id:
        notify_many([_to_student(question, message, "question_closed")])
    return question


@verb
def mark_read(*, actor: User, question_id: int) -> None:
    """Note that this person has seen the thread up to its last line."""
    last = QuestionMessage.objects.filter(question=question_id).order_by("-pk").values_list("pk", flat=True).first()
    if last is not None and Question.objects.visible_to(actor).filter(pk=question_id).exists():
        _note_read(question_id, actor, last)


def responsible_for(question: Question) -> list[User]:
    """Who is told of a question: whom it was forwarded to, else the nearest desk that has somebody.

    Advisers of the department; verifiers and managers of its unit; managers of the university; operators, where the
    university has nobody here (A8, A15).
    """
    department = question.department
    if department is None:
        return _operators()
    unit = department.unit
    running = UniversityMembership.objects.running().filter(university=unit.university_id, user__is_active=True)
    forwarded_to = question.forwarded_to
    if forwarded_to is not None and running.filter(user=forwarded_to).exists():
        return [forwarded_to]
    desks = (
        DepartmentAdviser.objects.running().filter(department=department),
        running.filter(unit=unit.pk, role__in=[UniversityRole.VERIFIER, UniversityRole.MANAGER]),
        running.filter(unit__isnull=True, role=UniversityRole.MANAGER),
    )
    for desk in desks:
        people = list(User.objects.filter(pk__in=list(desk.values_list("user", flat=True))).order_by("pk"))
        if people:
            return people
    return _operators()


def forward_targets(question: Question) -> list[User]:
    """Officials of the university whose role lets them answer for the department's unit, by name."""
    if question.department is None:
        return []
    roles = role_holders(UniversityAction.ANSWER_QUESTIONS)
    held = UniversityMembership.objects.running().covering(question.department.unit).filter(role__in=roles)
    return list(
        User.objects.filter(pk__in=held.values("user"), is_active=True).order_by(turkish_order("full_name"), "pk")
    )


def _locked(question_id: int, actor: User) -> Question:
    question = (
        Question.objects.select_for_update(of=("self",), no_key=True)
        .select_related("asker", "department__unit", "forwarded_to")
        .get(pk=question_id)
    )
    if not Question.objects.visible_to(actor).filter(pk=question_id).exists():
        raise RuleViolation(_("Bu soru artık sizde değil; başka bir yetkiliye geçti."), code="not_yours")
    return question


def _refuse_student(actor: User) -> None:
    if actor.is_student:
        raise RuleViolation(_("Soruyu yalnızca yetkililer yönlendirir."), code="officials_only")


def _refuse_flood(actor: User) -> None:
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    written = QuestionMessage.objects.filter(author=actor, kind=MessageKind.TEXT, at__gte=_midnight()).count()
    if written >= MESSAGES_A_DAY:
        raise RuleViolation(
            _("Bugün %(most)d mesaj yazdınız. Yarın devam edebilirsiniz.") % {"most": MESSAGES_A_DAY},
            code="too_many_messages",
        )


def _midnight() -> dt.datetime:
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def _add(
    question: Question,
    author: User,
    *,
    kind: MessageKind = MessageKind.TEXT,
    body: str = "",
    to: User | None = None,
    upload: Upload | None = None,
    form_id: uuid.UUID | None = None,
) -> QuestionMessage:
    """One more line, read by whoever wrote it."""
    if upload is not None and upload.owner_id != author.pk:
        raise RuleViolation(_("Bu dosyayı siz yüklemediniz."), code="foreign_upload")
    with rule_from_constraint(QuestionMessage, *_RULES):
        message = QuestionMessage.objects.create(
            question=question,
            author=author,
            kind=kind,
            body=body.strip(),
            to=to,
            upload=upload,
            form_id=form_id or uuid.uuid4(),
        )
    Question.objects.filter(pk=question.pk).update(last_at=clock.now())
    _note_read(question.pk, author, message.pk)
    return message


def _move(question: Question, state: QuestionState) -> None:
    """Write the state; a question that already waits goes on waiting from when it began to."""
    if state != S.OPEN:
        question.waiting_since = None
    elif question.state != S.OPEN:
        question.waiting_since = clock.now()
    question.state = state
    question.save(update_fields=["state", "waiting_since"])


def _note_read(question_id: int, user: User, last: int) -> None:
    QuestionRead.objects.update_or_create(question_id=question_id, user=user, defaults={"last_message": last})


def _operators() -> list[User]:
    return list(User.objects.filter(kind=UserKind.OPERATOR, is_active=True).order_by("pk"))


def _tell_officials(question: Question, message: QuestionMessage, kind: str) -> None:
    notify_many([_to_official(question, message, kind, one) for one in responsible_for(question)])


def _to_official(question: Question, message: QuestionMessage, kind: str, official: User) -> Notice:
    context = {
        "student": question.asker.full_name,
        "department": question.department.name if question.department else "—",
        "subject": question.subject,
    }
    return Notice(kind, official, f"question:{message.pk}", context, reverse("guidance:question", args=[question.pk]))


def _to_student(question: Question, message: QuestionMessage, kind: str) -> Notice:
    context = {"official": message.author.full_name, "subject": question.subject}
    link = reverse("guidance:my-question", args=[question.pk])
    return Notice(kind, question.asker, f"question:{message.pk}", context, link)
