"""Forms of messages to interns."""

import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from insurance.message_text import unknown_places
from insurance.models import MessageTemplate

_ONE_LINE = RegexValidator(r"[\x00-\x1f\x7f]", _("Konu tek satır olmalı."), inverse_match=True)


class WordsForm(forms.Form):
    """A subject and a text with places in braces."""

    subject = forms.CharField(label=_("Konu"), max_length=120, validators=[_ONE_LINE])
    text = forms.CharField(label=_("Metin"), max_length=2000, widget=forms.Textarea(attrs={"rows": 9}))

    def clean(self) -> dict[str, Any]:
        """Every place must stand for something."""
        cleaned = super().clean() or {}
        for name in ("subject", "text"):
            if wrong := unknown_places(cleaned.get(name, "")):
                names = ", ".join(f"{{{one}}}" for one in wrong)
                self.add_error(name, _("Tanınmayan alan: %(names)s") % {"names": names})
        return cleaned


class MessageForm(WordsForm):
    """A message as it is written; ``form_id`` makes a form sent twice one message."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    field_order = ["form_id", "subject", "text"]


class TemplateForm(WordsForm):
    """A text kept to be used again."""

    name = forms.CharField(label=_("Şablonun adı"), max_length=80, help_text=_("Listede bununla bulursunuz."))
    field_order = ["name", "subject", "text"]

    def __init__(self, *args: Any, template: MessageTemplate | None = None, **kwargs: Any) -> None:
        if template is not None:
            kwargs["initial"] = {"name": template.name, "subject": template.subject, "text": template.text}
        super().__init__(*args, **kwargs)
