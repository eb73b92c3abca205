"""Forms of the manager's pages about people, and of whoever answers an invitation."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from usp.accounts.models import DepartmentAdviser, UniversityRole, User, UserKind
from usp.accounts.roles import SENTENCES
from usp.accounts.selectors import WHOLE, adviser_candidates, manages_all, units_managed
from usp.accounts.services.invitations import clean_address, is_of_university
from usp.reference.models import Department, University


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _unit_choices(user: User, empty: Any) -> list[tuple[str, Any]]:
    units = [(str(unit.pk), unit.name) for unit in units_managed(user)]
    whole = [(WHOLE, _("Bütün üniversite"))] if manages_all(user) else []
    return [*([("", empty)] if empty else []), *whole, *units]


class PeopleFilterForm(forms.Form):
    """What the list is narrowed to. Anything unreadable in the address counts as not chosen."""

    q = forms.CharField(label=_("Ad ya da e-posta"), required=False, max_length=80)
    unit = forms.ChoiceField(label=_("Birim"), required=False)
    role = forms.ChoiceField(label=_("Rol"), required=False, choices=[("", _("Bütün roller")), *UniversityRole.choices])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = _unit_choices(user, _("Hepsi"))  # type: ignore[attr-defined]


def _role_label(role: UniversityRole) -> SafeString:
    return format_html('<strong>{}</strong><span class="usp-who-sub">{}</span>', role.label, SENTENCES[role.value])


class InviteForm(forms.Form):
    """Whom to let in, for what, until when. The confirmation appears once the address is from elsewhere."""

    email = forms.EmailField(
        label=_("Kurumsal e-posta adresi"),
        help_text=_("Davet bu adrese gider; kişi bu adresle giriş yapar."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    outside_confirmed = forms.BooleanField(required=False)
    roles = forms.MultipleChoiceField(
        label=_("Görevler"), widget=forms.CheckboxSelectMultiple(attrs={"class": "usp-choices-cards"})
    )
    unit = forms.ChoiceField(label=_("Birim"), help_text=_("Kişi yalnızca bu birimin öğrencilerini görür."))
    ends_on = forms.DateField(
        label=_("Görevin son günü"), required=False, widget=Day(), help_text=_("Boş bırakırsanız süresizdir.")
    )

    def __init__(self, *args: Any, user: User, university: University, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.university = university
        self.fields["roles"].choices = [(role.value, _role_label(role)) for role in UniversityRole]  # type: ignore[attr-defined]
        self.fields["unit"].choices = _unit_choices(user, _("Seçin"))  # type: ignore[attr-defined]
        self.fields["ends_on"].widget.attrs["min"] = timezone.localdate().isoformat()
        typed = clean_address(str(self.data.get("email", ""))) if self.is_bound else ""
        if not typed or is_of_university(typed, university):
            del self.fields["outside_confirmed"]
        else:
            self.fields["outside_confirmed"].label = _outside(typed, university)

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        return clean_address(self.cleaned_data["email"])

    def clean_ends_on(self) -> dt.date | None:
        """Today or later."""
        return _not_past(self.cleaned_data["ends_on"])

    def clean_outside_confirmed(self) -> bool:
        """An address from elsewhere has to be confirmed."""
        if not self.cleaned_data["outside_confirmed"]:
            raise ValidationError(_("Adres üniversitenizin değil. Doğruysa kutuyu işaretleyip yeniden gönderin."))
        return True

    @property
    def unit_id(self) -> int | None:
        """The chosen unit; None for the whole university."""
        return None if self.cleaned_data["unit"] == WHOLE else int(self.cleaned_data["unit"])


def _outside(address: str, university: University) -> Any:
    host = address.rpartition("@")[2]
    if not university.domain:
        return _("Üniversitenizin alan adı kayıtlı değil. Bu kişinin üniversitemde görevli olduğunu onaylıyorum.")
    return _(
        "«%(host)s», üniversitenizin alan adı (%(domain)s) değil. Kişinin üniversitemde görevli olduğunu onaylıyorum."
    ) % {"host": host, "domain": university.domain}


def _not_past(day: dt.date | None) -> dt.date | None:
    if day is not None and day < timezone.localdate():
        raise ValidationError(_("Bitiş tarihi bugünden önce olamaz."))
    return day


class RoleEndForm(forms.Form):
    """Until when a role holds."""

    ends_on = forms.DateField(
        label=_("Görevin son günü"), required=False, widget=Day(), help_text=_("Boş bırakırsanız süresizdir.")
    )

    def clean_ends_on(self) -> dt.date | None:
        """Today or later."""
        return _not_past(self.cleaned_data["ends_on"])


class WithdrawForm(forms.Form):
    """Why a role is taken back; kept in the history."""

    reason = forms.CharField(label=_("Gerekçe"), required=False, max_length=200)


class NewAccountForm(forms.Form):
    """What somebody without an account says when accepting: the name, and a password of one's own."""

    full_name = forms.CharField(
        label=_("Ad soyad"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1 = forms.CharField(
        label=_("Şifre"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("En az 12 karakter. Birkaç sözcükten oluşan bir cümle hem kolay hem güvenlidir."),
    )
    password2 = forms.CharField(
        label=_("Şifre (yeniden)"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, kind: str = UserKind.CAREER_CENTER, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email, self.kind = email, kind

    def clean_full_name(self) -> str:
        """A name and a surname: papers and students show it."""
        name = " ".join(self.cleaned_data["full_name"].split())
        if " " not in name:
            raise ValidationError(_("Adınızı ve soyadınızı yazın."))
        return name

    def clean(self) -> dict[str, Any]:
        """The two passwords are one, and a good one."""
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("İki şifre aynı değil."))
        elif first and second:
            about = User(email=self.email, full_name=data.get("full_name", ""), kind=self.kind)
            try:
                validate_password(first, about)
            except ValidationError as weak:
                self.add_error("password1", weak)
        return data


class PersonField(forms.ModelChoiceField):
    """People by name and address."""

    def label_from_instance(self, obj: Any) -> str:
        """«Ömer Çelik · omer.celik@…»."""
        return f"{obj.full_name} · {obj.email}"


class AdviserForm(forms.Form):
    """Who advises a department, where and when students find them."""

    person = PersonField(label=_("Danışman"), queryset=User.objects.none(), empty_label=_("Seçin"))
    room = forms.CharField(label=_("Oda"), max_length=80, required=False, help_text=_("Örnek: B Blok, 214"))
    phone = PhoneNumberField(label=_("Telefon"), region="TR", required=False, help_text=_("Örnek: 0228 214 11 11"))
    hours = forms.CharField(
        label=_("Görüşme saatleri"), max_length=120, required=False, help_text=_("Örnek: Salı ve perşembe 14.00–16.00")
    )
    starts_on = forms.DateField(label=_("Başlangıç"), widget=Day(), initial=timezone.localdate)
    ends_on = forms.DateField(
        label=_("Son gün"), required=False, widget=Day(), help_text=_("Boş bırakırsanız süresizdir.")
    )

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = adviser_candidates(department.unit)  # type: ignore[attr-defined]

    @staticmethod
    def about(adviser: DepartmentAdviser) -> dict[str, Any]:
        """What the form begins with when details are corrected."""
        return {
            "person": adviser.user_id,
            "room": adviser.room,
            "phone": adviser.phone,
            "hours": adviser.hours,
            "starts_on": adviser.starts_on,
            "ends_on": adviser.ends_on,
        }

    def clean(self) -> dict[str, Any]:
        """The last day is neither past nor before the first."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if last and last < timezone.localdate():
            self.add_error("ends_on", _("Bitiş tarihi bugünden önce olamaz."))
        elif first and last and last < first:
            self.add_error("ends_on", _("Bitiş tarihi başlangıçtan önce olamaz."))
        return data
