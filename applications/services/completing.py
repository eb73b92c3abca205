"""The end of stage two: the application becomes a «Tamamlanan Başvuru»."""

from django.utils.translation import gettext as _

from applications.models import Application
from applications.scoring.automatic import declare_from_records
from applications.scoring.services import score_application
from applications.selectors import is_open
from applications.services.declaring import missing_consents
from applications.services.locking import locked_application, move, require_stage_one, require_state
from applications.signals import application_completed
from applications.states import ApplicationState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, verb
from usp.core.errors import RuleViolation
from usp.notifications.services.notify import notify


@verb
def complete_application(*, actor: User, application_id: int) -> Application:
    """«Başvuruyu tamamla»: freeze the application, give the season's right, score it and tell the student.

    From then on the database refuses changes but for provinces and districts until the deadline. A province and
    the mandatory consents are needed, windows are not (A7). Doing it twice is no error. Raises RuleViolation, also
    when the deadline has passed meanwhile.
    """
    application = locked_application(application_id=application_id, actor=actor)
    now = clock.now()
    if application.state == ApplicationState.COMPLETED:
        return application
    require_stage_one(application)
    require_state(application, ApplicationState.REGISTERED)
    if not application.province_preferences.exists():
        raise RuleViolation(_("Başvuruyu tamamlamak için en az bir il seçin."), code="province_missing")
    if missing := missing_consents(application):
        text = _("Başvuruyu tamamlamak için şu onay eksik: %(title)s.")
        raise RuleViolation(text % {"title": missing[0]}, code="consent_missing")
    season = application.season
    if not is_open(season, now):
        raise RuleViolation(Application.trigger_rules["application_in_time"], code="application_in_time")
    declare_from_records(application)
    with acting(f"user:{actor.pk}"):
        move(application, "complete", completed_at=now, allowed=season.internships_per_student)
    score_application(application=application, actor=actor)
    notify(
        kind="application_completed",
        recipient=actor,
        dedupe_key=f"application:{application.pk}",
        context={
            "season": season.title,
            "at": now,
            "close": season.applications_close_at,
            "pool": season.pool_opens_at,
            "declarations": application.declarations.filter(source="student").count(),
        },
    )
    application_completed.send(sender=Application, application=application)
    return application
