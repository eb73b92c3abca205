"""The catalogue's files, read whole and believed in nothing: whatever is wrong with one line refuses them all."""

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from applications.models import (
    ConsentText,
    ExamLevel,
    ItemKind,
    ItemOption,
    Language,
    LanguageExam,
    RejectionReason,
    Verifier,
)
from usp.reference.models import Institution, NamedModel, Province, VerifyingInstitution

DATA = Path(__file__).resolve().parent / "data"
CATALOGUE, INSTITUTIONS = DATA / "catalogue.toml", DATA / "institutions.toml"

Key = tuple[Any, ...]


class CatalogueFileError(ValueError):
    """A catalogue file is not what it should be; the text names the file, the row and what is wrong there."""


@dataclass(frozen=True)
class Table:
    """How one array of the files becomes rows of one model."""

    name: str
    model: type[models.Model]
    key: tuple[str, ...] = ("code",)
    # field → the table it refers to by code
    references: dict[str, str] = field(default_factory=dict)
    # (name of the array inside a row, the table of its rows, the field that refers back)
    children: tuple[str, str, str] | None = None
    # rows keep the file's order
    ordered: bool = True


TABLES: tuple[Table, ...] = (
    Table("verifying_institutions", VerifyingInstitution, ordered=False),
    Table(
        "kinds",
        ItemKind,
        references={"institution": "verifying_institutions"},
        children=("options", "options", "kind"),
    ),
    Table("options", ItemOption, key=("kind", "code"), references={"institution": "verifying_institutions"}),
    Table("languages", Language),
    Table("exams", LanguageExam, references={"language": "languages"}, children=("levels", "levels", "exam")),
    Table("levels", ExamLevel, key=("exam", "minimum", "grade"), references={"option": "options"}, ordered=False),
    Table("reasons", RejectionReason),
    Table("consents", ConsentText, key=("code", "version")),
    Table("institutions", Institution, references={"province": "provinces"}, ordered=False),
)
BY_NAME = {table.name: table for table in TABLES}
_TOP = {table.name for table in TABLES} - {"options", "levels"}
# An exam's levels are grades of this kind.
LANGUAGE_KIND = "language"


@dataclass
class Row:
    """One row of a file: where it stands, its values, and the keys of the rows it refers to."""

    place: str
    values: dict[str, Any]
    refers: dict[str, Key]

    def key(self, table: Table) -> Key:
        """What the row is found by again: values, and for references the code of what is referred to."""
        return tuple(self.refers[name][-1] if name in self.refers else self.values.get(name) for name in table.key)


def read_catalogue(*paths: Path) -> dict[str, list[Row]]:
    """The rows of all files by table. Raises `CatalogueFileError` for the first thing that is wrong."""
    found: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for path in paths:
        for name, entries in _parsed(path, path.stat().st_mtime_ns).items():
            if name not in _TOP or not isinstance(entries, list):
                raise CatalogueFileError(f"{path.name}: «{name}» is not a list this file may hold")
            for number, entry in enumerate(entries, start=1):
                _take(found, BY_NAME[name], entry, f"{path.name}, {name} {number}", {})
    for table in TABLES:
        _refuse_repeated(table, found[table.name])
        for row in found[table.name]:
            _check_references(row, table, found)
    return found


@lru_cache(maxsize=8)
def _parsed(path: Path, _changed: int) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueFileError(f"{path.name}: {error}") from error


def _take(found: dict[str, list[Row]], table: Table, entry: Any, place: str, refers: dict[str, Key]) -> None:
    if not isinstance(entry, dict):
        raise CatalogueFileError(f"{place}: not a table of values")
    place = f"{place} ({entry.get('number') or entry.get('code') or '?'})"
    values = dict(entry)
    inner, child, back = table.children or ("", "", "")
    rows = values.pop(inner, []) if inner else []
    row = Row(place, values, dict(refers))
    for name, target in table.references.items():
        code = values.pop(name, None)
        if code is not None:
            row.refers[name] = (LANGUAGE_KIND, code) if target == "options" else (code,)
    if table.ordered:
        values["order"] = len([one for one in found[table.name] if one.refers.get("kind") == refers.get("kind")]) + 1
    _clean(row, table)
    found[table.name].append(row)
    for number, one in enumerate(rows, start=1):
        _take(found, BY_NAME[child], one, f"{place}, {inner} {number}", {back: row.key(table)})


def _clean(row: Row, table: Table) -> None:
    """Turn the row's values into what the model's fields hold; refuses names and values that they do not."""
    fields = {one.name: one for one in table.model._meta.concrete_fields if one.name not in ("id", "sort_key")}
    for name in row.values:
        if name not in fields:
            raise CatalogueFileError(f"{row.place}: «{name}» is not known here")
    for name, one in fields.items():
        if one.is_relation:
            if not one.null and name not in row.refers:
                raise CatalogueFileError(f"{row.place}: «{name}» is missing")
            continue
        value = row.values.get(name, one.get_default())
        if isinstance(value, str):
            value = value.strip()
        try:
            value = None if value is None and one.null else one.clean(value, None)
        except (ValidationError, InvalidOperation) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else "not a number"
            raise CatalogueFileError(f"{row.place}: «{name}»: {said}") from error
        row.values[name] = value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value
    if table.model is ItemKind:
        _check_kind(row)


def _check_kind(row: Row) -> None:
    if (row.values["verifier"] == Verifier.INSTITUTION) != ("institution" in row.refers):
        raise CatalogueFileError(f"{row.place}: «institution» goes with verifier «institution», and only with it")
    if bool(row.values["amount_unit"]) != bool(row.values["amount_max"]):
        raise CatalogueFileError(f"{row.place}: «amount_unit» and «amount_max» go together")


def _refuse_repeated(table: Table, rows: list[Row]) -> None:
    seen: dict[tuple[str, Key], str] = {}
    for row in rows:
        keys = [("key", row.key(table))]
        keys += [(name, (row.values[name],)) for name in ("number", "name") if _is_unique(table.model, name)]
        for key in keys:
            if key in seen:
                raise CatalogueFileError(f"{row.place}: «{key[1][-1]}» is already there, {seen[key]}")
            seen[key] = row.place


def _is_unique(model: type[models.Model], name: str) -> bool:
    found = {one.name: one for one in model._meta.concrete_fields}.get(name)
    return found is not None and (found.unique or (name == "name" and issubclass(model, NamedModel)))


def _check_references(row: Row, table: Table, found: dict[str, list[Row]]) -> None:
    for name, target in table.references.items():
        if name not in row.refers:
            continue
        key = row.refers[name]
        known = provinces() if target == "provinces" else {one.key(BY_NAME[target]) for one in found[target]}
        if key not in known:
            raise CatalogueFileError(f"{row.place}: «{name}» {key[-1]!r} is not known")


def provinces() -> dict[Key, int]:
    """The provinces' plate numbers; empty before the reference data are loaded."""
    return {(pk,): pk for pk in Province.objects.values_list("pk", flat=True)}
