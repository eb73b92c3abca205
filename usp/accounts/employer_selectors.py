"""Reads about employers: the operators' list, an employer's own people, how it came to its status."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from usp.accounts.models import (
    Employer,
    EmployerChange,
    EmployerChangeState,
    EmployerInvitation,
    EmployerMembership,
    EmployerStatus,
    EmployerTransition,
    User,
)
from usp.core import turkish

# tab → the statuses it shows; «degisiklik» shows whoever waits for a decision on a change
TABS: dict[str, tuple[str, ...]] = {
    "bekleyen": (EmployerStatus.PENDING,),
    "onayli": (EmployerStatus.APPROVED,),
    "askida": (EmployerStatus.SUSPENDED,),
    "reddedilen": (EmployerStatus.REJECTED,),
    "kapatilan": (EmployerStatus.REVOKED,),
}
CHANGES = "degisiklik"
_USER = "user:"


def employers_in(tab: str, *, text: str = "") -> QuerySet[Employer]:
    """The employers of one tab, narrowed by name, number or address; those that wait come in their order. One query."""
    open_changes = EmployerChange.objects.filter(employer=OuterRef("pk"), state=EmployerChangeState.OPEN)
    rows = Employer.objects.select_related("province", "district").annotate(has_change=Exists(open_changes))
    rows = rows.filter(has_change=True) if tab == CHANGES else rows.filter(status__in=TABS[tab])
    key = turkish.sort_key(text)
    if text.strip():
        rows = rows.filter(
            Q(sort_key__contains=key)
            | Q(vkn=text.strip())
            | Q(public_code=text.strip())
            | Q(email__icontains=text.strip())
        )
    return rows.order_by("pk") if tab in ("bekleyen", CHANGES) else rows.order_by("sort_key", "pk")


def counts_by_tab() -> dict[str, int]:
    """How many employers stand in each tab. Two queries."""
    by_status = {
        row["status"]: row["n"] for row in Employer.objects.values("status").annotate(n=Count("pk")).order_by()
    }
    counts = {tab: sum(by_status.get(status, 0) for status in statuses) for tab, statuses in TABS.items()}
    changes = EmployerChange.objects.filter(state=EmployerChangeState.OPEN)
    return counts | {CHANGES: changes.values("employer").distinct().count()}


@dataclass(frozen=True)
class Step:
    """One line of how an employer came to its status."""

    at: dt.datetime
    label: str
    who: str
    reason: str


def history_of(employer: Employer) -> list[Step]:
    """Every move of the employer's status with who and why, newest first. Two queries."""
    moves = list(EmployerTransition.objects.filter(employer=employer).order_by("-pk"))
    names = _names({move.actor for move in moves})
    labels = dict(EmployerStatus.choices)
    return [
        Step(move.at, str(labels.get(move.to_state, move.to_state)), names.get(move.actor, ""), move.reason)
        for move in moves
    ]


def latest_reason(employer: Employer) -> str:
    """Why the employer stands where it stands; empty when no reason was asked."""
    move = EmployerTransition.objects.filter(employer=employer, to_state=employer.status).order_by("-pk").first()
    return move.reason if move else ""


def members_of(employer: Employer, *, ended: bool = False) -> list[EmployerMembership]:
    """The people of an employer by name: those who work there, or those who have left. One query."""
    rows = EmployerMembership.objects.filter(employer=employer).select_related("user", "employer")
    rows = rows.filter(ended_at__isnull=False) if ended else rows.filter(ended_at__isnull=True)
    return sorted(rows, key=lambda one: (turkish.sort_key(one.user.full_name), one.pk))


def invitations_of(employer: Employer) -> list[EmployerInvitation]:
    """The unanswered invitations of an employer, newest first; links that ran out are among them. One query."""
    rows = EmployerInvitation.objects.unanswered().filter(employer=employer)
    return list(rows.select_related("invited_by").order_by("-invited_at", "-pk"))


def open_change(employer: Employer) -> EmployerChange | None:
    """The change that waits for an operator, if there is one."""
    return employer.changes.filter(state=EmployerChangeState.OPEN).select_related("requested_by").first()


def changed_fields(change: EmployerChange) -> list[tuple[str, str, str]]:
    """(field, what stands now, what is asked for) of each field that would change."""
    rows = []
    for name in ("name", "vkn", "public_code", "is_public"):
        field = EmployerChange._meta.get_field(name)
        before, after = getattr(change.employer, name), getattr(change, name)
        if before != after:
            rows.append((str(field.verbose_name), _readable(before), _readable(after)))  # type: ignore[union-attr]
    return rows


def _readable(value: object) -> str:
    if isinstance(value, bool):
        return _("evet") if value else _("hayır")
    return str(value) if value else "–"


def _names(actors: set[str]) -> dict[str, str]:
    ids = {actor: int(actor.removeprefix(_USER)) for actor in actors if actor.startswith(_USER)}
    known = dict(User.objects.filter(pk__in=ids.values()).values_list("pk", "full_name"))
    return {actor: known.get(pk, "") for actor, pk in ids.items()}
