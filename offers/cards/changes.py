"""What pages say about a change request, for each side. Rows in, words out; nothing here asks the database.

The employer reads place, month and length; the student's own page names the dates.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offers.cards.shared import Words
from offers.models import ChangeRequest, ChangeState, Offer
from offers.periods import Period
from usp.core.templatetags.usp import tr_day

S = ChangeState

STUDENT_CHANGE_WORDS: Words = {
    S.OPEN: (gettext_lazy("İşverenin cevabı bekleniyor"), "clock"),
    S.AGREED: (gettext_lazy("Kabul edildi"), "done"),
    S.REFUSED: (gettext_lazy("Kabul edilmedi"), "plain"),
    S.UNANSWERED: (gettext_lazy("Cevap gelmedi"), "plain"),
    S.TAKEN_BACK: (gettext_lazy("Geri alındı"), "plain"),
    S.MOOT: (gettext_lazy("Teklif sona erdi"), "plain"),
}
EMPLOYER_CHANGE_WORDS: Words = STUDENT_CHANGE_WORDS | {
    S.OPEN: (gettext_lazy("Cevabınız bekleniyor"), "clock"),
    S.AGREED: (gettext_lazy("Kabul ettiniz"), "done"),
    S.REFUSED: (gettext_lazy("Kabul etmediniz"), "plain"),
    S.UNANSWERED: (gettext_lazy("Cevaplanmadı"), "plain"),
    S.TAKEN_BACK: (gettext_lazy("Aday geri aldı"), "plain"),
}


def change_state_now(request: ChangeRequest, now: dt.datetime) -> ChangeState:
    """What the request is at this moment: one whose time ran out is unanswered, whoever has noted it."""
    is_due = request.state == S.OPEN and request.request_by <= now
    return S.UNANSWERED if is_due else S(request.state)


def place_text(request: ChangeRequest) -> str:
    """«Kadıköy, İstanbul», or «İstanbul, ilçe fark etmez»; empty where no place was asked for."""
    if request.province is None:
        return ""
    if request.district is None:
        return _("%(province)s, ilçe fark etmez") % {"province": request.province}
    return f"{request.district}, {request.province}"


def period_text(request: ChangeRequest) -> str:
    """«Ağustos 2024 başlangıçlı, 20 iş günü»: all that an employer learns; empty where no window was asked for."""
    if request.starts_on is None or request.working_days is None:
        return ""
    return Period(request.starts_on.year, request.starts_on.month, request.working_days).label


def window_text(starts_on: dt.date, working_days: int) -> str:
    """«5 Ağustos 2024 başlangıçlı, 20 iş günü», for the student's own pages."""
    return _("%(day)s başlangıçlı, %(days)d iş günü") % {"day": tr_day(starts_on), "days": working_days}


def wanted_text(request: ChangeRequest) -> str:
    """What was asked for, as the employer may read it."""
    period = period_text(request)
    offer = request.offer
    if period and request.starts_on is not None and _same_period(request.starts_on, request.working_days, offer):
        period = _("%(period)s (aynı ayda başka bir başlama günü)") % {"period": period}
    return "; ".join(text for text in (place_text(request), period) if text)


def _same_period(starts_on: dt.date, working_days: int | None, offer: Offer) -> bool:
    here = (offer.starts_on.year, offer.starts_on.month, offer.working_days)
    return (starts_on.year, starts_on.month, working_days) == here


@dataclass(frozen=True)
class StudentChange:
    """A request as its student sees it."""

    request: ChangeRequest
    state: ChangeState

    @property
    def label(self) -> str:
        """The state in words."""
        return str(STUDENT_CHANGE_WORDS[self.state][0])

    @property
    def tone(self) -> str:
        """The state's colour."""
        return STUDENT_CHANGE_WORDS[self.state][1]

    @property
    def wanted(self) -> str:
        """Place and dates that were asked for."""
        starts_on, days = self.request.starts_on, self.request.working_days
        window = window_text(starts_on, days) if starts_on is not None and days is not None else ""
        return "; ".join(text for text in (place_text(self.request), window) if text)

    @property
    def is_open(self) -> bool:
        """Whether the employer may still answer."""
        return self.state == S.OPEN


@dataclass(frozen=True)
class StudentChanges:
    """What ``offers/changes/_student.html`` shows of one offer: its requests, and the way to a new one.

    ``closed_because`` says why no request is possible although the offer is open.
    """

    offer: Offer
    requests: list[StudentChange]
    may_ask: bool
    closed_because: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.requests or self.may_ask or self.closed_because)


@dataclass(frozen=True)
class EmployerChange:
    """A request as the offer's employer sees it: still a pseudonym, month and length only."""

    request: ChangeRequest
    state: ChangeState
    may_decide: bool = False

    @property
    def label(self) -> str:
        """The state in words."""
        return str(EMPLOYER_CHANGE_WORDS[self.state][0])

    @property
    def tone(self) -> str:
        """The state's colour."""
        return EMPLOYER_CHANGE_WORDS[self.state][1]

    @property
    def wanted(self) -> str:
        """Place, month and length that were asked for."""
        return wanted_text(self.request)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still possible."""
        return self.state == S.OPEN


@dataclass(frozen=True)
class EmployerChanges:
    """What ``offers/changes/_employer.html`` shows of one offer."""

    offer: Offer
    requests: list[EmployerChange]
    successor_id: int | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.requests or self.successor_id)
