"""What a university words itself on one of its papers: letterhead, texts, signatures, and when it is wanted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from insurance.models import PaperForm
from insurance.paper_kinds import NOT_PRINTED, Paper
from insurance.papers.blocks import BLOCKS, SIGNATURES, unknown_placeholders
from insurance.papers.forms import ALWAYS_BACK
from insurance.services.paper_forms import MOST_SIGNATURES, FormContent
from usp.documents.uploads import PICTURE_TYPES, UploadField

MOST_LINES = 4
LINE_LENGTH = 90
TEXT_LENGTH = 3000
_BOX = ("role", "name", "note")
Box = Mapping[str, str]


class PaperFormEditor(forms.Form):
    """One paper of a university. Texts left as the portal words them are not stored, so that they follow the portal."""

    want = forms.ChoiceField(label=_("Hangi stajlarda istensin?"), choices=PaperForm.Want.choices)
    comes_back_signed = forms.BooleanField(label=_("İmzalı aslı teslim alınır"), required=False)
    scan_suffices = forms.BooleanField(
        label=_("Öğrencinin gönderdiği tarama asıl yerine geçer"),
        required=False,
        help_text=_("İşaretlemezseniz tarama yalnızca ön incelemedir; ıslak imzalı aslı yine istenir."),
    )
    letterhead = forms.CharField(
        label=_("Antet satırları"),
        required=False,
        max_length=MOST_LINES * (LINE_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": MOST_LINES}),
        help_text=_("Her satıra bir satır, en çok dört. Boş bırakırsanız üniversitenizin ve birimin adı yazılır."),
    )
    footer = forms.CharField(
        label=_("Alt bilgi"), required=False, max_length=200, help_text=_("Adres, telefon, belge kodu gibi.")
    )
    logo = UploadField(label=_("Logo"), required=False, allowed=PICTURE_TYPES, help_text=_("PNG ya da JPEG."))
    drop_logo = forms.BooleanField(label=_("Logoyu kaldır"), required=False)
    seen_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    boxes = forms.IntegerField(min_value=0, max_value=MOST_SIGNATURES, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Paper, has_logo: bool, boxes: int, **kwargs: Any) -> None:
        """``boxes`` is how many rows of signatures the page has."""
        super().__init__(*args, **kwargs)
        self.kind, self.box_count = kind, min(boxes, MOST_SIGNATURES)
        for name, label, _usual in BLOCKS.get(kind, ()):
            self.fields[f"text_{name}"] = forms.CharField(
                label=label, max_length=TEXT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 5})
            )
        for row in range(self.box_count):
            self.fields[f"role_{row}"] = forms.CharField(label=_("Kim imzalar"), max_length=60, required=False)
            self.fields[f"name_{row}"] = forms.CharField(label=_("Adı"), max_length=80, required=False)
            self.fields[f"note_{row}"] = forms.CharField(label=_("Yanında"), max_length=60, required=False)
        gone = []
        if kind in ALWAYS_BACK:
            gone += ["want", "comes_back_signed"]
        if kind in NOT_PRINTED:
            gone += ["letterhead", "footer", "logo", "drop_logo"]
        elif not has_logo:
            gone.append("drop_logo")
        for name in gone:
            del self.fields[name]

    def seen(self) -> dt.datetime | None:
        """The draft's moment as the page knew it."""
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError:
            return None

    def text_fields(self) -> list[BoundField]:
        """The paper's blocks, in their order."""
        return [self[f"text_{name}"] for name, _label, _usual in BLOCKS.get(self.kind, ())]

    def box_rows(self) -> list[tuple[int, list[BoundField]]]:
        """The rows of signatures, numbered from 0."""
        return [(row, [self[f"{part}_{row}"] for part in _BOX]) for row in range(self.box_count)]

    def clean_letterhead(self) -> tuple[str, ...]:
        """The lines."""
        lines = tuple(line.strip() for line in self.cleaned_data["letterhead"].splitlines() if line.strip())
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("En çok dört satır yazın."))
        if any(len(line) > LINE_LENGTH for line in lines):
            raise forms.ValidationError(_("Bir antet satırı en çok 90 karakter olabilir."))
        return lines

    def clean(self) -> dict[str, Any]:
        """Square brackets name facts that exist; a signature names who signs."""
        cleaned = super().clean() or {}
        asked = [f"text_{name}" for name, _label, _usual in BLOCKS.get(self.kind, ())]
        for name in (*asked, *(f"name_{row}" for row in range(self.box_count))):
            unknown = unknown_placeholders(cleaned.get(name) or "")
            if unknown:
                self.add_error(name, _("Bilinmeyen bilgi: %(names)s") % {"names": ", ".join(unknown)})
        for row in range(self.box_count):
            if not cleaned.get(f"role_{row}") and (cleaned.get(f"name_{row}") or cleaned.get(f"note_{row}")):
                self.add_error(f"role_{row}", _("Kimin imzalayacağını yazın ya da satırı çıkarın."))
        return cleaned

    def content(self) -> FormContent:
        """What the verb takes."""
        found = self.cleaned_data
        texts = {name: found[f"text_{name}"].replace("\r\n", "\n") for name, _l, _u in BLOCKS.get(self.kind, ())}
        usual = {name: text for name, _label, text in BLOCKS.get(self.kind, ())}
        boxes = tuple(
            {part: found[f"{part}_{row}"] for part in _BOX} for row in range(self.box_count) if found.get(f"role_{row}")
        )
        return FormContent(
            want=found.get("want") or PaperForm.Want.ALWAYS,
            comes_back_signed=found.get("comes_back_signed", True),
            scan_suffices=found["scan_suffices"],
            letterhead=found.get("letterhead") or (),
            footer=found.get("footer") or "",
            texts={name: text for name, text in texts.items() if text.strip() != usual[name].strip()},
            signatures=() if boxes == tuple(usual_boxes(self.kind)) else boxes,
        )


def usual_boxes(kind: Paper) -> list[dict[str, str]]:
    """Who signs where the university says nothing else."""
    return [{"role": box.role, "name": box.name, "note": box.note} for box in SIGNATURES.get(kind, ())]


def initial_of(form: PaperForm) -> dict[str, Any]:
    """The fields' values of a version: its own words, else the portal's."""
    kind = Paper(form.kind)
    values: dict[str, Any] = {
        "want": form.want,
        "comes_back_signed": form.comes_back_signed,
        "scan_suffices": form.scan_suffices,
        "letterhead": "\n".join(form.letterhead),
        "footer": form.footer,
    }
    for name, _label, usual in BLOCKS.get(kind, ()):
        values[f"text_{name}"] = form.texts.get(name) or usual
    return values | _box_values(form.signatures or usual_boxes(kind))


def arranged(posted: QueryDict, step: str) -> dict[str, Any]:
    """What was typed, with a row of signatures added, removed or moved: «ekle», «cikar-2», «yukari-2», «asagi-2»."""
    count = min(int(posted.get("boxes") or 0), MOST_SIGNATURES) if posted.get("boxes", "").isdecimal() else 0
    rows: list[Box] = [{part: posted.get(f"{part}_{row}", "") for part in _BOX} for row in range(count)]
    values = {name: posted[name] for name in posted if name.partition("_")[0] not in _BOX}
    return values | _box_values(_stepped(rows, step))


def _stepped(rows: list[Box], step: str) -> list[Box]:
    what, _dash, number = step.partition("-")
    at = int(number) if number.isdecimal() else -1
    if what == "ekle":
        return [*rows, {"note": "Tarih ve imza"}][:MOST_SIGNATURES]
    if not 0 <= at < len(rows):
        return rows
    if what == "cikar":
        return rows[:at] + rows[at + 1 :]
    to = at - 1 if what == "yukari" else at + 1 if what == "asagi" else at
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def _box_values(rows: Sequence[Box]) -> dict[str, Any]:
    values: dict[str, Any] = {"boxes": len(rows)}
    for number, box in enumerate(rows):
        values |= {f"{part}_{number}": box.get(part, "") for part in _BOX}
    return values
