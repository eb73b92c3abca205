"""Forms of an internship's end: the report and the unit's verdict on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from usp.documents.models import FileType
from usp.documents.uploads import UploadField


class ReportForm(forms.Form):
    """The report as one PDF."""

    file = UploadField(
        label=_("Staj raporu"),
        allowed=(FileType.PDF,),
        help_text=_("Tek PDF, en çok 10 MB ve 30 sayfa. İmzalı sayfaları tarayıp ekleyin."),
    )


class VerdictForm(forms.Form):
    """Accept, or send back with words."""

    verdict = forms.ChoiceField(
        label=_("Sonuç"),
        choices=[("accept", _("Kabul ediyorum")), ("return", _("Düzeltilmek üzere geri gönderiyorum"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Sonucu seçin.")},
    )
    note = forms.CharField(
        label=_("Neyi düzeltsin?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Geri gönderirken zorunludur; öğrenci bu sözleri okur."),
    )

    def clean(self) -> dict[str, Any]:
        """Whoever sends it back says why."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == "return" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Neyin düzeltileceğini yazın; öğrenci bunu okur."))
        return cleaned
