"""The verb that brings the catalogue of declarations from its files into the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models
from django.db.models import Max

from applications.catalogue_file import CATALOGUE, INSTITUTIONS, TABLES, Key, Row, Table, provinces
from applications.catalogue_file import read_catalogue as read
from applications.models import ConsentText
from usp.core.db import refresh_statistics, verb
from usp.core.turkish import sort_key
from usp.reference.models import NamedModel

# Never compared or written over: what is in force is the operators' to say once a row is there.
_SWITCHES = {"id", "is_current", "is_active", "has_desk"}


@dataclass
class TableReport:
    """What a load did to one table; ``kept`` rows differ from the file and were left alone."""

    label: str
    created: int = 0
    updated: int = 0
    kept: int = 0


@verb
def load_catalogue(
    *, paths: Sequence[Path] = (CATALOGUE, INSTITUTIONS), update: bool = False, tables: Sequence[str] | None = None
) -> list[TableReport]:
    """Add to the catalogue what the files know and it does not; a second run changes nothing.

    Rows that are there already belong to the operators and stay as they are, unless ``update`` writes the files'
    values over them; ``tables`` keeps to some of the tables. Nothing is ever deleted. Raises CatalogueFileError, with
    nothing changed, for a wrong file, and IntegrityError where the files contradict rows of the operators.
    """
    found = read(*paths)
    keys: dict[str, dict[Key, int]] = {"provinces": provinces() if found["institutions"] else {}}
    wanted = [table for table in TABLES if found[table.name] and (tables is None or table.name in tables)]
    reports = [_load(table, found[table.name], keys, update=update) for table in wanted]
    refresh_statistics(*(table.model for table in wanted))
    return reports


def _load(table: Table, rows: list[Row], keys: dict[str, dict[Key, int]], *, update: bool) -> TableReport:
    report = TableReport(str(table.model._meta.verbose_name_plural))
    wanted = {row.key(table): _object(table, row, keys) for row in rows}
    stored = _stored(table)
    new = [one for key, one in wanted.items() if key not in stored]
    if table.model is ConsentText:
        _only_newest_is_current(new)
    table.model._default_manager.bulk_create(new)
    names = [one.name for one in table.model._meta.concrete_fields if one.name not in _SWITCHES]
    differing = []
    for key, one in wanted.items():
        if key in stored and any(_value(one, name) != _value(stored[key], name) for name in names):
            one.pk = stored[key].pk
            differing.append(one)
    if update and differing:
        table.model._default_manager.bulk_update(differing, names)
    report.created = len(new)
    report.updated, report.kept = (len(differing), 0) if update else (0, len(differing))
    keys[table.name] = {key: stored[key].pk if key in stored else one.pk for key, one in wanted.items()}
    return report


def _object(table: Table, row: Row, keys: dict[str, dict[Key, int]]) -> models.Model:
    made = table.model(**row.values)
    parents = {child[2]: parent.name for parent in TABLES if (child := parent.children) and child[1] == table.name}
    for name, key in row.refers.items():
        setattr(made, f"{name}_id", keys[{**table.references, **parents}[name]][key])
    if isinstance(made, NamedModel):
        made.sort_key = sort_key(made.name)
    return made


def _stored(table: Table) -> dict[Key, models.Model]:
    """The rows that are there, by the key they have in the files."""
    backs = [name for name in table.key if table.model._meta.get_field(name).is_relation]
    rows = table.model._default_manager.select_related(*backs) if backs else table.model._default_manager.all()
    return {
        tuple(
            getattr(getattr(row, name), "code", None) if name in backs else getattr(row, name) for name in table.key
        ): row
        for row in rows
    }


def _value(row: models.Model, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]


def _only_newest_is_current(new: list[Any]) -> None:
    """A new version takes over from the one in force; an older one than the operators' does not."""
    newest = dict(ConsentText.objects.values_list("code").annotate(Max("version")).values_list("code", "version__max"))
    for text in new:
        text.is_current = text.version > newest.get(text.code, 0)
    taken_over = [text.code for text in new if text.is_current]
    ConsentText.objects.filter(code__in=taken_over, is_current=True).update(is_current=False)
