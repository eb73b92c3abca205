"""What pages say about an offer: its state in words for each side, its dates, its history.

Rows in, words out; nothing here asks the database. Each card takes the state as it is at the moment of the
page (``state_now``), so that an offer whose time ran out reads as such whether or not any worker ever ran.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber

from offers.models import Offer, OfferTransition
from offers.states import LIVE_OFFER, SEATED_YES, OfferRank, OfferState
from usp.core.templatetags.usp import tr_datetime

S = OfferState
Fact = tuple[str, str]
Words = dict[str, tuple[str | Promise, str]]

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

DECLINE_REASONS: tuple[tuple[str, str | Promise], ...] = (
    ("place", gettext_lazy("Staj yeri bana uygun değil")),
    ("dates", gettext_lazy("Tarihler bana uygun değil")),
    ("tasks", gettext_lazy("Yapılacak işler bölümüme uygun değil")),
    ("other_offer", gettext_lazy("Başka bir teklifi tercih ediyorum")),
    ("personal", gettext_lazy("Kişisel nedenler")),
)
_REASONS: dict[str, str | Promise] = dict(DECLINE_REASONS) | {
    "overlap": gettext_lazy("Tarihleri onaylanan başka bir programla çakışıyor"),
    "right_used": gettext_lazy("Dönemdeki staj hakkı başka bir işverende kullanıldı"),
    "disqualified": gettext_lazy("Adayın başvurusu artık geçerli değil"),
}


@dataclass(frozen=True)
class Contact:
    """Somebody to ask: what they are to this offer, and how to reach them (A19)."""

    role: str
    name: str
    title: str
    email: str
    phone: str
    phone_text: str


@dataclass(frozen=True)
class Moment:
    """One line of an offer's history."""

    label: str
    at: dt.datetime
    who: str
    reason: str
    state: str = "done"


def day_range(first: dt.date, last: dt.date) -> str:
    """«5 Ağu – 2 Eyl 2024»."""
    left = date_format(first, "j M" if first.year == last.year else "j M Y")
    return f"{left} – {date_format(last, 'j M Y')}"


def duration(working_days: int, weekly_days: int) -> str:
    """«20 iş günü, haftada 5»."""
    return _("%(days)d iş günü, haftada %(week)d") % {"days": working_days, "week": weekly_days}


def start_month(day: dt.date) -> str:
    """«Ağustos 2024 başlangıçlı»: all that an employer learns of the dates before a yes (pool.md §1.2)."""
    return _("%(month)s başlangıçlı") % {"month": date_format(day, "F Y")}


def contacts_of(terms: dict[str, Any]) -> list[Contact]:
    """The offer's two contacts; one line where the same person is both."""
    supervisor, sender = terms["supervisor"], terms["sender"]
    if supervisor["email"] == sender["email"]:
        return [_contact(_("Staj sorumlusu ve teklifi gönderen"), sender)]
    return [_contact(_("Staj sorumlusu"), supervisor), _contact(_("Teklifi gönderen"), sender)]


def readable_phone(number: str) -> str:
    """«+90 312 417 00 00»."""
    return str(PhoneNumber.from_string(number).as_international) if number else ""


def _contact(role: str, terms: dict[str, str]) -> Contact:
    phone = terms["phone"]
    return Contact(role, terms["name"], terms["title"], terms["email"], phone, readable_phone(phone))


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


def deadline_of(offer: Offer, state: str) -> dt.datetime | None:
    """Which of the three clocks counts in this state."""
    if state in (S.OPEN, S.EXPIRED):
        return offer.reply_by
    if state == S.RESERVED:
        return offer.last_call_at
    return offer.confirm_by if state in (S.ACCEPTED, S.EVALUATING) else None


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
        """The state in words."""
        return str(EMPLOYER_WORDS[self.state][0])

    @property
    def tone(self) -> str:
        """The state's colour."""
        return EMPLOYER_WORDS[self.state][1]

    @property
    def period(self) -> str:
        """The dates; before a yes only the month of the start, because exact dates name the university."""
        if self.identity:
            return day_range(self.offer.starts_on, self.offer.ends_on)
        return start_month(self.offer.starts_on)

    @property
    def length(self) -> str:
        """«20 iş günü, haftada 5»."""
        return duration(self.offer.working_days, self.offer.weekly_days)

    @property
    def deadline(self) -> dt.datetime | None:
        """The clock that runs now. The last call counts back from the start, so the line shows none."""
        return None if self.state in (S.RESERVED, S.EXPIRED) else deadline_of(self.offer, self.state)

    def may_confirm(self, now: dt.datetime) -> bool:
        """Whether the final approval is possible at this moment."""
        return self.state == S.ACCEPTED and not self.waits_until(now)

    def waits_until(self, now: dt.datetime) -> dt.datetime | None:
        """The moment before which a called reserve may leave freely, if it is still to come."""
        earliest = self.offer.confirm_from
        return earliest if earliest and earliest > now else None


def history(
    transitions: Iterable[OfferTransition], *, for_student: bool, colleagues: dict[int, str] | None = None
) -> list[Moment]:
    """The offer's moves in words, oldest first. Employers read colleagues' names, never the candidate's."""
    names = colleagues or {}
    return [
        Moment(
            _move_text(row, for_student=for_student),
            timezone.localtime(row.at),
            _actor_text(row, names, for_student=for_student),
            str(_REASONS.get(row.reason, "")),
        )
        for row in transitions
    ]


def _move_text(row: OfferTransition, *, for_student: bool) -> str:
    if not row.from_state:
        return _("Teklif gönderildi")
    if row.from_state == row.to_state == S.OPEN:
        return _("Boşalan yere çağrıldı")
    if (row.from_state, row.to_state) == (S.RESERVED, S.ACCEPTED):
        return _("Yedek sıradan asil sıraya geçti")
    if (row.from_state, row.to_state) == (S.EVALUATING, S.ACCEPTED):
        return _("Ek değerleme olumlu")
    return str((STUDENT_WORDS if for_student else EMPLOYER_WORDS)[row.to_state][0])


def _actor_text(row: OfferTransition, colleagues: dict[int, str], *, for_student: bool) -> str:
    kind, _colon, number = row.actor.partition(":")
    if kind != "user":
        return _("Portal")
    by_candidate = row.to_state in (S.DECLINED, S.RESERVED) or (row.from_state, row.to_state) == (
        S.OPEN,
        S.ACCEPTED,
    )
    if for_student:
        return _("Siz") if by_candidate else _("İşveren")
    return _("Aday") if by_candidate else colleagues.get(int(number), _("Kurumunuz"))


# A yes with a seat opens the identity, as long as its own clock runs.
def opens_identity(state: str) -> bool:
    """Whether an employer may see who the candidate is in this state of the moment (invariant 7)."""
    return state in SEATED_YES
