"""The draft of «il ve ilçe tercihleri»: it lives in the form until it is saved, so that half a choice is possible."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from applications.forms.ordering import moved, whole_numbers
from applications.models import ProvincePreference, Season
from applications.services.preferences import ProvinceChoice, too_many_districts
from usp.reference.models import District, Province
from usp.reference.selectors import provinces as all_provinces

ALL, SOME = "all", "some"


@dataclass
class ProvinceDraft:
    """One province as it stands in the form: «Tüm İlçeler», districts in order, or not decided yet (empty mode)."""

    province: Province
    known: list[District]
    mode: str = ""
    districts: list[District] = field(default_factory=list)
    pending: int | None = None

    @property
    def options(self) -> list[District]:
        """Districts that can still be added, in Turkish order."""
        return [one for one in self.known if one not in self.districts]


class PreferencesDraft:
    """What the form says now, and the edits its buttons make. Nothing is stored here."""

    def __init__(self, season: Season, rows: list[ProvinceDraft], pending: int | None = None) -> None:
        self.season, self.rows, self._pending = season, rows, pending
        self.note = self.error = ""
        self.seen: str | None = None  # what the page showed as saved (services.preferences.places_token)
        self.is_stale = False
        self._all = list(all_provinces())

    @classmethod
    def saved(cls, season: Season, preferences: Iterable[ProvincePreference]) -> "PreferencesDraft":
        """The draft of what is stored."""
        rows = [
            ProvinceDraft(
                one.province,
                [],
                ALL if one.all_districts else SOME,
                [row.district for row in one.districts.all()],
            )
            for one in preferences
        ]
        draft = cls(season, rows)
        draft._learn_districts()
        return draft

    @classmethod
    def posted(cls, season: Season, data: QueryDict) -> "PreferencesDraft":
        """The draft as the browser sent it; unknown ids are dropped, the services refuse what is left too much."""
        draft = cls(season, [], next(iter(whole_numbers([data.get("add-province", "")])), None))
        draft.seen = data.get("seen")
        names = {one.pk: one for one in draft._all}
        ids = whole_numbers(data.getlist("province"))
        draft.rows = [ProvinceDraft(names[pk], [], data.get(f"mode-{pk}", "")) for pk in ids if pk in names]
        draft._learn_districts()
        for row in draft.rows:
            known = {one.pk: one for one in row.known}
            chosen = whole_numbers(data.getlist(f"district-{row.province.pk}"))
            row.districts = [known[pk] for pk in chosen if pk in known]
            row.pending = next(iter(whole_numbers([data.get(f"add-district-{row.province.pk}", "")])), None)
        return draft

    @property
    def options(self) -> list[Province]:
        """Provinces that can still be added."""
        chosen = {row.province.pk for row in self.rows}
        return [one for one in self._all if one.pk not in chosen]

    @property
    def is_full(self) -> bool:
        """Whether the season's number of provinces is reached."""
        return len(self.rows) >= self.season.max_provinces

    def choices(self) -> list[ProvinceChoice]:
        """What the verb takes. Districts of a «Tüm İlçeler» province stay in the form only."""
        return [
            ProvinceChoice(
                row.province.pk,
                row.mode == ALL,
                tuple(one.pk for one in row.districts) if row.mode == SOME else (),
            )
            for row in self.rows
        ]

    def take_pending(self) -> None:
        """Before saving: what is picked in a list counts, though its «Ekle» was not pressed."""
        for row in self.rows:
            if row.mode == SOME and row.pending:
                self._add_district(row)
        if self._pending:
            self._add_province()

    def edit(self, command: str) -> None:
        """One button: «up:34», «all:34», «district-down:34:1234», «add». Unknown commands change nothing."""
        action, _mark, rest = command.partition(":")
        ids = whole_numbers(rest.split(":"))
        if action == "add":
            self._add_province()
            return
        row = next((one for one in self.rows if ids and one.province.pk == ids[0]), None)
        if row is None:
            return
        if action.startswith("district-") and len(ids) == 2:
            self._edit_district(row, action.removeprefix("district-"), ids[1])
        elif action == "add-district":
            self._add_district(row)
        else:
            self._edit_province(row, action)

    def _edit_province(self, row: ProvinceDraft, action: str) -> None:
        if action in (ALL, SOME):
            row.mode = action
        elif action == "remove":
            self.rows.remove(row)
            self.note = _("%(name)s tercihlerden çıkarıldı.") % {"name": row.province}
        elif action in ("up", "down"):
            self.rows = moved(self.rows, lambda one: one is row, -1 if action == "up" else 1)
            place = self.rows.index(row) + 1
            self.note = _("%(name)s artık %(place)d. sırada.") % {"name": row.province, "place": place}

    def _edit_district(self, row: ProvinceDraft, action: str, district_id: int) -> None:
        district = next((one for one in row.districts if one.pk == district_id), None)
        if district is None:
            return
        if action == "remove":
            row.districts.remove(district)
            self.note = _("%(name)s tercihlerden çıkarıldı.") % {"name": district}
        elif action in ("up", "down"):
            row.districts = moved(row.districts, lambda one: one == district, -1 if action == "up" else 1)
            place = row.districts.index(district) + 1
            self.note = _("%(name)s artık %(place)d. sırada.") % {"name": district, "place": place}

    def _add_province(self) -> None:
        province = next((one for one in self.options if one.pk == self._pending), None)
        if province is None:
            self.error = _("Eklemek için önce listeden bir il seçin.")
        elif self.is_full:
            self.error = _("En çok %(limit)d il seçebilirsiniz.") % {"limit": self.season.max_provinces}
        else:
            self.rows.append(ProvinceDraft(province, list(province.districts.order_by("sort_key", "id"))))
            self.note = _("%(name)s eklendi. Şimdi ilçelerini seçin.") % {"name": province}

    def _add_district(self, row: ProvinceDraft) -> None:
        row.mode = SOME
        district = next((one for one in row.options if one.pk == row.pending), None)
        if district is None:
            self.error = _("Eklemek için önce listeden bir ilçe seçin.")
        elif len(row.districts) >= self.season.max_districts:
            self.error = too_many_districts(str(row.province), self.season.max_districts)
        else:
            row.districts.append(district)
            self.note = _("%(name)s eklendi.") % {"name": district}

    def _learn_districts(self) -> None:
        """The districts of every province in the draft, by one query."""
        wanted = [row.province.pk for row in self.rows]
        districts = list(District.objects.filter(province__in=wanted).order_by("sort_key", "id")) if wanted else []
        for row in self.rows:
            row.known = [one for one in districts if one.province_id == row.province.pk]
