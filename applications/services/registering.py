"""«Başvur»: the end of stage one; and taking an unfinished application back."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from applications import rules
from applications.eligibility import departments_of, facts_of, records_of, season_rules
from applications.enrolment_rules import reasons_against, scale_of
from applications.models import Application
from applications.services.locking import locked_application, move, require_state
from applications.states import UNFINISHED, ApplicationState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, verb
from usp.core.errors import RuleViolation
from usp.edevlet.records import Enrolment, Records, School
from usp.reference.models import Department


class NotEligible(RuleViolation):
    """The rules of the season refuse this enrolment; ``reasons`` holds every one of them."""

    def __init__(self, reasons: Sequence[rules.Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reason.text for reason in reasons), code="not_eligible")


@verb
def register(*, actor: User, application_id: int, enrolment_id: str, highschool: School | None = None) -> Application:
    """Finish stage one with one enrolment (a second major too); its facts are stored as they were at this moment.

    ``highschool`` is the student's own declaration and is asked for only when e-Devlet shows no school record.
    Eligibility is decided anew after the lock, by the database's clock. Doing it twice with the same enrolment is
    no error. Raises NotEligible with every reason, or RuleViolation.
    """
    application = locked_application(application_id=application_id, actor=actor)
    now = clock.now()
    if application.state == ApplicationState.REGISTERED and application.enrolment_id == enrolment_id:
        return application
    require_state(application, ApplicationState.STARTED)
    records = records_of(application)
    enrolment = _chosen(records, enrolment_id)
    department = departments_of([enrolment]).get(enrolment.id)
    reasons = reasons_against(
        season_rules(application.season),
        now=now,
        person=records.person,
        enrolments=records.enrolments,
        enrolment=enrolment,
        department=facts_of(department),
    )
    if reasons:
        raise NotEligible(reasons)
    if records.school is None and highschool is None:
        raise RuleViolation(
            _("Lise mezuniyet bilginiz e-Devlet’te görünmüyor. «Beyan Etmek İçin Tıklayınız» bölümünü doldurun."),
            code="highschool_missing",
        )
    with acting(f"user:{actor.pk}"):
        move(
            application,
            "register",
            registered_at=now,
            highschool=highschool.to_json() if highschool and records.school is None else None,
            **_facts(enrolment, department),
        )
    _drop_windows_of_another_university(application, department)
    return application


@verb
def cancel_application(*, actor: User, application_id: int) -> Application:
    """Take an unfinished application back; a new one may be started while applications are open. Twice is no error."""
    application = locked_application(application_id=application_id, actor=actor)
    if application.state == ApplicationState.CANCELLED:
        return application
    require_state(application, *UNFINISHED)
    with acting(f"user:{actor.pk}"):
        move(application, "cancel")
    return application


def _chosen(records: Records, enrolment_id: str) -> Enrolment:
    for enrolment in records.enrolments:
        if enrolment.id == enrolment_id:
            return enrolment
    raise RuleViolation(
        _("Seçtiğiniz öğrenim kaydı artık kayıtlarınızda yok. Sayfadaki kayıtlardan birini seçin."),
        code="enrolment_unknown",
    )


def _facts(enrolment: Enrolment, department: Department | None) -> dict[str, object]:
    return {
        "enrolment_id": enrolment.id,
        "department_id": department.pk if department else None,
        "student_no": enrolment.student_no,
        "level": enrolment.level,
        "class_year": enrolment.class_year,
        "study_mode": enrolment.study_mode,
        "gno": Decimal(enrolment.gno) if enrolment.gno is not None else None,
        "gno_scale": scale_of(enrolment) if enrolment.gno is not None else None,
    }


def _drop_windows_of_another_university(application: Application, department: Department | None) -> None:
    """Windows chosen before a refresh belong to the university of that time."""
    university = department.unit.university_id if department else None
    application.window_choices.exclude(window__university=university).delete()
