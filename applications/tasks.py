"""Background work of the applications: thin leaves over the services."""

from celery import shared_task


@shared_task(name="applications.build_due_pool", ignore_result=True)
def build_due_pool() -> None:
    """Build the current season's pool once its day has come; afterwards there is nothing to do."""
    from applications.pool.due import build_due_pool as build  # noqa: PLC0415 -- leaf

    build()


@shared_task(name="applications.apply_pool_changes", ignore_result=True)
def apply_pool_changes() -> None:
    """Bring the pool up to date with what has changed since the last run, a few seconds ago."""
    from applications.pool.apply import apply_changes  # noqa: PLC0415 -- leaf

    apply_changes()


@shared_task(name="applications.rebuild_pool", ignore_result=True)
def rebuild_pool() -> None:
    """Make the open pool anew, at night, and look whether everybody in it can hide."""
    from applications.pool.check import report_faults  # noqa: PLC0415 -- leaf
    from applications.pool.due import rebuild_pool as rebuild  # noqa: PLC0415 -- leaf

    rebuild()
    report_faults()


@shared_task(name="applications.tell_extensions", ignore_result=True)
def tell_extensions() -> None:
    """Go on telling people of moved deadlines; without one there is nothing to do."""
    from applications.services.extending import tell_extensions as tell  # noqa: PLC0415 -- leaf

    tell()


@shared_task(name="applications.check_exam_codes", ignore_result=True)
def check_exam_codes() -> None:
    """Ask the register of exams about result codes that wait."""
    from applications.verification.exams import check_due_exams  # noqa: PLC0415 -- leaf

    check_due_exams()


@shared_task(name="applications.remind_missing_windows", ignore_result=True)
def remind_missing_windows() -> None:
    """Remind students who have picked no window yet; nobody more than once a week."""
    from applications.services.windows import remind_missing_windows as remind  # noqa: PLC0415 -- leaf

    remind()


@shared_task(name="applications.recompute_season", ignore_result=True)
def recompute_season(season_id: int) -> None:
    """Score a season anew after its method changed; published scores stay as they are."""
    from applications.models import ScorePublication, Season  # noqa: PLC0415 -- leaf
    from applications.scoring.services import recompute_season as recompute  # noqa: PLC0415 -- leaf

    if not ScorePublication.objects.filter(season=season_id).exists():
        recompute(Season.objects.get(pk=season_id))
