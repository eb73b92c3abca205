"""«Profilime kimler baktı»: day by day, what kind of employer from where (docs/rules.md A43).

Which employer it was is told only once an offer of it exists; offers are known above, so they name it from there.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from django.utils.translation import get_language, ngettext

from applications.models import Application, ProfileView
from usp.accounts.models import Student
from usp.core.turkish import locative

DAYS_SHOWN = 20


@dataclass(frozen=True)
class Named:
    """An employer that the student knows by now, and the page that tells of it."""

    name: str
    link: str


# application ids → employer id → the employer, where the student may know it
Namer = Callable[[Sequence[int]], Mapping[int, Named]]
_namers: list[Namer] = []


@dataclass(frozen=True)
class Look:
    """Somebody opened the profile on a day; ``link`` is empty while the employer is unnamed."""

    day: dt.date
    who: str
    link: str = ""


@dataclass(frozen=True)
class LooksPage:
    """Some days of looks, newest first; ``older`` is the day before which the next page begins."""

    days: list[tuple[dt.date, list[Look]]]
    older: dt.date | None


def register_namer(namer: Namer) -> None:
    """Let an app above say which employers a student knows."""
    if namer not in _namers:
        _namers.append(namer)


def looks_page(student: Student, before: dt.date | None = None) -> LooksPage:
    """Who opened the student's profile in any season, a page of days. Four queries, however many looked."""
    applications = list(Application.objects.filter(student=student).values_list("pk", flat=True))
    views = ProfileView.objects.filter(application__in=applications)
    if before is not None:
        views = views.filter(viewed_on__lt=before)
    days = list(views.order_by("-viewed_on").values_list("viewed_on", flat=True).distinct()[: DAYS_SHOWN + 1])
    shown = days[:DAYS_SHOWN]
    looks = _looks(applications, shown)
    return LooksPage(
        [(day, list(group)) for day, group in groupby(looks, key=lambda look: look.day)],
        shown[-1] if len(days) > DAYS_SHOWN else None,
    )


def latest_looks(application: Application, count: int) -> tuple[Look, ...]:
    """The newest few of one application, for the card. Three queries."""
    views = ProfileView.objects.filter(application=application).order_by("-viewed_on")
    days = list(views.values_list("viewed_on", flat=True).distinct()[:count])
    return tuple(_looks([application.pk], days)[:count])


def newest_looks(application: Application, count: int, known: Mapping[int, Named]) -> tuple[Look, ...]:
    """The newest few of one application, named by what the caller knows. One query, for the home page."""
    rows = (
        ProfileView.objects.filter(application=application)
        .order_by("-viewed_on", "employer__province__sort_key", "employer_id")
        .values_list("viewed_on", "employer_id", "employer__is_public", "employer__province__name")
        .distinct()[: count * 4]
    )
    looks = (look for day, group in groupby(rows, key=lambda row: row[0]) for look in _looks_of_day(day, group, known))
    return tuple(islice(looks, count))


def all_looks(student: Student) -> list[Look]:
    """Every look of every season, newest first, for the file of one's own data."""
    applications = list(Application.objects.filter(student=student).values_list("pk", flat=True))
    views = ProfileView.objects.filter(application__in=applications)
    return _looks(applications, list(views.values_list("viewed_on", flat=True).distinct()))


def _looks(applications: Sequence[int], days: Sequence[dt.date]) -> list[Look]:
    """The looks of these days: named employers first, then kinds with their number."""
    if not days:
        return []
    known: dict[int, Named] = {}
    for namer in _namers:
        known |= namer(applications)
    rows = (
        ProfileView.objects.filter(application__in=applications, viewed_on__in=days)
        .order_by("-viewed_on", "employer__province__sort_key", "employer_id")
        .values_list("viewed_on", "employer_id", "employer__is_public", "employer__province__name")
        .distinct()
    )
    found: list[Look] = []
    for day, group in groupby(rows, key=lambda row: row[0]):
        found += _looks_of_day(day, list(group), known)
    return found


def _looks_of_day(
    day: dt.date, rows: Iterable[tuple[dt.date, int, bool, str]], known: Mapping[int, Named]
) -> list[Look]:
    rows = list(rows)
    named = {employer: known[employer] for _day, employer, _public, _place in rows if employer in known}
    kinds = Counter((public, place) for _day, employer, public, place in rows if employer not in known)
    return [Look(day, one.name, one.link) for one in sorted(named.values(), key=lambda one: one.name)] + [
        Look(day, _kind_of_employer(public, place, count)) for (public, place), count in kinds.items()
    ]


def _kind_of_employer(is_public: bool, province: str, count: int) -> str:
    """«Ankara’da bir kamu kurumu», «Ankara’da 3 kamu kurumu»."""
    place = locative(province) if get_language() == "tr" else province
    text = (
        ngettext("%(place)s bir kamu kurumu", "%(place)s %(count)d kamu kurumu", count)
        if is_public
        else ngettext("%(place)s bir özel kuruluş", "%(place)s %(count)d özel kuruluş", count)
    )
    return text % {"place": place, "count": count}
