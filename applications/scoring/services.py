"""The verbs of scoring: one application, a whole season, publication with the pool, and corrections after it."""

import logging

from django.db import connection
from django.utils.translation import gettext as _

from applications.models import (
    FEWEST_IN_AVERAGE,
    Application,
    MethodState,
    Score,
    ScoreCategory,
    ScoreCorrection,
    ScorePublication,
    ScoringMethod,
    Season,
)
from applications.pool.changes import pool_changed
from applications.scoring import statements
from applications.scoring.compute import CategoryScore, scores_of
from applications.scoring.method_file import make_first_method
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation

logger = logging.getLogger(__name__)


def current_method(season: Season) -> ScoringMethod | None:
    """The method that counts: the one the scores were published under, before that the newest published version."""
    publication = ScorePublication.objects.filter(season=season).select_related("method").first()
    if publication:
        return publication.method
    return season.methods.filter(state=MethodState.PUBLISHED).order_by("-published_at", "-pk").first()


def ensure_method(season: Season) -> ScoringMethod:
    """The method that counts; a season without one gets the shipped scheme, with its catalogue, as version «….1»."""
    return current_method(season) or make_first_method(season)


@verb
def score_application(*, application: Application, actor: User) -> list[Score]:
    """Write the application's three scores under the season's method; doing it again gives the same numbers."""
    rescore(application_id=application.pk)
    logger.info("application %s scored for user %s", application.pk, actor.pk)
    order = list(ScoreCategory.values)
    return sorted(application.scores.select_related("method"), key=lambda score: order.index(score.category))


@verb
def rescore(*, application_id: int) -> None:
    """Bring one application's provisional scores up to date, after each decision on its items.

    Raises RuleViolation once the scores are published: from then on `correct_scores`.
    """
    season = Season.objects.get(applications__pk=application_id)
    _store(season, only=[application_id])


@verb
def recompute_season(season: Season) -> int:
    """Score every completed application of the season anew, in one statement; answers how many rows changed.

    Raises RuleViolation once the scores are published.
    """
    return _store(season, only=None)


@verb
def correct_scores(*, actor: User | None, application_id: int, reason: str) -> list[ScoreCorrection]:
    """Bring published scores up to date, each change on record with its reason; the pool follows.

    Before publication this is a plain `rescore`. ``actor`` is None where an institution's register answered.
    Answers the corrections, none when nothing changed.
    """
    application = Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=application_id)
    season = application.season
    publication = ScorePublication.objects.filter(season=season).select_related("method").first()
    if publication is None:
        rescore(application_id=application_id)
        return []
    now, made = clock.now(), []
    fresh = scores_of(application, publication.method)
    for score in application.scores.all():
        new = fresh[score.category]
        inputs = _inputs(new)
        if (new.points, inputs) == (score.points, score.inputs):
            continue
        made.append(
            ScoreCorrection.objects.create(
                application=application, category=score.category, before=score.points, after=new.points,
                reason=reason[:500], by=actor, at=now,
            )
        )  # fmt: skip
        with rule_from_constraint(Score, "score_frozen"):
            Score.objects.filter(pk=score.pk).update(points=new.points, inputs=inputs)
    if made:
        pool_changed(application_id)
    return made


@verb
def publish_scores(season: Season) -> ScorePublication:
    """Freeze the season's scores with the opening of its pool, and keep the departments' averages of that moment.

    Doing it twice is no error. Raises RuleViolation before the day.
    """
    found = ScorePublication.objects.filter(season=season).first()
    if found:
        return found
    now = clock.now()
    if now < season.pool_opens_at:
        raise RuleViolation(_("Puanlar aday havuzu açılınca açıklanır."), code="scores_too_early")
    recompute_season(season)
    method = ensure_method(season)
    with connection.cursor() as cursor:
        values = {"season": season.pk, "method": method.pk, "fewest": FEWEST_IN_AVERAGE}
        cursor.execute(statements.AVERAGES, values)
    return ScorePublication.objects.create(season=season, method=method, published_at=now)


def write_profiles(season: Season, *, method: ScoringMethod, only: list[int] | None = None) -> None:
    """Write what employers may read behind the scores, for the pool's entries. Part of a verb."""
    with connection.cursor() as cursor:
        cursor.execute(statements.PROFILES, {"season": season.pk, "method": method.pk, "only": only})


def _store(season: Season, only: list[int] | None) -> int:
    method = ensure_method(season)
    with rule_from_constraint(Score, "score_frozen"), connection.cursor() as cursor:
        if only is None:
            cursor.execute("set local statement_timeout = 0")
            # Sorting five million items in the usual 4 MB would write each of them to disk several times.
            cursor.execute("set local work_mem = '64MB'")
        cursor.execute(statements.STORE, {"season": season.pk, "method": method.pk, "only": only})
        return int(cursor.rowcount)


def _inputs(score: CategoryScore) -> dict[str, object]:
    """The arithmetic as the statement stores it."""
    return {"kinds": {number: str(points) for number, points in score.kinds.items()}, "of": str(score.base)}
