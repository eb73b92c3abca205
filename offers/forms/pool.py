"""What an employer may ask of the pool, from the address to a PoolQuery and back."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from applications.models import Language
from applications.pool.query import INTERNSHIP, SORTS, PoolQuery
from offers.asking import Asker
from offers.models import SavedSearch
from offers.periods import Period
from offers.states import Kind
from usp.reference.models import District, Level

_MOST_GROUPS = 50
_YEARS = range(7)
LEVEL_NAMES = {1: "A1", 2: "A2", 3: "B1", 4: "B2", 5: "C1", 6: "C2"}
_DEFAULTS = {"sirala": SORTS[0], "tur": INTERNSHIP}


class CodesField(forms.Field):
    """Some codes of department groups; one that no group has finds nobody, so their shape is all there is to check."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        """Distinct codes in the given order."""
        codes = list(dict.fromkeys(value or []))
        if len(codes) > _MOST_GROUPS or any(len(code) > 100 or "\x00" in code for code in codes):
            raise ValidationError(_("En çok 50 bölüm seçilebilir."))
        return codes


class LenientMultiple(forms.TypedMultipleChoiceField):
    """Choices of an address that may be old: what is no choice any more is passed over."""

    def to_python(self, value: Any) -> list[str]:
        """The values that are choices, each once."""
        return [one for one in dict.fromkeys(value or []) if self.valid_value(one)]


class LenientChoice(forms.ChoiceField):
    """One choice; anything else is passed over."""

    def to_python(self, value: Any) -> str:
        """The value if it is a choice."""
        return str(value) if value and self.valid_value(value) else ""

    def validate(self, value: Any) -> None:
        """Nothing is refused."""


class LanguagesField(forms.Field):
    """Languages with their lowest level, «3-4» each; of two for one language the higher one counts."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        """«language-level» pairs, one for each language; nonsense is passed over."""
        wanted: dict[int, int] = {}
        for one in value or []:
            language, _dash, level = str(one).partition("-")
            if language.isdecimal() and len(language) < 6 and level in ("1", "2", "3", "4", "5", "6"):
                wanted[int(language)] = max(int(level), wanted.get(int(language), 0))
        return [f"{language}-{level}" for language, level in list(wanted.items())[:8]]


class PeriodsField(forms.Field):
    """Months and lengths, «2024-08-20» each."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        """The keys that are months; nonsense is passed over."""
        return [one for one in dict.fromkeys(value or []) if period_from(one)][:40]


class MinimumField(forms.IntegerField):
    """A lowest score; empty asks nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, required=False, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "placeholder": "0"}


class FlagField(forms.BooleanField):
    """A box that asks something when it is ticked; the address says «1»."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxInput(attrs={"value": "1"}), **kwargs)


class PoolFilterForm(forms.Form):
    """The filter panel. Values that cannot be are passed over or shown beside their field; the rest still searches."""

    tur = LenientChoice(label=_("Tür"), choices=Kind.choices, required=False)
    ara = forms.CharField(
        label=_("Bölüm ara"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    bolum = CodesField(label=_("Bölüm grubu"), required=False)
    duzey = LenientMultiple(label=_("Düzey"), choices=Level.choices, required=False)
    sinif = LenientMultiple(
        label=_("Sınıf"), choices=[(year, str(year)) for year in _YEARS], coerce=int, required=False
    )
    dil = LanguagesField(label=_("Yabancı dil"), required=False)
    il = LenientMultiple(label=_("İl tercihi"), coerce=int, required=False)
    ilce = LenientMultiple(label=_("İlçe tercihi"), coerce=int, required=False)
    donem = PeriodsField(label=_("Staj zamanı"), required=False)
    akademik = MinimumField(label=_("Akademik/Mesleki"))
    sosyal = MinimumField(label=_("Sanatsal/Sosyal"))
    sportif = MinimumField(label=_("Sportif"))
    bizi = FlagField(label=_("Bizi tercih edenler"))
    gizle = FlagField(label=_("Teklif gönderdiklerimizi gizle"))
    diller = FlagField(label=_("Bütün diller"))
    yeni = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    sirala = LenientChoice(choices=[(sort, sort) for sort in SORTS], required=False)
    sayfa = forms.CharField(required=False, max_length=200)

    def __init__(self, data: MultiValueDict[str, str], *, asker: Asker) -> None:
        super().__init__(data)
        provinces = [(province.pk, province.name) for province in asker.provinces]
        self.fields["il"].choices = provinces  # type: ignore[attr-defined]
        asked = [value for value in data.getlist("il") if value.isdecimal()][:20]
        self.districts = _districts(asker, [int(value) for value in asked])
        self.fields["ilce"].choices = [(one.pk, str(one)) for one in self.districts]  # type: ignore[attr-defined]
        self.asker = asker
        self.is_valid()

    def clean_bizi(self) -> bool:
        """Only an employer that stands in the students' list of institutions can be preferred (docs/rules.md A34)."""
        return bool(self.cleaned_data["bizi"]) and self.asker.employer.institution_id is not None

    def clean_yeni(self) -> int | None:
        """A saved search of this employer; another's is passed over."""
        wanted: int | None = self.cleaned_data["yeni"]
        if wanted is None:
            return None
        mine = SavedSearch.objects.filter(pk=wanted, employer=self.asker.employer, season=self.asker.season)
        return wanted if mine.exists() else None

    @property
    def refused(self) -> list[str]:
        """What was passed over, a sentence each: «Sportif: …»."""
        return [f"{self.fields[name].label}: {error}" for name, errors in self.errors.items() for error in errors]

    @property
    def query(self) -> PoolQuery:
        """What is asked, without the values that had an error."""
        clean = self.cleaned_data
        pairs = [one.split("-") for one in clean.get("dil", ())]
        return PoolQuery(
            groups=tuple(clean.get("bolum", ())),
            levels=tuple(clean.get("duzey", ())),
            class_years=tuple(clean.get("sinif", ())),
            languages=tuple((int(language), int(level)) for language, level in pairs),
            provinces=tuple(clean.get("il", ())),
            districts=tuple(clean.get("ilce", ())),
            periods=tuple(clean.get("donem", ())),
            min_academic=clean.get("akademik") or 0,
            min_social=clean.get("sosyal") or 0,
            min_sport=clean.get("sportif") or 0,
            prefers_us=bool(clean.get("bizi")),
            hide_offered=bool(clean.get("gizle")),
            kind=clean.get("tur") or INTERNSHIP,
            news_of=clean.get("yeni"),
            sort=clean.get("sirala") or SORTS[0],
            cursor=clean.get("sayfa", ""),
        )

    def parameters(self) -> list[tuple[str, str]]:
        """What is asked as (name, value) pairs, the page left out."""
        pairs: list[tuple[str, str]] = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            # what nobody had to ask for stands in no address
            if name == "sayfa" or value in (None, "", False, [], _DEFAULTS.get(name)):
                continue
            values = value if isinstance(value, list) else [1 if value is True else value]
            pairs += [(name, str(one)) for one in values]
        return pairs

    def address(self, *, without: tuple[str, str] | None = None, **changes: str) -> str:
        """The query string of the same question with one value taken out or some values put in; «?» for none."""
        kept = [pair for pair in self.parameters() if pair != without and pair[0] not in changes]
        return "?" + urlencode(kept + [(name, value) for name, value in changes.items() if value])


def period_from(key: str) -> Period | None:
    """«2024-08-20» as a month and length; None for anything else."""
    parts = key.split("-")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    year, month, days = (int(part) for part in parts)
    return Period(year, month, days) if 1 <= month <= 12 and 2000 < year < 2100 and 0 < days < 300 else None


def language_names(numbers: Mapping[int, Any] | list[int]) -> dict[int, str]:
    """Names of languages in their order. One query."""
    return {one.pk: str(one) for one in Language.objects.filter(pk__in=list(numbers))}


def _districts(asker: Asker, provinces: list[int]) -> list[District]:
    """The districts of those of its provinces that the employer asks about. One query."""
    allowed = [province for province in provinces if province in asker.province_ids]
    if not allowed:
        return []
    return list(District.objects.filter(province__in=allowed).select_related("province").order_by("sort_key"))
