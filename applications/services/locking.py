"""One student's application under its lock, and the one way to change its state."""

from typing import Any

from django.utils.translation import gettext as _

from applications.models import Application
from applications.states import ApplicationState, allowed_from, target_of
from usp.accounts.models import User
from usp.core.db import rule_from_constraint
from usp.core.errors import RuleViolation


def locked_application(*, application_id: int, actor: User) -> Application:
    """The actor's own application, locked until the transaction ends; read the clock only after this.

    Raises Application.DoesNotExist for somebody else's, whoever asks.
    """
    return (
        Application.objects.filter(student__user=actor)
        .select_related("season", "student__user", "department__unit")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=application_id)
    )


def require_state(application: Application, *states: ApplicationState) -> None:
    """Refuse a step that the application has already left behind, in the sentence that fits."""
    if application.state in states:
        return
    name = "application_frozen" if application.state == ApplicationState.COMPLETED else "application_transition"
    raise RuleViolation(Application.trigger_rules[name], code=name)


def require_stage_one(application: Application) -> None:
    """Refuse a step of stage two before «Başvur»."""
    if application.state == ApplicationState.STARTED:
        raise RuleViolation(_("Önce e-Devlet aşamasını «Başvur» düğmesiyle tamamlayın."), code="stage_one_unfinished")


def move(application: Application, action: str, **values: Any) -> None:
    """Change the state by compare-and-set; the database writes the transition row and refuses what is too late."""
    with rule_from_constraint(
        Application, "application_transition", "application_in_time", "application_registered_names_enrolment"
    ):
        changed = Application.objects.filter(pk=application.pk, state__in=allowed_from(action)).update(
            state=target_of(action), **values
        )
    if changed != 1:
        raise RuleViolation(Application.trigger_rules["application_transition"], code="application_transition")
    application.refresh_from_db(fields=["state", *values])
