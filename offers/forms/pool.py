"""What an employer may ask of the pool, from the address to a PoolQuery and back."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from applications.pool.search import SORTS, PoolQuery
from usp.reference.models import Level, Province

_MOST_GROUPS = 50
_YEARS = range(7)


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


class MinimumField(forms.IntegerField):
    """A lowest score; empty asks nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, required=False, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "placeholder": "0"}


class PoolFilterForm(forms.Form):
    """The filter panel. Values that cannot be are passed over or shown beside their field; the rest still searches."""

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
    il = LenientMultiple(label=_("İl tercihi"), coerce=int, required=False)
    akademik = MinimumField(label=_("Akademik/Mesleki"))
    sosyal = MinimumField(label=_("Sanatsal/Sosyal"))
    sportif = MinimumField(label=_("Sportif"))
    sirala = forms.ChoiceField(choices=[(sort, sort) for sort in SORTS], required=False)
    sayfa = forms.CharField(required=False, max_length=200)

    def __init__(self, data: QueryDict, *, provinces: Sequence[Province]) -> None:
        super().__init__(data)
        self.fields["il"].choices = [(province.pk, province.name) for province in provinces]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def refused(self) -> list[str]:
        """What was passed over, a sentence each: «Sportif: …»."""
        return [f"{self.fields[name].label}: {error}" for name, errors in self.errors.items() for error in errors]

    @property
    def query(self) -> PoolQuery:
        """What is asked, without the values that had an error."""
        clean = self.cleaned_data
        return PoolQuery(
            groups=tuple(clean.get("bolum", ())),
            levels=tuple(clean.get("duzey", ())),
            class_years=tuple(clean.get("sinif", ())),
            provinces=tuple(clean.get("il", ())),
            min_academic=clean.get("akademik") or 0,
            min_social=clean.get("sosyal") or 0,
            min_sport=clean.get("sportif") or 0,
            sort=clean.get("sirala") or SORTS[0],
            cursor=clean.get("sayfa", ""),
        )

    def parameters(self) -> list[tuple[str, str]]:
        """What is asked as (name, value) pairs, the page left out."""
        pairs: list[tuple[str, str]] = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if name == "sayfa" or value in (None, "", [], SORTS[0]):  # the first sort is the one nobody asked for
                continue
            pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
        return pairs

    def address(self, *, without: tuple[str, str] | None = None, **changes: str) -> str:
        """The query string of the same question with one value taken out or some values put in; «?» for none."""
        kept = [pair for pair in self.parameters() if pair != without and pair[0] not in changes]
        return "?" + urlencode(kept + [(name, value) for name, value in changes.items() if value])
