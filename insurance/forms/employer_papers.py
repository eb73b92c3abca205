"""An employer's forms after the final approval: what is paid, and whom the list letter names."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.models import PayTerms
from insurance.selectors.acceptance_lists import UniversityGroup
from insurance.services.pay_terms import Terms, checked_iban
from usp.core.errors import RuleViolation

_GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+(,\d{1,2})?$")


class AmountField(forms.DecimalField):
    """An amount as people type it: «5.100,64», «5100,64», «5100.64»."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        """The amount; a dot before three digits groups thousands."""
        text = str(value or "").replace(" ", "").replace("\u00a0", "").removesuffix("TL")
        if _GROUPED.match(text):
            text = text.replace(".", "")
        return super().to_python(text.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """A stored amount with a comma; what was typed stays as typed."""
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


def _yes_no(label: Any, yes: Any, no: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=(("evet", yes), ("hayir", no)),
        coerce=lambda value: value == "evet",
        widget=forms.RadioSelect,
        **options,
    )


class PayTermsForm(forms.Form):
    """Whether the internship is paid, how much, when, and the firm's account for the State's share."""

    is_paid = _yes_no(_("Stajyere ücret ödenecek mi?"), _("Ücret ödenir"), _("Ücret ödenmez"))
    amount = AmountField(
        label=_("Aylık net tutar (TL)"),
        error_messages={"required": _("Ücret ödenecekse aylık tutarı yazın.")},
        max_digits=10,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Tam ay için. Tam olmayan ayda gün sayısına göre hesaplanır."),
    )
    is_monthly = _yes_no(_("Ne zaman ödenecek?"), _("Her ay"), _("Stajın bitiminde bir kez"))
    pay_day = forms.IntegerField(
        label=_("Ayın en geç kaçıncı günü?"),
        min_value=1,
        max_value=28,
        help_text=_("1 ile 28 arasında. Bitimde ödenen ücret, izleyen ayın bu gününe kadar yatırılır."),
    )
    iban = forms.CharField(
        label=_("Kurumun IBAN’ı"),
        required=False,
        max_length=42,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Devlet katkısı bu hesaba yatar. Katkı almayacaksanız boş bırakın."),
    )
    account_holder = forms.CharField(
        label=_("Hesap sahibi"),
        required=False,
        max_length=150,
        help_text=_("Hesap kurumun kendi adına olmalıdır."),
    )

    def __init__(self, *args: Any, stored: PayTerms | None, employer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "is_paid": "hayir" if stored and not stored.is_paid else "evet",
            "amount": stored.amount if stored else None,
            "is_monthly": "evet" if stored and stored.is_monthly else "hayir",
            "pay_day": stored.pay_day if stored else 10,
            "iban": stored.iban if stored else "",
            "account_holder": stored.account_holder if stored else employer,
        }

        # An unpaid internship has no amount; the browser is not asked to insist.
        self.use_required_attribute = False
        if self.data.get("is_paid") == "hayir":
            for name in ("amount", "is_monthly"):
                self.fields[name].required = False

    def clean_iban(self) -> str:
        """The IBAN without blanks; what is wrong with it is said beside whatever else is."""
        try:
            return checked_iban(self.cleaned_data["iban"])
        except RuleViolation as rule:
            raise forms.ValidationError(str(rule)) from rule

    def terms(self) -> Terms:
        """What the verb takes; a holder without an account is nobody."""
        values = dict(self.cleaned_data)
        values["is_monthly"] = values["is_monthly"] is True
        if not values["iban"]:
            values["account_holder"] = ""
        return Terms(**values)


class AcceptanceListForm(forms.Form):
    """Which interns of one university the letter names; those no letter names yet are ticked."""

    stajyer = forms.TypedMultipleChoiceField(
        label=_("Listeye yazılacak stajyerler"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, group: UniversityGroup | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        interns = group.interns if group else ()
        self.fields["stajyer"].choices = [  # type: ignore[attr-defined]
            (one.placement.pk, one.label) for one in interns
        ]
        self.fields["stajyer"].initial = [one.placement.pk for one in interns if not one.listed]
