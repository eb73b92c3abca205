"""The forms of «İletişim Bilgileri»: a new address or number, and the code that proves it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import ContactChannel
from usp.accounts.services.contact_values import EMAIL_FORMAT, PHONE_FORMAT, clean_contact
from usp.core.errors import RuleViolation


class ContactForm(forms.Form):
    """The new contact. What it may look like is the verb's business; the form asks it and shows its sentence."""

    value = forms.CharField(max_length=254)

    def __init__(self, *args: Any, channel: ContactChannel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        field = self.fields["value"]
        by_email = channel == ContactChannel.EMAIL
        field.label = _("Yeni e-posta adresiniz") if by_email else _("Yeni cep telefonu numaranız")
        field.help_text = "" if by_email else _("Başında sıfır olmadan 10 hane: 5xx xxx xx xx")
        field.error_messages["required"] = EMAIL_FORMAT if by_email else PHONE_FORMAT
        field.widget.attrs |= (
            {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
            if by_email
            else {"autocomplete": "tel-national", "inputmode": "tel", "placeholder": "5xx xxx xx xx"}
        )

    def clean_value(self) -> str:
        """As it was typed, once it is known to be a contact of this channel."""
        value = str(self.cleaned_data["value"])
        try:
            clean_contact(self.channel, value)
        except RuleViolation as rule:
            raise forms.ValidationError(str(rule), code=rule.code) from rule
        return value


class CodeForm(forms.Form):
    """The six digits, blanks between them allowed, and the request that they answer."""

    request_no = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Doğrulama kodu"),
        max_length=12,
        error_messages={"required": _("Size gönderilen altı haneli kodu yazın.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "usp-code-input"}
        ),
    )

    def clean_code(self) -> str:
        """Six digits; a typing error of another kind costs none of the five tries."""
        digits = "".join(str(self.cleaned_data["code"]).split())
        if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("Kod altı rakamdan oluşur."), code="code_format")
        return digits
