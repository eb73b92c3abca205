"""Lists of people as institutions send them: pasted lines, CSV, or the first sheet of an XLSX; and whom they mean.

A line means an intern by student number, or by the whole name in any spelling. What fits several, or only nearly fits,
is left to a person.
"""

import csv
import difflib
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from lxml import etree

from offers.models import Placement
from usp.core import turkish
from usp.core.errors import RuleViolation

MOST_LINES = 1000
MOST_BYTES = 2 * 1024 * 1024
_MOST_INFLATED = 20 * 1024 * 1024
_CLOSE = 0.86  # one or two wrong letters in a usual name
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NUMBER = re.compile(r"[0-9]{5,12}")
_NO_WORD = re.compile(r"[^a-z ]+")


@dataclass(frozen=True)
class Found:
    """One line of the list and whom it means. ``is_sure``: exactly one, by number or whole name."""

    line: str
    placements: tuple[Placement, ...]
    is_sure: bool


def lines_of(content: bytes) -> list[str]:
    """The filled rows of a file, cells separated by a blank; raises RuleViolation with the sentence for the field."""
    if len(content) > MOST_BYTES:
        raise RuleViolation(_("Liste 2 MB’tan büyük. Yalnızca adların olduğu sayfayı kaydedip yükleyin."), code="size")
    rows = _sheet(content) if content.startswith(b"PK\x03\x04") else _table(content)
    return cleaned_lines(" ".join(cell for cell in row if cell) for row in rows)


def cleaned_lines(lines: Iterable[str]) -> list[str]:
    """Without empty lines and double blanks, at most ``MOST_LINES``."""
    found = [text for text in (" ".join(line.split())[:200] for line in lines) if text]
    if len(found) > MOST_LINES:
        raise RuleViolation(_("Listede 1.000’den çok satır var. Bölüp ayrı ayrı yükleyin."), code="lines")
    return found


def match_lines(lines: Sequence[str], placements: Sequence[Placement]) -> list[Found]:
    """Each line with the interns it may mean; lines without a name or number (headings) are left out."""
    numbers: dict[str, list[Placement]] = {}
    names: dict[str, list[Placement]] = {}
    for placement in placements:
        numbers.setdefault(placement.application.student_no, []).append(placement)
        names.setdefault(placement.student.search_name, []).append(placement)
    numbers.pop("", None)
    by_word: dict[str, set[str]] = {}
    for name in names:
        for word in name.split():
            by_word.setdefault(word, set()).add(name)
    return [
        found
        for found in (_match(line, numbers, names, by_word) for line in lines)
        if found.placements or _says_a_name(found.line)
    ]


def _match(
    line: str,
    numbers: dict[str, list[Placement]],
    names: dict[str, list[Placement]],
    by_word: dict[str, set[str]],
) -> Found:
    for number in _NUMBER.findall(line):
        if number in numbers:
            return Found(line, tuple(numbers[number]), len(numbers[number]) == 1)
    words = _words(line)
    text = f" {' '.join(words)} "
    maybe = sorted({name for word in words for name in by_word.get(word, ())})  # a near name shares a whole word
    whole = [name for name in maybe if f" {name} " in text]
    if whole:
        longest = max(whole, key=len)  # «Ali Can Demir» holds «Can Demir» too
        return Found(line, tuple(names[longest]), len(names[longest]) == 1)
    near = [name for name in maybe if _is_near(name, words)]
    return Found(line, tuple(one for name in near[:3] for one in names[name]), False)


def _is_near(name: str, words: Sequence[str]) -> bool:
    """Whether some run of as many words as the name has differs from it by a letter or two, or turns it around."""
    parts = name.split()
    if len(parts) > 1 and set(parts) <= set(words):
        return True
    runs = (" ".join(words[at : at + len(parts)]) for at in range(len(words) - len(parts) + 1))
    return any(difflib.SequenceMatcher(a=name, b=run).ratio() >= _CLOSE for run in runs)


def _words(line: str) -> list[str]:
    return _NO_WORD.sub(" ", turkish.fold(line)).split()


def _says_a_name(line: str) -> bool:
    """Two words and no heading: «Sıra Adı Soyadı Bölümü» is none."""
    words = _words(line)
    return (len(words) > 1 and not {"adi", "soyadi"} & set(words)) or bool(_NUMBER.search(line))


def _table(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp1254"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = ""
    if not text.strip() or "\0" in text:
        raise RuleViolation(_unreadable(), code="unreadable")
    head = text[:2000]
    separator = max((";", "\t", ","), key=head.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator)) if separator in head else [
        [line] for line in text.splitlines()
    ]  # fmt: skip


def _sheet(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_INFLATED:
                raise RuleViolation(_unreadable(), code="unreadable")
            names = archive.namelist()
            shared = _strings(archive.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            sheets = sorted(one for one in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", one))
            root = _xml(archive.read(sheets[0]))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, IndexError, KeyError, NotImplementedError, RuntimeError) as error:
        raise RuleViolation(_unreadable(), code="unreadable") from error
    return [[_cell(cell, shared) for cell in row.iter(f"{_MAIN}c")] for row in root.iter(f"{_MAIN}row")]


def _strings(content: bytes) -> list[str]:
    return ["".join(part.text or "" for part in one.iter(f"{_MAIN}t")) for one in _xml(content).iter(f"{_MAIN}si")]


def _cell(cell: "etree._Element", shared: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
    value = cell.find(f"{_MAIN}v")
    text = value.text or "" if value is not None else ""
    if kind == "s":
        return shared[int(text)] if text.isdecimal() and int(text) < len(shared) else ""
    return text.removesuffix(".0")


def _xml(content: bytes) -> "etree._Element":
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _unreadable() -> str:
    return str(_("Liste okunamadı. Excel dosyası (.xlsx) ya da CSV olarak kaydedip yeniden yükleyin."))
