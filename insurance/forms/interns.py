"""Forms of the intern list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.intern_columns import COLUMNS
from insurance.models import ContactEntry
from insurance.selectors.interns import InternQuery, departments_of, units_of
from insurance.states import CaseState
from usp.accounts.models import User
from usp.reference.models import Department, Unit

TABS = (
    ("all", _("Tümü")),
    ("awaiting", _("Evrak bekleyen")),
    ("late", _("Gecikenler")),
    ("week", _("Bu hafta")),
    ("cancelled", _("İptaller")),
    ("others", _("Gölgeleme ve eğitim")),
)
_ALL = ("", _("Hepsi"))
_PAPERS = (
    _ALL,
    ("waiting", _("Bekleniyor")),
    ("late", _("Gecikti")),
    ("week", _("Bu hafta son gün")),
    ("received", _("Teslim alındı")),
)
_CONTACT = (
    _ALL,
    ("none", _("Henüz sorulmadı")),
    ("intends:yes", _("Stajı yapacak")),
    ("intends:no", _("Stajı yapmayacak")),
    ("intends:unreached", _("Ulaşılamadı")),
    ("been_to_unit:yes", _("Birimle görüştü")),
    ("been_to_unit:no", _("Birimle görüşmedi")),
)
_ORDER = (
    ("due", _("Son evrak günü yakın olan")),
    ("name", _("Öğrencinin adı")),
    ("start", _("Staja ilk başlayacak")),
    ("employer", _("İşveren")),
    ("new", _("En son kabul edilen")),
    ("-due", _("Son evrak günü uzak olan")),
    ("-name", _("Öğrencinin adı, tersten")),
    ("-start", _("Staja en son başlayacak")),
    ("-employer", _("İşveren, tersten")),
    ("-new", _("İlk kabul edilen")),
)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class InternFilterForm(forms.Form):
    """What the intern list is narrowed to. Anything unreadable in the address counts as not chosen."""

    q = forms.CharField(label=_("Ad, öğrenci no ya da işveren"), required=False, max_length=80)
    unit = forms.ModelChoiceField(
        label=_("Birim"), queryset=Unit.objects.none(), required=False, empty_label=_("Bütün birimler")
    )
    department = forms.ModelChoiceField(
        label=_("Bölüm"), queryset=Department.objects.none(), required=False, empty_label=_("Bütün bölümler")
    )
    employer = forms.CharField(label=_("İşveren"), required=False, max_length=80)
    papers = forms.ChoiceField(label=_("Evrak"), choices=_PAPERS, required=False)
    case = forms.ChoiceField(label=_("Sigorta"), choices=[_ALL, *CaseState.choices], required=False)
    contact = forms.ChoiceField(label=_("Görüşme"), choices=_CONTACT, required=False)
    starts_from = _day(_("Başlangıç, en erken"))
    starts_to = _day(_("Başlangıç, en geç"))
    order = forms.ChoiceField(label=_("Sıralama"), choices=_ORDER, required=False)

    FIRST = ("q", "unit", "order")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(user)  # type: ignore[attr-defined]
        self.fields["department"].queryset = departments_of(user)  # type: ignore[attr-defined]

    def query(self, tab: str) -> InternQuery:
        """What was chosen; fields that could not be read are left out."""
        self.is_valid()
        read = self.cleaned_data
        unit, department = read.get("unit"), read.get("department")
        return InternQuery(
            text=read.get("q", ""),
            unit=unit.pk if unit else None,
            department=department.pk if department else None,
            employer=read.get("employer", ""),
            papers=read.get("papers", ""),
            case=read.get("case", ""),
            starts_from=read.get("starts_from"),
            starts_to=read.get("starts_to"),
            contact=read.get("contact", ""),
            tab=tab,
            order=read.get("order") or "due",
        )

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that are always in sight."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields behind «Daha fazla süzgeç»."""
        return [field for field in self if field.name not in self.FIRST]

    @property
    def more_chosen(self) -> int:
        """How many of those say something."""
        return sum(1 for field in self.more if self.cleaned_data.get(field.name))


class ListSettingsForm(forms.Form):
    """Which columns an official sees, and whether the daily digest comes."""

    columns = forms.MultipleChoiceField(
        label=_("Sütunlar"),
        choices=[(column.key, column.label) for column in COLUMNS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Öğrencinin adı ve stajının durumu her zaman görünür. Dosyaya da bu sütunlar yazılır."),
        error_messages={"required": _("En az bir sütun seçin.")},
    )
    wants_digest = forms.BooleanField(
        label=_("Liste değiştiyse sabah bir özet e-postası alayım"),
        required=False,
        help_text=_(
            "Günde en çok bir tane gelir; değişiklik yoksa gelmez. Yeni stajyerler e-postayla yalnızca bu özette yazar."
        ),
    )


class ContactForm(forms.Form):
    """What was said with an intern."""

    way = forms.ChoiceField(
        label=_("Nasıl görüştünüz?"),
        choices=[choice for choice in ContactEntry.Way.choices if choice[0] != ContactEntry.Way.PORTAL],
        widget=forms.RadioSelect,
        initial=ContactEntry.Way.PHONE,
    )
    intends = forms.ChoiceField(
        label=_("Stajı yapacak mı?"),
        choices=[*ContactEntry.Intends.choices, ("", _("Konuşulmadı"))],
        widget=forms.RadioSelect,
        required=False,
    )
    been_to_unit = forms.ChoiceField(
        label=_("Evrak için birimiyle görüştü mü?"),
        choices=[*ContactEntry.Unit.choices, ("", _("Konuşulmadı"))],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("Not"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Öğrenci, verilerini indirdiğinde bu notu da okur."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Something must have been said."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("intends", "been_to_unit", "note")):
            raise forms.ValidationError(_("En az bir cevap seçin ya da bir not yazın."))
        return cleaned
