"""What waits for a student in the offers now, for the home page."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.models import Offer
from offers.selectors import with_state_now
from offers.states import OfferState
from usp.accounts.models import User
from usp.core import clock

S = OfferState


@dataclass(frozen=True)
class StudentOffers:
    """A student's offers now: counts, the next deadline, and the sentence that says what goes on."""

    open: int
    reserved: int
    accepted: int
    confirmed: int
    total: int
    next_reply_by: dt.datetime | None
    headline: str
    text: str
    action: str
    link: str

    @property
    def stage(self) -> int:
        """Where the line of five steps stands: 2 offers, 3 final approval, 4 papers and insurance."""
        return 4 if self.confirmed else 3 if self.accepted else 2


def student_offers_overview(user: User) -> StudentOffers:
    """What waits for the student in the offers. One query."""
    row = with_state_now(Offer.objects.visible_to(user)).aggregate(
        open=Count("pk", filter=Q(state_now=S.OPEN)),
        reserved=Count("pk", filter=Q(state_now=S.RESERVED)),
        accepted=Count("pk", filter=Q(state_now__in=[S.ACCEPTED, S.EVALUATING])),
        confirmed=Count("pk", filter=Q(state_now=S.CONFIRMED)),
        total=Count("pk"),
        next_reply_by=Min("reply_by", filter=Q(state_now=S.OPEN)),
    )
    return _overview(row)


def overview_of(offers: Sequence[Any]) -> StudentOffers:
    """The same of offers at hand (with ``state_now``)."""
    states = Counter(offer.state_now for offer in offers)
    return _overview(
        {
            "open": states[S.OPEN],
            "reserved": states[S.RESERVED],
            "accepted": states[S.ACCEPTED] + states[S.EVALUATING],
            "confirmed": states[S.CONFIRMED],
            "total": len(offers),
            "next_reply_by": min((offer.reply_by for offer in offers if offer.state_now == S.OPEN), default=None),
        }
    )


def _overview(row: dict[str, Any]) -> StudentOffers:
    headline, text = _student_words(row)
    action = _("Teklifi gör") if row["open"] == 1 else _("Aldığım Teklifler")
    return StudentOffers(**row, headline=headline, text=text, action=action, link=reverse("offers:received"))


def _student_words(row: dict[str, Any]) -> tuple[str, str]:
    silence = _(
        "Kabul ettiğiniz teklifler arasından son onayı ilk veren işveren stajınızı başlatır. "
        "Cevap vermezseniz teklif, süresi dolunca reddedilmiş sayılır."
    )
    if row["open"]:
        return _open_headline(row["open"], row["next_reply_by"]), silence
    if row["confirmed"]:
        return (
            _("Staja kabul edildiniz"),
            _("Sırada staj evrakınız ve sigorta girişiniz var: kabul formunu imzalatıp bölümünüzün kariyer "
              "danışmanına teslim edin."),
        )  # fmt: skip
    if row["accepted"]:
        return (
            _("Kabulünüz işverende, son onayı bekliyor"),
            _("Son onayı ilk veren işveren stajınızı başlatır; o ana kadar başka teklifleri de kabul edebilirsiniz."),
        )
    if row["reserved"]:
        return (
            _("Yedek sırada bekliyorsunuz"),
            _("Bir yer boşalırsa sıradaki aday kendiliğinden çağrılır; e-posta ve SMS ile haber veririz."),
        )
    if row["total"]:
        return (
            _("Şu anda süren bir teklifiniz yok"),
            _("Yeni bir teklif geldiğinde burada görünür; e-posta ve SMS ile de haber veririz."),
        )
    return (
        _("Henüz teklif almadınız"),
        _("İşverenler teklif gönderdikçe burada görünür; e-posta ve SMS ile de haber veririz."),
    )


def _open_headline(number: int, next_reply_by: dt.datetime) -> str:
    due_today = next_reply_by.astimezone(clock.page_now().tzinfo).date() == clock.page_now().date()
    if number == 1:
        return _("Bir teklif bugün cevabınızı bekliyor") if due_today else _("Bir teklif cevabınızı bekliyor")
    text = ngettext("%(number)d teklif cevabınızı bekliyor", "%(number)d teklif cevabınızı bekliyor", number)
    return text % {"number": number}
