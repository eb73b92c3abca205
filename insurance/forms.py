"""Forms after acceptance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.models import PaperRules
from insurance.selectors import units_of
from insurance.services.paper_rules import PaperTerms
from usp.accounts.models import User
from usp.reference.models import Unit

TABS = (
    ("all", _("Tümü")),
    ("awaiting", _("Evrak bekleyen")),
    ("late", _("Gecikenler")),
    ("week", _("Bu hafta")),
    ("cancelled", _("İptaller")),
)


class InternFilterForm(forms.Form):
    """What the intern list is narrowed to. Anything unreadable in the address counts as not chosen."""

    q = forms.CharField(label=_("Ad, öğrenci no ya da işveren"), required=False, max_length=80)
    unit = forms.ModelChoiceField(
        label=_("Birim"), queryset=Unit.objects.none(), required=False, empty_label=_("Bütün birimler")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(user)  # type: ignore[attr-defined]


class PaperRulesForm(forms.ModelForm):
    """What a manager says about papers: how long before the start, until what hour, to whom."""

    class Meta:
        model = PaperRules
        fields = ["lead_days", "lead_unit", "last_hour", "taken_by", "papers_to", "explanation"]
        widgets = {
            "lead_unit": forms.RadioSelect,
            "last_hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "explanation": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"lead_days": _("Staj başlamadan en geç kaç gün önce?"), "lead_unit": _("Hangi günler sayılsın?")}
        help_texts = {
            "last_hour": _("Yarım iş günlerinde (arife, 28 Ekim) en geç 13.00’e kadar sayılır."),
            "papers_to": _("Boş bırakırsanız öğrencinin birimi yazılır. Örnek: Kariyer Merkezi, B Blok 104"),
            "explanation": _("Staj kabul formunda basılır."),
        }

    def terms(self) -> PaperTerms:
        """What the verb takes."""
        return PaperTerms(**self.cleaned_data)
