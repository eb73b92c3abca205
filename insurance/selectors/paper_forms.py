"""Reads of a university's own papers: which there are, their versions, and what each changed."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from insurance.models import PaperForm
from insurance.paper_kinds import NOT_PRINTED, Paper
from insurance.papers.blocks import BLOCKS
from insurance.papers.forms import usual_form
from usp.reference.models import University

EDITED = tuple(kind for kind in Paper if kind != Paper.SGK_ENTRY)
"""What a university says something of; SGK's entry document has its own place."""
_WORDS = re.compile(r"\S+\s*")
_ALIKE = 0.5  # below this a text is shown whole, old and new: word by word nobody could read it


@dataclass(frozen=True)
class FormRow:
    """One paper in the list: what prints today, and whether a draft waits."""

    kind: Paper
    standing: PaperForm
    draft: PaperForm | None

    @property
    def is_own(self) -> bool:
        """Whether the university has published words of its own."""
        return self.standing.pk is not None

    @property
    def is_printed(self) -> bool:
        """Whether the portal prints it."""
        return self.kind not in NOT_PRINTED


@dataclass(frozen=True)
class Difference:
    """What one part of a paper said before and says now; ``pieces`` are (kept | gone | new, words)."""

    label: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VersionRow:
    """One published version and what it changed against the one before."""

    form: PaperForm
    differences: tuple[Difference, ...]
    is_standing: bool


def form_rows(university: University) -> list[FormRow]:
    """Every paper in the order in which an internship needs it. One query."""
    forms = _all(university)
    return [
        FormRow(kind, _standing(university, kind, forms), _draft(kind, forms))
        for kind in EDITED
    ]  # fmt: skip


def form_row(university: University, kind: Paper) -> FormRow:
    """One of them."""
    forms = _all(university)
    return FormRow(kind, _standing(university, kind, forms), _draft(kind, forms))


def versions_of(university: University, kind: Paper) -> list[VersionRow]:
    """The published versions, newest first, each with what it changed. One query."""
    forms = [form for form in _all(university) if form.kind == kind and form.published_at]
    rows = []
    for number, form in enumerate(forms):
        before = forms[number + 1] if number + 1 < len(forms) else usual_form(university, kind)
        rows.append(VersionRow(form, tuple(differences(before, form)), number == 0))
    return rows


def differences(before: PaperForm, after: PaperForm) -> list[Difference]:
    """What changed from one version to another, part by part."""
    old, new = _parts(before), _parts(after)
    return [
        Difference(label, tuple(_pieces(old.get(label, ""), text)))
        for label, text in new.items()
        if old.get(label, "") != text
    ]


def _parts(form: PaperForm) -> dict[str, str]:
    from insurance.forms.paper_forms import initial_of  # noqa: PLC0415 -- the form knows the portal's own words

    values: dict[str, Any] = initial_of(form)
    boxes = [
        " · ".join(part for part in (values[f"role_{row}"], values[f"name_{row}"], values[f"note_{row}"]) if part)
        for row in range(values["boxes"])
    ]
    parts = {
        _("Hangi stajlarda istensin?"): str(form.get_want_display()),
        _("İmzalı aslı teslim alınır"): _("Evet") if form.comes_back_signed else _("Hayır"),
        _("Tarama asıl yerine geçer"): _("Evet") if form.scan_suffices else _("Hayır"),
        _("Antet satırları"): values["letterhead"],
        _("Alt bilgi"): form.footer,
        _("Logo"): form.logo.name if form.logo else "",
    }
    parts |= {label: values[f"text_{name}"] for name, label, _usual in BLOCKS.get(Paper(form.kind), ())}
    return parts | {_("İmza sırası"): "\n".join(boxes)}


def _pieces(old: str, new: str) -> list[tuple[str, str]]:
    """Word by word: what stayed, what went, what came."""
    before, after = _WORDS.findall(f"{old}\n"), _WORDS.findall(f"{new}\n")
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [piece for piece in (("gone", old + "\n" * bool(new)), ("new", new)) if piece[1].strip()]
    pieces: list[tuple[str, str]] = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            pieces.append(("kept", "".join(before[i1:i2])))
            continue
        pieces += [(name, "".join(words)) for name, words in (("gone", before[i1:i2]), ("new", after[j1:j2])) if words]
    return pieces


def _all(university: University) -> list[PaperForm]:
    rows = PaperForm.objects.filter(university=university).select_related("logo", "written_by", "published_by")
    return list(rows.order_by("kind", "-version"))


def _standing(university: University, kind: Paper, forms: list[PaperForm]) -> PaperForm:
    found = next((form for form in forms if form.kind == kind and form.published_at), None)
    return found or usual_form(university, kind)


def _draft(kind: Paper, forms: list[PaperForm]) -> PaperForm | None:
    return next((form for form in forms if form.kind == kind and form.published_at is None), None)
