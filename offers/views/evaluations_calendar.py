"""An interview's calendar file, for the two sides of its offer."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from offers.ics import CONTENT_TYPE, CalendarEntry, last_agreed
from offers.selectors.evaluations import employer_evaluation, student_evaluation
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import signed_in, user_of
from usp.core import clock
from usp.core.http import read_only


@require_safe
@never_cache
@signed_in
@read_only
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The file; 404 for strangers, and where no time was ever agreed."""
    entry = _entry(user_of(request), pk)
    if entry is None:
        raise Http404
    response = HttpResponse(entry.render(clock.page_now()), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, entry.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _entry(user: User, pk: int) -> CalendarEntry | None:
    if user.is_student:
        card = student_evaluation(user, pk)
        slot = last_agreed(card.evaluation) if card else None
        if card is None or slot is None:
            return None
        title = _("Mülakat: %(employer)s") % {"employer": card.employer}
        url = settings.USP_PUBLIC_URL + reverse("offers:interviews")
        return CalendarEntry(card.evaluation, slot, card.state, title, url, f"mulakat-{pk}.ics")
    if user.is_employer and employer_may(user, EmployerAction.SEE_OFFERS):
        return _entry_of_employer(user, pk)
    return None


def _entry_of_employer(user: User, pk: int) -> CalendarEntry | None:
    seen = employer_evaluation(user, pk)
    slot = last_agreed(seen.evaluation) if seen else None
    if seen is None or seen.row is None or slot is None:
        return None
    names = {"code": seen.row.code, "title": seen.row.offer.terms["title"]}
    title = _("Mülakat: %(code)s, %(title)s") % names
    url = settings.USP_PUBLIC_URL + reverse("offers:sent-offer", args=[seen.row.offer.pk])
    return CalendarEntry(seen.evaluation, slot, seen.state, title, url, f"mulakat-{seen.row.code}.ics")
