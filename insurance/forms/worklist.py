"""What «Yapılacaklar» is narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.selectors import units_of
from insurance.selectors.worklist import SECTIONS, WorkQuery
from insurance.worklist import sources
from usp.accounts.models import User
from usp.reference.models import Unit


class WorklistForm(forms.Form):
    """The search above the list. Anything unreadable in the address counts as not chosen."""

    q = forms.CharField(label=_("Öğrencinin adı"), required=False, max_length=80)
    birim = forms.ModelChoiceField(
        label=_("Birim"), queryset=Unit.objects.none(), required=False, empty_label=_("Bütün birimler")
    )
    isin = forms.ChoiceField(label=_("İş"), required=False)
    kume = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birim"].queryset = units_of(user)  # type: ignore[attr-defined]
        self.fields["isin"].choices = [("", _("Bütün işler")), *((one.key, one.label) for one in sources())]  # type: ignore[attr-defined]
        self.fields["kume"].choices = [("", ""), *SECTIONS]  # type: ignore[attr-defined]

    def query(self) -> WorkQuery:
        """What the selector takes; call it on a valid form."""
        unit = self.cleaned_data["birim"]
        return WorkQuery(
            text=self.cleaned_data["q"],
            unit=unit.pk if unit else None,
            kind=self.cleaned_data["isin"],
            section=self.cleaned_data["kume"],
        )
