"""What a row of «Yapılacaklar» says beside its name: what is missing, until when, what stands in the way."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Term
from insurance.deadlines import deadlines, night
from insurance.models import DateChange, DateChangeState, InsuranceEntry, InsuranceTask, InternshipReport
from insurance.papers.wants import rules_at_hand
from insurance.selectors.checklist import missing_by_placement
from insurance.worklist import Details
from offers.cards.shared import day_range
from offers.models import Placement
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_date, tr_datetime, tr_day
from usp.reference.selectors import closed_days

DAY = dt.timedelta(days=1)


def of_papers(placements: Sequence[Placement]) -> Mapping[int, str]:
    """What is still missing, by name."""
    return {pk: _missing(names) for pk, names in missing_by_placement(placements).items()}


def of_late_papers(placements: Sequence[Placement]) -> Mapping[int, str]:
    """What is missing, and until when it may still be taken with a reason (docs/rules.md A37)."""
    missing, closed, today = of_papers(placements), closed_days(), clock.page_now().date()
    return {
        one.pk: " · ".join(filter(None, (missing.get(one.pk, ""), _until(one, closed, today)))) for one in placements
    }


def _until(placement: Placement, closed: frozenset[dt.date], today: dt.date) -> str:
    try:
        late = deadlines(rules_at_hand(placement), placement.first_day, placement.last_day, closed=closed).late_until
    except RuleViolation:
        return ""
    if today <= late:
        return _("Gerekçeyle en geç %(day)s günü alınabilir") % {"day": tr_date(late)}
    if today < placement.first_day:
        return _("Geç evrak sınırı %(day)s günüydü; tarih değişmeden staj başlayamaz") % {"day": tr_day(late)}
    return _("Başlangıç günü geçti; sigorta girişi yapılamaz")


def _missing(names: Sequence[str]) -> str:
    return _("Eksik: %(papers)s") % {"papers": ", ".join(names)} if names else _("Evrak tamam; teslimi işleyin")


def of_ready(placements: Sequence[Placement]) -> Mapping[int, str]:
    """Until when an entry may be declared by law."""
    return {one.pk: _limit(one) for one in placements}


def of_hindered(placements: Sequence[Placement]) -> Mapping[int, str]:
    """What stands in the way of an entry, and its legal limit. One query."""
    open_entries = InsuranceEntry.objects.filter(
        student__in={one.student_id for one in placements}, exit_declared_at=None, deleted_at=None, refused_at=None
    )
    waiting_exit = set(open_entries.values_list("student", flat=True))
    return {one.pk: _hindered(one, one.student_id in waiting_exit) for one in placements}


def _hindered(placement: Placement, other_is_open: bool) -> str:
    case = placement.insurance_case
    stops = [
        text
        for holds, text in (
            (case.has_health_cover is None, _("sağlık yardımı durumu yazılmadı")),
            (case.record_stops, _("öğrenim kaydı girişe engel")),
            (other_is_open, _("önceki stajının çıkışı bildirilmedi")),
        )
        if holds
    ] or [_("ders dönemiyle çakışmaya izin yok")]
    return _("Engel: %(what)s") % {"what": ", ".join(stops)} + " · " + _limit(placement)


def _limit(placement: Placement) -> str:
    return _("Yasal sınır %(at)s") % {"at": tr_datetime(night(placement.first_day - DAY))}


def of_refusals(placements: Sequence[Placement]) -> Mapping[int, str]:
    """Why SGK or the desk refused."""
    return {
        one.pk: " · ".join(filter(None, (one.insurance_case.get_refused_ground_display(), _starts(one))))
        for one in placements
    }


def of_tasks(kind: InsuranceTask.Kind) -> Details:
    """The last moment of a task at SGK. One query."""
    return partial(_of_tasks, kind)


def _of_tasks(kind: InsuranceTask.Kind, placements: Sequence[Placement]) -> Mapping[int, str]:
    tasks = InsuranceTask.objects.filter(kind=kind, done_at=None, case__placement__in=[one.pk for one in placements])
    return {
        placement: _("En geç %(at)s") % {"at": tr_datetime(due_at)}
        for placement, due_at in tasks.values_list("case__placement", "due_at")
    }


def of_starts(placements: Sequence[Placement]) -> Mapping[int, str]:
    """When the internship begins."""
    return {one.pk: _starts(one) for one in placements}


def _starts(placement: Placement) -> str:
    return _("Staj %(dates)s") % {"dates": day_range(placement.first_day, placement.last_day)}


def of_ends(placements: Sequence[Placement]) -> Mapping[int, str]:
    """When the internship ended."""
    return {one.pk: _("Stajın son günü %(day)s") % {"day": tr_date(one.last_day)} for one in placements}


def of_changes(placements: Sequence[Placement]) -> Mapping[int, str]:
    """Which dates are asked for. One query."""
    waiting = DateChange.objects.filter(placement__in=[one.pk for one in placements], state=DateChangeState.OPEN)
    return {
        one.placement_id: _("Yeni tarihler %(dates)s") % {"dates": day_range(one.dates.lower, one.dates.upper - DAY)}
        for one in waiting
    }


def of_terms(placements: Sequence[Placement]) -> Mapping[int, str]:
    """With which term it overlaps. One query."""
    terms = list(Term.objects.filter(university__in={one.department.unit.university_id for one in placements}))
    return {
        one.pk: ", ".join(
            term.name
            for term in terms
            if term.university_id == one.department.unit.university_id
            and term.starts_on <= one.last_day
            and one.first_day <= term.ends_on
        )
        for one in placements
    }


def of_reports(placements: Sequence[Placement]) -> Mapping[int, str]:
    """Since when the report waits. One query."""
    waiting = InternshipReport.objects.filter(
        placement__in=[one.pk for one in placements], state=InternshipReport.State.HANDED_IN
    )
    return {
        one.placement_id: _("Teslim: %(day)s") % {"day": tr_day(timezone.localtime(one.handed_in_at).date())}
        for one in waiting
    }
