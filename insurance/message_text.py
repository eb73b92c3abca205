"""The places that a message to many interns may name, filled in for each: «Sayın {ad}, {isveren} stajınız …»."""

import re
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.models import Placement
from usp.core.templatetags.usp import tr_date

_PLACE = re.compile(r"\{([^{}\s]{1,40})\}")


def _papers_due(placement: Placement) -> str:
    case = getattr(placement, "insurance_case", None)
    return tr_date(case.papers_due_on) if case else ""


PLACES: dict[str, tuple[str | Promise, Callable[[Placement], str]]] = {
    "ad": (_("öğrencinin adı"), lambda one: one.student.first_name),
    "ad_soyad": (_("adı ve soyadı"), lambda one: str(one.student)),
    "isveren": (_("işverenin adı"), lambda one: str(one.offer.terms["employer"])),
    "baslangic": (_("stajın ilk günü"), lambda one: tr_date(one.first_day)),
    "bitis": (_("stajın son günü"), lambda one: tr_date(one.last_day)),
    "is_gunu": (_("iş günü sayısı"), lambda one: str(one.working_days)),
    "son_evrak_gunu": (_("evrakın son günü"), _papers_due),
    "bolum": (_("bölümü"), lambda one: one.department.name),
    "birim": (_("fakültesi ya da birimi"), lambda one: one.department.unit.name),
}
"""name → (what it stands for, its value). Needs student, offer, department with unit, and the case at hand."""


def unknown_places(text: str) -> list[str]:
    """The names in braces that stand for nothing, once each, in order."""
    return list(dict.fromkeys(name for name in _PLACE.findall(text) if name not in PLACES))


def filled(text: str, placement: Placement) -> str:
    """The text as this intern reads it; anything else in braces stays as it is written."""

    def value(found: re.Match[str]) -> str:
        place = PLACES.get(found[1])
        return place[1](placement) if place else found[0]

    return _PLACE.sub(value, text)
