"""The insurance case on an intern's page, and what student and employer see of it."""

from typing import Any

from django.utils.translation import gettext as _

from insurance.deadlines import accident_notice_by
from insurance.intern_parts import register_part
from insurance.models import InsuranceCase
from insurance.progress import NEXT
from insurance.selectors.case_page import cannot_start, case_of_user, case_view, open_entry_of
from insurance.selectors.intern import tasks_of
from insurance.selectors.late_papers import lateness_of
from insurance.services.cases import rules_of
from insurance.states import AT_SGK, WITHOUT_ENTRY, CaseState
from offers.asides import register_aside
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.guidance.letter_selectors import season_letter
from usp.guidance.models import OfficialLetter
from usp.reference.selectors import closed_days


def of_case(user: User, placement: Placement) -> dict[str, Any] | None:
    """The case, what SGK must still be told, and the letter on which the insurance rests."""
    found = InsuranceCase.objects.filter(placement=placement).values_list("pk", flat=True).first()
    case = case_of_user(user, found) if found is not None else None
    if case is None:
        return None
    letter = season_letter(placement.application.season.code)
    return {
        "case": case,
        "view": case_view(user, case),
        "tasks": tasks_of(user, placement),
        "letter": letter,
        "may_open_letter": letter is not None and OfficialLetter.objects.visible_to(user).filter(pk=letter.pk).exists(),
    }


def for_sides(user: User, placement: Placement) -> dict[str, Any] | None:
    """Student and employer: where the insurance stands, the entry document, and in red when nobody may start.

    While the intern works, the employer reads until when an accident of today would be reported.
    """
    found = InsuranceCase.objects.filter(placement=placement).values_list("pk", flat=True).first()
    case = case_of_user(user, found) if found is not None else None
    if case is None or placement.state == PlacementState.CANCELLED:
        return None
    entry = open_entry_of(case) if case.shared_at else None
    now = clock.page_now()
    late = (
        lateness_of(placement, case, rules_of(placement.department.unit.university), now) if user.is_student else None
    )
    insures = case.insured_by == InsuranceCase.InsuredBy.EMPLOYER and user.is_employer
    runs = placement.state == PlacementState.CONFIRMED
    works = runs and entry is not None and placement.first_day <= now.date() <= placement.last_day
    return {
        "case": case,
        "stands": _stands(case, placement),
        "cannot_start": cannot_start(case, now.date()),
        "late": late,
        "document": entry.document if entry else None,
        "accident_by": accident_notice_by(now.date(), closed_days()) if works and user.is_employer else None,
        "insures": insures and case.state in _declaring(runs),
        "runs": runs,
        "asks_cover": runs and user.is_student and case.has_health_cover is None and case.state in WITHOUT_ENTRY,
    }


def _declaring(runs: bool) -> tuple[CaseState, ...]:
    """Where an employer that insures its intern has something to declare; after the end only the exit is left."""
    return tuple(set(CaseState) - {CaseState.AWAITING_DECISION, CaseState.CANCELLED}) if runs else AT_SGK


def _stands(case: InsuranceCase, placement: Placement) -> str:
    """What comes next; once the internship is over only SGK's exit is left, where there was an entry."""
    if placement.state == PlacementState.CONFIRMED or case.state == CaseState.EXIT_DECLARED:
        return str(NEXT.get(CaseState(case.state), ""))
    if case.state in AT_SGK:
        return _("Staj bitti; sigorta çıkışı SGK’ya bildirilecek.")
    return _("Staj bitti; sigorta için yapılacak bir şey kalmadı.")


register_part(30, "insurance/intern_case.html", of_case)
register_aside(5, "insurance/case_aside.html", for_sides)
