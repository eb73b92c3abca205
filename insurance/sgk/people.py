"""Who stands in a file, and why somebody cannot: nothing of a person is ever bent to fit (docs/rules.md B2)."""

import datetime as dt
import unicodedata
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.tr import tckimlik

from usp.core import turkish

DECLARED_AS = {"utf-8": "UTF-8", "iso-8859-9": "ISO-8859-9"}
"""The encodings SGK takes, as they are written."""
DEPARTMENT_CHARS = 100
NAME_CHARS = 80


@dataclass(frozen=True)
class Workplace:
    """The university's own workplace: 21 digits, the agent's three, and how it is called at SGK."""

    registry_number: str
    agent_number: str
    title: str
    address: str


@dataclass(frozen=True)
class Codes:
    """The university's codes for every row of a file, and how long SGK's text fields are."""

    insurance_branch: str
    education_code: str
    work_branch: str
    duty_code: str
    exit_reason: str
    title_chars: int = 250
    address_chars: int = 200


@dataclass(frozen=True)
class Person:
    """One intern in a file. ``day`` is what is declared; ``started_on`` matters for an exit only."""

    tckn: str = field(repr=False)
    first_name: str
    last_name: str
    department: str
    occupation: str
    day: dt.date
    started_on: dt.date
    document_type: str

    @property
    def full_name(self) -> str:
        """As people write it."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Problem:
    """Why a person cannot stand in a file, in one sentence with the way out."""

    code: str
    sentence: str | Promise


def written(text: str) -> str:
    """A text as it stands in a file: Turkish capitals, single spaces."""
    return turkish.upper(" ".join(text.split()))


def problem_of(person: Person, encoding: str) -> Problem | None:
    """What keeps a person out of a file in this encoding; None for nobody to worry about."""
    if not tckimlik.is_valid(person.tckn):
        return Problem("tckn", _("T.C. kimlik numarası geçerli değil. Öğrenci kaydının düzeltilmesini isteyin."))
    if not person.first_name.strip() or not person.last_name.strip():
        return Problem("name", _("Adı ya da soyadı boş. SGK’nın sayfasından elle bildirin, sonra burada işleyin."))
    if max(len(written(person.first_name)), len(written(person.last_name))) > NAME_CHARS:
        return Problem("long", _("Adı alana sığmıyor. SGK’nın sayfasından elle bildirin, sonra burada işleyin."))
    strange = strange_signs(f"{person.first_name} {person.last_name} {person.department}", encoding)
    if strange:
        return Problem("encoding", _unwritable(strange, encoding))
    return None


def strange_signs(text: str, encoding: str) -> list[str]:
    """The signs of a text, in capitals, that the encoding (or XML) cannot hold, each once."""
    found = []
    for sign in dict.fromkeys(written(text)):
        if unicodedata.category(sign)[0] == "C" or not _fits(sign, encoding):
            found.append(sign)
    return found


def _fits(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _unwritable(signs: list[str], encoding: str) -> str:
    shown = ", ".join(f"«{sign}»" if sign.isprintable() else f"U+{ord(sign):04X}" for sign in signs)
    if encoding == "utf-8":
        return _(
            "Adında ya da bölümünde dosyaya yazılamayan işaret var (%(signs)s). Öğrenci kaydının düzeltilmesini "
            "isteyin."
        ) % {"signs": shown}  # fmt: skip
    return _(
        "%(signs)s, %(encoding)s kodlamasında yok. Bu kişi için UTF-8 kodlamalı ayrı bir dosya yapın ya da SGK’nın "
        "sayfasından elle bildirip burada işleyin."
    ) % {"signs": shown, "encoding": DECLARED_AS[encoding]}  # fmt: skip
