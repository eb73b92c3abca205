"""The form of a university's terms for papers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.models import PaperRules
from insurance.services.paper_rules import PaperTerms


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
