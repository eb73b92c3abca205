"""Yetenek Havuzu: an employer's lists, its tags and private notes, and the one notice that tells the student."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Application, Season
from applications.states import ApplicationState
from offers.models import TalentList, TalentPoolEntry
from usp.accounts.models import Employer, User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.notifications.services.notify import Notice, notify_many

MOST_MEMBERS = 500
MOST_LISTS = 50
MOST_TAGS = 8


@verb
def create_list(*, season: Season, name: str, actor: User) -> TalentList:
    """Begin an empty list of the employer's. Raises RuleViolation for a name that is taken."""
    employer = _employer(actor)
    if TalentList.objects.filter(employer=employer, season=season).count() >= MOST_LISTS:
        raise RuleViolation(_("Bir dönemde en çok 50 liste tutulabilir; kullanmadığınız bir listeyi silin."))
    with rule_from_constraint(TalentList, "talent_list_name_once"):
        return TalentList.objects.create(
            employer=employer, season=season, name=name, created_by=actor, created_at=clock.now()
        )


@verb
def rename_list(*, list_id: int, name: str, actor: User) -> None:
    """Give a list another name."""
    talent_list = _locked([list_id], actor)[list_id]
    with rule_from_constraint(TalentList, "talent_list_name_once"):
        TalentList.objects.filter(pk=talent_list.pk).update(name=name)


@verb
def delete_list(*, list_id: int, actor: User) -> None:
    """Remove a list with its tags and notes; offers that were sent stay what they are."""
    _locked([list_id], actor)[list_id].delete()


@verb
def add_to_list(*, list_id: int, application_ids: Iterable[int], actor: User) -> int:
    """Put candidates on a list; answers how many were not on it before.

    Each student is told once per employer and season, in the inbox only, and never which employer it is
    (docs/rules.md A20, A43).
    """
    talent_list = _locked([list_id], actor)[list_id]
    return _add(talent_list, application_ids, actor)


@verb
def remove_from_list(*, list_id: int, application_ids: Iterable[int], actor: User) -> int:
    """Take candidates off a list, with their tags and notes there."""
    talent_list = _locked([list_id], actor)[list_id]
    return _members(talent_list, application_ids).delete()[0]


@verb
def pass_on(*, list_id: int, target_id: int, application_ids: Iterable[int], actor: User, keep: bool) -> int:
    """Copy (``keep``) or move candidates to another list with their tags and notes; answers how many came there anew.

    Who stands there already keeps the tags and the note of there.
    """
    lists = _locked([list_id, target_id], actor)
    if lists[list_id].season_id != lists[target_id].season_id:
        raise RuleViolation(_("Adaylar yalnızca aynı dönemin listeleri arasında taşınır."))
    members = _members(lists[list_id], application_ids)
    found = list(members)
    number = _add(lists[target_id], [member.application_id for member in found], actor, found)
    if not keep and list_id != target_id:
        members.delete()
    return number


@verb
def write_note(*, list_id: int, application_id: int, tags: Sequence[str], note: str, actor: User) -> None:
    """What the employer's people write about a member for themselves."""
    talent_list = _locked([list_id], actor)[list_id]
    if len(tags) > MOST_TAGS:
        raise RuleViolation(_("Bir adaya en çok 8 etiket verilebilir."))
    if not _members(talent_list, [application_id]).update(tags=list(tags), note=note):
        raise TalentPoolEntry.DoesNotExist


def _employer(actor: User) -> Employer:
    return actor.employer_membership.employer


def _locked(list_ids: Iterable[int], actor: User) -> dict[int, TalentList]:
    """Lock the employer's lists in the order of their ids; DoesNotExist for one that is not its own."""
    wanted = set(list_ids)
    found = (
        TalentList.objects.select_for_update(of=("self",), no_key=True)
        .filter(employer=_employer(actor), pk__in=wanted)
        .order_by("pk")
        .in_bulk()
    )
    if wanted - found.keys():
        raise TalentList.DoesNotExist
    return found


def _members(talent_list: TalentList, application_ids: Iterable[int]) -> QuerySet[TalentPoolEntry]:
    return TalentPoolEntry.objects.filter(talent_list=talent_list, application__in=list(application_ids))


def _add(
    talent_list: TalentList, application_ids: Iterable[int], actor: User, like: Sequence[TalentPoolEntry] = ()
) -> int:
    already = set(talent_list.entries.values_list("application_id", flat=True))
    wanted = [one for one in dict.fromkeys(application_ids) if one not in already]
    found = Application.objects.filter(
        pk__in=wanted, season=talent_list.season_id, state=ApplicationState.COMPLETED
    ).select_related("student__user")
    applications = {application.pk: application for application in found}
    wanted = [one for one in wanted if one in applications]
    if len(already) + len(wanted) > MOST_MEMBERS:
        raise RuleViolation(
            ngettext(
                "Bir listede en çok %(most)d aday olabilir; bu listede %(number)d aday var.",
                "Bir listede en çok %(most)d aday olabilir; bu listede %(number)d aday var.",
                len(already),
            )
            % {"most": MOST_MEMBERS, "number": len(already)},
            code="talent_list_full",
        )
    model = {entry.application_id: entry for entry in like}
    now = clock.now()
    TalentPoolEntry.objects.bulk_create(
        TalentPoolEntry(
            talent_list=talent_list,
            application_id=one,
            tags=model[one].tags if one in model else [],
            note=model[one].note if one in model else "",
            added_by=actor,
            added_at=now,
        )
        for one in wanted
    )
    _tell(_employer(actor), [applications[one] for one in wanted])
    return len(wanted)


def _tell(employer: Employer, applications: Sequence[Application]) -> None:
    """«Yetenek Havuzuna Eklendiniz», once per employer and season: the event's key says so."""
    kind = "talent_pool_public" if employer.is_public else "talent_pool_private"
    notify_many(
        Notice(
            kind,
            application.student.user,
            f"talent:{employer.pk}:{application.season_id}",
            {"province": employer.province.name},
        )
        for application in applications
    )
