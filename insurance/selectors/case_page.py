"""An insurance case as a page shows it: the line of its steps, the next one, what to know, what happened."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.form_steps import Step as LineStep
from insurance.case_steps import Moment, Step, next_step, open_steps
from insurance.deadlines import Deadlines
from insurance.models import InsuranceCase, InsuranceCaseTransition, InsuranceEntry, InsuranceTask
from insurance.services.case_core import AROUND, deadlines_of_placement
from insurance.services.completeness import missing_papers
from insurance.states import AT_SGK, CaseState
from offers.models import Placement
from offers.selectors.endings import ended_by_words
from offers.states import LIVE_PLACEMENT, Kind, PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.core.templatetags.usp import tr_day
from usp.reference.models import University

S = CaseState
_WAY = (S.AWAITING_PAPERS, S.PAPERS_RECEIVED, S.ENTRY_DECLARED, S.ENTRY_SHARED, S.EXIT_DECLARED)


@dataclass(frozen=True)
class CaseMoveLine:
    """One move of the case in words."""

    label: str
    at: dt.datetime
    who: str
    reason: str


@dataclass(frozen=True)
class CaseView:
    """Everything the case's part of a page shows to one user."""

    case: InsuranceCase
    line: tuple[LineStep, ...]
    next: Step | None
    others: tuple[Step, ...]
    warnings: tuple[str, ...]
    cannot_start: bool
    entry: InsuranceEntry | None
    tasks: tuple[InsuranceTask, ...]
    deadlines: Deadlines
    history: tuple[CaseMoveLine, ...]
    now: dt.datetime

    @property
    def is_pressing(self) -> bool:
        """Whether SGK waits, or the start day has come without an entry."""
        return self.cannot_start or any(task.done_at is None for task in self.tasks)


def case_of_user(user: User, pk: int) -> InsuranceCase | None:
    """The case with what its page reads, if the user may see it."""
    return InsuranceCase.objects.visible_to(user).select_related(*AROUND, "cover_by", "record_by", "decided_by").filter(
        pk=pk
    ).first()  # fmt: skip


def moment_of(user: User, case: InsuranceCase) -> Moment:
    """What decides which steps are open. Two queries."""
    tasks = InsuranceTask.objects.filter(case=case, done_at__isnull=True).values_list("kind", flat=True)
    return Moment(user, case, clock.page_now(), open_entry_of(case) is not None, next(iter(tasks), ""))


def open_entry_of(case: InsuranceCase) -> InsuranceEntry | None:
    """The entry that stands at SGK."""
    return (
        case.entries.filter(exit_declared_at__isnull=True, deleted_at__isnull=True, refused_at__isnull=True)
        .select_related("document", "declared_by")
        .first()
    )


def case_view(user: User, case: InsuranceCase) -> CaseView:
    """The case for this user. ``case`` as ``case_of_user`` reads it."""
    now = clock.page_now()
    tasks = tuple(case.tasks.select_related("done_by").order_by("due_at", "id"))
    entry = open_entry_of(case)
    waiting = next((task.kind for task in tasks if task.done_at is None), "")
    moment = Moment(user, case, now, entry is not None, waiting)
    steps = open_steps(moment)
    first = next_step(moment, steps)
    if first is not None and first.key == "evrak" and missing_papers(case.placement):
        first = None  # papers come first; saying that they are complete would be refused
    return CaseView(
        case=case,
        line=case_line(case),
        next=first,
        others=tuple(step for step in steps if step != first),
        warnings=tuple(_warnings(case, entry, now.date())),
        cannot_start=cannot_start(case, now.date()),
        entry=entry or case.entries.select_related("document", "declared_by").last(),
        tasks=tasks,
        deadlines=deadlines_of_placement(case.placement),
        history=tuple(history_of(case)),
        now=now,
    )


def cannot_start(case: InsuranceCase, today: dt.date) -> bool:
    """Whether the start day has come and nobody was given an entry document (A1)."""
    placement = case.placement
    return (
        placement.state == PlacementState.CONFIRMED and today >= placement.first_day and case.shared_at is None
    )  # fmt: skip


def case_line(case: InsuranceCase) -> tuple[LineStep, ...]:
    """The way of the case: done, where it stands, what comes. A cancelled one ends there."""
    if case.state == S.CANCELLED:
        return (LineStep(str(S.CANCELLED.label), "current", note=_at(case)),)
    way = list(_WAY)
    if case.state in (S.AWAITING_DECISION, S.ENTRY_REFUSED):
        way.insert(0 if case.state == S.AWAITING_DECISION else 2, CaseState(case.state))
    stands = way.index(CaseState(case.state))
    over = case.state == S.EXIT_DECLARED
    return tuple(
        LineStep(
            str(state.label),
            "done" if number < stands or over else "current" if number == stands else "next",
            note=_at(case) if number == stands else "",
        )
        for number, state in enumerate(way)
    )


def history_of(case: InsuranceCase) -> list[CaseMoveLine]:
    """The case's moves in words, oldest first. Two queries."""
    rows: list[InsuranceCaseTransition] = list(case.transitions.all())
    numbers = {int(row.actor.partition(":")[2]) for row in rows if row.actor.startswith("user:")}
    users = User.objects.in_bulk(numbers)
    names = {f"user:{pk}": f"{user.full_name}, {ended_by_words(user)}" for pk, user in users.items()}
    return [
        CaseMoveLine(
            str(CaseState(row.to_state).label), timezone.localtime(row.at), names.get(row.actor, ""), row.reason
        )
        for row in rows
    ]


def _at(case: InsuranceCase) -> str:
    return tr_day(timezone.localtime(case.changed_at or case.opened_at))


def _warnings(case: InsuranceCase, entry: InsuranceEntry | None, today: dt.date) -> list[str]:
    """What an official must know before the next step: the record, another open entry, another internship near."""
    if case.state in (S.CANCELLED, S.EXIT_DECLARED):
        return []
    found = list(case.record_findings)
    if entry is None and case.state not in AT_SGK:
        other = (
            InsuranceEntry.objects.filter(
                student=case.placement.student_id,
                exit_declared_at__isnull=True, deleted_at__isnull=True, refused_at__isnull=True,
            ).exclude(case=case).first()
        )  # fmt: skip
        if other is not None:
            found.append(
                _("Öğrencinin %(first)s – %(last)s tarihli stajının sigorta çıkışı henüz bildirilmedi. İkinci giriş "
                  "ancak ondan sonra bildirilebilir.")
                % {"first": tr_day(other.starts_on), "last": tr_day(other.ends_on)}
            )  # fmt: skip
        elif _near(case.placement).exists():
            found.append(
                _("Öğrencinin başka bir stajı bu stajın hemen yanında; arada boş gün yok. Önce ilkinin çıkışı "
                  "bildirilir.")
            )  # fmt: skip
    return found


def _near(placement: Placement) -> "QuerySet[Placement]":
    """Other live internships of the student without a free day between (B8)."""
    around = (placement.first_day - dt.timedelta(days=1), placement.last_day + dt.timedelta(days=2))
    return Placement.objects.filter(
        student=placement.student_id, kind=Kind.INTERNSHIP, state__in=LIVE_PLACEMENT, dates__overlap=around
    ).exclude(pk=placement.pk)


def uninsured(today: dt.date) -> "QuerySet[InsuranceCase]":
    """Internships whose start day has come and whose entry was never shared: nobody may start them (A1)."""
    return InsuranceCase.objects.filter(
        placement__state=PlacementState.CONFIRMED, placement__dates__startswith__lte=today, shared_at__isnull=True
    )


def exits_due(cases: "QuerySet[InsuranceCase]", today: dt.date) -> "QuerySet[InsuranceCase]":
    """Insured internships that are over, or were broken off, and whose exit SGK does not know yet (B3)."""
    return cases.filter(state__in=AT_SGK).filter(
        Q(placement__dates__endswith__lte=today)
        | Q(tasks__kind=InsuranceTask.Kind.DECLARE_EXIT, tasks__done_at__isnull=True)
    ).distinct()  # fmt: skip


def foreign_cases(user: User) -> "QuerySet[InsuranceCase]":
    """The interns of universities that cannot file with SGK; those without a decision first (A8)."""
    undecided = Case(When(state=S.AWAITING_DECISION, then=0), default=1)
    return (
        InsuranceCase.objects.visible_to(user)
        .filter(placement__department__unit__university__kind__in=University.OUTSIDE_TURKIYE)
        .select_related(*AROUND)
        .order_by(undecided, "placement__dates", "pk")
    )
