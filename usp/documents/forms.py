"""The form that asks for a verification code."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usp.documents.codes import normalise


class VerificationForm(forms.Form):
    """One code, in any spelling."""

    kod = forms.CharField(
        label=_("Doğrulama kodu"),
        max_length=64,
        help_text=_("Belgenin altında yazar: dörder dörder ayrılmış 16 harf ve rakam."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_kod(self) -> str:
        """The code as it is stored."""
        code = normalise(self.cleaned_data["kod"])
        if not code:
            raise ValidationError(
                _("Bu bir doğrulama kodu değil. Kod 16 harf ve rakamdan oluşur; 0, O, 1, I ve L içermez.")
            )
        return code
