"""Whose entry document is it? By SGK's reference code, the identity number, or the name; pure.

What is looked into is the text of the first pages and the file's name. The surest sign decides; several people with
the same sign are no match but a question for the officer.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _
from stdnum.tr import tckimlik

from usp.core import turkish
from usp.core.errors import RuleViolation
from usp.documents.uploads import MEGABYTE

MAX_FILES = 300
MAX_FILE = 2 * MEGABYTE
MAX_ALL = 36 * MEGABYTE  # of one sending, also unpacked: what the proxy lets through, less the form around it
_SHORTEST_CODE = 5


@dataclass(frozen=True)
class Wanted:
    """Somebody whose document may come: the keyed hash of the identity number, the name, SGK's reference code."""

    case_id: int
    number_hash: str
    name: str
    reference: str = ""


@dataclass(frozen=True)
class Match:
    """The cases that fit, and by which sign («reference», «number», «name», or «» for none)."""

    case_ids: tuple[int, ...]
    found_by: str


def match(wanted: Iterable[Wanted], text: str, file_name: str, hash_of: Callable[[str], str]) -> Match:
    """Who is meant. ``hash_of`` makes the keyed hash of an identity number, which nobody stores in the clear."""
    people = list(wanted)
    words = turkish.fold(f"{text} {file_name}")
    tokens = set(re.findall(r"[a-z0-9]+", words))
    numbers = {hash_of(token) for token in tokens if len(token) == 11 and tckimlik.is_valid(token)}
    plain = f" {' '.join(re.findall('[a-z]+', words))} "
    signs: tuple[tuple[str, Callable[[Wanted], bool]], ...] = (
        ("reference", lambda one: len(one.reference) >= _SHORTEST_CODE and turkish.fold(one.reference) in tokens),
        ("number", lambda one: one.number_hash in numbers),
        ("name", lambda one: _is_named(one.name, plain)),
    )
    for name, fits in signs:
        found = tuple(one.case_id for one in people if fits(one))
        if found:
            return Match(found, name)
    return Match((), "")


def _is_named(name: str, plain: str) -> bool:
    words = re.findall("[a-z]+", turkish.fold(name))
    return len(words) > 1 and f" {' '.join(words)} " in plain


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The PDFs of a ZIP file by name. RuleViolation for what is no ZIP, is locked, or grows beyond measure."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            yield from _members(packed, _wanted_members(packed))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise RuleViolation(
            _("ZIP dosyası açılamadı; bozuk ya da parolalı olabilir. Belgeleri parolasız yeniden sıkıştırın."),
            code="zip_unreadable",
        ) from error


def _wanted_members(packed: zipfile.ZipFile) -> Sequence[zipfile.ZipInfo]:
    found = [
        one for one in packed.infolist()
        if not one.is_dir() and not one.filename.startswith("__MACOSX/")
        and not PurePosixPath(one.filename).name.startswith(".")
    ]  # fmt: skip
    if len(found) > MAX_FILES:
        raise RuleViolation(_("ZIP dosyasında 300’den çok belge var. Bölüp ayrı ayrı yükleyin."), code="zip_files")
    return found


def _members(packed: zipfile.ZipFile, found: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    left = MAX_ALL
    for one in found:
        with packed.open(one) as member:
            content = member.read(MAX_FILE + 1)  # whatever the list of contents promises
        left -= len(content)
        if len(content) > MAX_FILE or left < 0:
            raise RuleViolation(
                _("ZIP dosyası açılınca çok büyüyor: bir belge en çok 2 MB, hepsi birlikte en çok 36 MB olabilir."),
                code="zip_bomb",
            )
        yield _name_of(one), content


def _name_of(member: zipfile.ZipInfo) -> str:
    """The name without folders; Windows writes Turkish letters in the code page of old, without saying so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp857"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return PurePosixPath(name.replace("\\", "/")).name[:150]
