"""What waits for a student in the offers now, for the home page and «Aldığım Teklifler»."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.models import Placement
from offers.states import Kind, OfferState, PlacementState
from usp.core import clock

S = OfferState
P = PlacementState


@dataclass(frozen=True)
class StudentOffers:
    """A student's offers now: counts, the next deadline, and the sentence that says what goes on."""

    open: int
    reserved: int
    accepted: int
    confirmed: int
    completed: int
    total: int
    next_reply_by: dt.datetime | None
    headline: str
    text: str
    action: str
    link: str

    @property
    def stage(self) -> int:
        """Where the line of five steps stands: 2 offers, 3 final approval, 4 papers and insurance, 5 all done."""
        return 4 if self.confirmed else 3 if self.accepted else 5 if self.completed else 2


def overview_of(offers: Sequence[Any]) -> StudentOffers:
    """What waits in offers at hand, each with ``state_now`` and its placement. Asks the database nothing."""
    states = Counter(offer.state_now for offer in offers)
    placements = [offer.placement for offer in offers if hasattr(offer, "placement")]
    internships = [one for one in placements if one.kind == Kind.INTERNSHIP and one.state == P.CONFIRMED]
    next_reply_by = min((offer.reply_by for offer in offers if offer.state_now == S.OPEN), default=None)
    accepted = states[S.ACCEPTED] + states[S.EVALUATING]
    if next_reply_by is not None:
        headline, text = _open_words(states[S.OPEN], next_reply_by)
    else:
        headline, text = _placement_words(internships, placements, bool(accepted)) or _waiting_words(states)
    return StudentOffers(
        open=states[S.OPEN],
        reserved=states[S.RESERVED],
        accepted=accepted,
        confirmed=len(internships),
        completed=sum(one.kind == Kind.INTERNSHIP and one.state == P.COMPLETED for one in placements),
        total=len(offers),
        next_reply_by=next_reply_by,
        headline=headline,
        text=text,
        action=_("Teklifi gör") if states[S.OPEN] == 1 else _("Aldığım Teklifler"),
        link=reverse("offers:received"),
    )


def _open_words(number: int, next_reply_by: dt.datetime) -> tuple[str, str]:
    silence = _(
        "Kabul ettiğiniz teklifler arasından son onayı ilk veren işveren stajınızı başlatır. "
        "Cevap vermezseniz teklif, süresi dolunca reddedilmiş sayılır."
    )
    return _open_headline(number, next_reply_by), silence


def _placement_words(
    internships: Sequence[Placement], placements: Sequence[Placement], is_awaited: bool
) -> tuple[str, str] | None:
    """An internship that goes on says most; then, unless an approval is awaited, a programme and what is completed."""
    if internships:
        return _internship_words(internships[0], clock.page_now().date())
    if is_awaited:
        return None
    if any(one.state == P.CONFIRMED for one in placements):
        return (
            _("Programa kabul edildiniz"),
            _("Yeri ve günleri aşağıda. Programa katılmak staj hakkınızı kullanmaz; yeni teklifler alırsınız."),
        )
    if any(one.kind == Kind.INTERNSHIP and one.state == P.COMPLETED for one in placements):
        return (
            _("Stajınızı tamamladınız"),
            _("Bildirilen devam ve staj sorumlunuzun değerlendirmesi teklifinizin içindedir."),
        )
    return None


def _internship_words(placement: Placement, today: dt.date) -> tuple[str, str]:
    if today < placement.first_day:
        return (
            _("Staja kabul edildiniz"),
            _("Sırada staj evrakınız ve sigorta girişiniz var: formları imzalatıp süresi içinde teslim edin. Son gün "
              "ve teslim yeri «Belgelerim» sayfasında yazar."),
        )  # fmt: skip
    if today <= placement.last_day:
        return (
            _("Staj günleriniz başladı"),
            _("Sigorta girişi yapılmadan staj başlayamaz; girişiniz görünmüyorsa kariyer merkezinizle görüşün."),
        )
    return (
        _("Staj günleriniz bitti"),
        _("İşveren devamınızı bildirince stajınız tamamlanmış olur; ücret ondan sonra ödenir."),
    )


def _waiting_words(states: Counter[str]) -> tuple[str, str]:
    if states[S.EVALUATING] and not states[S.ACCEPTED]:
        return (
            _("Kabul ettiğiniz teklif ek değerlemede"),
            _("İşveren son onaydan önce sizinle görüşmek ya da bir çalışmanızı görmek istiyor; süresini kaçırmayın."),
        )
    if states[S.ACCEPTED] + states[S.EVALUATING]:
        return (
            _("Kabulünüz işverende, son onayı bekliyor"),
            _("Son onayı ilk veren işveren stajınızı başlatır; o ana kadar başka teklifleri de kabul edebilirsiniz."),
        )
    if states[S.RESERVED]:
        return (
            _("Yedek sırada bekliyorsunuz"),
            _("Bir yer boşalırsa sıradaki aday kendiliğinden çağrılır; e-posta ve SMS ile haber veririz."),
        )
    if states:
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
