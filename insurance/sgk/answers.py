"""SGK's answers as a table: XLSX, CSV or XML, columns in any order and any capitals; pure.

Known columns: TCKN, islemSonucu, islemAciklamasi, referansKodu, and islemTarihi where there is one. A line counts as
accepted or refused by the words of islemSonucu; where a number stands there, whose meaning no public source tells, by
the reference code, which SGK gives only to what it took.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from lxml import etree

from insurance.sgk.writing import parsed
from usp.core import turkish
from usp.core.errors import RuleViolation

MAX_BYTES = 4 * 1024 * 1024
MAX_ROWS = 5000
_MAX_PART = 40 * 1024 * 1024  # one unpacked part of a workbook
_MAX_CELL = 500

_COLUMNS = {
    "tckn": ("tckn", "tckno", "tckimlikno", "tckimliknumarasi", "tcno", "kimlikno"),
    "result": ("islemsonucu", "sonuc", "islemsonuc", "durum"),
    "message": ("islemaciklamasi", "aciklama", "islemaciklama", "hataaciklama"),
    "reference": ("referanskodu", "referans", "referansno"),
    "at": ("islemtarihi", "tarih", "kayittarihi"),
}
_ACCEPTED = ("kabul", "basarili", "tamam", "olumlu", "onay", "gecerli", "evet", "accepted", "ok", "true")
_REFUSED = ("ret", "red", "hata", "basarisiz", "olumsuz", "gecersiz", "hayir", "iptal", "refused", "false")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class UnreadableError(RuleViolation):
    """The file is no table of answers: one sentence with the way out."""


@dataclass(frozen=True)
class Answer:
    """One line. ``accepted`` is None where the line does not say; ``at`` is when SGK took it, where told."""

    line: int
    tckn: str = field(repr=False)
    accepted: bool | None
    message: str
    reference: str
    at: dt.datetime | None


def read_answers(content: bytes) -> list[Answer]:
    """The lines of a file, whatever it is called; UnreadableError says what is wrong with the file as a whole."""
    if not content.strip():
        raise UnreadableError(_("Dosya boş."), code="answers_empty")
    if len(content) > MAX_BYTES:
        raise UnreadableError(_("Dosya 4 MB’tan büyük. İkiye bölüp ayrı ayrı yükleyin."), code="answers_size")
    if content.startswith(b"PK"):
        rows = _workbook(content)
    elif content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        rows = _xml(content)
    else:
        rows = _csv(content)
    answers = list(_answers(rows))
    if not answers:
        raise UnreadableError(_("Dosyada hiç kişi yok."), code="answers_empty")
    return answers


def _answers(rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[Answer]:
    for number, (line, cells) in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise UnreadableError(_("Dosyada 5.000’den çok satır var. İkiye bölüp yükleyin."), code="answers_rows")
        tckn = re.sub(r"\D", "", cells.get("tckn", ""))
        if not any(cells.values()):
            continue
        reference = cells.get("reference", "").strip()
        reference = "" if not reference.strip("0") else reference[:40]
        message = " ".join(cells.get("message", "").split())[:300]
        yield Answer(line, tckn, _accepted(cells.get("result", ""), reference), message, reference,
                     _moment(cells.get("at", "")))  # fmt: skip


def _accepted(result: str, reference: str) -> bool | None:
    words = re.findall(r"[a-z]+", turkish.fold(result).replace("hata yok", "tamam").replace("hatasiz", "tamam"))
    if any(word.startswith(_REFUSED) for word in words):  # «başarısız» before «başarılı», «kabul edilmedi»
        return False
    if any(word.endswith(("medi", "madi", "mez", "maz")) for word in words):
        return False
    if any(word.startswith(_ACCEPTED) for word in words):
        return True
    if words:
        return None
    return bool(reference) and not result.strip().startswith("-")


def _moment(text: str) -> dt.datetime | None:
    text = text.strip().replace("T", " ")[:19]
    for form in ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"):
        try:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007 -- Istanbul's wall clock; the caller says so
        except ValueError:
            continue
    return None


def _named(titles: Iterable[str]) -> dict[int, str]:
    """Which column is what; UnreadableError without identity numbers or result."""
    found: dict[int, str] = {}
    for position, title in enumerate(titles):
        plain = re.sub(r"[^a-z]", "", turkish.fold(title))
        for name, spellings in _COLUMNS.items():
            if plain in spellings and name not in found.values():
                found[position] = name
    missing = {"tckn"} - set(found.values())
    if not {"result", "reference"} & set(found.values()):
        missing.add("result")
    if missing:
        raise UnreadableError(
            _("TCKN ve islemSonucu (ya da referansKodu) sütunları bulunamadı. İlk satıra sütun adlarını yazın."),
            code="answers_columns",
        )
    return found


def _csv(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    text = _text(content)
    first = text.split("\n", 1)[0]
    separator = max((";", ",", "\t"), key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        names = _named(next(rows, []))
        for cells in rows:
            yield rows.line_num, {name: cells[at][:_MAX_CELL] for at, name in names.items() if at < len(cells)}
    except csv.Error as error:
        raise UnreadableError(_("CSV dosyası okunamadı. XLSX olarak kaydedip yükleyin."), code="answers_csv") from error


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1254"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError(_("Dosyanın kodlaması tanınmadı. XLSX olarak kaydedip yükleyin."), code="answers_encoding")


def _xml(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Every element that has an identity number, as attributes or as children, is a line."""
    try:
        root = parsed(content)
    except ValueError as error:
        raise UnreadableError(
            _("XML dosyası okunamadı. SGK’nın verdiği dosyayı hiç değiştirmeden yükleyin."), code="answers_xml"
        ) from error
    found = 0
    for element in root.iter(etree.Element):
        pairs = [(etree.QName(name).localname, value) for name, value in element.attrib.items()]
        pairs += [(etree.QName(child).localname, child.text or "") for child in element.iterchildren(etree.Element)]
        titles = {re.sub(r"[^a-z]", "", turkish.fold(name)) for name, _value in pairs}
        if not titles & set(_COLUMNS["tckn"]):
            continue
        names = _named([name for name, _value in pairs])
        found += 1
        yield element.sourceline or found, {name: pairs[at][1][:_MAX_CELL] for at, name in names.items()}


def _workbook(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The first sheet of an XLSX file: text, numbers and dates as they stand."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            shared = _shared(book)
            names = sorted(name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
            sheet = parsed(_part(book, names[0]))
    except (zipfile.BadZipFile, ValueError, KeyError, IndexError, OSError, NotImplementedError, RuntimeError) as error:
        raise UnreadableError(
            _("XLSX dosyası okunamadı. Excel’de açıp yeniden kaydedin ya da CSV olarak yükleyin."), code="answers_xlsx"
        ) from error
    columns: dict[int, str] = {}
    for number, row in enumerate(sheet.iter(f"{_SHEET}row"), start=1):
        cells = dict(_cells(row, shared))
        if not columns:
            if any(cells.values()):
                columns = _named([cells.get(at, "") for at in range(max(cells) + 1)])
            continue
        yield int(row.get("r") or number), {name: cells.get(at, "")[:_MAX_CELL] for at, name in columns.items()}


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    """One unpacked part; ValueError for one that grows beyond measure."""
    with book.open(name) as part:
        content = part.read(_MAX_PART + 1)
    if len(content) > _MAX_PART:
        raise ValueError("too large")
    return content


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = parsed(_part(book, "xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in one.iter(f"{_SHEET}t")) for one in root.iter(f"{_SHEET}si")]


def _cells(row: etree._Element, shared: list[str]) -> Iterator[tuple[int, str]]:
    for position, cell in enumerate(row.iter(f"{_SHEET}c")):
        letters = re.match(r"[A-Z]{1,3}", cell.get("r") or "")
        at = _column(letters.group()) if letters else position
        yield at, _value(cell, shared)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: etree._Element, shared: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_SHEET}t"))
    raw = cell.findtext(f"{_SHEET}v") or ""
    if kind == "s":
        return shared[int(raw)] if raw.isdigit() and int(raw) < len(shared) else ""
    if kind in ("str", "b", "d"):
        return raw
    return _whole(raw)


def _whole(raw: str) -> str:
    """A number as people read it: «1.2345678901E10» and «12345678901.0» are an identity number."""
    if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,20})?(E[+-]?[0-9]{1,2})?", raw):
        return raw
    number = float(raw)
    return f"{number:.0f}" if number == int(number) and abs(number) < 1e15 else raw
