"""The forms of the operators' pages about people and organisations: each rule of the database is judged here first."""

from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.tr import vkn

from usp.accounts.models import (
    Employer,
    EmployerMembership,
    InstitutionMembership,
    UniversityMembership,
    User,
    UserKind,
)
from usp.core.admin import WholeRowForm

_KINDS_MADE_HERE = [(kind.value, kind.label) for kind in UserKind if kind != UserKind.STUDENT]


def _clean_email(email: str | None) -> str | None:
    # An address is ASCII by our rule, so the English lower case is the right one here.
    return email.strip().lower() if email else None


class NewUserForm(AdminUserCreationForm):
    """A new sign-in with its kind, which never changes afterwards. Students come by themselves, through e-Devlet."""

    class Meta:
        model = User
        fields = ("kind", "full_name", "email", "language")
        field_classes: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _KINDS_MADE_HERE  # type: ignore[attr-defined]
        self.fields["kind"].help_text = _("Sonradan değişmez. Öğrenciler e-Devlet ile ilk girişte kaydolur.")
        self.fields["email"].required = True

    def clean_email(self) -> str | None:
        """Addresses are kept in lower case: one person, one account."""
        return _clean_email(self.cleaned_data.get("email"))

    def save(self, commit: bool = True) -> User:
        """Operators may open these pages from the start; everybody else never."""
        self.instance.is_staff = self.instance.kind == UserKind.OPERATOR
        user: User = super().save(commit=commit)
        return user


class UserForm(WholeRowForm, UserChangeForm):
    """An existing sign-in. The kind is not on the page, yet the rules that name it hold."""

    judged_besides = frozenset({"kind"})

    class Meta:
        model = User
        fields = "__all__"

    def clean_email(self) -> str | None:
        """Addresses are kept in lower case: one person, one account."""
        return _clean_email(self.cleaned_data.get("email"))


class EmployerForm(WholeRowForm):
    """An employer's own data. Its status is moved by actions, never typed."""

    class Meta:
        model = Employer
        fields: list[str] = []  # the page names them

    def clean_vkn(self) -> str | None:
        """A number that is typed anew must have the right check digit; none is None, for a public institution."""
        number = str(self.cleaned_data["vkn"] or "")
        if number and "vkn" in self.changed_data and not vkn.is_valid(number):
            raise ValidationError(_("Bu bir vergi kimlik numarası değil; rakamları kontrol edin."))
        return number or None

    def clean_public_code(self) -> str | None:
        """No code is None, so that two employers may have none."""
        return self.cleaned_data["public_code"] or None

    def clean(self) -> dict[str, Any]:
        """The district is one of the province's."""
        data = super().clean() or {}
        province, district = data.get("province"), data.get("district")
        if province and district and district.province_id != province.pk:
            self.add_error("district", _("%(district)s bu ilin ilçesi değil.") % {"district": district})
        return data


class EmployerActionForm(ActionForm):
    """What the actions of the list ask besides."""

    reason = forms.CharField(label=_("Gerekçe (askıya almak için)"), max_length=200, required=False)


class EmployerMembershipForm(WholeRowForm):
    """Who works for which employer."""

    class Meta:
        model = EmployerMembership
        fields = "__all__"

    def clean_user(self) -> User:
        """Only a sign-in of that kind: one person with two hats has two sign-ins (docs/rules.md I7)."""
        user: User = self.cleaned_data["user"]
        if not user.is_employer:
            raise ValidationError(_wrong_kind(user, UserKind.EMPLOYER))
        return user


class InstitutionMembershipForm(WholeRowForm):
    """Who verifies for which institution."""

    class Meta:
        model = InstitutionMembership
        fields = "__all__"

    def clean_user(self) -> User:
        """Only a sign-in of that kind."""
        user: User = self.cleaned_data["user"]
        if not user.is_institution:
            raise ValidationError(_wrong_kind(user, UserKind.INSTITUTION))
        return user


class UniversityMembershipForm(WholeRowForm):
    """Which role somebody holds, at which university, for which unit."""

    class Meta:
        model = UniversityMembership
        fields = "__all__"

    def clean_user(self) -> User:
        """Only a sign-in of that kind (docs/rules.md I7)."""
        user: User = self.cleaned_data["user"]
        if not user.is_career_center:
            raise ValidationError(_wrong_kind(user, UserKind.CAREER_CENTER))
        return user

    def clean(self) -> dict[str, Any]:
        """The unit is one of the university's."""
        data = super().clean() or {}
        university, unit = data.get("university"), data.get("unit")
        if university and unit and unit.university_id != university.pk:
            self.add_error("unit", _("%(unit)s bu üniversitenin birimi değil.") % {"unit": unit})
        return data


class UniversityMembershipFormSet(forms.BaseInlineFormSet):
    """All roles of one person together: one university, no role twice. Each row alone could not see this."""

    def clean(self) -> None:
        """Refuse what the database would refuse, in its own words."""
        super().clean()
        rows = [
            form.cleaned_data
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]
        if len({row["university"].pk for row in rows if row.get("university")}) > 1:
            raise ValidationError(_("Bir kişi yalnızca bir üniversitede görev alabilir."))
        held = [(row.get("role"), row["unit"].pk if row.get("unit") else None) for row in rows]
        if len(set(held)) < len(held):
            raise ValidationError(_("Bu kişi bu birimde bu role zaten sahip."))


def _wrong_kind(user: User, kind: UserKind) -> str:
    return str(_("%(user)s «%(has)s» türünde; buraya yalnızca «%(needed)s» türünde bir kullanıcı eklenebilir.")) % {
        "user": user,
        "has": user.get_kind_display(),
        "needed": kind.label,
    }
