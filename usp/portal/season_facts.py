"""The season's values as texts name them: dates, limits, who may apply, where to write."""

from django.utils.translation import gettext as _

from applications.conditions import conditions, date_sentences
from applications.eligibility import season_rules
from applications.models import Season
from applications.models.seasons import CancelGround
from applications.selectors import current_season
from usp.core.templatetags.usp import tr_datetime
from usp.guidance.texts import Facts
from usp.guidance.upward import support_address


def latest_season() -> Season | None:
    """The season in force; between two seasons the last one."""
    return current_season() or Season.objects.order_by("-applications_open_at").first()


def facts_of(season: Season | None) -> Facts:
    """What the common questions and notices may name. Without any season they say that it is not known yet."""
    if season is None:
        season = _unknown()
        days = dict.fromkeys(_MOMENTS, _("(henüz duyurulmadı)"))
        lines, on_the_date = _("- Koşullar dönem duyurulunca burada yazacak."), ""
    else:
        days = {name: tr_datetime(getattr(season, field)) for name, field in _MOMENTS.items()}
        rules = season_rules(season)
        lines = "\n".join(f"- {condition.text}" for condition in conditions(rules))
        on_the_date = "\n".join(f"- {sentence}" for sentence in date_sentences(rules))
    return {
        **days,
        "season_name": season.name,
        "season_title": season.title,
        "operator": season.operator_name,
        "support_email": support_address(),
        "conditions": lines,
        "on_the_date": on_the_date,
        "internships": season.internships_per_student,
        "provinces": season.max_provinces,
        "districts": season.max_districts,
        "shadow_min": season.shadowing_min_days,
        "shadow_max": season.shadowing_max_days,
        "needs_force_majeure": season.cancel_ground == CancelGround.FORCE_MAJEURE,
        "compulsory_status": season.status_is_compulsory,
    }


_MOMENTS = {
    "opens": "applications_open_at",
    "closes": "applications_close_at",
    "offers_close": "offers_close_at",
}


def _unknown() -> Season:
    """A season of which nothing is known: the model's own defaults, never stored."""
    return Season(
        name=_("Yeni dönem"),
        title=_("Ulusal Staj Programı"),
        operator_name=_("programı yürüten kurum"),
    )
