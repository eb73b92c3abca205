"""An offer as its candidate sees it, in words.

Rows in, words out; nothing here asks the database. Each card takes the state as it is at the moment of the
page (``state_now``), so that an offer whose time ran out reads as such whether or not any worker ever ran.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offers.cards.shared import Contact, Fact, Words, contacts_of, day_range, deadline_of, duration
from offers.models import Offer
from offers.states import LIVE_OFFER, OfferRank, OfferState
from usp.core.templatetags.usp import tr_datetime

S = OfferState

STUDENT_WORDS: Words = {
    S.OPEN: (gettext_lazy("Cevabınız bekleniyor"), "clock"),
    S.RESERVED: (gettext_lazy("Yedek sırada bekliyorsunuz"), "done"),
    S.ACCEPTED: (gettext_lazy("Kabul ettiniz"), "done"),
    S.EVALUATING: (gettext_lazy("Ek değerlemede"), "brand"),
    S.CONFIRMED: (gettext_lazy("Staja kabul edildiniz"), "done"),
    S.DECLINED: (gettext_lazy("Reddettiniz"), "plain"),
    S.EXPIRED: (gettext_lazy("Zaman aşımı"), "plain"),
    S.WITHDRAWN: (gettext_lazy("İşveren geri çekti"), "plain"),
    S.REJECTED: (gettext_lazy("Ek değerleme olumsuz"), "plain"),
    S.LAPSED: (gettext_lazy("Süresi içinde onaylanmadı"), "plain"),
    S.RELEASED: (gettext_lazy("Serbest bırakıldı"), "plain"),
    S.SUPERSEDED: (gettext_lazy("Yerine yenisi geldi"), "plain"),
    S.ENDED: (gettext_lazy("Staj başlamadan sona erdi"), "plain"),
}

# What the state means for the student, and what is left to do (A25 for the expired ones).
_MEANING: dict[str, str | Promise] = {
    S.OPEN: gettext_lazy("Süre dolmadan cevap verin; cevap vermezseniz teklifi reddetmiş sayılırsınız."),
    S.RESERVED: gettext_lazy("Bir asil yer boşalırsa sıradaki size geçer, e-posta ve SMS ile haber veririz."),
    S.ACCEPTED: gettext_lazy("Sırada işverenin son onayı var. Son onayı ilk veren işveren stajınızı başlatır."),
    S.EVALUATING: gettext_lazy("İşveren ek değerleme yapıyor; sonucu burada görürsünüz."),
    S.CONFIRMED: gettext_lazy("İşveren son onayı verdi. Sırada staj evrakınız ve sigorta girişiniz var."),
    S.DECLINED: gettext_lazy("Bu teklife hayır dediniz. Diğer işverenlerden teklif alma şansınız sürüyor."),
    S.EXPIRED: gettext_lazy(
        "Süresi içinde cevap vermediğiniz için reddetmiş sayıldınız. Bu, yeni teklif almanızı engellemez."
    ),
    S.WITHDRAWN: gettext_lazy("İşveren teklifi geri çekti. Diğer işverenlerden teklif alma şansınız sürüyor."),
    S.REJECTED: gettext_lazy("İşveren ek değerlemeden sonra başka adaylarla devam ediyor."),
    S.LAPSED: gettext_lazy("İşveren son onayı süresi içinde vermedi. Sizin bir eksiğiniz yok."),
    S.RELEASED: gettext_lazy("Başka bir işveren stajınızı onayladığı için bu teklif serbest bırakıldı."),
    S.SUPERSEDED: gettext_lazy("İşveren bu teklifin yerine yeni bir teklif gönderdi."),
    S.ENDED: gettext_lazy("Stajın kaydı, staj başlamadan sona erdi."),
}
_LINE_ENDED = gettext_lazy("Yedek sırada size yer açılmadan çağrı süresi doldu. Sizin bir eksiğiniz yok.")


@dataclass(frozen=True)
class ReceivedCard:
    """An offer as its candidate sees it. ``line_no`` is the place in the line, where there is one."""

    offer: Offer
    state: str
    line_no: int | None = None

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
        """«Asil», «Yedek» or «Yedek · sırada 2.»."""
        if self.line_no is None:
            return str(self.offer.get_rank_display())
        return _("Yedek · sırada %(number)d.") % {"number": self.line_no}

    @property
    def rank_tone(self) -> str:
        """Asil stands out."""
        return "brand" if self.offer.rank == OfferRank.ASIL else "plain"

    @property
    def label(self) -> str:
        """The state in words."""
        return str(STUDENT_WORDS[self.state][0])

    @property
    def tone(self) -> str:
        """The state's colour."""
        return STUDENT_WORDS[self.state][1]

    @property
    def meaning(self) -> str:
        """What the state means for the student."""
        if self.state == S.LAPSED and self.offer.confirm_by is None:
            return str(_LINE_ENDED)
        return str(_MEANING[self.state])

    @property
    def is_live(self) -> bool:
        """Whether it may still become an internship, or is one."""
        return self.state in LIVE_OFFER

    @property
    def may_accept(self) -> bool:
        """Whether a yes is possible now."""
        return self.state == S.OPEN

    @property
    def may_leave(self) -> bool:
        """Whether the student may step back from a yes."""
        return self.state in (S.RESERVED, S.ACCEPTED, S.EVALUATING)

    @property
    def leave_text(self) -> str:
        """What stepping back is called."""
        if self.state == S.OPEN:
            return _("Reddet")
        return _("Sıradan çık") if self.state == S.RESERVED else _("Vazgeç")

    @property
    def contacts(self) -> list[Contact]:
        """Whom to ask."""
        return contacts_of(self.terms)

    @property
    def facts(self) -> list[Fact]:
        """Dates, duration, and the moment that counts now."""
        facts = [
            (_("Staj tarihleri"), day_range(self.offer.starts_on, self.offer.ends_on)),
            (_("Süre"), duration(self.offer.working_days, self.offer.weekly_days)),
        ]
        moment = self.deadline
        if moment is not None:
            name = {
                S.OPEN: _("Son cevap"),
                S.EXPIRED: _("Son cevap"),
                S.RESERVED: _("En geç çağrı"),
            }.get(S(self.state), _("En geç son onay"))
            facts.append((name, tr_datetime(moment)))
        return facts

    @property
    def deadline(self) -> dt.datetime | None:
        """The clock that runs now; of an expired offer the one that ran out."""
        return deadline_of(self.offer, self.state)
