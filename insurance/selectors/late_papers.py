"""Papers that are late, as their student reads it: the sentences, and whom to turn to today (docs/rules.md A37)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from insurance.deadlines import deadlines
from insurance.late_papers import LatePapers, late_papers
from insurance.models import InsuranceCase, PaperRules
from insurance.states import CaseState
from offers.cards.shared import Contact, readable_phone
from offers.models import Placement
from offers.services.endings_news import officials_for
from offers.states import PlacementState
from usp.accounts.models import UniversityMembership, UniversityRole, User
from usp.accounts.permissions import UniversityAction
from usp.accounts.selectors import advisers_of
from usp.core.errors import RuleViolation
from usp.reference.selectors import closed_days

_MOST = 3  # people to turn to; more would be a list to search in
_ROLES = {
    PaperRules.Receiver.INSURANCE: UniversityRole.INSURANCE,
    PaperRules.Receiver.CENTER: UniversityRole.MANAGER,
}


@dataclass(frozen=True)
class Lateness:
    """Late papers of one internship, and who takes them in."""

    note: LatePapers
    people: tuple[Contact, ...]


def lateness_of(placement: Placement, case: InsuranceCase, rules: PaperRules, now: dt.datetime) -> Lateness | None:
    """What to tell the student; None while papers are in time, in, or no longer wanted.

    No query before the papers' day has come.
    """
    waits = placement.state == PlacementState.CONFIRMED and case.state == CaseState.AWAITING_PAPERS
    if not waits or now.date() < case.papers_due_on:
        return None
    try:
        days = deadlines(rules, placement.first_day, placement.last_day, closed=closed_days())
    except RuleViolation:  # outside the known years
        return None
    note = late_papers(days, placement.first_day, now)
    return Lateness(note, tuple(receivers_of(placement, rules))) if note else None


def receivers_of(placement: Placement, rules: PaperRules) -> list[Contact]:
    """Whom the university has papers handed to; where nobody holds that office, whoever may take them in.

    A university without any such person leaves the programme's own address.
    """
    if rules.taken_by == PaperRules.Receiver.ADVISER:
        advisers = advisers_of(placement.department)[:_MOST]
        if advisers:
            return [
                _contact(_("Bölüm kariyer danışmanı"), one.user, one.room, str(one.phone.as_e164 if one.phone else ""))
                for one in advisers
            ]
    role = _ROLES.get(PaperRules.Receiver(rules.taken_by))
    holders = _holders(placement, role) if role else []
    if holders:
        return [_contact(str(rules.get_taken_by_display()), user) for user in holders[:_MOST]]
    others = officials_for(placement.department.unit, UniversityAction.TAKE_PAPERS)
    if others:
        return [_contact(_("Biriminizin yetkilisi"), user) for user in others[:_MOST]]
    season = placement.application.season
    return [Contact(_("Program yürütücüsü"), season.title, "", season.support_email, "", "")]


def spoken(people: Sequence[Contact]) -> str:
    """«Ömer Çelik (omer@…, +90 228 …)» and so on, for a notice's text."""
    return ", ".join(f"{one.name} ({', '.join(filter(None, (one.email, one.phone_text)))})" for one in people)


def _holders(placement: Placement, role: UniversityRole) -> list[User]:
    rows = (
        UniversityMembership.objects.running()
        .covering(placement.department.unit)
        .filter(role=role, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    return list({row.user_id: row.user for row in rows}.values())


def _contact(role: str, user: User, title: str = "", phone: str = "") -> Contact:
    return Contact(role, user.full_name, title, user.email or "", phone, readable_phone(phone))
