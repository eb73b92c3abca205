"""The editor of a scoring method: every number of a draft in one form, arranged as the report is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import MethodItem, MethodOption, ScoreCategory, ScoringMethod, Season, Shape
from applications.scoring.rules_text import plain
from applications.services.methods import Numbers

_BANDS = 6
_LINEAR = ("points", "floor", "ceiling")


class NumberField(forms.DecimalField):
    """A decimal number, typed with a comma or a dot."""

    def __init__(self, *, digits: int = 5, **options: Any) -> None:
        super().__init__(max_digits=digits, decimal_places=2, **options)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """«0,5» and «0.5» are the same."""
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A stored number without idle zeros, in the page's language."""
        return plain(value) if isinstance(value, Decimal) else value


class WeightsField(forms.CharField):
    """«1; 0,5»: the weight of each place in order; empty: all count alike."""

    def clean(self, value: Any) -> Any:
        """A list of decimals."""
        text = super().clean(value)
        try:
            return [Decimal(part.strip().replace(",", ".")) for part in text.split(";") if part.strip()]
        except InvalidOperation as error:
            raise ValidationError(_("Ağırlıkları noktalı virgülle ayırın: 1; 0,5")) from error

    def prepare_value(self, value: Any) -> Any:
        """The stored list as it is typed."""
        return "; ".join(plain(one) for one in value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Row:
    """One grade, unit or band with its fields."""

    label: str
    fields: tuple[forms.BoundField, ...]


@dataclass(frozen=True)
class KindRow:
    """One kind with its fields, as the page arranges them."""

    item: MethodItem
    fields: tuple[forms.BoundField, ...]
    rows: tuple[Row, ...]


class MethodForm(forms.Form):
    """All numbers of one draft."""

    version = forms.CharField(label=gettext_lazy("Sürüm"), max_length=20)
    note = forms.CharField(label=gettext_lazy("Bu sürümde değişen"), max_length=400, required=False)
    note_en = forms.CharField(label=gettext_lazy("Bu sürümde değişen (İngilizce)"), max_length=400, required=False)
    pool_step = forms.IntegerField(label=gettext_lazy("Havuzda puan adımı"), min_value=1, max_value=100)
    is_sample = forms.BooleanField(label=gettext_lazy("«Örnek yöntem» diye gösterilir"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, method: ScoringMethod, items: Sequence[MethodItem], **options: Any) -> None:
        names = ("version", "note", "note_en", "pool_step", "is_sample", "revision")
        super().__init__(*args, **options)
        self.initial = {name: getattr(method, name) for name in names}
        self.items = list(items)
        for item in self.items:
            self._add_item(item)

    def kinds(self) -> Iterator[tuple[str, list[KindRow]]]:
        """The page's sections: each category with its kinds."""
        for category in ScoreCategory:
            rows = [self._kind_row(item) for item in self.items if item.kind.category == category]
            if rows:
                yield str(category.label), rows

    def numbers(self) -> Numbers:
        """What was typed, for the verb."""
        data = self.cleaned_data
        items, options, bands = {}, {}, {}
        for item in self.items:
            names = self._item_names(item)
            items[item.pk] = {name: data[f"i{item.pk}-{name}"] for name in names}
            if item.shape == Shape.BANDS:
                typed = [(data[f"i{item.pk}-up{n}"], data[f"i{item.pk}-pts{n}"]) for n in range(_BANDS)]
                bands[item.pk] = [(up_to, points) for up_to, points in typed if up_to is not None]
            for row in self._plain_rows(item):
                options[row.pk] = {name: data[f"o{row.pk}-{name}"] for name in self._row_names(item)}
        method = {name: data[name] for name in ("version", "note", "note_en", "pool_step", "is_sample")}
        return Numbers(method, items, options, bands)

    def clean(self) -> dict[str, Any]:
        """A counting linear kind needs its three numbers; a band needs both of its own, and no end twice."""
        data = super().clean() or {}
        for item in self.items:
            if item.shape == Shape.LINEAR:
                self._check_linear(item, data)
            elif item.shape == Shape.BANDS:
                self._check_bands(item, data)
        return data

    def _check_linear(self, item: MethodItem, data: dict[str, Any]) -> None:
        points, floor, ceiling = (data.get(f"i{item.pk}-{name}") for name in _LINEAR)
        if points is None or floor is None or ceiling is None or points <= 0 or ceiling <= floor:
            text = _("Tam puan, taban ve tabandan büyük bir tavan yazın.")
            self.add_error(f"i{item.pk}-points", text)

    def _check_bands(self, item: MethodItem, data: dict[str, Any]) -> None:
        seen = set()
        for number in range(_BANDS):
            up_to, points = data.get(f"i{item.pk}-up{number}"), data.get(f"i{item.pk}-pts{number}")
            if (up_to is None) != (points is None):
                self.add_error(f"i{item.pk}-up{number}", _("Dilimin sonunu ve puanını birlikte yazın."))
            elif up_to is not None and up_to in seen:
                self.add_error(f"i{item.pk}-up{number}", _("Bu dilim zaten var."))
            seen.add(up_to)

    def _add_item(self, item: MethodItem) -> None:
        fields = {
            "cap": NumberField(label=_("Türün üst sınırı"), min_value=0, max_value=100),
            "item_cap": NumberField(
                label=_("Tek beyanın üst sınırı"), min_value=Decimal("0.01"), max_value=100, required=False
            ),
            "best_of": forms.IntegerField(label=_("En iyi kaç beyan"), min_value=1, max_value=50, required=False),
            "weights": WeightsField(label=_("Sıra ağırlıkları"), required=False),
            "points": NumberField(label=_("Tam puan"), min_value=0, max_value=100),
            "floor": NumberField(label=_("Taban"), digits=7),
            "ceiling": NumberField(label=_("Tavan"), digits=7),
        }
        for name in self._item_names(item):
            self.fields[f"i{item.pk}-{name}"] = fields[name]
            self.initial[f"i{item.pk}-{name}"] = getattr(item, name)
        for row in self._plain_rows(item):
            self.fields[f"o{row.pk}-points"] = NumberField(label=_("Puan"), min_value=0, max_value=100)
            self.initial[f"o{row.pk}-points"] = row.points
            if item.shape == Shape.UNITS:
                least = Decimal("0.01")
                self.fields[f"o{row.pk}-per"] = NumberField(label=_("Her"), min_value=least, digits=7)
                self.initial[f"o{row.pk}-per"] = row.per
        if item.shape == Shape.BANDS:
            self._add_bands(item)

    def _add_bands(self, item: MethodItem) -> None:
        bands = sorted((row for row in item.options.all() if row.up_to is not None), key=lambda row: row.up_to or 0)
        for number in range(_BANDS):
            known = bands[number] if number < len(bands) else None
            self.fields[f"i{item.pk}-up{number}"] = NumberField(
                label=_("İlk yüzde"), min_value=Decimal("0.01"), max_value=100, required=False
            )
            self.fields[f"i{item.pk}-pts{number}"] = NumberField(
                label=_("Puan"), min_value=0, max_value=100, required=False
            )
            self.initial[f"i{item.pk}-up{number}"] = known.up_to if known else None
            self.initial[f"i{item.pk}-pts{number}"] = known.points if known else None

    @staticmethod
    def _item_names(item: MethodItem) -> tuple[str, ...]:
        return ("cap", "item_cap", "best_of", "weights", *(_LINEAR if item.shape == Shape.LINEAR else ()))

    @staticmethod
    def _row_names(item: MethodItem) -> tuple[str, ...]:
        return ("per", "points") if item.shape == Shape.UNITS else ("points",)

    @staticmethod
    def _plain_rows(item: MethodItem) -> list[MethodOption]:
        if item.shape not in (Shape.OPTIONS, Shape.UNITS):
            return []
        return [row for row in item.options.all() if row.up_to is None]

    def _kind_row(self, item: MethodItem) -> KindRow:
        fields = tuple(self[f"i{item.pk}-{name}"] for name in self._item_names(item))
        rows = [
            Row(str(row.option or item.kind), tuple(self[f"o{row.pk}-{name}"] for name in self._row_names(item)))
            for row in self._plain_rows(item)
        ]
        if item.shape == Shape.BANDS:
            rows = [
                Row(
                    _("%(number)d. dilim") % {"number": number + 1},
                    (self[f"i{item.pk}-up{number}"], self[f"i{item.pk}-pts{number}"]),
                )
                for number in range(_BANDS)
            ]
        return KindRow(item, fields, tuple(rows))


class CopyForm(forms.Form):
    """Which version to copy into which season, under which name."""

    method = forms.ModelChoiceField(label=gettext_lazy("Kopyalanacak sürüm"), queryset=ScoringMethod.objects.none())
    season = forms.ModelChoiceField(label=gettext_lazy("Dönem"), queryset=Season.objects.none())
    version = forms.CharField(label=gettext_lazy("Yeni sürümün adı"), max_length=20)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["method"]
        chosen.queryset = ScoringMethod.objects.select_related("season").order_by("-pk")
        chosen.label_from_instance = lambda one: f"{one.season} · {one.version}"
        season: Any = self.fields["season"]
        season.queryset = Season.objects.order_by("-applications_open_at")
