"""Forms about the people of an employer: whom to let in, who does what, and what a guest says who accepts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from usp.accounts.forms_employers import checked_email
from usp.accounts.forms_people import NewAccountForm
from usp.accounts.models import Employer, EmployerMembership, EmployerRole
from usp.accounts.roles import EMPLOYER_SENTENCES
from usp.accounts.services.employer_addresses import is_of_employer
from usp.accounts.services.links import clean_address, host_of


def _role_label(role: EmployerRole) -> SafeString:
    return format_html(
        '<strong>{}</strong><span class="usp-who-sub">{}</span>', role.label, EMPLOYER_SENTENCES[role.value]
    )


def _role_choices() -> list[tuple[str, SafeString]]:
    return [(role.value, _role_label(role)) for role in EmployerRole]


class InviteMemberForm(forms.Form):
    """Whom to let in, for what. The confirmation appears once the address is from elsewhere."""

    email = forms.EmailField(
        label=_("Kurumsal e-posta adresi"),
        help_text=_("Davet bu adrese gider; kişi bu adresle giriş yapar."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    outside_confirmed = forms.BooleanField(required=False)
    role = forms.ChoiceField(label=_("Rol"), widget=forms.RadioSelect(attrs={"class": "usp-choices-cards"}))
    job_title = forms.CharField(label=_("Görevi"), max_length=80, required=False, help_text=_("Örnek: Eğitim uzmanı"))

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _role_choices()  # type: ignore[attr-defined]
        typed = clean_address(str(self.data.get("email", ""))) if self.is_bound else ""
        if not typed or is_of_employer(typed, employer.email):
            del self.fields["outside_confirmed"]
        else:
            self.fields["outside_confirmed"].label = _(
                "«%(host)s», kurumunuzun alan adı (%(own)s) değil. Kişinin kurumumda çalıştığını onaylıyorum."
            ) % {"host": host_of(typed), "own": host_of(employer.email)}

    def clean_email(self) -> str:
        """A corporate address, in lower case."""
        return checked_email(self.cleaned_data["email"])

    def clean_outside_confirmed(self) -> bool:
        """An address from elsewhere has to be confirmed."""
        if not self.cleaned_data["outside_confirmed"]:
            raise ValidationError(_("Adres kurumunuzun değil. Doğruysa kutuyu işaretleyip yeniden gönderin."))
        return True


class MemberForm(forms.Form):
    """A colleague's role, post and phone; the role only for managers."""

    role = forms.ChoiceField(label=_("Rol"), widget=forms.RadioSelect(attrs={"class": "usp-choices-cards"}))
    job_title = forms.CharField(
        label=_("Görevi"), max_length=80, required=False, help_text=_("Adaylar teklifte adın yanında görür.")
    )
    phone = PhoneNumberField(
        label=_("Telefon"), region="TR", required=False, help_text=_("Adaylar teklifte görür. Örnek: 0312 417 00 00")
    )

    def __init__(self, *args: Any, membership: EmployerMembership, may_change_role: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"role": membership.role, "job_title": membership.job_title, "phone": membership.phone}
        if may_change_role:
            self.fields["role"].choices = _role_choices()  # type: ignore[attr-defined]
        else:
            del self.fields["role"]


class MemberAccountForm(NewAccountForm):
    """What somebody invited to an employer says: name, post, phone and a password."""

    job_title = forms.CharField(
        label=_("Göreviniz"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        help_text=_("Adaylar teklifte adınızın yanında görür."),
    )
    phone = PhoneNumberField(
        label=_("Telefonunuz"),
        region="TR",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    field_order = ("full_name", "job_title", "phone", "password1", "password2")
