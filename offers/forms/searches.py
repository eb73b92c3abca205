"""The name under which a search is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchNameForm(forms.Form):
    """A name, and unseen the address of what is asked."""

    name = forms.CharField(
        label=_("Aramanın adı"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Kurumunuzda havuza bakabilen herkes görür."),
    )
    sorgu = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
