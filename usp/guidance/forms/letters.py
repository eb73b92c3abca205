"""What an operator enters of an official letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from usp.core import clock
from usp.documents.models import FileType
from usp.documents.uploads import UploadField
from usp.guidance.services.letters import LetterFacts
from usp.guidance.upward import season_choices


class LetterForm(forms.Form):
    """Date, number, subject and the scanned or signed PDF."""

    season_code = forms.ChoiceField(label=_("Dönem"))
    dated_on = forms.DateField(
        label=_("Yazının tarihi"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    number = forms.CharField(label=_("Yazının sayısı"), max_length=60, help_text=_("Örnek: 77152623-773.99-E.259"))
    subject = forms.CharField(label=_("Konu"), max_length=200)
    file = UploadField(label=_("Yazının PDF’i"), allowed=(FileType.PDF,), help_text=_("En çok 10 MB, 30 sayfa."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["season_code"].choices = season_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A letter is not dated in the future."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("dated_on") and data["dated_on"] > clock.page_now().date():
            self.add_error("dated_on", str(_("Yazının tarihi bugünden sonra olamaz.")))
        return data

    def facts(self) -> LetterFacts:
        """What the verb takes besides the file."""
        return LetterFacts(**{name: value for name, value in self.cleaned_data.items() if name != "file"})
