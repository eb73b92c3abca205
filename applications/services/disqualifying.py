"""An operator takes a completed application out of the season, with a reason that the student reads."""

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.pool.build import refresh_availability
from applications.services.locking import move
from applications.signals import application_disqualified
from applications.states import ApplicationState
from usp.accounts.models import User
from usp.core.db import acting, verb
from usp.core.errors import RuleViolation
from usp.notifications.services.notify import notify

REASON_LENGTH = 200


@verb
def disqualify(*, actor: User, application_id: int, reason: str) -> Application:
    """Take a completed application out of the season: out of the pool, its offers released, its seats free.

    The offers do their part in the same transaction (``application_disqualified``), and refuse while an internship
    of the student stands. Doing it twice is no error; the first reason stays. Raises RuleViolation, and
    Application.DoesNotExist for whom the application does not exist.
    """
    if not actor.is_operator:
        raise RuleViolation(_("Bu işlemi yalnızca program yürütücüleri yapabilir."), code="operators_only")
    application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("season", "student__user")
        .get(pk=application_id)
    )
    if application.state == ApplicationState.DISQUALIFIED:
        return application
    words = reason.strip()
    if not words:
        raise RuleViolation(_("Gerekçe yazın; öğrenci bu gerekçeyi okur."), code="reason_missing")
    if len(words) > REASON_LENGTH:
        text = _("Gerekçe en çok %(limit)d harf olabilir.")
        raise RuleViolation(text % {"limit": REASON_LENGTH}, code="reason_too_long")
    if application.state != ApplicationState.COMPLETED:
        raise RuleViolation(_("Yalnızca tamamlanan başvuru geçersiz sayılabilir."), code="application_transition")
    with acting(f"user:{actor.pk}", words):
        move(application, "disqualify")
    refresh_availability(application_id=application.pk)
    application_disqualified.send(sender=Application, application=application, actor=actor)
    notify(
        kind="application_disqualified",
        recipient=application.student.user,
        dedupe_key=f"application:{application.pk}:disqualified",
        context={
            "season": application.season.title,
            "reason": words,
            "email": application.season.support_email,
        },
    )
    return application
