"""Forms of the intern list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.selectors import units_of
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
