"""«Staj Takvimlerim»: which windows a student picks, in order, and the reminder of one who has picked none (A7)."""

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from applications.lengths import Lengths, lengths_for, lengths_of
from applications.models import Application, InternshipWindow, Season, WindowChoice
from applications.pool.changes import pool_changed
from applications.selectors import current_season
from applications.services.locking import locked_application, require_stage_one, require_state
from applications.states import ApplicationState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_datetime
from usp.notifications.models import Notification
from usp.notifications.services.notify import Notice, notify_many

logger = logging.getLogger(__name__)
REMINDER = "windows_missing"
REMIND_AGAIN_AFTER = dt.timedelta(days=7)
_BATCH = 1000


@verb
def save_windows(*, actor: User, application_id: int, window_ids: Sequence[int]) -> Application:
    """Replace «Staj Takvimlerim» by these windows of the student's university, in order; none is allowed too (A7).

    Not part of the frozen application: possible from «Başvur» until ``offers_close_at``. Offers that were sent keep
    their dates. A window must be published and of a length that the department's students may choose; one that was
    chosen before may stay, whatever has become of it since.
    """
    application = locked_application(application_id=application_id, actor=actor)
    now = clock.now()
    require_stage_one(application)
    require_state(application, ApplicationState.REGISTERED, ApplicationState.COMPLETED)
    if now >= application.season.offers_close_at:
        text = _("Staj takvimleri %(at)s tarihine kadar değiştirilebilirdi.")
        raise RuleViolation(text % {"at": tr_datetime(application.season.offers_close_at)}, code="windows_in_time")
    if len(set(window_ids)) < len(window_ids):
        raise RuleViolation(_("Aynı staj takvimini iki kez seçtiniz."), code="window_twice")
    before = set(application.window_choices.values_list("window_id", flat=True))
    _check_new(application, set(window_ids), before)
    application.window_choices.all().delete()
    WindowChoice.objects.bulk_create(
        WindowChoice(application=application, window_id=pk, rank=rank) for rank, pk in enumerate(window_ids, start=1)
    )
    pool_changed(application.pk)
    return application


def _check_new(application: Application, wanted: set[int], before: set[int]) -> None:
    department = application.enrolled_at
    _hold(wanted)
    known = list(
        InternshipWindow.objects.published().filter(
            pk__in=wanted, season=application.season, university=department.unit.university_id
        )
    )
    if len(known) < len(wanted):
        raise RuleViolation(
            _("Seçtiğiniz takvimlerden biri üniversitenizin takvimleri arasında yok. Listeyi yenileyip yeniden seçin."),
            code="window_unknown",
        )
    new = [window for window in known if window.pk not in before]
    if any(not window.is_open for window in new):
        raise RuleViolation(
            _("Seçtiğiniz takvimlerden biri yeni seçime kapatıldı. Listeyi yenileyip yeniden seçin."),
            code="window_closed",
        )
    lengths = lengths_for(department, application.season) if new else None
    if lengths and any(not lengths.allows(window.working_days) for window in new):
        raise RuleViolation(lengths.reason, code="window_length")


def _hold(window_ids: set[int]) -> None:
    """Keep the windows as they are until the commit; any number of students may hold one at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from applications_internshipwindow where id = any(%s) order by id for share",
            [sorted(window_ids)],
        )


def remind_missing_windows() -> int:
    """Remind students with a completed application who have picked no window; answers how many.

    Only where their university has published windows they may choose, while they may still choose, and each at most
    once in seven days. Batches commit one by one, so that a second run goes on where the first one stopped.
    """
    season = current_season()
    if season is None or not season.applications_open_at <= clock.now() < season.offers_close_at:
        return 0
    after, reminded = 0, 0
    lengths: dict[int, Lengths] = {}
    while batch := _without_windows(season, after):
        after = batch[-1].pk
        new = {one.enrolled_at.pk: one.enrolled_at for one in batch if one.enrolled_at.pk not in lengths}
        lengths |= lengths_of(new.values(), season)
        reminded += notify_many(
            Notice(
                REMINDER,
                one.student.user,
                f"windows:{one.pk}:{clock.today()}",
                {"university": one.enrolled_at.unit.university.name, "until": season.offers_close_at},
            )
            for one in batch
            if lengths[one.enrolled_at.pk].offered
        )
    logger.info("applications: %d students reminded of their windows", reminded)
    return reminded


def _without_windows(season: Season, after: int) -> list[Application]:
    """The next batch of those to remind, by key."""
    recently = Notification.objects.filter(
        recipient=OuterRef("student__user"), kind=REMINDER, created_at__gt=clock.now() - REMIND_AGAIN_AFTER
    )
    return list(
        Application.objects.filter(season=season, state=ApplicationState.COMPLETED, pk__gt=after)
        .filter(~Exists(WindowChoice.objects.filter(application=OuterRef("pk"))), used__lt=F("allowed"))
        .filter(
            Exists(
                InternshipWindow.objects.choosable().filter(
                    season=season, university=OuterRef("department__unit__university")
                )
            )
        )
        .filter(~Exists(recently))
        .select_related("student__user", "department__unit__university")
        .order_by("pk")[:_BATCH]
    )
