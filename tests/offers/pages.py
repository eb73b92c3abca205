"""What the tests of the offers' pages share: browsers signed in, pool rows, windows, the page as a reader sees it."""

import re
from html import unescape

from django.http import HttpResponse

from applications.models import Application, InternshipWindow, PoolEntry, PoolLink, WindowChoice
from applications.pool.pseudonyms import pseudonym
from tests.offers.world import World


def pool_entry(application: Application, *, available: bool = True) -> PoolEntry:
    """The application's anonymous row, not yet written."""
    return PoolEntry(
        season=application.season,
        row_no=application.pk + 100,
        group_code="bilgisayar-muhendisligi",
        group_name="Bilgisayar Mühendisliği",
        group_sort_key="bilgisayar",
        level="bachelor",
        class_year=3,
        academic=80,
        social=0,
        sport=0,
        tie=application.pk,
        provinces=[6],
        available=available,
    )


def in_pool(application: Application, *, available: bool = True) -> PoolEntry:
    """The application's anonymous row."""
    entry = pool_entry(application, available=available)
    entry.save()
    PoolLink.objects.create(entry=entry, application=application)
    return entry


def code_of(world: World, application: Application) -> str:
    """What the world's employer calls the candidate."""
    return code_for(world.position.employer_id, application)


def code_for(employer_id: int, application: Application) -> str:
    """What an employer calls the candidate."""
    entry = application.pool_link.entry
    return pseudonym(entry.season, employer_id, entry.row_no)


def choose_windows(application: Application, *windows: tuple[str, int]) -> None:
    """«Staj Takvimlerim»: (start, working days) pairs in order."""
    for rank, (start, days) in enumerate(windows, start=1):
        window, _new = InternshipWindow.objects.get_or_create(
            season=application.season,
            university=application.department.unit.university,
            working_days=days,
            starts_on=start,
        )
        WindowChoice.objects.create(application=application, window=window, rank=rank)


def text_of(response: HttpResponse) -> str:
    """The page's words."""
    body = re.sub(r"<(script|style|template).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
