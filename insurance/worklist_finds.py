"""Which internships wait for what, as one query each: papers, SGK, decisions and days. The table is in the sources."""

import datetime as dt

from django.db.models import CharField, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Least, TruncDate

from applications.models import Term, TermOverlap, WindowRules
from insurance.models import (
    ContactEntry,
    DateChange,
    DateChangeState,
    InsuranceEntry,
    InsuranceTask,
    InternEvent,
    InternshipReport,
    PaperScan,
    SgkSettings,
    UnitDecision,
)
from insurance.states import CaseState
from insurance.worklist import Find
from offers import endings_rules
from offers.models import CancellationState, Placement
from offers.states import PlacementState

Rows = QuerySet[Placement]
DAY = dt.timedelta(days=1)
REPORT_DAYS = 7  # in which a report should be read
_AT_SGK = (CaseState.ENTRY_DECLARED, CaseState.ENTRY_SHARED)
_OPEN_ENTRY = Exists(
    InsuranceEntry.objects.filter(
        student=OuterRef("student"), exit_declared_at=None, deleted_at=None, refused_at=None
    ).exclude(case__placement=OuterRef("pk"))
)
_MEETS_TERM = Exists(
    Term.objects.filter(
        university=OuterRef("department__unit__university"),
        starts_on__lt=OuterRef("dates__endswith"),
        ends_on__gte=OuterRef("dates__startswith"),
    )
)


def _ruled(*overlaps: TermOverlap) -> Exists:
    """The university's rule for internships that run into a term is one of these; without a row the unit decides."""
    return Exists(
        WindowRules.objects.filter(university=OuterRef("department__unit__university"), term_overlap__in=overlaps)
    )


def _decided(**how: bool) -> Exists:
    """The unit has decided about the overlap of these very dates."""
    first = KeyTextTransform("0", KeyTextTransform("dates", "grounds"))
    last = KeyTextTransform("1", KeyTextTransform("dates", "grounds"))
    end = ExpressionWrapper(OuterRef("dates__endswith") - Value(1), output_field=DateField())
    return Exists(
        UnitDecision.objects.alias(first=first, last=last).filter(
            placement=OuterRef("pk"),
            subject=UnitDecision.Subject.TERM,
            first=Cast(OuterRef("dates__startswith"), CharField()),
            last=Cast(end, CharField()),
            **how,
        )
    )


_READY = (
    Q(insurance_case__has_health_cover__isnull=False, insurance_case__record_stops=False)
    & ~_OPEN_ENTRY
    & (~_MEETS_TERM | _ruled(TermOverlap.ALLOWED) | _decided(granted=True))
)


def _in_case(*states: CaseState) -> Q:
    return Q(state=PlacementState.CONFIRMED, insurance_case__state__in=states)


def papers(placements: Rows, today: dt.date) -> Rows:
    """Papers are awaited, and their day has not passed."""
    waiting = placements.filter(_in_case(CaseState.AWAITING_PAPERS), insurance_case__papers_due_on__gte=today)
    return waiting.annotate(due_on=F("insurance_case__papers_due_on"))


def late_papers(placements: Rows, today: dt.date) -> Rows:
    """Papers are awaited, and their day has passed: somebody decides (A37)."""
    late = placements.filter(_in_case(CaseState.AWAITING_PAPERS), insurance_case__papers_due_on__lt=today)
    return late.annotate(due_on=F("insurance_case__papers_due_on"))


def scans(placements: Rows, today: dt.date) -> Rows:
    """A scan that nobody has looked at yet."""
    waiting = PaperScan.objects.filter(placement=OuterRef("pk"), answer=PaperScan.Answer.WAITING)
    sent = placements.filter(Exists(waiting), _in_case(CaseState.AWAITING_PAPERS))
    return sent.annotate(due_on=F("insurance_case__papers_due_on"))


def entries(ready: bool) -> Find:
    """Papers are in: what can be declared now, or what something still stops."""

    def find(placements: Rows, today: dt.date) -> Rows:
        received = placements.filter(
            _in_case(CaseState.PAPERS_RECEIVED), _READY if ready else ~_READY, insurance_case__insured_by="university"
        )
        return received.annotate(due_on=F("dates__startswith"))

    return find


def refused(placements: Rows, today: dt.date) -> Rows:
    """SGK refused the entry."""
    return placements.filter(_in_case(CaseState.ENTRY_REFUSED)).annotate(due_on=F("dates__startswith"))


def documents(placements: Rows, today: dt.date) -> Rows:
    """The entry stands at SGK; its document is not shared."""
    return placements.filter(_in_case(CaseState.ENTRY_DECLARED)).annotate(due_on=F("dates__startswith"))


def owed(kind: InsuranceTask.Kind) -> Find:
    """What SGK must still be told, by its night."""

    def find(placements: Rows, today: dt.date) -> Rows:
        tasks = placements.filter(insurance_case__tasks__kind=kind, insurance_case__tasks__done_at=None)
        return tasks.annotate(due_on=TruncDate("insurance_case__tasks__due_at"))

    return find


def exits(placements: Rows, today: dt.date) -> Rows:
    """Over, and SGK has not been told; those that were stopped have a task of their own."""
    days = Coalesce(F("department__unit__university__sgk_settings__exit_days"), Value(SgkSettings().exit_days))
    owed = InsuranceTask.objects.filter(case=OuterRef("insurance_case"), done_at=None)
    over = placements.filter(
        ~Exists(owed),
        state__in=[PlacementState.CONFIRMED, PlacementState.COMPLETED],
        insurance_case__state__in=_AT_SGK,
        dates__endswith__lte=today + DAY,
    )
    last = ExpressionWrapper(F("dates__endswith") - Value(1) + days, output_field=DateField())
    return over.annotate(due_on=last)


def changes(placements: Rows, today: dt.date) -> Rows:
    waiting = DateChange.objects.filter(
        placement=OuterRef("pk"), state=DateChangeState.OPEN, needs_unit=True, unit_agreed_at=None
    )
    first = Least(F("dates__startswith"), F("date_changes__dates__startswith"))
    found = placements.filter(Exists(waiting), date_changes__state=DateChangeState.OPEN, state=PlacementState.CONFIRMED)
    return found.annotate(due_on=first)


def terms(placements: Rows, today: dt.date) -> Rows:
    """Into a term, in a university where the unit decides, and no decision about these very dates."""
    waiting = placements.filter(
        _MEETS_TERM, ~_ruled(TermOverlap.ALLOWED, TermOverlap.REFUSED), ~_decided(), state=PlacementState.CONFIRMED,
        dates__endswith__gt=today,
    )  # fmt: skip
    return waiting.annotate(due_on=F("dates__startswith"))


def compulsory(placements: Rows, today: dt.date) -> Rows:
    """The curriculum asks for an internship and the commission has not said whether this one counts."""
    asked = Q(department__internship_rule__isnull=True, department__compulsory_days__isnull=False) | Q(
        department__internship_rule__compulsory_days__isnull=False
    )
    decided = UnitDecision.objects.filter(placement=OuterRef("pk"), subject=UnitDecision.Subject.COMPULSORY)
    live = [PlacementState.CONFIRMED, PlacementState.COMPLETED]
    return placements.filter(asked, ~Exists(decided), state__in=live).annotate(due_on=F("dates__startswith"))


def reports(placements: Rows, today: dt.date) -> Rows:
    """A report was handed in and waits for its reader."""
    handed_in = placements.filter(reports__state=InternshipReport.State.HANDED_IN)
    return handed_in.annotate(
        due_on=ExpressionWrapper(TruncDate("reports__handed_in_at") + Value(REPORT_DAYS), output_field=DateField())
    )


def silent(placements: Rows, today: dt.date) -> Rows:
    """Over for a while, and nobody has said how it ended."""
    silent = placements.filter(
        state=PlacementState.CONFIRMED, dates__endswith__lte=today - dt.timedelta(days=endings_rules.SILENT_DAYS)
    )
    return silent.annotate(due_on=F("dates__endswith"))


def new_interns(placements: Rows, today: dt.date) -> Rows:
    """Nobody has spoken with the intern yet."""
    spoken = ContactEntry.objects.filter(placement=OuterRef("pk"))
    new = placements.filter(~Exists(spoken), _in_case(CaseState.AWAITING_PAPERS), dates__startswith__gt=today)
    return new.annotate(due_on=TruncDate("confirmed_at"))


def said_no(placements: Rows, today: dt.date) -> Rows:
    """The student has said not to come, and nobody has seen it."""
    said = placements.filter(
        state=PlacementState.CONFIRMED, list_events__kind=InternEvent.Kind.SAID_NO, list_events__seen_at=None
    )
    return said.annotate(due_on=TruncDate("list_events__at"))


def cancellations(placements: Rows, today: dt.date) -> Rows:
    """The student asks, the employer is silent: from that day on the university may decide."""
    asked = placements.filter(cancellation_requests__state=CancellationState.OPEN)
    return asked.annotate(due_on=TruncDate("cancellation_requests__center_from"))
