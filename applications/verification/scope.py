"""Who decides on what: career centres by unit, institutions by kind, operators where there is no centre (A8, A33)."""

from django.db.models import Q

from applications.models import Declaration, Verifier
from applications.models.declarations import DeclarationQuerySet
from applications.states import ApplicationState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may, university_scope

# What an institution with a desk of its own here decides; a grade's own one goes before its kind's. Where it has none,
# the career centre stands in.
_BY_KIND = Q(option__institution__isnull=True, kind__verifier=Verifier.INSTITUTION)
_INSTITUTIONS = Q(option__institution__has_desk=True) | (_BY_KIND & Q(kind__institution__has_desk=True))
_NOBODY = Q(pk__in=[])


def has_desk(user: User) -> bool:
    """Whether the user decides on declarations or appeals at all."""
    if user.is_career_center:
        return may_decide(user) or may_review(user)
    return user.is_operator or user.is_institution


def may_decide(user: User) -> bool:
    """Whether the user decides in the first round."""
    return user.is_operator or user.is_institution or university_may(user, UniversityAction.VERIFY)


def may_review(user: User) -> bool:
    """Whether the user decides on appeals; at an institution any member but the one who refused."""
    return user.is_operator or user.is_institution or university_may(user, UniversityAction.REVIEW_APPEALS)


def first_round(user: User) -> DeclarationQuerySet:
    """The declarations of this season's completed applications that the user's desk decides, in whatever state."""
    return _at_desk(user, UniversityAction.VERIFY)


def appeals(user: User) -> DeclarationQuerySet:
    """The same, for the second round. Operators also review for institutions, which may have a single member."""
    if user.is_operator:
        return _completed().filter(_INSTITUTIONS | _universities(user, UniversityAction.REVIEW_APPEALS))
    return _at_desk(user, UniversityAction.REVIEW_APPEALS)


def desk(user: User) -> DeclarationQuerySet:
    """Both rounds together: everything that the user may open here."""
    mine = Q(pk__in=first_round(user).values("pk")) | Q(pk__in=appeals(user).values("pk"))
    return Declaration.objects.filter(mine)


def _completed() -> DeclarationQuerySet:
    return Declaration.objects.filter(
        application__season__is_current=True,
        application__state=ApplicationState.COMPLETED,
        source=Declaration.Source.STUDENT,
    )


def _at_desk(user: User, action: UniversityAction) -> DeclarationQuerySet:
    if user.is_institution:
        membership = getattr(user, "institution_membership", None)
        mine = membership.institution_id if membership else None
        of_mine = Q(option__institution=mine) | (_BY_KIND & Q(kind__institution=mine))
        return _completed().filter(_INSTITUTIONS, of_mine) if mine else Declaration.objects.none()
    return _completed().exclude(_INSTITUTIONS).filter(_universities(user, action))


def _universities(user: User, action: UniversityAction) -> Q:
    university = "application__department__unit__university"
    if user.is_operator:
        return Q(**{f"{university}__has_career_center": False})
    if not user.is_career_center:
        return _NOBODY
    university_id, units = university_scope(user, action)
    mine = Q(**{university: university_id}) if university_id else _NOBODY
    return mine if units is None else mine & Q(application__department__unit__in=units)
