"""Preparing a season and putting it in force: the operators' verbs."""

import datetime as dt

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from applications.models import Season
from applications.season_check import DATES, errors
from applications.season_selectors import season_gaps
from usp.accounts.models import User
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation

# The rules that a new season takes over; windows are each university's own and begin anew.
_RULES = ("gno_limits", "levels", "exclusions", "date_conditions")


class NotReady(RuleViolation):
    """The season has gaps that keep it closed; the sentence names every one of them."""


@verb
def open_season(*, actor: User, season_id: int) -> Season:
    """«Yürürlüğe al»: make the season the current one. Opening the current one again is no error.

    Raises NotReady with every gap that is an error (``applications.season_check``), RuleViolation for anybody but an
    operator, Season.DoesNotExist.
    """
    _require_operator(actor)
    seasons = {row.pk: row for row in Season.objects.select_for_update(of=("self",), no_key=True).order_by("pk")}
    if season_id not in seasons:
        raise Season.DoesNotExist
    season = seasons[season_id]
    if season.is_current:
        return season
    missing = errors(season_gaps(season))
    if missing:
        raise NotReady(
            _("%(season)s yürürlüğe alınamaz: %(gaps)s")
            % {"season": season, "gaps": " ".join(gap.text for gap in missing)},
            code="season_not_ready",
        )
    with rule_from_constraint(Season, "season_one_current"):
        Season.objects.filter(is_current=True).update(is_current=False)
        season.is_current = True
        season.save(update_fields=["is_current"])
    return season


@verb
def copy_season(*, actor: User, season_id: int) -> Season:
    """A new season with the rules of this one, every date moved on by a year; never current, to be edited and opened.

    Raises RuleViolation when a season of that code exists already, or for anybody but an operator.
    """
    _require_operator(actor)
    source = Season.objects.select_for_update(of=("self",), no_key=True).get(pk=season_id)
    year = localtime(source.applications_close_at).year + 1
    if Season.objects.filter(code=str(year)).exists():
        text = _("%(code)s kodlu bir dönem zaten var; onu düzenleyin.")
        raise RuleViolation(text % {"code": year}, code="season_code_taken")
    old = str(year - 1)
    copied = {field.attname: getattr(source, field.attname) for field in Season._meta.concrete_fields}
    copied |= {name: _a_year_on(copied[name]) for name in DATES}
    copied |= {"id": None, "code": str(year), "is_current": False}
    copied |= {name: copied[name].replace(old, str(year)) for name in ("name", "title")}
    season = Season(**copied)
    season.full_clean()
    season.save()
    for name in _RULES:
        for row in getattr(source, name).all():
            row.pk, row.season = None, season
            row.save(force_insert=True)
    return season


def _a_year_on(moment: dt.datetime) -> dt.datetime:
    """The same day of the next year; 29 February becomes the 28th."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, day=28)


def _require_operator(actor: User) -> None:
    if not actor.is_operator:
        raise RuleViolation(_("Bu işlemi yalnızca program yürütücüleri yapabilir."), code="operators_only")
