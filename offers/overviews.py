"""What waits for a student or an employer in their offers now, for the home pages and the menu's counts."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.models import Offer, Seat
from offers.selectors import with_state_now
from offers.states import LIVE_OFFER, OfferState, PositionState
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


@dataclass(frozen=True)
class EmployerOffers:
    """An employer's offers now: counts, the next deadlines, and the sentence that says what goes on."""

    to_confirm: int
    open: int
    reserved: int
    confirmed: int
    positions: int
    seats_free: int
    next_confirm_by: dt.datetime | None
    next_reply_by: dt.datetime | None
    headline: str
    text: str
    action: str
    link: str


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


def employer_overview(user: User) -> EmployerOffers:
    """What waits for the employer in its offers. Two queries."""
    row = with_state_now(Offer.objects.visible_to(user)).aggregate(
        to_confirm=Count("pk", filter=Q(state_now=S.ACCEPTED)),
        open=Count("pk", filter=Q(state_now=S.OPEN)),
        reserved=Count("pk", filter=Q(state_now=S.RESERVED)),
        confirmed=Count("pk", filter=Q(state_now=S.CONFIRMED)),
        seated=Count(
            "pk",
            filter=Q(state_now__in=LIVE_OFFER, seat_no__isnull=False, position__state=PositionState.PUBLISHED),
        ),
        next_confirm_by=Min("confirm_by", filter=Q(state_now=S.ACCEPTED)),
        next_reply_by=Min("reply_by", filter=Q(state_now=S.OPEN)),
    )
    seats = Seat.objects.filter(
        position__employer__memberships__user=user, position__state=PositionState.PUBLISHED
    ).aggregate(seats=Count("no"), positions=Count("position", distinct=True))
    free = max(0, seats["seats"] - row.pop("seated"))
    headline, text, action, link = _employer_words(row, seats["positions"], free)
    return EmployerOffers(
        **row,
        positions=seats["positions"],
        seats_free=free,
        headline=headline,
        text=text,
        action=action,
        link=link,
    )


def _employer_words(row: dict[str, int], positions: int, free: int) -> tuple[str, str, str, str]:
    if row["to_confirm"]:
        text = ngettext(
            "%(number)d kabul son onayınızı bekliyor",
            "%(number)d kabul son onayınızı bekliyor",
            row["to_confirm"],
        )
        return (
            text % {"number": row["to_confirm"]},
            _("Adayın stajını, son onayı ilk veren işveren başlatır. Süresi içinde onaylanmayan kabul düşer."),
            _("Son onaya geç"),
            reverse("offers:sent") + "?durum=onay",
        )
    if not positions:
        return (
            _("İlk staj pozisyonunuzu açın"),
            _("Nerede, kaç kişi, hangi iş: pozisyon yayımlanınca aday havuzundan teklif gönderebilirsiniz."),
            _("Pozisyon aç"),
            reverse("offers:position-new"),
        )
    return _words_without_urgency(row, free)


def _words_without_urgency(row: dict[str, int], free: int) -> tuple[str, str, str, str]:
    """Nothing runs out today: what others owe an answer, or where there is room."""
    if row["open"]:
        text = ngettext(
            "%(number)d teklifiniz adayın cevabını bekliyor",
            "%(number)d teklifiniz adayın cevabını bekliyor",
            row["open"],
        )
        return (
            text % {"number": row["open"]},
            _("Cevap geldikçe size haber veririz; süresi dolan teklifin yeri sıradaki yedeğe geçer."),
            _("Tekliflere bak"),
            reverse("offers:sent"),
        )
    if free:
        text = ngettext("%(number)d yeriniz boş", "%(number)d yeriniz boş", free)
        return (
            text % {"number": free},
            _("Aday havuzunda ölçütlerinize uyan adayları inceleyip teklif gönderebilirsiniz."),
            _("Aday havuzuna git"),
            reverse("offers:pool"),
        )
    return (
        _("Bütün yerleriniz dolu"),
        _("Stajyerlerinizin tarihlerini ve iletişim bilgilerini Stajyerler sayfasında bulursunuz."),
        _("Stajyerler"),
        reverse("offers:interns"),
    )
