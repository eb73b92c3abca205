"""Moving a season's date forward, and telling everybody concerned in batches that survive a crash."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application, DeadlineExtension, PoolEntry, Season, SeasonDate
from applications.season_check import DATES
from applications.season_selectors import concerned_by
from applications.signals import season_date_moved
from applications.states import UNFINISHED
from usp.accounts.models import User, UserKind
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_datetime
from usp.notifications.kinds import Value
from usp.notifications.services.notify import Notice, notify_many

REASON_LENGTH = 200
# One transaction of telling: 500.000 recipients are a thousand short ones, none of which holds a lock for long.
BATCH = 500


@dataclass(frozen=True)
class Preview:
    """What an extension would do: from when to when, and how many people would be told."""

    label: str
    old: dt.datetime
    new: dt.datetime
    people: int


def preview_extension(*, actor: User, season_id: int, field: str, new_moment: dt.datetime, reason: str) -> Preview:
    """What ``extend_deadline`` would do with the same arguments; raises what it would raise, and writes nothing."""
    season = Season.objects.get(pk=season_id)
    _check(actor, season, field, new_moment, reason, clock.now())
    return Preview(
        str(SeasonDate(field).label), getattr(season, field), new_moment, concerned_by(season, field).count()
    )


@verb
def extend_deadline(
    *, actor: User, season_id: int, field: str, new_moment: dt.datetime, reason: str
) -> DeadlineExtension:
    """Move one date of a season forward; pages and countdowns follow by themselves, since they read the row.

    Everybody concerned is told afterwards by ``tell_extensions``, in batches. Dates stay in their order: a new moment
    that would pass another date is refused with that date's name. Deadlines that single people were given before
    keep what they were. Raises RuleViolation, Season.DoesNotExist.
    """
    season = Season.objects.select_for_update(of=("self",), no_key=True).get(pk=season_id)
    now = clock.now()
    _check(actor, season, field, new_moment, reason, now)
    old = getattr(season, field)
    setattr(season, field, new_moment)
    with rule_from_constraint(Season, "season_dates_in_order"):
        season.save(update_fields=[field])
    season_date_moved.send(sender=Season, season=season, field=field)
    return DeadlineExtension.objects.create(
        season=season,
        field=field,
        old_moment=old,
        new_moment=new_moment,
        reason=reason.strip(),
        actor=actor,
        at=now,
        expected=concerned_by(season, field).count(),
    )


def tell_extensions(*, batches: int | None = None, size: int = BATCH) -> int:
    """Go on telling people of moved deadlines, oldest first; answers how many people were told now.

    Each batch is a transaction of its own that also writes how far it came, so that a crash repeats nothing and
    leaves nobody out. Two at once are no harm: the row is locked for a batch, and who finds it locked leaves it.
    ``batches`` ends the work early, ``size`` is how many people one transaction tells.
    """
    told, done = 0, 0
    for pk in DeadlineExtension.objects.filter(told_at__isnull=True).order_by("pk").values_list("pk", flat=True):
        while batches is None or done < batches:
            count = _tell_batch(extension_id=pk, size=size)
            told, done = told + count, done + 1
            if count < size:
                break
    return told


@verb
def _tell_batch(*, extension_id: int, size: int) -> int:
    extension = (
        DeadlineExtension.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .select_related("season")
        .filter(pk=extension_id, told_at__isnull=True)
        .first()
    )
    if extension is None:
        return 0
    people = list(concerned_by(extension.season, extension.field).filter(pk__gt=extension.last_told)[:size])
    notify_many(_notices(extension, people))
    extension.told += len(people)
    extension.last_told = people[-1].pk if people else extension.last_told
    extension.told_at = clock.now() if len(people) < size else None
    extension.save(update_fields=["told", "last_told", "told_at"])
    return len(people)


def _notices(extension: DeadlineExtension, people: list[User]) -> list[Notice]:
    unfinished: set[int] = set()
    applying = extension.field == SeasonDate.APPLICATIONS_CLOSE
    if applying:
        rows = Application.objects.filter(season=extension.season, state__in=UNFINISHED, student__user__in=people)
        unfinished = set(rows.values_list("student__user_id", flat=True))
    context: dict[str, Value] = {
        "season": extension.season.title,
        "date": str(extension.get_field_display()),
        "old": extension.old_moment,
        "new": extension.new_moment,
        "reason": _sentence(extension.reason),
    }

    def kind(person: User) -> str:
        if not applying or person.kind != UserKind.STUDENT:
            return "season_date_moved"
        return "deadline_extended_unfinished" if person.pk in unfinished else "deadline_extended_completed"

    return [Notice(kind(person), person, f"extension:{extension.pk}", context) for person in people]


def _sentence(reason: str) -> str:
    """The operator's words as a sentence among sentences."""
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def _check(actor: User, season: Season, field: str, new_moment: dt.datetime, reason: str, now: dt.datetime) -> None:
    if not actor.is_operator:
        raise RuleViolation(_("Bu işlemi yalnızca program yürütücüleri yapabilir."), code="operators_only")
    if field not in SeasonDate.values:
        raise RuleViolation(_("Bu tarih uzatılamaz."), code="extension_field")
    if not reason.strip():
        raise RuleViolation(_("Gerekçe yazın; haber verilen herkes okur."), code="reason_missing")
    if len(reason.strip()) > REASON_LENGTH:
        text = _("Gerekçe en çok %(limit)d harf olabilir.")
        raise RuleViolation(text % {"limit": REASON_LENGTH}, code="reason_too_long")
    old = getattr(season, field)
    if new_moment <= old:
        text = _("Süre yalnızca ileri alınabilir; şu anki tarih: %(at)s.")
        raise RuleViolation(text % {"at": tr_datetime(old)}, code="extension_backward")
    if new_moment <= now:
        raise RuleViolation(_("Yeni tarih gelecekte olmalıdır."), code="extension_past")
    if field == SeasonDate.POOL_OPENS and (old <= now or PoolEntry.objects.filter(season=season).exists()):
        raise RuleViolation(_("Aday havuzu açıldı; açılışı artık ertelenemez."), code="pool_is_open")
    _check_order(season, field, new_moment)


def _check_order(season: Season, field: str, new_moment: dt.datetime) -> None:
    """Refuse to pass the next date, by its name, as ``season_dates_in_order`` would."""
    position = DATES.index(field)
    if position + 1 == len(DATES):
        return
    following = DATES[position + 1]
    limit = getattr(season, following)
    if new_moment > limit or (field == SeasonDate.POOL_OPENS and new_moment == limit):
        text = _("Yeni tarih «%(date)s» tarihini (%(at)s) geçiyor; önce onu uzatın.")
        raise RuleViolation(
            text % {"date": SeasonDate(following).label, "at": tr_datetime(limit)}, code="season_dates_in_order"
        )
