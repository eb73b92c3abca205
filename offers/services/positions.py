"""Opening places: drafts, publishing, changing, copying from an earlier year, handing over to another supervisor."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Season
from applications.selectors import current_season
from offers.models import Offer, Position, RequestedDocument, Seat
from offers.selectors.supervising import held_positions
from offers.services.engine import actor_name, lock_positions, settle
from offers.states import Kind, PositionState
from usp.accounts.models import Employer, EmployerMembership, EmployerStatus, User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation

_COPIED = (
    "kind", "title", "workplace_unit", "province", "district", "address", "weekly_days", "tasks", "working_days",
    "mentor_name", "mentor_title", "meal", "transport", "lodging",
)  # fmt: skip
_WEEKS_IN_A_YEAR = 365.2425 / 7
_RULES = ("position_weekly_days", "position_runs_in_order", "position_length_by_kind")


class AskedDocument(NamedTuple):
    """A document that the employer asks for: what kind, and what there is to say about it."""

    kind: str
    note: str = ""


@verb
def open_position(*, position: Position, quota: int, actor: User) -> Position:
    """Save a new position of the actor's employer and publish it at once, with as many seats as its quota.

    For seasons of any time; what people type on a page goes through ``create_position``.
    """
    _refuse_unapproved(actor.employer_membership.employer)
    position.state = PositionState.PUBLISHED
    return _make(position, quota, actor, (), ())


@verb
def create_position(
    *,
    position: Position,
    quota: int,
    actor: User,
    publish: bool,
    groups: Collection[int] = (),
    documents: Sequence[AskedDocument] = (),
) -> Position:
    """Save a new position as a draft that only colleagues see, or publish it as well.

    An employer that waits for its approval may prepare drafts.
    """
    if actor.employer_membership.employer.status == EmployerStatus.REVOKED:
        raise RuleViolation(_("Kurumunuzun kaydı kapatılmış; pozisyon açılamaz."), code="employer_status")
    _refuse_length(position)
    position.state = PositionState.DRAFT
    made = _make(position, quota, actor, groups, documents)
    return publish_position(position_id=made.pk, actor=actor) if publish else made


@verb
def publish_position(*, position_id: int, actor: User) -> Position:
    """Let a draft send offers. Twice is no error; only in the running season, by an approved employer."""
    position = _locked(position_id, actor)
    if position.state == PositionState.PUBLISHED:
        return position
    if position.state != PositionState.DRAFT:
        raise RuleViolation(
            _("Bu pozisyon «%(state)s» durumunda; yalnızca bir taslak yayımlanır.")
            % {"state": position.get_state_display()},
            code="position_transition",
        )
    _refuse_unapproved(position.employer)
    _refuse_length(position)
    _refuse_late(position.season)
    if not EmployerMembership.objects.running().filter(pk=position.supervisor_id).exists():
        raise RuleViolation(
            _("%(person)s artık kurumunuzda görevli değil; önce başka bir staj sorumlusu seçin.")
            % {"person": position.supervisor.user},
            code="supervisor_left",
        )
    with acting(actor_name(actor)), rule_from_constraint(Position, "position_transition"):
        Position.objects.filter(pk=position.pk, state=PositionState.DRAFT).update(state=PositionState.PUBLISHED)
    position.refresh_from_db(fields=["state"])
    return position


@verb
def change_quota(*, position_id: int, quota: int, actor: User) -> Position:
    """Raise or lower the number of seats. Occupied seats stay; raised ones go to the line at once."""
    Position.objects.visible_to(actor).get(pk=position_id)
    position = lock_positions([position_id])[0]
    settle([position])
    taken = set(Offer.objects.filter(position=position, seat_no__isnull=False).values_list("seat_no", flat=True))
    numbers = sorted(Seat.objects.filter(position=position).values_list("no", flat=True))
    if quota < len(taken):
        raise RuleViolation(
            _("%(taken)s yer dolu ya da teklifte; kontenjan bundan aza indirilemez.") % {"taken": len(taken)},
            code="quota_below_taken",
        )
    surplus = [number for number in reversed(numbers) if number not in taken][: max(0, len(numbers) - quota)]
    Seat.objects.filter(position=position, no__in=surplus).delete()
    last = max(numbers, default=0)
    missing = quota - len(numbers)
    Seat.objects.bulk_create(Seat(position=position, no=last + step) for step in range(1, missing + 1))
    settle([position])
    return position


@verb
def change_position(
    *,
    position_id: int,
    changes: dict[str, Any],
    actor: User,
    groups: Collection[int] | None = None,
    documents: Sequence[AskedDocument] | None = None,
) -> Position:
    """Change what a position says, as long as nobody was offered it."""
    position = _locked(position_id, actor)
    if position.state in (PositionState.CLOSED, PositionState.CANCELLED):
        raise RuleViolation(
            _("Bu pozisyon «%(state)s» durumunda; içeriği değişmez. Kopyalayıp yenisini açabilirsiniz.")
            % {"state": position.get_state_display()},
            code="position_closed",
        )
    if Offer.objects.filter(position=position).exists():
        raise RuleViolation(
            _(
                "Bu pozisyon için teklif gönderildi; adayların gördüğü içerik artık değiştirilemez. Kopyalayıp yeni "
                "bir pozisyon açabilirsiniz."
            ),
            code="position_frozen",
        )
    for name, value in changes.items():
        setattr(position, name, value)
    _refuse_length(position)
    with rule_from_constraint(Position, "position_frozen", *_RULES):
        position.save()
    if groups is not None:
        position.wanted_groups.set(groups)
    if documents is not None:
        position.requested_documents.all().delete()
        _ask_for(position, documents)
    return position


@verb
def copy_position(*, position_id: int, actor: User) -> Position:
    """A draft for the running season with all that the position says, its dates moved by whole weeks.

    The quota is kept; a supervisor who has left is replaced by whoever copies. Copying what has an untouched draft
    already answers with that draft, so that two clicks make one.
    """
    source = Position.objects.visible_to(actor).select_related("season", "supervisor__user").get(pk=position_id)
    lock_positions([source.pk])
    season = current_season()
    if season is None:
        raise RuleViolation(_("Şu anda açık bir dönem yok; pozisyon kopyalanamaz."), code="no_season")
    waiting = Position.objects.filter(copied_from=source, season=season, state=PositionState.DRAFT).first()
    if waiting is not None:
        return waiting
    moved = _moved(source.season, season)
    copy = Position(season=season, copied_from=source, **{name: getattr(source, name) for name in _COPIED})
    copy.runs_from = source.runs_from + moved if source.runs_from else None
    copy.runs_until = source.runs_until + moved if source.runs_until else None
    copy.supervisor = source.supervisor if source.supervisor.is_running else actor.employer_membership
    copy.state = PositionState.DRAFT
    asked = [AskedDocument(one.kind, one.note) for one in source.requested_documents.all()]
    groups = list(source.wanted_groups.values_list("pk", flat=True))
    return _make(copy, source.seats.count() or 1, actor, groups, asked)


@verb
def hand_over(*, from_id: int, to_id: int, actor: User) -> int:
    """Give all positions that somebody still supervises to a colleague; answers how many.

    What candidates were already shown stays as it was sent; new offers name the new supervisor.
    """
    members = EmployerMembership.objects.filter(employer=actor.employer_membership.employer_id)
    giver = members.select_related("user").get(pk=from_id)
    taker = members.running().select_related("user").filter(pk=to_id).exclude(pk=from_id).first()
    if taker is None:
        raise RuleViolation(_("Bu kişi kurumunuzda görevli değil; başka birini seçin."), code="not_a_colleague")
    positions = lock_positions(held_positions(giver).values_list("pk", flat=True))
    return Position.objects.filter(pk__in=[one.pk for one in positions]).update(supervisor=taker)


def _moved(before: Season, after: Season) -> dt.timedelta:
    """The years between two seasons in whole weeks, so that a Monday stays a Monday and July stays July."""
    years = after.offers_close_at.year - before.offers_close_at.year
    return dt.timedelta(weeks=round(years * _WEEKS_IN_A_YEAR))


def _make(
    position: Position, quota: int, actor: User, groups: Collection[int], documents: Sequence[AskedDocument]
) -> Position:
    position.employer = actor.employer_membership.employer
    with acting(actor_name(actor)), rule_from_constraint(Position, *_RULES):
        position.save()
    Seat.objects.bulk_create(Seat(position=position, no=number) for number in range(1, quota + 1))
    position.wanted_groups.set(groups)
    _ask_for(position, documents)
    return position


def _ask_for(position: Position, documents: Sequence[AskedDocument]) -> None:
    rows = [RequestedDocument(position=position, kind=one.kind, note=one.note) for one in dict.fromkeys(documents)]
    with rule_from_constraint(RequestedDocument, "requested_document_other_named"):
        RequestedDocument.objects.bulk_create(rows)


def _locked(position_id: int, actor: User) -> Position:
    Position.objects.visible_to(actor).get(pk=position_id)
    return lock_positions([position_id])[0]


def _refuse_unapproved(employer: Employer) -> None:
    if employer.status != EmployerStatus.APPROVED:
        raise RuleViolation(_("Kurumunuz onaylanmadan pozisyon yayımlanamaz."), code="employer_status")


def _refuse_late(season: Season) -> None:
    """A position is published while offers may be sent: in the current season, before their last day."""
    if not season.is_current or clock.now() >= season.offers_close_at:
        raise RuleViolation(
            _("%(season)s döneminde artık teklif gönderilemez; pozisyon yayımlanamaz.") % {"season": season},
            code="offers_closed",
        )


def _refuse_length(position: Position) -> None:
    """Internships take their length from the candidate's window; job shadowing lasts what the season allows."""
    if position.kind == Kind.INTERNSHIP:
        position.working_days = None
        return
    days = position.working_days or 0
    if position.kind != Kind.SHADOWING:
        return
    least, most = position.season.shadowing_min_days, position.season.shadowing_max_days
    if not least <= days <= most:
        raise RuleViolation(length_text(least, most), code="shadowing_length")


def length_text(least: int, most: int) -> str:
    """How long job shadowing lasts in a season."""
    return ngettext(
        "İş gölgeleme en az %(least)d, en çok %(most)d iş günü sürer.",
        "İş gölgeleme en az %(least)d, en çok %(most)d iş günü sürer.",
        most,
    ) % {"least": least, "most": most}
