"""What waits for officials, read from the tables of papers, SGK, decisions and days. Registered when the app is ready.

Who owns which: advisers and the insurance office take papers in, the insurance office declares, the commission decides,
everybody who sees interns keeps in touch with them (`usp.accounts.permissions`).
"""

import datetime as dt
from collections.abc import Set as AbstractSet

from django.db.models import CharField, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Least, TruncDate
from django.utils.translation import gettext_lazy as _

from applications.models import Term, TermOverlap, WindowRules
from insurance import worklist_words as words
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
from insurance.worklist import Find, Source, register_source
from offers import endings_rules
from offers.models import CancellationState, Placement
from offers.states import PlacementState
from usp.accounts.permissions import UniversityAction as A
from usp.calendars.working_days import add_working_days, previous_working_day

Rows = QuerySet[Placement]
DAY = dt.timedelta(days=1)
CONTACT_DAYS = 3  # working days after the final approval in which somebody should have spoken with a new intern
REPORT_DAYS = 7  # in which a report should be read
_K = InsuranceTask.Kind
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


def _papers(placements: Rows, today: dt.date) -> Rows:
    waiting = placements.filter(_in_case(CaseState.AWAITING_PAPERS), insurance_case__papers_due_on__gte=today)
    return waiting.annotate(due_on=F("insurance_case__papers_due_on"))


def _late_papers(placements: Rows, today: dt.date) -> Rows:
    late = placements.filter(_in_case(CaseState.AWAITING_PAPERS), insurance_case__papers_due_on__lt=today)
    return late.annotate(due_on=F("insurance_case__papers_due_on"))


def _scans(placements: Rows, today: dt.date) -> Rows:
    waiting = PaperScan.objects.filter(placement=OuterRef("pk"), answer=PaperScan.Answer.WAITING)
    sent = placements.filter(Exists(waiting), _in_case(CaseState.AWAITING_PAPERS))
    return sent.annotate(due_on=F("insurance_case__papers_due_on"))


def _entries(ready: bool) -> Find:
    """Papers are in: what can be declared now, or what something still stops."""

    def find(placements: Rows, today: dt.date) -> Rows:
        received = placements.filter(
            _in_case(CaseState.PAPERS_RECEIVED), _READY if ready else ~_READY, insurance_case__insured_by="university"
        )
        return received.annotate(due_on=F("dates__startswith"))

    return find


def _refused(placements: Rows, today: dt.date) -> Rows:
    return placements.filter(_in_case(CaseState.ENTRY_REFUSED)).annotate(due_on=F("dates__startswith"))


def _documents(placements: Rows, today: dt.date) -> Rows:
    return placements.filter(_in_case(CaseState.ENTRY_DECLARED)).annotate(due_on=F("dates__startswith"))


def _tasks(kind: InsuranceTask.Kind) -> Find:
    def find(placements: Rows, today: dt.date) -> Rows:
        owed = placements.filter(insurance_case__tasks__kind=kind, insurance_case__tasks__done_at=None)
        return owed.annotate(due_on=TruncDate("insurance_case__tasks__due_at"))

    return find


def _exits(placements: Rows, today: dt.date) -> Rows:
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


def _changes(placements: Rows, today: dt.date) -> Rows:
    waiting = DateChange.objects.filter(
        placement=OuterRef("pk"), state=DateChangeState.OPEN, needs_unit=True, unit_agreed_at=None
    )
    first = Least(F("dates__startswith"), F("date_changes__dates__startswith"))
    found = placements.filter(Exists(waiting), date_changes__state=DateChangeState.OPEN, state=PlacementState.CONFIRMED)
    return found.annotate(due_on=first)


def _terms(placements: Rows, today: dt.date) -> Rows:
    """Into a term, in a university where the unit decides, and no decision about these very dates."""
    waiting = placements.filter(
        _MEETS_TERM, ~_ruled(TermOverlap.ALLOWED, TermOverlap.REFUSED), ~_decided(), state=PlacementState.CONFIRMED,
        dates__endswith__gt=today,
    )  # fmt: skip
    return waiting.annotate(due_on=F("dates__startswith"))


def _compulsory(placements: Rows, today: dt.date) -> Rows:
    """The curriculum asks for an internship and the commission has not said whether this one counts."""
    asked = Q(department__internship_rule__isnull=True, department__compulsory_days__isnull=False) | Q(
        department__internship_rule__compulsory_days__isnull=False
    )
    decided = UnitDecision.objects.filter(placement=OuterRef("pk"), subject=UnitDecision.Subject.COMPULSORY)
    live = [PlacementState.CONFIRMED, PlacementState.COMPLETED]
    return placements.filter(asked, ~Exists(decided), state__in=live).annotate(due_on=F("dates__startswith"))


def _reports(placements: Rows, today: dt.date) -> Rows:
    handed_in = placements.filter(reports__state=InternshipReport.State.HANDED_IN)
    return handed_in.annotate(
        due_on=ExpressionWrapper(TruncDate("reports__handed_in_at") + Value(REPORT_DAYS), output_field=DateField())
    )


def _silent(placements: Rows, today: dt.date) -> Rows:
    silent = placements.filter(
        state=PlacementState.CONFIRMED, dates__endswith__lte=today - dt.timedelta(days=endings_rules.SILENT_DAYS)
    )
    return silent.annotate(due_on=F("dates__endswith"))


def _new(placements: Rows, today: dt.date) -> Rows:
    spoken = ContactEntry.objects.filter(placement=OuterRef("pk"))
    new = placements.filter(~Exists(spoken), _in_case(CaseState.AWAITING_PAPERS), dates__startswith__gt=today)
    return new.annotate(due_on=TruncDate("confirmed_at"))


def _said_no(placements: Rows, today: dt.date) -> Rows:
    said = placements.filter(
        state=PlacementState.CONFIRMED, list_events__kind=InternEvent.Kind.SAID_NO, list_events__seen_at=None
    )
    return said.annotate(due_on=TruncDate("list_events__at"))


def _cancellations(placements: Rows, today: dt.date) -> Rows:
    """The student asks, the employer is silent: from that day on the university may decide."""
    asked = placements.filter(cancellation_requests__state=CancellationState.OPEN)
    return asked.annotate(due_on=TruncDate("cancellation_requests__center_from"))


def _before_start(day: dt.date, closed: AbstractSet[dt.date]) -> dt.date:
    """The last working day before a start: everything SGK needs is planned for it (docs/rules.md B1)."""
    return previous_working_day(day, closed=closed)


def _soon_spoken(day: dt.date, closed: AbstractSet[dt.date]) -> dt.date:
    return add_working_days(day, CONTACT_DAYS, closed=closed)


_TAKE, _DECLARE, _DECIDE, _SEE, _STOP = (
    A.TAKE_PAPERS,
    A.DECLARE_INSURANCE,
    A.DECIDE_COMPULSORY,
    A.SEE_INTERNS,
    A.DECIDE_CANCELLATIONS,
)
SOURCES: tuple[Source, ...] = (
    Source(
        "late_papers",
        _("Geç evrak: karar verin"),
        _TAKE,
        _late_papers,
        _("Evrak al"),
        route="insurance:take-in",
        details=words.of_late_papers,
    ),
    Source(
        "delete_entry",
        _("Giriş bildirgesini silin"),
        _DECLARE,
        _tasks(_K.DELETE_ENTRY),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_tasks(_K.DELETE_ENTRY),
    ),
    Source(
        "change_entry",
        _("Giriş tarihini düzeltin"),
        _DECLARE,
        _tasks(_K.CHANGE_ENTRY),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_tasks(_K.CHANGE_ENTRY),
    ),
    Source(
        "declare_exit",
        _("Çıkış bildirin"),
        _DECLARE,
        _tasks(_K.DECLARE_EXIT),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_tasks(_K.DECLARE_EXIT),
    ),
    Source(
        "exit",
        _("Biten stajın çıkışını bildirin"),
        _DECLARE,
        _exits,
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_ends,
    ),
    Source(
        "entry_ready",
        _("Sigorta girişini bildirin"),
        _DECLARE,
        _entries(ready=True),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_ready,
        shift=_before_start,
    ),
    Source(
        "entry_not_ready",
        _("Sigorta girişi bildirilemiyor"),
        _DECLARE,
        _entries(ready=False),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_hindered,
        shift=_before_start,
    ),
    Source(
        "entry_refused",
        _("Giriş reddedildi: düzeltin"),
        _DECLARE,
        _refused,
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_refusals,
        shift=_before_start,
    ),
    Source(
        "entry_document",
        _("Giriş belgesini paylaşın"),
        _DECLARE,
        _documents,
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_starts,
        shift=_before_start,
    ),
    Source("said_no", _("Öğrenci stajı yapmayacağını söyledi"), _SEE, _said_no, details=words.of_starts),
    Source("cancellation", _("İptal isteği bekliyor"), _STOP, _cancellations, details=words.of_starts),
    Source(
        "papers",
        _("Evrak bekleniyor"),
        _TAKE,
        _papers,
        _("Evrak al"),
        route="insurance:take-in",
        details=words.of_papers,
    ),
    Source("scan", _("Öğrencinin gönderdiği taramaya bakın"), _TAKE, _scans, _("Evrakı aç"), anchor="evrak"),
    Source(
        "date_change",
        _("Tarih değişikliğine karar verin"),
        _DECIDE,
        _changes,
        _("Tarihleri aç"),
        route="insurance:center-dates",
        details=words.of_changes,
        shift=_before_start,
    ),
    Source(
        "term",
        _("Ders dönemiyle çakışmaya karar verin"),
        _DECIDE,
        _terms,
        _("Kararı aç"),
        route="insurance:decide-term",
        details=words.of_terms,
        shift=_before_start,
    ),
    Source(
        "compulsory",
        _("Zorunlu staj sayılır mı?"),
        _DECIDE,
        _compulsory,
        _("Kararı aç"),
        route="insurance:decide-compulsory",
        details=words.of_starts,
        shift=_before_start,
    ),
    Source(
        "report",
        _("Staj raporunu okuyun"),
        _DECIDE,
        _reports,
        _("Raporu aç"),
        anchor="staj-sonu",
        details=words.of_reports,
    ),
    Source("silent", _("Stajın sonucu bildirilmedi"), _STOP, _silent, details=words.of_ends),
    Source(
        "contact",
        _("Yeni stajyerle görüşün"),
        _SEE,
        _new,
        _("Görüşme yaz"),
        anchor="gorusme",
        details=words.of_starts,
        shift=_soon_spoken,
    ),
)
"""All that this app's own tables tell; what comes first here comes first among things of one day."""

for _source in SOURCES:
    register_source(_source)
