"""What an agreed change makes of an offer: its terms with the other place, its dates with the other window (A49)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.models import WindowChoice, WindowState
from offers.models import ChangeRequest, Offer, Placement
from offers.services.last_calls import last_calls
from offers.states import LIVE_PLACEMENT, OfferRank
from usp.calendars.working_days import end_date
from usp.core.errors import RuleViolation
from usp.reference.models import District
from usp.reference.selectors import closed_days


@dataclass(frozen=True)
class NewPlace:
    """Where the employer really has room: the district asked for (or one of the province) and its address."""

    district_id: int
    unit: str
    address: str


def changed_terms(offer: Offer, request: ChangeRequest, place: NewPlace | None) -> dict[str, Any]:
    """The offer's terms with the place asked for; empty where none was. RuleViolation without its address."""
    if request.province_id is None:
        return {}
    districts = District.objects.select_related("province").filter(province=request.province_id)
    if request.district_id is not None:
        districts = districts.filter(pk=request.district_id)
    district = districts.filter(pk=place.district_id).first() if place else None
    if place is None or district is None or not place.address:
        raise RuleViolation(_("Adayın istediği yerdeki adresi yazın."), code="place_missing", keeps_work=True)
    where = {
        "province": district.province.name,
        "district": district.name,
        "address": place.address,
        "unit": place.unit or offer.terms["unit"],
    }
    return {"terms": offer.terms | where}


def changed_dates(offer: Offer, request: ChangeRequest, now: dt.datetime) -> dict[str, Any]:
    """The wanted window's dates, judged anew: it may have been closed, or taken by another placement meanwhile."""
    if request.starts_on is None or request.working_days is None:
        return {}
    chosen = WindowChoice.objects.filter(
        application=offer.application_id,
        window__starts_on=request.starts_on,
        window__working_days=request.working_days,
        window__state=WindowState.OPEN,
    )
    ends_on = end_date(request.starts_on, request.working_days, week=offer.weekly_days, closed=closed_days())
    taken = Placement.objects.filter(
        student=offer.application.student_id,
        state__in=LIVE_PLACEMENT,
        dates__overlap=(request.starts_on, ends_on + dt.timedelta(days=1)),
    )
    last_call_at = _last_call(offer, request.starts_on) if offer.rank == OfferRank.YEDEK else None
    is_too_late = request.starts_on <= now.date() or (last_call_at is not None and last_call_at <= now)
    if is_too_late or not chosen.exists() or taken.exists():
        raise RuleViolation(
            _("Adayın istediği dönem artık açık değil; isteği bu hâliyle kabul edemezsiniz."),
            code="window_gone",
            keeps_work=True,
        )
    dates = {"starts_on": request.starts_on, "ends_on": ends_on, "working_days": request.working_days}
    return dates if last_call_at is None else dates | {"last_call_at": last_call_at}


def _last_call(offer: Offer, starts_on: dt.date) -> dt.datetime:
    """Until when a call makes sense with this start, as at sending."""
    department = offer.application.department
    start = (department.unit.university_id if department else 0, starts_on)
    return last_calls(offer.position.season, offer.kind, [start])[start]
