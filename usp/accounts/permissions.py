"""Which role may do what, for which units: one table for universities, one for employers (docs/rules.md A15).

A grant says (role, action); the unit comes from the membership row: a role held without unit covers all units.
"""

from enum import StrEnum

from usp.accounts.models import EmployerRole, UniversityMembership, UniversityRole, User
from usp.reference.models import Unit


class UniversityAction(StrEnum):
    """What officials of a university do here."""

    SEE_INTERNS = "see_interns"
    PRINT_PAPERS = "print_papers"
    TAKE_PAPERS = "take_papers"
    DECLARE_INSURANCE = "declare_insurance"
    DECIDE_COMPULSORY = "decide_compulsory"
    VERIFY = "verify"
    REVIEW_APPEALS = "review_appeals"
    ANNOUNCE = "announce"
    ANSWER_QUESTIONS = "answer_questions"
    DECIDE_CANCELLATIONS = "decide_cancellations"
    DECIDE_CONDUCT = "decide_conduct"
    MANAGE = "manage"


class EmployerAction(StrEnum):
    """What people of an employer do here."""

    SEARCH_POOL = "search_pool"
    MANAGE_POSITIONS = "manage_positions"
    SEND_OFFERS = "send_offers"
    CONFIRM = "confirm"
    SEE_OFFERS = "see_offers"
    END_PLACEMENTS = "end_placements"
    REVIEW_INTERNS = "review_interns"
    MANAGE = "manage"


_A, _R = UniversityAction, UniversityRole
UNIVERSITY_GRANTS: frozenset[tuple[str, UniversityAction]] = frozenset(
    {(_R.MANAGER.value, action) for action in _A if action not in (_A.REVIEW_APPEALS,)}
    | {
        (_R.VERIFIER.value, _A.VERIFY),
        (_R.VERIFIER.value, _A.ANSWER_QUESTIONS),
        (_R.ADVISER.value, _A.SEE_INTERNS),
        (_R.ADVISER.value, _A.PRINT_PAPERS),
        (_R.ADVISER.value, _A.TAKE_PAPERS),
        (_R.ADVISER.value, _A.ANNOUNCE),
        (_R.ADVISER.value, _A.ANSWER_QUESTIONS),
        (_R.INSURANCE.value, _A.SEE_INTERNS),
        (_R.INSURANCE.value, _A.PRINT_PAPERS),
        (_R.INSURANCE.value, _A.TAKE_PAPERS),
        (_R.INSURANCE.value, _A.DECLARE_INSURANCE),
        (_R.INSURANCE.value, _A.DECIDE_CANCELLATIONS),
        (_R.INSURANCE.value, _A.ANNOUNCE),
        (_R.INSURANCE.value, _A.ANSWER_QUESTIONS),
        (_R.COMMISSION.value, _A.SEE_INTERNS),
        (_R.COMMISSION.value, _A.DECIDE_COMPULSORY),
        (_R.COMMISSION.value, _A.ANNOUNCE),
        (_R.COMMISSION.value, _A.ANSWER_QUESTIONS),
        (_R.SECOND_REVIEWER.value, _A.REVIEW_APPEALS),
    }
)

_E, _W = EmployerAction, EmployerRole
EMPLOYER_GRANTS: frozenset[tuple[str, EmployerAction]] = frozenset(
    {(_W.MANAGER.value, action) for action in _E}
    | {(_W.RECRUITER.value, action) for action in _E if action != _E.MANAGE}
    | {(_W.SUPERVISOR.value, _E.SEE_OFFERS), (_W.SUPERVISOR.value, _E.REVIEW_INTERNS)}
)


def running_memberships(user: User) -> list[UniversityMembership]:
    """The user's university roles that have not ended, read once per request's user object."""
    found: list[UniversityMembership] | None = getattr(user, "_running_memberships", None)
    if found is None:
        found = [
            membership
            for membership in user.university_memberships.select_related("university", "unit")
            if membership.is_running
        ]
        user._running_memberships = found  # type: ignore[attr-defined]  # a cache on this one object
    return found


def university_may(user: User, action: UniversityAction, unit: Unit | None = None) -> bool:
    """Whether one of the user's running roles grants the action, for this unit or (without one) for any."""
    return any(
        (membership.role, action) in UNIVERSITY_GRANTS
        and (unit is None or membership.university_id == unit.university_id)
        and (unit is None or membership.unit_id in (None, unit.pk))
        for membership in running_memberships(user)
    )


def university_scope(user: User, action: UniversityAction) -> tuple[int | None, list[int] | None]:
    """The university and units in which the user may act: (university id, unit ids or None for all of them).

    (None, []) when nowhere.
    """
    granting = [m for m in running_memberships(user) if (m.role, action) in UNIVERSITY_GRANTS]
    if not granting:
        return None, []
    units = [m.unit_id for m in granting]
    return granting[0].university_id, None if None in units else [unit for unit in units if unit is not None]


def manages_people(user: User) -> bool:
    """Whether the user lets people in for at least one unit of a university."""
    return university_may(user, UniversityAction.MANAGE)


def sees_interns(user: User) -> bool:
    """Whether the user follows interns of at least one unit."""
    return university_may(user, UniversityAction.SEE_INTERNS)


def answers_questions(user: User) -> bool:
    """Whether students' questions may reach the user: officials by role, and the programme's operators."""
    return user.is_operator or university_may(user, UniversityAction.ANSWER_QUESTIONS)


def declares_insurance(user: User) -> bool:
    """Whether the user declares interns to SGK, for at least one unit of a university."""
    return university_may(user, UniversityAction.DECLARE_INSURANCE)


def takes_papers(user: User) -> bool:
    """Whether the user takes signed papers in, for at least one unit of a university."""
    return university_may(user, UniversityAction.TAKE_PAPERS)


def role_holders(action: UniversityAction) -> list[str]:
    """The roles that grant the action."""
    return sorted(role for role, granted in UNIVERSITY_GRANTS if granted == action)


def employer_may(user: User, action: EmployerAction) -> bool:
    """Whether the user's role at the employer grants the action."""
    membership = getattr(user, "employer_membership", None)
    return membership is not None and membership.ended_at is None and (membership.role, action) in EMPLOYER_GRANTS


def searches_pool(user: User) -> bool:
    """Whether the user's role at the employer lets the user look into the candidate pool."""
    return employer_may(user, EmployerAction.SEARCH_POOL)
