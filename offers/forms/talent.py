"""What an employer writes about its lists: their names, tags, private notes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from offers.services.talent import MOST_TAGS


class ListNameForm(forms.Form):
    """A list's name."""

    name = forms.CharField(label=_("Liste adı"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class TagsField(forms.CharField):
    """Short words parted by commas; each kept once, in the order written."""

    def to_python(self, value: Any) -> Any:
        """The tags as a list."""
        words = [" ".join(word.split()) for word in (super().to_python(value) or "").split(",")]
        tags = list(dict.fromkeys(word for word in words if word))
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("En çok 8 etiket yazılabilir."))
        if any(len(tag) > 30 for tag in tags):
            raise ValidationError(_("Bir etiket en çok 30 karakter olabilir."))
        return tags

    def run_validators(self, value: Any) -> None:
        """Nothing more: the parts were checked above."""

    def prepare_value(self, value: Any) -> Any:
        """Lists come back with commas between."""
        return ", ".join(value) if isinstance(value, list) else value


class NoteForm(forms.Form):
    """Tags and the private note of one member."""

    tags = TagsField(
        label=_("Etiketler"),
        required=False,
        help_text=_("Virgülle ayırın: öncelikli, gömülü yazılım"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Özel not"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Yalnızca kurumunuzdaki kişiler okur. Kişisel verilerin korunması kanunu gereği aday kendi verilerini "
            "istediğinde bu not da dosyasında yer alır; nesnel ve saygılı yazın."
        ),
    )
