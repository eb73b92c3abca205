"""When an interview may be: in the future, by day, before the final approval is due, and nobody in two places."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence, Set

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.evaluation_states import EvaluationState
from offers.models import Evaluation, InterviewSlot
from usp.accounts.models import EmployerMembership
from usp.calendars.working_days import subtract_working_days
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_datetime
from usp.reference.selectors import closed_days

MOST_TIMES = 5
EARLIEST, LATEST = dt.time(8), dt.time(20)
NEAR_DAYS = 2  # working days before the final approval is due in which a meeting is said to be late
S = EvaluationState


def check_times(times: Sequence[dt.datetime], minutes: int, now: dt.datetime, confirm_by: dt.datetime) -> None:
    """Raise RuleViolation unless these are one to five times in the future, by day, before ``confirm_by``, apart."""
    if not 1 <= len(times) <= MOST_TIMES:
        raise RuleViolation(_("En az bir, en çok beş saat önerin."), code="slot_count")
    length = dt.timedelta(minutes=minutes)
    ordered = sorted(timezone.localtime(moment) for moment in times)
    for moment in ordered:
        _check_one(moment, length, now, confirm_by)
    if any(second - first < length for first, second in itertools.pairwise(ordered)):
        raise RuleViolation(_("Önerdiğiniz saatler birbiriyle çakışıyor."), code="slots_overlap")


def _check_one(moment: dt.datetime, length: dt.timedelta, now: dt.datetime, confirm_by: dt.datetime) -> None:
    said = tr_datetime(moment)
    end = moment + length
    if moment <= now:
        raise RuleViolation(_("%(moment)s geçmiş bir an; ileri bir saat yazın.") % {"moment": said}, code="slot_past")
    if moment.time() < EARLIEST or end > dt.datetime.combine(moment.date(), LATEST, tzinfo=moment.tzinfo):
        raise RuleViolation(
            _("%(moment)s uygun değil: görüşmeler 08.00 ile 20.00 arasında başlar ve biter.") % {"moment": said},
            code="slot_hours",
        )
    if end > confirm_by:
        raise RuleViolation(
            _("%(moment)s uygun değil: görüşme, son onay anından (%(confirm_by)s) önce bitmelidir.")
            % {"moment": said, "confirm_by": tr_datetime(confirm_by)},
            code="slot_after_confirm_by",
        )


def check_inviter_is_free(
    inviter: EmployerMembership, times: Iterable[dt.datetime], minutes: int, besides: Evaluation | None
) -> None:
    """Raise RuleViolation where the inviter has another interview then, agreed or still proposed.

    The inviter's row is held to the end: two positions are two locks, and of two proposals for one hour made in the
    same instant each would otherwise look before the other has written. Nothing else is waited for after it.
    """
    EmployerMembership.objects.select_for_update(of=("self",), no_key=True).get(pk=inviter.pk)
    others = InterviewSlot.objects.filter(
        Q(evaluation__state=S.SCHEDULED, is_chosen=True) | Q(evaluation__state=S.PROPOSED),
        evaluation__created_by=inviter,
        round=F("evaluation__round"),
    )
    if besides is not None:
        others = others.exclude(evaluation=besides)
    moment = _clash(list(others), times, minutes)
    if moment is not None:
        raise RuleViolation(
            _("%(moment)s için başka bir adaya önerdiğiniz ya da kararlaştırdığınız bir görüşme var.")
            % {"moment": tr_datetime(moment)},
            code="inviter_busy",
        )


def check_free_of_other_interviews(slot: InterviewSlot, evaluation: Evaluation) -> None:
    """Raise RuleViolation where the student has agreed to another interview then."""
    own = InterviewSlot.objects.filter(
        evaluation__offer__application__student=evaluation.offer.application.student_id,
        evaluation__state=S.SCHEDULED,
        is_chosen=True,
        round=F("evaluation__round"),
    ).exclude(evaluation=evaluation)
    if _clash(list(own), [slot.starts_at], slot.minutes) is not None:
        raise RuleViolation(
            _("Bu saatte başka bir mülakatınız var; başka bir saat seçin."), code="student_busy", keeps_work=True
        )


def _clash(slots: Iterable[InterviewSlot], times: Iterable[dt.datetime], minutes: int) -> dt.datetime | None:
    length = dt.timedelta(minutes=minutes)
    taken = [(slot.starts_at, slot.ends_at) for slot in slots]
    return next((at for at in times if any(at < end and start < at + length for start, end in taken)), None)


def near_from(confirm_by: dt.datetime, closed: Set[dt.date] | None = None) -> dt.datetime:
    """From when on a meeting leaves less than two working days for the final approval.

    ``closed`` are the extra closed days, for lists that read them once.
    """
    local = timezone.localtime(confirm_by)
    day = subtract_working_days(local.date(), NEAR_DAYS, closed=closed_days() if closed is None else closed)
    return dt.datetime.combine(day, local.time(), tzinfo=local.tzinfo)
