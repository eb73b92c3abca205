"""What a career centre enters: windows, closing one, term dates, rules about windows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Term, WindowRules
from applications.models.university_rules import LONGEST
from applications.services.university_windows import window_ends
from usp.core.errors import RuleViolation


def day_input(**attrs: str) -> forms.DateInput:
    """The browser's own picker of days."""
    return forms.DateInput(attrs={"type": "date"} | attrs, format="%Y-%m-%d")


class WindowForm(forms.Form):
    """A window: its length and its start, which must be a working day in weeks of five and of six days."""

    starts_on = forms.DateField(label=_("Başlama tarihi"), widget=day_input())
    working_days = forms.IntegerField(label=_("Süre (iş günü)"), min_value=1, max_value=LONGEST)

    def clean(self) -> dict[str, Any]:
        """Refuse what the calendar refuses, with the next working day named."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts_on") and data.get("working_days"):
            try:
                window_ends(data["starts_on"], data["working_days"])
            except RuleViolation as rule:
                self.add_error("starts_on", str(rule))
        return data


class CloseForm(forms.Form):
    """Why a window is closed; students who ranked it read this."""

    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=200,
        help_text=_("Bu takvimi seçen öğrencilere aynen gösterilir."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TermForm(forms.ModelForm):
    """A term's name and dates."""

    class Meta:
        model = Term
        fields = ["name", "starts_on", "ends_on"]
        widgets = {"starts_on": day_input(), "ends_on": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].input_formats = ["%Y-%m-%d"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("starts_on"), data.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", str(_("Bitiş tarihi başlangıçtan önce olamaz.")))
        return data


class WindowRulesForm(forms.ModelForm):
    """What the university does with an overlap, and which lengths it knows."""

    class Meta:
        model = WindowRules
        fields = ["term_overlap", "usual_days", "largest_days"]
        widgets = {"term_overlap": forms.RadioSelect}
