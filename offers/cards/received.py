"""An offer as its candidate sees it, in words.

Rows in, words out; nothing here asks the database. Each card takes the state as it is at the moment of the
page (``state_now``), so that an offer whose time ran out reads as such whether or not any worker ever ran.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.form_steps import Step
from offers.asks import Ask
from offers.cards.pay import PayNote
from offers.cards.received_words import (
    CALLED,
    LINE_ENDED,
    MEANING,
    OUTCOME,
    PROGRAMME_OUTCOME,
    RELEASED,
    label_of,
)
from offers.cards.shared import (
    Contact,
    Fact,
    contacts_of,
    day_range,
    days_of,
    deadline_of,
    documents_of,
    duration,
)
from offers.compulsory import CompulsoryNote
from offers.models import Offer
from offers.papers_time import Mark
from offers.reasons import reason_label
from offers.states import LIVE_OFFER, Kind, OfferRank, OfferState, PlacementState
from usp.core.templatetags.usp import tr_datetime

S = OfferState


@dataclass(frozen=True)
class LinePlace:
    """A reserve's place now, and where it was when the student said yes."""

    now: int
    at_yes: int | None

    @property
    def moved(self) -> str:
        """How far it moved, in words."""
        if self.at_yes is None or self.at_yes == self.now:
            return _("Evet dediğinizden beri değişmedi")
        return _("Evet dediğinizde %(then)d., şimdi %(now)d.") % {"then": self.at_yes, "now": self.now}


@dataclass(frozen=True)
class ReceivedCard:
    """An offer as its candidate sees it at the moment ``now``; ``line`` is empty for whoever does not wait in one."""

    offer: Offer
    state: str
    now: dt.datetime
    line: LinePlace | None = None
    pay: PayNote | None = None
    after: tuple[Step, ...] = ()
    reason: str = ""
    asks: tuple[Ask, ...] = ()
    compulsory: CompulsoryNote | None = None
    papers: Mark | None = None

    @property
    def key(self) -> str:
        """The offer's number as text, for the page's own marks."""
        return str(self.offer.pk)

    @property
    def terms(self) -> dict[str, Any]:
        """What was promised when the offer was sent."""
        return self.offer.place

    @property
    def initials(self) -> str:
        """The employer's two letters."""
        return self.offer.position.employer.initials

    @property
    def where(self) -> str:
        """«Bilgi İşlem Dairesi · Çankaya, Ankara»."""
        return f"{self.terms['unit']} · {self.terms['district']}, {self.terms['province']}"

    @property
    def rank_text(self) -> str:
        """«Asil», «Yedek», «Yedek · sırada 2.» or «Yedekten çağrıldı»."""
        if self.is_called:
            return _("Yedekten çağrıldı")
        if self.line is None:
            return str(self.offer.get_rank_display())
        return _("Yedek · sırada %(number)d.") % {"number": self.line.now}

    @property
    def rank_tone(self) -> str:
        """Asil stands out."""
        return "brand" if self.offer.rank == OfferRank.ASIL else "plain"

    @property
    def label(self) -> str:
        """The state in words; of a placement that was cancelled or broken off its own label."""
        return label_of(self.offer, self.state)[0]

    @property
    def tone(self) -> str:
        """The state's colour."""
        return label_of(self.offer, self.state)[1]

    @property
    def meaning(self) -> str:
        """What the state means for the student."""
        if self.state == S.LAPSED and self.offer.confirm_by is None:
            return str(LINE_ENDED)
        if self.state == S.RELEASED and self.reason in RELEASED:
            return str(RELEASED[self.reason])
        if self.is_called and self.state in CALLED:
            return str(CALLED[self.state])
        if self.state in (S.CONFIRMED, S.ENDED) and self._placement_over:
            return str((OUTCOME if self.is_internship else PROGRAMME_OUTCOME)[self.offer.placement.state])
        return str(MEANING[self.state])

    @property
    def why(self) -> str:
        """The reason on record of an offer that the employer took back."""
        return reason_label(self.reason) if self.state == S.WITHDRAWN and self.reason else ""

    @property
    def _placement_over(self) -> bool:
        placement = getattr(self.offer, "placement", None)
        return placement is not None and placement.state != PlacementState.CONFIRMED

    @property
    def is_called(self) -> bool:
        """Whether a seat became free for somebody who waited in the line."""
        return self.offer.rank == OfferRank.YEDEK and self.offer.promoted_at is not None

    @property
    def is_live(self) -> bool:
        """Whether it may still become an internship, or is one."""
        return self.state in LIVE_OFFER and not self._placement_over

    @property
    def is_undecided(self) -> bool:
        """Whether it may still become one: the offers worth comparing."""
        return self.state in (S.OPEN, S.RESERVED, S.ACCEPTED, S.EVALUATING)

    @property
    def may_accept(self) -> bool:
        """Whether a yes is possible now."""
        return self.state == S.OPEN

    @property
    def may_leave(self) -> bool:
        """Whether the student may step back from a yes."""
        return self.state in (S.RESERVED, S.ACCEPTED, S.EVALUATING)

    @property
    def free_until(self) -> dt.datetime | None:
        """The end of the day in which somebody called from the line may leave at no cost, while it lasts."""
        until = self.offer.confirm_from
        return until if self.state == S.ACCEPTED and self.is_called and until and until > self.now else None

    @property
    def accept_note(self) -> str:
        """What a yes means, beside its button."""
        if self.offer.seat_no is None:
            return _(
                "Evet derseniz sıradaki yeriniz korunur. Yer boşalır ve sıra size gelirse kendiliğinden asil "
                "olursunuz; o gün içinde sonuçsuz vazgeçebilirsiniz."
            )
        if not self.is_internship:
            return _(
                "Kabul etmeniz başka teklifleri kabul etmenize engel değildir. Katılımınız işverenin son onayıyla "
                "kesinleşir; staj hakkınızı kullanmaz."
            )
        return _(
            "Kabul etmeniz başka teklifleri kabul etmenize engel değildir. Son onayı ilk veren işveren stajınızı "
            "başlatır, öteki teklifleriniz serbest kalır."
        )

    @property
    def leave_text(self) -> str:
        """What stepping back is called."""
        if self.state == S.OPEN:
            return _("Reddet")
        return _("Sıradan çık") if self.state == S.RESERVED else pgettext("verilen kabulden", "Vazgeç")

    @property
    def contacts(self) -> list[Contact]:
        """Whom to ask: those who were named, and whoever supervises now."""
        return contacts_of(self.terms, self.offer.position.supervisor)

    @property
    def documents(self) -> list[str]:
        """What the employer will ask for after the approval."""
        return documents_of(self.terms)

    @property
    def length(self) -> str:
        """«20 iş günü, haftada 5»."""
        days = days_of(self.offer)
        return duration(days.working_days, days.weekly_days)

    @property
    def period(self) -> str:
        """«5 Ağu – 2 Eyl 2024»."""
        days = days_of(self.offer)
        return day_range(days.first_day, days.last_day)

    @property
    def facts(self) -> list[Fact]:
        """Dates, duration, legal pay, the place in the line, and the moment that counts now."""
        facts = [(_("Staj tarihleri") if self.is_internship else _("Tarihler"), self.period), (_("Süre"), self.length)]
        if self.pay is not None:
            facts.append((_("Yasal ücret"), self.pay.monthly))
        if self.state == S.RESERVED and self.line is not None:
            facts.append((_("Sıra hareketi"), self.line.moved))
        moment = self.deadline
        if moment is not None:
            facts.append((self.deadline_name, tr_datetime(moment)))
        return facts

    @property
    def is_internship(self) -> bool:
        """Whether it is an internship, and not job shadowing or training."""
        return self.offer.kind == Kind.INTERNSHIP

    @property
    def deadline_name(self) -> str:
        """What the moment that counts now is called."""
        if self.state in (S.OPEN, S.EXPIRED):
            return _("Son cevap")
        return _("En geç çağrı") if self.state == S.RESERVED else _("En geç son onay")

    @property
    def deadline(self) -> dt.datetime | None:
        """The clock that runs now; of an expired offer the one that ran out."""
        return deadline_of(self.offer, self.state)

    @property
    def successor_id(self) -> int | None:
        """The offer that came in this one's place, once it shows."""
        successor = getattr(self.offer, "successor", None) if self.state == S.SUPERSEDED else None
        return successor.pk if successor is not None and successor.visible_from <= self.now else None
