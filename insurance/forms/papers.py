"""Forms of papers that come in: taken in by officials, sent as scans by students."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.paper_kinds import Paper
from insurance.selectors.checklist import Line
from usp.core import clock
from usp.documents.uploads import PROOF_TYPES, UploadField


class HandInForm(forms.Form):
    """What was handed in, when; why late papers are taken all the same; the scan if there is one."""

    kinds = forms.MultipleChoiceField(
        label=_("Teslim alınan belgeler"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Teslim aldığınız en az bir belgeyi işaretleyin.")},
    )
    signed_on = forms.DateField(
        label=_("Teslim tarihi"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    late_reason = forms.CharField(
        label=_("Geç teslimin gerekçesi"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Yalnızca son evrak gününden sonra gelen evrakta yazılır."),
    )
    scan = UploadField(label=_("Tarama"), required=False, allowed=PROOF_TYPES, help_text=_("PDF, JPEG ya da PNG."))

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        """``lines`` are the papers of the internship that nobody has taken in."""
        kwargs["initial"] = {"signed_on": clock.page_now().date()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        kinds.choices = [(line.kind.value, line.label) for line in lines]


class PileForm(forms.Form):
    """What holds for a whole pile of papers: the day, and one reason for those that come late."""

    signed_on = forms.DateField(
        label=_("Teslim tarihi"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    late_reason = forms.CharField(
        label=_("Geç gelenlerin gerekçesi"), required=False, max_length=300,
        help_text=_("Son evrak günü geçmiş olan stajyerler için yazılır; zamanında gelenlerin kaydına girmez."),
    )  # fmt: skip

    def ticked(self) -> dict[int, list[str]]:
        """The ticked papers by internship, as «12:contract» in the page's boxes; what cannot be read is left out."""
        found: dict[int, list[str]] = {}
        for value in self.data.getlist("p"):  # type: ignore[attr-defined]  # always bound to a POST
            number, _colon, kind = value.partition(":")
            if number.isdecimal() and len(number) < 12 and kind in Paper.values:
                found.setdefault(int(number), []).append(kind)
        return found


class ScanForm(forms.Form):
    """One scan."""

    file = UploadField(
        label=_("Taranmış belge"), allowed=PROOF_TYPES, help_text=_("PDF, JPEG ya da PNG; en çok 10 MB.")
    )


class AnswerScanForm(forms.Form):
    """What an official says of a student's scan."""

    note = forms.CharField(
        label=_("Öğrenciye açıklama"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Yeniden istiyorsanız nesi eksik, yazın: okunmuyor, imza yok, yanlış belge."),
    )
    late_reason = forms.CharField(
        label=_("Geç teslimin gerekçesi"),
        required=False,
        max_length=300,
        help_text=_("Yalnızca tarama asıl yerine geçiyorsa ve son evrak gününden sonra geldiyse yazılır."),
    )


class UndoForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label=_("Neden geri alıyorsunuz?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class MissingForm(forms.Form):
    """Words for the student besides the list of what is missing."""

    note = forms.CharField(
        label=_("Öğrenciye not"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
