"""Read the data files and believe nothing: whatever is wrong with one of them refuses all of them."""

import csv
import hashlib
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from usp.reference.models import NamedModel
from usp.reference.tables import TABLES, Cells, Key, Table

MANIFEST = "manifest.json"
MANIFEST_FIELDS = {"name": str, "version": str, "rows": int, "sha256": str, "licence": str, "source": str}


class DataFileError(Exception):
    """A data file is wrong or partial; the text names the file, the line and what is wrong with it."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(
            _("%(file)s, %(line)s. satır: %(problem)s; hiçbir veri değiştirilmedi.")
            % {"file": file, "line": line, "problem": problem}
        )


@dataclass(frozen=True)
class Release:
    """What the manifest says about one file."""

    name: str
    version: str
    rows: int
    sha256: str
    licence: str
    source: str
    line: int

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.csv"


@dataclass(frozen=True)
class DataFile:
    """A file that was read whole: its rows by key, in the file's order, as cleaned, unsaved model objects."""

    table: Table
    release: Release
    cells: dict[Key, Cells]
    objects: dict[Key, NamedModel]


def read_data(folder: Path) -> list[DataFile]:
    """All data files of a folder, in the order in which they have to be written.

    Raises `DataFileError` for the first thing that is wrong: a missing file or column, text that is not clean
    UTF-8, a value the table refuses, a duplicate, a reference to nothing, a number of rows or a SHA-256 that
    differs from the manifest.
    """
    releases = _read_manifest(folder)
    done: dict[str, DataFile] = {}
    for table in TABLES:
        done[table.name] = _read_file(folder, table, releases[table.name], done)
    return list(done.values())


def _read_manifest(folder: Path) -> dict[str, Release]:
    text = _decoded(MANIFEST, _bytes_of(folder, MANIFEST))
    try:
        entries = json.loads(text)["files"]
        by_name = {entry["name"]: entry for entry in entries}
    except json.JSONDecodeError as error:
        raise DataFileError(MANIFEST, error.lineno, _("JSON olarak okunamıyor")) from None
    except (KeyError, TypeError):
        raise DataFileError(MANIFEST, 1, _("«files» listesi eksik ya da bozuk")) from None
    return {table.name: _release(table.name, by_name.get(table.name), text) for table in TABLES}


def _release(name: str, entry: dict[str, Any] | None, text: str) -> Release:
    if entry is None:
        raise DataFileError(MANIFEST, 1, _("«%(name)s» dosyası listede yok") % {"name": name})
    before = text.partition(f'"{name}"')[0]
    line = before.count("\n") + 1
    for field, kind in MANIFEST_FIELDS.items():
        if type(entry.get(field)) is not kind or entry[field] == "":
            problem = _("«%(name)s» dosyasının «%(field)s» bilgisi eksik ya da hatalı")
            raise DataFileError(MANIFEST, line, problem % {"name": name, "field": field})
    return Release(**{field: entry[field] for field in MANIFEST_FIELDS}, line=line)


def _read_file(folder: Path, table: Table, release: Release, done: dict[str, DataFile]) -> DataFile:
    content = _bytes_of(folder, release.file)
    lines = _rows(release.file, _decoded(release.file, content), table)
    found = DataFile(table, release, {}, {})
    seen: dict[tuple[tuple[str, ...], Key], int] = {}
    for line, cells in lines:
        _refuse_duplicate(release.file, table, line, cells, seen)
        _check_references(release.file, table, line, cells, done)
        found.cells[table.key_of(cells)] = cells
        found.objects[table.key_of(cells)] = _cleaned(release.file, table, line, cells)
    if len(lines) != release.rows:
        problem = _("dosyada %(found)s satır veri var, listeye göre %(rows)s olmalı")
        end = lines[-1][0] if lines else 1
        raise DataFileError(release.file, end, problem % {"found": len(lines), "rows": release.rows})
    if hashlib.sha256(content).hexdigest() != release.sha256:
        problem = _("%(file)s dosyasının SHA-256 özeti listedekinden farklı")
        raise DataFileError(MANIFEST, release.line, problem % {"file": release.file})
    return found


def _bytes_of(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError:
        problem = _("dosya okunamıyor (%(folder)s klasöründe yok ya da erişilemiyor)") % {"folder": folder}
        raise DataFileError(file, 1, problem) from None


def _decoded(file: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(file, line, _("metin UTF-8 olarak okunamıyor")) from None
    if unicodedata.is_normalized("NFC", text):
        return text
    lines = enumerate(text.splitlines(), start=1)
    line = next(number for number, words in lines if not unicodedata.is_normalized("NFC", words))
    raise DataFileError(file, line, _("Türkçe harfler birleşik biçimde (NFC) yazılmamış"))


def _rows(file: str, text: str, table: Table) -> list[tuple[int, Cells]]:
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        header = next(reader, [])
        _check_header(file, header, table)
        return [(reader.line_num, _cells(file, reader.line_num, header, row)) for row in reader]
    except csv.Error:
        raise DataFileError(file, reader.line_num, _("satır CSV olarak okunamıyor")) from None


def _check_header(file: str, header: list[str], table: Table) -> None:
    missing = [column for column in table.columns if column not in header]
    if missing:
        raise DataFileError(file, 1, _("«%(column)s» sütunu eksik") % {"column": "», «".join(missing)})
    if len(header) != len(table.columns):
        raise DataFileError(file, 1, _("tanınmayan ya da yinelenen bir sütun var"))


def _cells(file: str, line: int, header: list[str], row: list[str]) -> Cells:
    if len(row) != len(header):
        problem = _("%(expected)s sütun olmalı, %(found)s var")
        raise DataFileError(file, line, problem % {"expected": len(header), "found": len(row)})
    for column, cell in zip(header, row, strict=True):
        if cell != " ".join(cell.split()):
            problem = _("«%(column)s» sütununda fazladan boşluk var")
            raise DataFileError(file, line, problem % {"column": column})
    return dict(zip(header, row, strict=True))


def _refuse_duplicate(
    file: str, table: Table, line: int, cells: Cells, seen: dict[tuple[tuple[str, ...], Key], int]
) -> None:
    for columns in (table.key, *table.unique):
        value = tuple(cells[column] for column in columns)
        earlier = seen.setdefault((columns, value), line)
        if earlier != line:
            problem = _("«%(value)s» %(earlier)s. satırda da var")
            raise DataFileError(file, line, problem % {"value": " / ".join(value), "earlier": earlier})


def _check_references(file: str, table: Table, line: int, cells: Cells, done: dict[str, DataFile]) -> None:
    parents: dict[str, Cells] = {}
    for name, parent in table.parents.items():
        key = tuple(cells[column] for column in parent.columns)
        if parent.optional and not any(key):
            continue
        target = done[parent.table]
        if key not in target.cells:
            problem = _("«%(value)s» %(file)s dosyasında yok")
            values = {"value": " / ".join(key), "file": target.release.file}
            raise DataFileError(file, line, problem % values)
        parents[name] = target.cells[key]
    problem = table.check(cells, parents)
    if problem:
        raise DataFileError(file, line, problem)


def _cleaned(file: str, table: Table, line: int, cells: Cells) -> NamedModel:
    """The row as a model object, each value cleaned by its field; foreign keys are set when written."""
    fields = {name: table.model._meta.get_field(name) for name in table.values}
    values = {name: None if cells[name] == "" and fields[name].null else cells[name] for name in fields}
    made = table.model(**values)
    others = {field.name for field in table.model._meta.concrete_fields} - set(fields)
    try:
        made.clean_fields(exclude=others)
    except ValidationError as error:
        column, problems = next(iter(error.message_dict.items()))
        problem = _("«%(column)s» sütunundaki «%(value)s» kabul edilmiyor (%(problem)s)")
        values_ = {"column": column, "value": cells[column], "problem": problems[0].rstrip(".")}
        raise DataFileError(file, line, problem % values_) from None
    for name in fields:
        # «07» would be another key than the 7 of the database.
        if type(getattr(made, name)) is int and str(getattr(made, name)) != cells[name]:
            problem = _("«%(column)s» sütunundaki «%(value)s» sayısı yalın yazılmamış")
            raise DataFileError(file, line, problem % {"column": name, "value": cells[name]})
    return made
