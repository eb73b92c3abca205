"""Where a student wants to go: provinces with districts, each in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application, DistrictPreference, ProvincePreference, Season
from applications.selectors import is_open, preferences_of
from applications.services.locking import locked_application, require_stage_one, require_state
from applications.states import ApplicationState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.models import District, Province


@dataclass(frozen=True)
class ProvinceChoice:
    """One wanted province: «Tüm İlçeler», or districts in order. Exactly one of the two (A32)."""

    province_id: int
    all_districts: bool = False
    district_ids: tuple[int, ...] = ()


class PlacesChangedMeanwhile(RuleViolation):
    """Another tab has saved other places since the page was shown; ``current`` is its token."""

    def __init__(self, current: str) -> None:
        self.current = current
        super().__init__(
            _(
                "Tercihleriniz başka bir sekmede ya da cihazda değiştirildi; buradakiler henüz kaydedilmedi. "
                "Aşağıda ikisi de duruyor. Buradakiler kalsın istiyorsanız yeniden kaydedin."
            ),
            code="places_changed",
        )


def places_token(saved: Sequence[ProvincePreference]) -> str:
    """What is saved (``selectors.preferences_of``) in few signs: a page sends it back, so that no save is blind."""
    return ";".join(
        f"{row.province_id}:{','.join(str(one.district_id) for one in row.districts.all())}" for row in saved
    )


@verb
def save_preferences(
    *, actor: User, application_id: int, provinces: Sequence[ProvinceChoice], seen: str | None = None
) -> Application:
    """Replace the wanted provinces and districts by these, in their order.

    ``seen`` is the token of what the page showed as saved: PlacesChangedMeanwhile when that is no longer so.

    Possible from «Başvur» until the last second of applications, after completion too (SA «son başvuru tarihine
    kadar güncelleyebilirsin»). Raises RuleViolation for numbers outside the season's limits, a province twice, or
    a district of another province.
    """
    application = locked_application(application_id=application_id, actor=actor)
    now = clock.now()
    require_stage_one(application)
    require_state(application, ApplicationState.REGISTERED, ApplicationState.COMPLETED)
    if not is_open(application.season, now):
        raise RuleViolation(ProvincePreference.trigger_rules["preference_in_time"], code="preference_in_time")
    check_choices(application.season, provinces)
    if seen is not None and seen != (current := places_token(preferences_of(application))):
        raise PlacesChangedMeanwhile(current)
    with rule_from_constraint(ProvincePreference, "preference_in_time", "province_preference_once"):
        application.province_preferences.all().delete()
        rows = ProvincePreference.objects.bulk_create(
            ProvincePreference(
                application=application,
                province_id=choice.province_id,
                rank=rank,
                all_districts=choice.all_districts,
            )
            for rank, choice in enumerate(provinces, start=1)
        )
        DistrictPreference.objects.bulk_create(
            DistrictPreference(preference=row, district_id=district_id, rank=rank)
            for row, choice in zip(rows, provinces, strict=True)
            for rank, district_id in enumerate(choice.district_ids, start=1)
        )
    return application


def check_choices(season: Season, provinces: Sequence[ProvinceChoice]) -> None:
    """Refuse what the season does not allow: 1–5 provinces, each with 1–5 districts or all (docs/rules.md A32)."""
    if not provinces:
        raise RuleViolation(_("En az bir il seçin."), code="province_missing")
    if len(provinces) > season.max_provinces:
        raise RuleViolation(
            _("En çok %(limit)d il seçebilirsiniz.") % {"limit": season.max_provinces},
            code="province_too_many",
        )
    if len({choice.province_id for choice in provinces}) < len(provinces):
        raise RuleViolation(_("Aynı ili iki kez seçtiniz."), code="province_twice")
    names = dict(Province.objects.filter(pk__in={one.province_id for one in provinces}).values_list("pk", "name"))
    homes = dict(
        District.objects.filter(pk__in={pk for one in provinces for pk in one.district_ids}).values_list(
            "pk", "province_id"
        )
    )
    for choice in provinces:
        if choice.province_id not in names:
            raise RuleViolation(_("Seçtiğiniz il bulunamadı."), code="province_unknown")
        _check_districts(season, choice, names[choice.province_id], homes)


def too_many_districts(province: str, limit: int) -> str:
    """The sentence for one district too many, in the form and in the verb."""
    text = ngettext(
        "%(province)s için en çok %(limit)d ilçe seçebilirsiniz.",
        "%(province)s için en çok %(limit)d ilçe seçebilirsiniz.",
        limit,
    )
    return text % {"province": province, "limit": limit}


def _check_districts(season: Season, choice: ProvinceChoice, name: str, homes: dict[int, int]) -> None:
    chosen = choice.district_ids
    if choice.all_districts == bool(chosen):
        text = _("%(province)s için «Tüm İlçeleri Seç» seçeneğini işaretleyin ya da en az bir ilçe ekleyin.")
        raise RuleViolation(text % {"province": name}, code="district_or_all")
    if len(chosen) > season.max_districts:
        raise RuleViolation(too_many_districts(name, season.max_districts), code="district_too_many")
    if len(set(chosen)) < len(chosen):
        text = _("%(province)s için aynı ilçeyi iki kez seçtiniz.")
        raise RuleViolation(text % {"province": name}, code="district_twice")
    if any(homes.get(pk) != choice.province_id for pk in chosen):
        text = _("Seçtiğiniz ilçelerden biri %(province)s iline bağlı değil.")
        raise RuleViolation(text % {"province": name}, code="district_elsewhere")
