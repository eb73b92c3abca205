"""Reads of questions: a student's threads, an official's list, one thread, ready answers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usp.accounts.models import DepartmentAdviser, User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import clock, turkish
from usp.guidance.models import CannedAnswer, MessageKind, Question, QuestionMessage, QuestionRead, QuestionState
from usp.reference.models import Unit

MINE, ALL = "benim", "hepsi"


def with_unread(rows: QuerySet[Question], user: User) -> QuerySet[Any]:
    """Each question with how many lines of others this person has not seen."""
    seen = QuestionRead.objects.filter(question=OuterRef("pk"), user=user).values("last_message")
    unseen = (
        Q(messages__pk__gt=Coalesce(Subquery(seen), 0)) & ~Q(messages__author=user) & Q(messages__kind=MessageKind.TEXT)
    )
    return rows.annotate(unread=Count("messages", filter=unseen))


def own_questions(user: User) -> QuerySet[Any]:
    """A student's threads, the last one moved first."""
    rows = Question.objects.visible_to(user).select_related("department__unit", "forwarded_to")
    return with_unread(rows, user).order_by("-last_at", "-pk")


def question_list(user: User, *, state: str, whose: str = MINE, unit: int | None = None, text: str = "") -> list[Any]:
    """An official's threads: waiting ones by how long they wait, the others by what moved last. Two queries.

    ``whose`` is MINE (to be answered by this person) or ALL that the person may read.
    """
    rows = Question.objects.directed_to(user) if whose == MINE else Question.objects.visible_to(user)
    rows = rows.filter(state=state).select_related("asker", "department__unit", "forwarded_to")
    if unit is not None:
        rows = rows.filter(department__unit=unit)
    for word in turkish.fold(text).split():
        rows = rows.filter(Q(asker__student__search_name__contains=word) | Q(subject__icontains=word))
    advisers = DepartmentAdviser.objects.running().select_related("user").order_by("named_at", "pk")
    rows = rows.prefetch_related(Prefetch("department__advisers", advisers, to_attr="current_advisers"))
    order: list[Any] = [F("waiting_since").asc(), "pk"] if state == QuestionState.OPEN else [F("last_at").desc(), "-pk"]
    return list(with_unread(rows, user).order_by(*order))


def waiting_count(user: User) -> int:
    """How many questions wait for this person's answer."""
    return Question.objects.directed_to(user).filter(state=QuestionState.OPEN).count()


def state_counts(user: User, *, whose: str) -> dict[str, int]:
    """How many threads of each state the list would show, unfiltered. One query."""
    rows = Question.objects.directed_to(user) if whose == MINE else Question.objects.visible_to(user)
    return dict(rows.values_list("state").annotate(number=Count("pk", distinct=True)).order_by("state"))


def messages_of(question: Question) -> QuerySet[QuestionMessage]:
    """The lines of a thread in order, with who wrote them. One query."""
    return QuestionMessage.objects.filter(question=question).select_related("author", "to", "upload").order_by("pk")


def unread_in(question: Question, user: User) -> int:
    """How many lines of others this person has not seen."""
    return int(with_unread(Question.objects.filter(pk=question.pk), user).values_list("unread", flat=True)[0])


def units_answered(user: User) -> QuerySet[Unit]:
    """The units for which this official may answer."""
    university_id, unit_ids = university_scope(user, UniversityAction.ANSWER_QUESTIONS)
    units = Unit.objects.filter(university=university_id).order_by("sort_key", "id")
    return units if unit_ids is None else units.filter(pk__in=unit_ids)


def canned_answers(user: User) -> QuerySet[CannedAnswer]:
    """The ready answers of the official's units and of the whole university."""
    university_id, unit_ids = university_scope(user, UniversityAction.ANSWER_QUESTIONS)
    rows = CannedAnswer.objects.filter(university=university_id).select_related("unit", "written_by")
    return rows if unit_ids is None else rows.filter(Q(unit__isnull=True) | Q(unit__in=unit_ids))


def editable_canned_answers(user: User) -> QuerySet[CannedAnswer]:
    """Those that this official may change: of the own units; the whole university's only with a role for all of it."""
    _university_id, unit_ids = university_scope(user, UniversityAction.ANSWER_QUESTIONS)
    rows = canned_answers(user)
    return rows if unit_ids is None else rows.filter(unit__in=unit_ids)


@dataclass(frozen=True)
class Waiting:
    """How long somebody waits for an answer; ``long`` from three days on."""

    text: str
    long: bool


def waiting(question: Question) -> Waiting | None:
    """«2 gündür bekliyor»; None when nobody waits."""
    if question.waiting_since is None:
        return None
    passed = max(clock.page_now() - question.waiting_since, dt.timedelta())
    hours = int(passed.total_seconds() // 3600)
    if passed.days:
        text = ngettext("%d gündür bekliyor", "%d gündür bekliyor", passed.days) % passed.days
    elif hours:
        text = ngettext("%d saattir bekliyor", "%d saattir bekliyor", hours) % hours
    else:
        text = _("yeni geldi")
    return Waiting(text, passed >= dt.timedelta(days=3))
