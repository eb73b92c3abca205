"""The shipped scheme of ``applications/data/method.toml`` as a season's first method."""

import tomllib
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection

from applications.catalogue_file import CATALOGUE, DATA
from applications.models import ItemKind, ItemOption, MethodItem, MethodOption, MethodState, ScoringMethod, Season
from applications.services.catalogue import load_catalogue
from usp.core import clock
from usp.core.db import verb

_FILE = DATA / "method.toml"
# Two first applications completed at once wait for each other instead of making two methods.
_LOCK = 1_853_081_002


@lru_cache(maxsize=1)
def shipped_method() -> dict[str, Any]:
    """The file as it is, read once a process."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@verb
def make_first_method(season: Season) -> ScoringMethod:
    """Publish the shipped scheme as the season's «….1», loading its kinds where they are not there yet."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_LOCK, season.pk])
    made = season.methods.filter(state=MethodState.PUBLISHED).order_by("-pk").first()
    if made:
        return made
    data = shipped_method()
    if ItemKind.objects.filter(code__in=[row["kind"] for row in data["items"]]).count() < len(data["items"]):
        load_catalogue(paths=[CATALOGUE], tables=("verifying_institutions", "kinds", "options"))
    now = clock.now()
    method = ScoringMethod.objects.create(
        season=season,
        version=f"{season.applications_close_at.year}.1",
        pool_step=data["pool_step"],
        note=data["note"],
        note_en=data["note_en"],
        created_at=now,
    )
    write_items(method, data["items"])
    method.state, method.published_at = MethodState.PUBLISHED, now
    method.save(update_fields=["state", "published_at"])
    return ScoringMethod.objects.get(pk=method.pk)


def write_items(method: ScoringMethod, rows: list[dict[str, Any]]) -> None:
    """Write a draft's items from rows as the file has them. Raises KeyError for a kind or option nobody knows."""
    kinds = {kind.code: kind for kind in ItemKind.objects.all()}
    options = {(one.kind_id, one.code): one for one in ItemOption.objects.all()}
    items = MethodItem.objects.bulk_create(
        MethodItem(
            method=method,
            kind=kinds[row["kind"]],
            shape=row["shape"],
            cap=Decimal(row["cap"]),
            best_of=row.get("best_of"),
            weights=[Decimal(one) for one in row.get("weights", [])],
            one_per=row.get("one_per", ""),
            rescale=row.get("rescale", ""),
            **{name: _number(row, name) for name in ("item_cap", "points", "floor", "ceiling")},
        )
        for row in rows
    )
    MethodOption.objects.bulk_create(
        MethodOption(
            item=item,
            option=options[item.kind_id, one["option"]] if "option" in one else None,
            points=Decimal(one["points"]),
            per=_number(one, "per"),
            up_to=_number(one, "up_to"),
        )
        for item, row in zip(items, rows, strict=True)
        for one in row.get("options", [])
    )


def _number(row: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(row[name]) if name in row else None
