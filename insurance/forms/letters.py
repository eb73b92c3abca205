"""Forms of incoming letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.name_lists import cleaned_lines, lines_of
from insurance.services.letters import LetterFacts
from usp.core.errors import RuleViolation
from usp.documents.uploads import PROOF_TYPES, UploadField


class IncomingLetterForm(forms.Form):
    """What stands on the letter, and its scan."""

    institution = forms.CharField(label=_("Gönderen kurum"), max_length=200)
    dated_on = forms.DateField(
        label=_("Yazının tarihi"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    number = forms.CharField(label=_("Yazının sayısı"), max_length=60)
    note = forms.CharField(label=_("Not"), required=False, max_length=300)
    file = UploadField(label=_("Yazının taraması"), allowed=PROOF_TYPES, help_text=_("PDF, JPEG ya da PNG."))

    def facts(self) -> LetterFacts:
        """What the verb takes."""
        return LetterFacts(**{name: self.cleaned_data[name] for name in ("institution", "dated_on", "number", "note")})


class WithdrawForm(forms.Form):
    """Why a letter is taken out of use; the units read it."""

    reason = forms.CharField(
        label=_("Neden geri çekiyorsunuz?"),
        max_length=300,
        help_text=_("Yazının iletildiği birimler okur. Örnek: Tarih yanlış yazıldı, doğrusu ayrıca kaydedildi."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NameListForm(forms.Form):
    """The letter's list of names: pasted, or as a file."""

    text = forms.CharField(
        label=_("Adlar ya da öğrenci numaraları"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Her satıra bir kişi. Yazıdaki tabloyu olduğu gibi yapıştırabilirsiniz."),
    )
    file = forms.FileField(
        label=_("Listenin dosyası"), required=False, help_text=_("Excel (.xlsx) ya da CSV; ilk sayfası okunur.")
    )

    def clean(self) -> dict[str, Any]:
        """The lines of both."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        try:
            cleaned["lines"] = cleaned_lines((cleaned.get("text") or "").splitlines())
            if file:
                cleaned["lines"] += lines_of(file.read())
        except RuleViolation as rule:
            self.add_error("file" if file else "text", str(rule))
        if not self.errors and not cleaned.get("lines"):
            self.add_error("text", _("Adları yapıştırın ya da dosyayı seçin."))
        return cleaned
