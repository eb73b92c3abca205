"""What speaks against a final approval: the student's record, fetched again, and other internships (A2, B8, B9)."""

import datetime as dt
import logging

from django.utils.translation import gettext as _

from applications.date_conditions import Consequence, Finding, date_condition_findings, running_enrolment
from applications.eligibility import records_of, season_rules
from applications.models import Application
from offers.models import Offer, Placement
from offers.states import LIVE_PLACEMENT, Kind
from usp.core.templatetags.usp import tr_day
from usp.edevlet.gateway import GatewayError, NoRecord, fetch_records
from usp.edevlet.records import Records

logger = logging.getLogger(__name__)


def confirm_findings(offer: Offer) -> list[Finding]:
    """What the employer has to know before the final approval, those that refuse it first (``finding.stops``).

    Asks e-Devlet and takes up to its time-out: call it outside of any transaction. Only internships hang on the
    record; job shadowing and training are open to graduates (A3).
    """
    if offer.kind != Kind.INTERNSHIP:
        return []
    application = Application.objects.select_related("student", "season").get(pk=offer.application_id)
    found = [*_record_findings(application), *_neighbour_findings(offer, application)]
    return sorted(found, key=lambda finding: not finding.stops)


def _record_findings(application: Application) -> list[Finding]:
    try:
        now = fetch_records(application.student.tckn)
    except NoRecord:
        return [Finding("no_record", _("Adayın süren bir öğrencilik kaydı yok."), Consequence.STOP)]
    except GatewayError:
        text = _(
            "Öğrencilik kaydı şu anda yenilenemedi; %(day)s tarihli kayda göre değerlendirildi. Sigorta girişinden "
            "önce yeniden bakılır."
        )
        day = tr_day(application.records_fetched_at)
        return [
            *judged(application, records_of(application)),
            Finding("record_old", text % {"day": day}, Consequence.WARN),
        ]
    return judged(application, now)


def judged(application: Application, records: Records) -> list[Finding]:
    """What these records say against the internship of this application, by its season's conditions on the date."""
    rules = season_rules(application.season)
    then = next((one for one in records_of(application).enrolments if one.id == application.enrolment_id), None)
    if then is None:
        logger.error("application %d has no enrolment %s in its records", application.pk, application.enrolment_id)
        return []
    running = running_enrolment(rules, application.enrolment_id, records.enrolments)
    if running is None:
        return [Finding("not_a_student", _("Adayın öğrenciliği sona ermiş."), Consequence.STOP)]
    return date_condition_findings(rules, then, running)


def _neighbour_findings(offer: Offer, application: Application) -> list[Finding]:
    """Two internships need a free day between them: the second entry is declared after the first exit (B8)."""
    near = (offer.starts_on - dt.timedelta(days=1), offer.ends_on + dt.timedelta(days=2))
    touching = Placement.objects.filter(
        student=application.student_id, kind=Kind.INTERNSHIP, state__in=LIVE_PLACEMENT, dates__overlap=near
    ).exclude(offer=offer)
    if not touching.exists():
        return []
    text = _(
        "Adayın başka bir stajı bu stajın hemen yanında; arada boş gün yok. İkinci stajın sigorta girişi ancak "
        "ilkinin çıkışından sonra yapılabilir."
    )
    return [Finding("no_free_day", text, Consequence.WARN)]
