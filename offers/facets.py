"""The pool's filter panel in words: checkboxes with counts, chips, the histogram. Pages read it, nothing here asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.models import PoolEntry
from applications.pool.cards import SCORE_LABELS
from applications.pool.query import FacetValue, PoolPage
from offers.asking import Asker
from offers.forms.pool import LEVEL_NAMES, PoolFilterForm, language_names, period_from
from offers.states import Kind
from usp.core.templatetags.usp import tr_number
from usp.core.turkish import fold
from usp.reference.models import Level

_GROUPS_IN_SIGHT = 8
_OTHERS_IN_SIGHT = 6
_FEW = 5  # counts below it are told as «<5»
_LEAST_BAR = 2
_MINIMUMS = {"akademik": "academic", "sosyal": "social", "sportif": "sport"}


@dataclass(frozen=True)
class Option:
    """A checkbox with how many candidates it would give: exact, «<5», or «0»."""

    value: str
    label: str
    count: str
    checked: bool


@dataclass(frozen=True)
class Facet:
    """One filter's checkboxes; ``more`` are folded away; ``note`` says what the answers mean."""

    name: str
    legend: str | Promise
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class LanguageChoice:
    """One language's lowest level as a select: options are (value, label, chosen)."""

    name: str
    field_id: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Bar:
    """One ten of the histogram; ``height`` is out of 40, a count below five has the least one."""

    label: str
    count: str
    x: int
    height: int

    @property
    def y(self) -> int:
        """Where the bar begins, counted from above."""
        return 41 - self.height


@dataclass(frozen=True)
class Panel:
    """Everything beside the list."""

    facets: list[Facet]
    languages: list[LanguageChoice]
    more_languages: bool
    bars: list[Bar]
    prefers_us: str
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def panel(asker: Asker, form: PoolFilterForm, page: PoolPage) -> Panel:
    """The panel of a counted page. At most three queries."""
    facets, query = page.facets, form.query
    groups = _group_names(asker, form, facets.get("groups", ()))
    languages = _language_names(form, facets.get("languages", ()))
    years = sorted({int(str(one.value)) for one in facets.get("class_years", ())} | set(query.class_years))
    built = [
        _group_facet(form, facets.get("groups", ()), groups),
        Facet("duzey", _("Düzey"), _options(_levels(), facets.get("levels", ()), query.levels)),
        Facet("sinif", _("Sınıf"), _options([(one, year_label(one)) for one in years],
                                            facets.get("class_years", ()), query.class_years)),
        _period_facet(form, facets.get("periods", ())),
        Facet(
            "il",
            _("İl tercihi"),
            _options([(one.pk, one.name) for one in asker.provinces], facets.get("provinces", ()), query.provinces),
            note=_("Kurumunuzun ve yayındaki pozisyonlarınızın illeri sorulabilir."),
        ),
    ]  # fmt: skip
    if form.districts:
        built.append(_district_facet(form, facets.get("districts", ())))
    preferring = next(iter(facets.get("prefers_us", ())), None)
    return Panel(
        facets=built,
        languages=_language_choices(form, facets.get("languages", ()), languages),
        more_languages=not form.cleaned_data.get("diller"),
        bars=_bars(facets.get("histogram", ())),
        prefers_us=_count(preferring) if preferring else "0",
        names={"bolum": groups, "dil": {str(number): name for number, name in languages.items()}},
    )


def chips(asker: Asker, form: PoolFilterForm, names: Mapping[str, Mapping[str, str]]) -> list[Chip]:
    """What is asked, in words, each with the way to stop asking it."""
    places = {str(one.pk): one.name for one in asker.provinces}
    districts = {str(one.pk): str(one) for one in form.districts}
    levels = {value: str(label) for value, label in Level.choices}
    found = []
    for name, value in form.parameters():
        label = ""
        if name == "bolum":
            label = names["bolum"].get(value, value)
        elif name == "duzey":
            label = levels[value]
        elif name == "sinif":
            label = year_label(int(value))
        elif name == "dil":
            language, _dash, level = value.partition("-")
            label = _at_least(f"{names['dil'].get(language, language)} {LEVEL_NAMES[int(level)]}")
        elif name == "il":
            label = places[value]
        elif name == "ilce":
            label = districts[value]
        elif name == "donem":
            label = period_label(value)
        elif name in _MINIMUMS and value != "0":
            label = _("%(score)s en az %(points)s") % {"score": SCORE_LABELS[_MINIMUMS[name]], "points": value}
        elif name in _FLAGS:
            label = _FLAGS[name]()
        if label:
            found.append(Chip(label, form.address(without=(name, value))))
    return found


_FLAGS = {
    "bizi": lambda: _("Bizi tercih edenler"),
    "gizle": lambda: _("Teklif gönderdiklerimiz hariç"),
    "yeni": lambda: _("Dünden beri yeni"),
}


def year_label(year: int) -> str:
    """«3. sınıf»."""
    return _("Hazırlık") if year == 0 else _("%(year)d. sınıf") % {"year": year}


def period_label(key: str) -> str:
    """«Ağustos 2024 başlangıçlı, 20 iş günü»."""
    period = period_from(key)
    return period.label if period else key


def kind_tabs(form: PoolFilterForm) -> list[tuple[str, str, bool]]:
    """(label, address, current) of the three kinds."""
    return [
        (str(label), form.address(tur="" if kind == Kind.INTERNSHIP else kind), form.query.kind == kind)
        for kind, label in Kind.choices
    ]


def _at_least(text: str) -> str:
    return _("%(level)s ve üzeri") % {"level": text}


def _levels() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Level.choices]


def _count(value: FacetValue) -> str:
    return "<5" if value.count is None else tr_number(value.count)


def _options(
    choices: Iterable[tuple[str | int, str]], values: Sequence[FacetValue], chosen: Sequence[str | int]
) -> tuple[Option, ...]:
    counts = {value.value: _count(value) for value in values}
    return tuple(Option(str(value), label, counts.get(value, "0"), value in chosen) for value, label in choices)


def _group_names(asker: Asker, form: PoolFilterForm, values: Sequence[FacetValue]) -> dict[str, str]:
    """Names of the groups in sight; a chosen one that now finds nobody keeps its name."""
    names = {str(value.value): value.label for value in values}
    lost = [code for code in form.query.groups if code not in names]
    if lost:
        entries = PoolEntry.objects.filter(season=asker.season, group_code__in=lost).order_by("group_code")
        names |= dict(entries.values_list("group_code", "group_name").distinct("group_code"))
    return names


def _group_facet(form: PoolFilterForm, values: Sequence[FacetValue], names: Mapping[str, str]) -> Facet:
    """The chosen groups first, then those with most candidates; what is typed narrows the rest."""
    chosen, typed = form.query.groups, fold(form.cleaned_data.get("ara", ""))
    ordered = sorted(values, key=lambda value: (value.value not in chosen, -(value.count or 0), value.sort_key))
    codes = [code for code in chosen if code in names and code not in {value.value for value in values}]
    codes += [str(v.value) for v in ordered if v.value in chosen or typed in fold(v.label)]
    options = _options([(code, names[code]) for code in codes], values, chosen)
    in_sight = max(_GROUPS_IN_SIGHT, len(chosen))
    if typed:
        return Facet("bolum", _("Bölüm grubu"), options)
    return Facet("bolum", _("Bölüm grubu"), options[:in_sight], options[in_sight:])


def _period_facet(form: PoolFilterForm, values: Sequence[FacetValue]) -> Facet:
    keys = sorted({str(value.value) for value in values} | set(form.query.periods))
    options = _options([(key, period_label(key)) for key in keys], values, form.query.periods)
    in_sight = [one for one in options if one.checked] + [one for one in options if not one.checked]
    return Facet(
        "donem",
        _("Staj zamanı"),
        tuple(in_sight[:_OTHERS_IN_SIGHT]),
        tuple(in_sight[_OTHERS_IN_SIGHT:]),
        _("Başlama ayı ve süre; kesin tarihler kabulden sonra açılır."),
    )


def _district_facet(form: PoolFilterForm, values: Sequence[FacetValue]) -> Facet:
    choices: list[tuple[str | int, str]] = [(one.pk, str(one)) for one in form.districts]
    options = _options(choices, values, form.query.districts)
    ordered = [one for one in options if one.checked] + [one for one in options if not one.checked]
    return Facet(
        "ilce",
        _("İlçe tercihi"),
        tuple(ordered[:_OTHERS_IN_SIGHT]),
        tuple(ordered[_OTHERS_IN_SIGHT:]),
        _("İlin tüm ilçelerini seçenler de sayılır."),
    )


def _language_names(form: PoolFilterForm, values: Sequence[FacetValue]) -> dict[int, str]:
    numbers = [value.value[0] for value in values if isinstance(value.value, tuple)]
    numbers += [language for language, _level in form.query.languages]
    return language_names(list(dict.fromkeys(numbers)))


def _language_choices(
    form: PoolFilterForm, values: Sequence[FacetValue], names: Mapping[int, str]
) -> list[LanguageChoice]:
    counts = {value.value: _count(value) for value in values}
    chosen = dict(form.query.languages)
    return [
        LanguageChoice(
            name,
            f"s-dil-{number}",
            (
                ("", _("Fark etmez"), number not in chosen),
                *(
                    (
                        f"{number}-{level}",
                        f"{_at_least(level_name)} ({counts.get((number, level), '0')})",
                        chosen.get(number) == level,
                    )
                    for level, level_name in LEVEL_NAMES.items()
                ),
            ),
        )
        for number, name in names.items()
    ]


def _height(value: FacetValue | None, most: int) -> int:
    if value is None or value.count == 0:
        return 0
    return _LEAST_BAR if value.count is None else max(_LEAST_BAR, round(40 * value.count / most))


def _bars(values: Sequence[FacetValue]) -> list[Bar]:
    counts = {int(str(value.value)): value for value in values}
    if not counts:
        return []
    most = max(value.count or _FEW for value in counts.values())
    bars = []
    for place, ten in enumerate(range(0, 101, 10)):
        value = counts.get(ten)
        height = _height(value, most)
        label = "100" if ten == 100 else f"{ten}–{ten + 9}"
        bars.append(Bar(label, _count(value) if value else "0", place * 10, height))
    return bars
