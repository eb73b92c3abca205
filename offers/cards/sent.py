"""An offer as its employer sees it, in words: a pseudonym until a seat and a yes (invariant 7).

Rows in, words out; nothing here asks the database. The state is that of the moment of the page.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offers.cards.shared import Words, day_range, days_of, deadline_of, duration, start_month
from offers.models import Offer
from offers.states import LIVE_OFFER, SEATED_YES, OfferRank, OfferState
from usp.accounts.states import EmployerStatus

S = OfferState

EMPLOYER_WORDS: Words = {
    S.OPEN: (gettext_lazy("Cevap bekleniyor"), "plain"),
    S.RESERVED: (gettext_lazy("Yedek sırada"), "plain"),
    S.ACCEPTED: (gettext_lazy("Kabul etti"), "brand"),
    S.EVALUATING: (gettext_lazy("Ek değerlemede"), "brand"),
    S.CONFIRMED: (gettext_lazy("Son onay verildi"), "done"),
    S.UNDONE: (gettext_lazy("Gönderim geri alındı"), "plain"),
    S.DECLINED: (gettext_lazy("Aday reddetti"), "plain"),
    S.EXPIRED: (gettext_lazy("Cevap gelmedi"), "plain"),
    S.WITHDRAWN: (gettext_lazy("Geri çekildi"), "plain"),
    S.REJECTED: (gettext_lazy("Ek değerleme olumsuz"), "plain"),
    S.LAPSED: (gettext_lazy("Süresi doldu"), "plain"),
    S.RELEASED: (gettext_lazy("Serbest bırakıldı"), "plain"),
    S.SUPERSEDED: (gettext_lazy("Yerine yenisi gönderildi"), "plain"),
    S.ENDED: (gettext_lazy("Staj başlamadan sona erdi"), "plain"),
}


@dataclass(frozen=True)
class Identity:
    """Who the candidate is; exists for an employer only with a seat and a yes (invariant 7)."""

    name: str
    department: str
    unit: str
    university: str
    class_year: str
    email: str
    phone: str
    phone_text: str


@dataclass(frozen=True)
class Clock:
    """A moment of an offer; ``runs`` while it is the one that counts. ``words`` stand where no moment is told."""

    label: str
    at: dt.datetime | None
    runs: bool
    words: str = ""


@dataclass(frozen=True)
class SentRow:
    """An offer as its employer sees it. ``code`` and ``profile`` are the pool's own words for the candidate;
    ``identity`` is None wherever the candidate is still a pseudonym.
    """

    offer: Offer
    state: str
    code: str
    profile: str
    identity: Identity | None = None
    line_no: int | None = None
    change_by: dt.datetime | None = None

    @property
    def who(self) -> str:
        """Name or pseudonym."""
        return self.identity.name if self.identity else self.code

    @property
    def who_sub(self) -> str:
        """Department and university, or what the pool says."""
        if self.identity:
            return f"{self.identity.department} · {self.identity.university}"
        return self.profile

    @property
    def rank_text(self) -> str:
        """«Asil», «Yedek» or «Yedek · sırada 2.»."""
        if self.line_no is None:
            return str(self.offer.get_rank_display())
        return _("Yedek · sırada %(number)d.") % {"number": self.line_no}

    @property
    def label(self) -> str:
        """The state in words; a candidate's open question is said first."""
        return _("Değişiklik istiyor") if self.asks_change else str(EMPLOYER_WORDS[self.state][0])

    @property
    def rests(self) -> bool:
        """Whether the employer's work was stopped, so that clocks stand still and names are closed."""
        position = self.offer.position
        return position.employer.status != EmployerStatus.APPROVED or position.rests_since is not None

    @property
    def asks_change(self) -> bool:
        """Whether the candidate waits for an answer before answering (docs/rules.md A49)."""
        return self.state == S.OPEN and self.change_by is not None

    @property
    def tone(self) -> str:
        """The state's colour."""
        return "clock" if self.asks_change else EMPLOYER_WORDS[self.state][1]

    @property
    def period(self) -> str:
        """The dates; before a yes only the month of the start, because exact dates name the university."""
        if self.identity:
            days = days_of(self.offer)
            return day_range(days.first_day, days.last_day)
        return start_month(self.offer.starts_on)

    @property
    def length(self) -> str:
        """«20 iş günü, haftada 5»."""
        days = days_of(self.offer)
        return duration(days.working_days, days.weekly_days)

    @property
    def deadline(self) -> dt.datetime | None:
        """The clock that runs now: none while the employer rests, none in the line (its last call tells the start)."""
        if self.rests:
            return None
        if self.asks_change:
            return self.change_by
        if self.waits_for_a_call or self.state in (S.RESERVED, S.EXPIRED):
            return None
        return deadline_of(self.offer, self.state)

    @property
    def waits_for_a_call(self) -> bool:
        """Whether it is a reserve's offer that no seat has reached. Its deadline is cut at its last call, which would
        tell how early the candidate's university wants the papers: the employer sees neither (docs/rules.md P2).
        """
        return self.offer.rank == OfferRank.YEDEK and self.offer.promoted_at is None

    @property
    def clocks(self) -> list[Clock]:
        """Every clock of the offer that the employer may know, with what it was or is for."""
        offer, runs = self.offer, not self.rests
        seated = runs and self.state in (S.ACCEPTED, S.EVALUATING)
        if self.waits_for_a_call:
            clocks = [Clock(_("Son cevap"), None, False, _("Yedek: en geç son çağrıya kadar"))]
        else:
            clocks = [Clock(_("Son cevap"), offer.reply_by, runs and self.state == S.OPEN)]
        if self.asks_change and self.change_by is not None:
            clocks.insert(0, Clock(_("Değişiklik isteğine cevap"), self.change_by, runs))
        if offer.confirm_from is not None and self.state in SEATED_YES:
            clocks.append(Clock(_("En erken son onay"), offer.confirm_from, False))
        if offer.confirm_by is not None and self.state in (*SEATED_YES, S.LAPSED):
            clocks.append(Clock(_("En geç son onay"), offer.confirm_by, seated))
        return clocks

    @property
    def may_withdraw(self) -> bool:
        """Whether the employer may take the offer back at this moment."""
        return self.state in LIVE_OFFER and self.state != S.CONFIRMED

    def may_confirm(self, now: dt.datetime) -> bool:
        """Whether the final approval is possible at this moment."""
        return self.state == S.ACCEPTED and not self.rests and not self.waits_until(now)

    def waits_until(self, now: dt.datetime) -> dt.datetime | None:
        """The moment before which a called reserve may leave freely, if it is still to come."""
        earliest = self.offer.confirm_from
        return earliest if earliest and earliest > now else None
