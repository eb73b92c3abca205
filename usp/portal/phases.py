"""Where a season stands: the one sentence beside its name, the visitor's state, the demo's stages."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.models import Season
from usp.core import turkish


@dataclass(frozen=True)
class SeasonNow:
    """A season as the shell shows it."""

    name: str
    phase_text: str
    state: str


@dataclass(frozen=True)
class Moment:
    """One date of the season's time line; ``state`` is «done», «current» or «next»."""

    label: str
    when: str
    state: str


def _day(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "j F Y")


def _until(moment: dt.datetime) -> str:
    """«31 Ağustos 2024’e kadar» / «until 31 August 2024»."""
    day = _day(moment)
    return _("%s kadar") % (day if get_language() == "en" else turkish.dative(day))


def season_state(season: Season | None, now: dt.datetime) -> str:
    """«none», «upcoming», «open», «offers» or «ended», as the visitor's page knows them."""
    if season is None:
        return "none"
    if now < season.applications_open_at:
        return "upcoming"
    if now < season.applications_close_at + dt.timedelta(seconds=1):
        return "open"
    return "offers" if now < season.confirm_close_at else "ended"


def phase_text(season: Season, now: dt.datetime) -> str:
    """What goes on, and until when."""
    if now < season.applications_open_at:
        return _("Başvurular %s günü açılıyor") % _day(season.applications_open_at)
    if now < season.applications_close_at + dt.timedelta(seconds=1):
        return _("Başvuru dönemi · %s") % _until(season.applications_close_at)
    if now < season.pool_opens_at:
        return _("Değerleme dönemi · havuz %s günü açılıyor") % _day(season.pool_opens_at)
    if now < season.offers_close_at:
        return _("Teklif dönemi · %s") % _until(season.offers_close_at)
    if now < season.confirm_close_at:
        return _("Son onay dönemi · %s") % _until(season.confirm_close_at)
    return _("Dönem sona erdi")


def season_now(season: Season, now: dt.datetime) -> SeasonNow:
    """The season for the shell and the home page."""
    return SeasonNow(season.name, phase_text(season, now), season_state(season, now))


def timeline(season: Season, now: dt.datetime) -> list[Moment]:
    """The season's dates in order, with where we stand."""
    dates = [
        (_("Başvurular açılır"), season.applications_open_at),
        (_("Başvurular kapanır"), season.applications_close_at),
        (_("Aday havuzu işverenlere açılır"), season.pool_opens_at),
        (_("Son teklif ve yedek çağrısı"), season.offers_close_at),
        (_("Son işveren onayı"), season.confirm_close_at),
    ]
    following = next((index for index, (_label, at) in enumerate(dates) if now < at), len(dates))
    return [
        Moment(
            str(label),
            date_format(localtime(at), "j F Y l H.i"),
            "done" if index < following else "current" if index == following else "next",
        )
        for index, (label, at) in enumerate(dates)
    ]
