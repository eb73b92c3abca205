"""The verbs of scoring: one application when it is completed, or a whole season anew, with the same numbers."""

import logging
from decimal import Decimal
from typing import Any

from django.db import connection

from applications.models import Application, Score, ScoreCategory, ScoringMethod, Season
from applications.scoring.gno import cents, gno100, share
from usp.accounts.models import User
from usp.core.db import verb

logger = logging.getLogger(__name__)

# What an item list is short of; the words for the screen stand in applications.pool.selectors.
NO_GNO, UNKNOWN_SCALE, NO_ITEMS = "no_gno", "unknown_scale", "no_items"

_RECOMPUTE = """
with graded as (
  select a.id as application_id, a.gno, a.gno_scale, m.id as method_id, m.gno_points, m.gno_floor,
         case a.gno_scale when 100 then round(a.gno, 2) when 4 then round((70 * a.gno + 20) / 3, 2) end as gno100
  from applications_application a join applications_scoringmethod m on m.id = %(method)s
  where a.season_id = %(season)s and a.state in ('completed', 'disqualified')
), shared as (
  select *, case when gno100 is not null  -- least and greatest pass over nulls
              then least(greatest((gno100 - gno_floor) / (100 - gno_floor), 0), 1) end as share from graded
), computed as (
  select application_id, method_id, 'academic' as category, coalesce(round(100 * share, 2), 0) as points,
         case when share is not null then jsonb_build_object(
           'items', jsonb_build_array(jsonb_build_object(
             'kind', 'gno', 'gno', gno::text, 'scale', gno_scale, 'gno100', gno100::text,
             'floor', gno_floor::text, 'points', round(gno_points * share, 2)::text, 'of', gno_points::text)),
           'of', gno_points::text, 'note', '')
         else jsonb_build_object('items', jsonb_build_array(), 'of', '0.00',
           'note', case when gno is null then 'no_gno' else 'unknown_scale' end) end as inputs
  from shared
  union all
  select application_id, method_id, category, 0,
         jsonb_build_object('items', jsonb_build_array(), 'of', '0.00', 'note', 'no_items')
  from shared, unnest(array['social', 'sport']) as category
)
insert into applications_score as s (application_id, method_id, category, points, inputs)
  select application_id, method_id, category, points, inputs from computed order by application_id, category
on conflict (application_id, category) do update
  set method_id = excluded.method_id, points = excluded.points, inputs = excluded.inputs
  where (s.method_id, s.points, s.inputs) is distinct from (excluded.method_id, excluded.points, excluded.inputs)
"""


def ensure_method(season: Season) -> ScoringMethod:
    """The season's newest method; a season without one gets its first, «2024.0», which knows the GNO only."""
    newest = season.methods.order_by("-pk").first()
    if newest is None:
        created, _new = season.methods.get_or_create(version=f"{season.applications_close_at.year}.0")
        newest = ScoringMethod.objects.get(pk=created.pk)  # the numbers as the database types them
    return newest


@verb
def score_application(*, application: Application, actor: User) -> list[Score]:
    """Write the application's three scores under the season's method; doing it again gives the same numbers.

    ``inputs`` holds every number the points come from, so that the student and an auditor can do the sum by hand.
    """
    method = ensure_method(application.season)
    computed = {
        ScoreCategory.ACADEMIC: _academic(application, method),
        ScoreCategory.SOCIAL: (Decimal(0), _nothing(NO_ITEMS)),
        ScoreCategory.SPORT: (Decimal(0), _nothing(NO_ITEMS)),
    }
    scores = [
        Score.objects.update_or_create(
            application=application, category=category, defaults={"method": method, "points": points, "inputs": inputs}
        )[0]
        for category, (points, inputs) in computed.items()
    ]
    logger.info("application %s scored under %s for user %s", application.pk, method.version, actor.pk)
    return scores


@verb
def recompute_season(season: Season) -> int:
    """Score every completed application of the season anew, in one statement; answers how many rows changed."""
    method = ensure_method(season)
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute(_RECOMPUTE, {"season": season.pk, "method": method.pk})
        return cursor.rowcount


def _academic(application: Application, method: ScoringMethod) -> tuple[Decimal, dict[str, Any]]:
    on_100 = gno100(application.gno, application.gno_scale)
    if application.gno is None or on_100 is None:
        return Decimal(0), _nothing(NO_GNO if application.gno is None else UNKNOWN_SCALE)
    part = share(on_100, method.gno_floor)
    item = {
        "kind": "gno",
        "gno": str(cents(application.gno)),
        "scale": application.gno_scale,
        "gno100": str(on_100),
        "floor": str(cents(method.gno_floor)),
        "points": str(cents(method.gno_points * part)),
        "of": str(cents(method.gno_points)),
    }
    return cents(100 * part), {"items": [item], "of": item["of"], "note": ""}


def _nothing(note: str) -> dict[str, Any]:
    """A category without items in force: no points, and why."""
    return {"items": [], "of": "0.00", "note": note}
