"""Beginning an application and bringing its e-Devlet records up to date."""

from django.urls import reverse
from django.utils.translation import gettext as _

from applications import rules
from applications.eligibility import season_rules
from applications.enrolment_rules import unknown_scales
from applications.models import Application, Season
from applications.selectors import current_season
from applications.services.locking import locked_application, move, require_state
from applications.states import UNFINISHED, ApplicationState
from usp.accounts.models import Student, User, UserKind
from usp.accounts.services.contact import follow_edevlet
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.edevlet.gateway import fetch_records
from usp.edevlet.records import Records
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import University


def start_application(*, actor: User) -> Application:
    """«Başvuru Yap»: fetch the student's records and open an application of the current season.

    Somebody who cannot apply may start as well: only with the records in view can they be corrected (A40).
    The gateway is asked before the transaction. Raises RuleViolation (closed season, a live application, and
    the gateway's own sentences).
    """
    season = current_season()
    if season is None:
        raise RuleViolation(_("Şu anda açık bir dönem yok."), code="no_season")
    _refuse_when_closed(season)
    if Application.objects.filter(student__user=actor, season=season).live().exists():
        raise _one_live()
    records = fetch_records(actor.student.tckn)
    return _start(actor=actor, season=season, records=records)


@verb
def _start(*, actor: User, season: Season, records: Records) -> Application:
    student = Student.objects.select_for_update(of=("self",), no_key=True).get(user=actor)
    now = clock.now()
    _refuse_when_closed(season)
    with acting(f"user:{actor.pk}"), rule_from_constraint(Application, "application_one_live"):
        application = Application.objects.create(
            student=student,
            season=season,
            state=ApplicationState.STARTED,
            records=records.to_snapshot(),
            records_fetched_at=records.fetched_at,
            started_at=now,
        )
    _follow_person(student, records)
    _tell_operators(season, records)
    return application


def refresh_records(*, actor: User, application_id: int) -> Application:
    """«Bilgileri yenile»: fetch the records again, until completion (A22).

    After «Başvur» the application goes back to its first stage, so that eligibility is decided on the new records
    and the student confirms them again. The gateway is asked before the transaction.
    """
    application = Application.objects.select_related("season").get(pk=application_id, student__user=actor)
    require_state(application, *UNFINISHED)
    _refuse_when_closed(application.season)
    records = fetch_records(actor.student.tckn)
    return _refresh(actor=actor, application_id=application_id, records=records)


@verb
def _refresh(*, actor: User, application_id: int, records: Records) -> Application:
    application = locked_application(application_id=application_id, actor=actor)
    require_state(application, *UNFINISHED)
    _refuse_when_closed(application.season)
    values = {"records": records.to_snapshot(), "records_fetched_at": records.fetched_at}
    if application.state == ApplicationState.REGISTERED:
        with acting(f"user:{actor.pk}", _("Kayıtlar yenilendi.")):
            move(application, "reopen", registered_at=None, **values)
    else:
        Application.objects.filter(pk=application.pk, state=ApplicationState.STARTED).update(**values)
    student = Student.objects.select_for_update(of=("self",), no_key=True).get(pk=application.student_id)
    _follow_person(student, records)
    _tell_operators(application.season, records)
    application.refresh_from_db()
    return application


def _refuse_when_closed(season: Season) -> None:
    reasons = rules.season_reasons(season_rules(season), clock.now())
    if reasons:
        raise RuleViolation(reasons[0].text, code=reasons[0].code)


def _one_live() -> RuleViolation:
    return RuleViolation(
        _("Bu dönem için zaten bir başvurunuz var. «Başvuru Durumum» sayfasından devam edin."),
        code="application_one_live",
    )


def _follow_person(student: Student, records: Records) -> None:
    """Keep the person's own row in step with e-Devlet; contact data that the student has changed here stay (A45)."""
    person, contact = records.person, records.contact
    student.birth_date, student.citizenship = person.birth_date, person.citizenship[:2]
    student.save(update_fields=["birth_date", "citizenship"])
    follow_edevlet(student=student, email=contact.email, phone=contact.phone)


def _tell_operators(season: Season, records: Records) -> None:
    """An unknown grade scale goes to the operators, once per season, university and scale (docs/rules.md A47)."""
    unknown = unknown_scales(season_rules(season), records.enrolments)
    if not unknown:
        return
    names = dict(
        University.objects.filter(code__in={one.university_code for one in unknown}).values_list("code", "name")
    )
    notify_many(
        Notice(
            kind="gno_scale_unknown",
            recipient=operator,
            dedupe_key=f"season:{season.pk}:{one.university_code}:{one.gno_scale}",
            context={
                "university": names.get(one.university_code, one.university_code),
                "scale": one.gno_scale,
                "season": season.name,
            },
            link=reverse("admin:applications_season_change", args=[season.pk]),
        )
        for one in unknown
        for operator in User.objects.filter(kind=UserKind.OPERATOR, is_active=True)
    )
