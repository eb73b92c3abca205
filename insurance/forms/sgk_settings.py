"""The forms of a university's codes, workplaces and occupations at SGK."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.models import SgkSettings, SgkWorkplace
from insurance.services.sgk_settings import WorkplaceTerms
from insurance.sgk.numbers import split_registry
from usp.reference.models import Unit, University

BRANCHES = (
    ("19", _("19 · Stajyer öğrenciler")),
    ("7", _("7 · Çırak")),
    ("24", _("24 · İntörn öğrenci")),
    ("37", _("37 · Tamamlayıcı ya da alan eğitimi gören öğrenciler")),
)
EDUCATION = (
    ("0", _("0 · Bilinmeyen")),
    ("4", _("4 · Lise ve dengi (bitirdiği okul)")),
    ("5", _("5 · Yüksekokul ya da fakülte")),
    ("6", _("6 · Yüksek lisans")),
    ("7", _("7 · Doktora")),
)
DUTIES = (
    ("5", _("5 · Çıraklar ve stajyer öğrenciler")),
    ("2", _("2 · İşçi")),
    ("6", _("6 · Diğer")),
)
EXIT_REASONS = (
    ("22", _("22 · Diğer nedenler")),
    ("5", _("5 · Belirli süreli sözleşmenin sona ermesi")),
    ("18", _("18 · İşin sona ermesi")),
)
_OCCUPATION = re.compile(r"[0-9]{4}\.[0-9]{2}")
_UNSURE = _("Kamuya açık kaynaklarda kesin bilgi yok; SGK il müdürlüğünüze ya da mali hizmetler birimine sorun.")


class SgkSettingsForm(forms.ModelForm):
    """Codes and encoding. What no public source settles says so by its field."""

    insurance_branch = forms.ChoiceField(label=_("Sigorta kolu"), choices=BRANCHES)
    education_code = forms.ChoiceField(label=_("Öğrenim kodu"), choices=EDUCATION, help_text=_UNSURE)
    duty_code = forms.ChoiceField(label=_("Görev kodu"), choices=DUTIES)
    exit_reason = forms.ChoiceField(label=_("Çıkış nedeni"), choices=EXIT_REASONS, help_text=_UNSURE)
    work_branch = forms.RegexField(
        r"^(0?[1-9]|1[0-9]|2[0-8])$",
        label=_("ÇSGB iş kolu"),
        help_text=_("01–28. 17: ticaret, büro, eğitim ve güzel sanatlar; işyerinizin tescilindeki kolu yazın."),
        error_messages={"invalid": _("İş kolu 1 ile 28 arasında bir sayıdır.")},
    )

    class Meta:
        model = SgkSettings
        fields = [
            "encoding", "insurance_branch", "education_code", "work_branch", "duty_code", "occupation_code",
            "exit_reason", "exit_days", "title_chars", "address_chars",
        ]  # fmt: skip
        help_texts = {
            "encoding": _("İki kodlama da kullanılıyor. SGK dosyada Türkçe harfleri bozuk okursa ötekini seçin."),
            "occupation_code": _(
                "3258.02 biçiminde; bölüme özel kod yoksa yazılır. Stajyer için kesin kod kamuya açık kaynaklarda yok."
            ),
            "exit_days": _("Stajın son gününden sonra kaç gün içinde; gecikenler bu güne göre işaretlenir."),
            "title_chars": _("SGK’nın alanı 50 ya da 250 karakter olabiliyor; uzun unvan burada kesilir."),
            "address_chars": _("SGK’nın alanı 50 ya da 200 karakter olabiliyor; uzun adres burada kesilir."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("insurance_branch", "education_code", "duty_code", "exit_reason"):
            self._keep_foreign_code(name)

    def _keep_foreign_code(self, name: str) -> None:
        """A code that an operator wrote and that stands in no list of ours stays choosable."""
        field, now = self.fields[name], str(getattr(self.instance, name))
        known: list[tuple[str, str | Promise]] = list(field.choices)  # type: ignore[attr-defined]
        if now not in dict(known):
            field.choices = [*known, (now, now)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, object]:
        """What the verb writes."""
        return dict(self.cleaned_data)


class WorkplaceForm(forms.Form):
    """A workplace: whose it is, its number in one piece or in two, and what SGK calls it."""

    unit = forms.ModelChoiceField(
        label=_("Birim"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Üniversitenin geneli"),
        help_text=_("Kendi işyeri olan birimin stajyerleri o işyerinden, ötekiler üniversiteninkinden bildirilir."),
    )
    number = forms.CharField(
        label=_("SGK işyeri sicil numarası"),
        max_length=60,
        help_text=_("21 rakam. 26 rakamlı tam numarayı yapıştırırsanız ilk 21’i sicil, son 3’ü aracı numarası olur."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    agent_number = forms.RegexField(
        r"^[0-9]{3}$",
        label=_("Aracı numarası"),
        initial="000",
        help_text=_("Aracı yoksa 000 kalır."),
        error_messages={"invalid": _("Aracı numarası 3 rakamdır; aracı yoksa 000 yazılır.")},
    )
    title = forms.CharField(label=_("Unvan"), max_length=250)
    address = forms.CharField(label=_("Adres"), max_length=250, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, university: University, workplace: SgkWorkplace | None = None, **kw: Any) -> None:
        if workplace is not None:
            kw["initial"] = {
                "unit": workplace.unit_id, "number": workplace.registry_number, "agent_number": workplace.agent_number,
                "title": workplace.title, "address": workplace.address,
            }  # fmt: skip
        super().__init__(*args, **kw)
        self.fields["unit"].queryset = Unit.objects.filter(university=university)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Split a whole number; its agent's digits go before what stands in the field beside it."""
        cleaned = super().clean() or {}
        if "number" not in cleaned:
            return cleaned
        parts = split_registry(cleaned["number"])
        if parts is None:
            self.add_error("number", _("İşyeri sicil numarası 21 rakamdır; 26 rakamlı tam numara da yazılabilir."))
            return cleaned
        cleaned["number"] = parts[0]
        if parts[1]:
            cleaned["agent_number"] = parts[1]
            self.errors.pop("agent_number", None)
        return cleaned

    def terms(self) -> WorkplaceTerms:
        """What the verb takes."""
        data = self.cleaned_data
        return WorkplaceTerms(data["unit"], data["number"], data["agent_number"], data["title"], data["address"])


class OccupationField(forms.CharField):
    """An occupation code, or nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=7, **options)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "size": 8})

    def validate(self, value: str) -> None:
        """3258.02, or empty for the university's usual one."""
        super().validate(value)
        if value and not _OCCUPATION.fullmatch(value):
            raise ValidationError(_("Meslek kodu 3258.02 biçimindedir."))
