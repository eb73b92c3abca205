"""Forms about employers: registering one, its data, what a manager asks an operator for, what operators decide."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField
from stdnum.tr import vkn as vkn_rules

from usp.accounts.models import Employer, EmployerChange, EmployerRegistration
from usp.accounts.services.employer_addresses import FREE_MAIL, is_free_mail
from usp.accounts.services.employer_data import CHECKED_FIELDS, OWN_FIELDS
from usp.accounts.services.employer_registration import FACTS, known_number
from usp.accounts.services.links import clean_address, host_of
from usp.core import turkish
from usp.reference.models import Institution
from usp.reference.place_fields import PlaceFields

MOST_PERSONNEL = 2_000_000
SECTORS = [("False", _("Özel sektör")), ("True", _("Kamu kurumu"))]
TAKEN = _(
    "Bu numarayla kayıtlı bir kurum var. Kurumunuzun portal yöneticisi sizi davet edebilir; kim olduğunu "
    "bilmiyorsanız program yürütücüsüne yazın."
)


def _as_bool(value: Any) -> bool:
    return str(value) == "True"


def checked_email(address: str) -> str:
    """The address in lower case; free mail providers are refused."""
    cleaned = clean_address(address)
    if is_free_mail(cleaned):
        raise ValidationError(FREE_MAIL % {"host": host_of(cleaned)})
    return cleaned


class NumberFields:
    """Mixin: sector, tax number, institution's code; what one of them needs of the others."""

    fields: dict[str, Any]
    known_as: int | None = None  # the employer whose own numbers are no surprise

    def prepare_numbers(self) -> None:
        """Call in ``__init__``."""
        self.fields["is_public"] = forms.TypedChoiceField(
            label=_("Kurumun türü"), choices=SECTORS, coerce=_as_bool, widget=forms.RadioSelect
        )
        digits = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        self.fields["vkn"] = forms.CharField(
            label=_("Vergi kimlik numarası (VKN)"),
            required=False,
            max_length=20,
            widget=digits,
            help_text=_("10 rakam. Özel sektörde zorunludur; kamu kurumları yerine kurum kodunu yazabilir."),
        )
        self.fields["public_code"] = forms.CharField(
            label=_("Kamu kurum kodu (DETSİS numarası)"),
            required=False,
            max_length=20,
            widget=digits,
            help_text=_("Yalnızca kamu kurumları: 8 rakam. Resmî yazılarınızda kurum adının yanında yer alır."),
        )

    def clean_vkn(self) -> str | None:
        """Ten digits, typed anew with the right check digit; empty is None."""
        number = "".join(str(self.cleaned_data["vkn"] or "").split())  # type: ignore[attr-defined]
        known = self.initial.get("vkn")  # type: ignore[attr-defined]
        if number and number != known and not vkn_rules.is_valid(number):
            raise ValidationError(_("Bu bir vergi kimlik numarası değil; rakamları kontrol edin."))
        return number or None

    def clean_public_code(self) -> str | None:
        """Eight digits; empty is None."""
        code = "".join(str(self.cleaned_data["public_code"] or "").split())  # type: ignore[attr-defined]
        if code and not (code.isascii() and code.isdecimal() and len(code) == 8):
            raise ValidationError(_("Kamu kurum kodu 8 rakamdır."))
        return code or None

    def judge_numbers(self, data: dict[str, Any]) -> None:
        """Call in ``clean``: which number is needed, and that no other employer here has it."""
        errors: Any = self.errors  # type: ignore[attr-defined]
        public, vkn, code = data.get("is_public"), data.get("vkn"), data.get("public_code")
        if {"is_public", "vkn", "public_code"} & set(errors):
            return
        if code and not public:
            self.add_error("public_code", _("Kamu kurum kodu yalnızca kamu kurumlarında olur."))  # type: ignore[attr-defined]
        elif not vkn and not code:
            text = _("Kurum kodunu ya da vergi kimlik numarasını yazın.") if public else _("Bu alan zorunludur.")
            self.add_error("public_code" if public else "vkn", text)  # type: ignore[attr-defined]
        elif field := known_number(vkn=vkn, public_code=code, but=self.known_as):
            self.add_error(field, TAKEN)  # type: ignore[attr-defined]


class FactsForm(PlaceFields, NumberFields, forms.ModelForm):
    """All that an employer says of itself."""

    personnel_count = forms.IntegerField(
        label=_("Personel sayısı"),
        min_value=1,
        max_value=MOST_PERSONNEL,
        help_text=_("Türkiye’deki bütün çalışanlarınız. Stajyer ücretinin alt sınırı ve devlet katkısı buna bağlıdır."),
    )
    phone = PhoneNumberField(label=_("Kurum telefonu"), region="TR", help_text=_("Örnek: 0312 417 00 00"))
    website = forms.URLField(label=_("Web sayfası"), required=False, assume_scheme="https")

    class Meta:
        model: type[Any] = Employer
        fields = list(FACTS)
        labels = {
            "name": _("Kurumun resmî adı"),
            "activity": _("Üretim ya da hizmet alanı"),
            "about": _("Kurumu tanıtın"),
            "address": _("Adres"),
        }
        help_texts = {
            "name": _("Evrakta ve tekliflerde böyle yazılır."),
            "activity": _("Örnek: Yazılım geliştirme"),
            "about": _("Öğrenciler kurum sayfanızda okur: ne yaparsınız, stajyerler neyin parçası olur?"),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "vkn" in self.fields:
            self.prepare_numbers()
        self.offer_places()

    def clean_name(self) -> str:
        """One line without double blanks."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """The numbers fit the sector and belong to nobody else here."""
        data = super().clean() or {}
        if "vkn" in self.fields:
            self.judge_numbers(data)
        return data


class RegistrationForm(FactsForm):
    """What somebody types to register an employer, with whom to turn to."""

    contact_name = forms.CharField(
        label=_("Adınız ve soyadınız"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Kurumunuzun portaldaki ilk yöneticisi siz olursunuz; başkalarını sonra davet edersiniz."),
    )
    contact_title = forms.CharField(
        label=_("Göreviniz"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    email = forms.EmailField(
        label=_("Kurumsal e-posta adresiniz"),
        help_text=_("Doğrulama bağlantısı buraya gider; bu adresle giriş yaparsınız."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = PhoneNumberField(
        label=_("Telefonunuz"),
        region="TR",
        help_text=_("Örnek: 0532 123 45 67"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    groups = (
        (_("Kurum"), ("is_public", "name", "vkn", "public_code", "personnel_count", "activity", "about")),
        (_("Yer ve iletişim"), ("province", "district", "address", "phone", "website")),
        (_("Yetkili"), ("contact_name", "contact_title", "email", "contact_phone")),
    )

    class Meta(FactsForm.Meta):
        model = EmployerRegistration
        fields = [*FACTS, "contact_name", "contact_title", "email", "contact_phone"]

    def clean_email(self) -> str:
        """A corporate address, in lower case."""
        return checked_email(self.cleaned_data["email"])

    def clean_contact_name(self) -> str:
        """A name and a surname."""
        name = " ".join(self.cleaned_data["contact_name"].split())
        if " " not in name:
            raise ValidationError(_("Adınızı ve soyadınızı yazın."))
        return name

    def _get_validation_exclusions(self) -> set[str]:
        # The row does not exist yet when it is judged; the verb withdraws what was typed for this address before.
        return {*super()._get_validation_exclusions(), "email"}  # type: ignore[misc]

    def values(self) -> dict[str, Any]:
        """What the verb takes besides the address."""
        return {name: value for name, value in self.cleaned_data.items() if name != "email"}


class OwnDataForm(FactsForm):
    """What a manager changes at once."""

    email = forms.EmailField(
        label=_("Kurumun e-posta adresi"), help_text=_("Kurum sayfanızda ve evrakta görünür; giriş adresiniz değişmez.")
    )

    class Meta(FactsForm.Meta):
        fields = list(OWN_FIELDS)

    def clean_email(self) -> str:
        """A corporate address, in lower case; the one that stands there may stay."""
        address = clean_address(self.cleaned_data["email"])
        return address if address == self.initial.get("email") else checked_email(address)


class ResubmitForm(OwnDataForm):
    """A rejected registration, corrected."""

    class Meta(FactsForm.Meta):
        fields = [*FACTS, "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_as = self.instance.pk


class ChangeForm(NumberFields, forms.ModelForm):
    """Another name, number or sector, and why: an operator decides."""

    class Meta:
        model = EmployerChange
        fields = [*CHECKED_FIELDS, "note"]
        labels = {"name": _("Kurumun resmî adı"), "note": _("Neden değişiyor?")}
        help_texts = {"note": _("Örnek: Unvan değişikliği 12.03.2024 tarihli Ticaret Sicili Gazetesi’nde yayımlandı.")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_as = employer.pk
        self.prepare_numbers()

    def clean(self) -> dict[str, Any]:
        """The numbers fit the sector and belong to nobody else here."""
        data = super().clean() or {}
        self.judge_numbers(data)
        return data


class ReasonForm(forms.Form):
    """Why an operator decides so; the employer reads it."""

    reason = forms.CharField(label=_("Gerekçe"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


class InstitutionForm(forms.Form):
    """Which institution of the students' wish list an employer is (A34); those of the same name come first."""

    institution = forms.ModelChoiceField(
        label=_("Tercih listesindeki kurum"), queryset=Institution.objects.none(), required=False, empty_label=_("Yok")
    )

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"institution": employer.institution_id}
        free = Institution.objects.filter(employer__isnull=True) | Institution.objects.filter(employer=employer)
        self.fields["institution"].queryset = free.order_by("sort_key", "pk")  # type: ignore[attr-defined]
        self.alike = [one for one in free.order_by("sort_key", "pk") if _alike(one.name, employer.name)][:3]


def _alike(one: str, other: str) -> bool:
    """Whether two names share their first two words, or one holds the other."""
    first, second = turkish.fold(one), turkish.fold(other)
    return first in second or second in first or first.split()[:2] == second.split()[:2]
