"""An employer's home page in words: the one sentence about now, the way on, and what falls due."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

if TYPE_CHECKING:
    from offers.selectors.dashboard import Dashboard, Due


@dataclass(frozen=True)
class NextStep:
    """What the home page says first."""

    headline: str
    text: str
    action: str
    link: str


@dataclass(frozen=True)
class DueLine:
    """One line of «Yaklaşan süreler»."""

    label: str
    title: str
    at: dt.datetime
    link: str
    is_ours: bool


def next_step(board: "Dashboard") -> NextStep:
    """The most pressing thing: short clocks first, then one's own turn, then what others owe, then free places."""
    ours = _our_turn(board)
    if ours is not None:
        return ours
    if not board.positions:
        if board.drafts:
            text = ngettext("%(number)d pozisyon taslağınız var", "%(number)d pozisyon taslağınız var", board.drafts)
            return NextStep(
                text % {"number": board.drafts},
                _("Yayımladığınızda aday havuzundan teklif gönderebilirsiniz."),
                _("Taslağı tamamla"),
                reverse("offers:positions"),
            )
        return NextStep(
            _("İlk staj pozisyonunuzu açın"),
            _("Nerede, kaç kişi, hangi iş: pozisyon yayımlanınca aday havuzundan teklif gönderebilirsiniz."),
            _("Pozisyon aç"),
            reverse("offers:position-new"),
        )
    return _their_turn(board)


def due_lines(board: "Dashboard") -> list[DueLine]:
    """The next moments, nearest first, each with the tab that shows whom it concerns."""
    return [_due_line(one) for one in board.due]


def answer_time(seconds: float | None) -> str:
    """«1 gün 4 saat»: the middle time candidates took to answer; empty while nobody has."""
    if seconds is None:
        return ""
    hours = max(1, round(seconds / 3600))
    days, hours = divmod(hours, 24)
    parts = [(days, ngettext("%d gün", "%d gün", days)), (hours, ngettext("%d saat", "%d saat", hours))]
    return " ".join(text % number for number, text in parts if number)


def _our_turn(board: "Dashboard") -> NextStep | None:
    """The employer's own turn, the shortest clock first: a question, a request to cancel, approvals, what has ended."""
    sent = reverse("offers:sent") + "?durum=onay"
    turns = (
        (
            board.turns.get("change", 0),
            ngettext_lazy("%(number)d aday değişiklik isteğine cevap bekliyor",
                          "%(number)d aday değişiklik isteğine cevap bekliyor", "number"),
            _("İsteğin kendi kısa süresi var; cevaplanmayan istek kabul edilmemiş sayılır."),
            _("İsteğe bak"), sent,
        ),
        (
            board.wants_out,
            ngettext_lazy("%(number)d stajyer iptal isteğine cevap bekliyor",
                          "%(number)d stajyer iptal isteğine cevap bekliyor", "number"),
            _("İki iş günü içinde cevap verilmezse kariyer merkezi stajı iptal edebilir."),
            _("Stajyerlere git"), reverse("offers:interns"),
        ),
        (
            board.turns.get("confirm", 0),
            ngettext_lazy("%(number)d kabul son onayınızı bekliyor",
                          "%(number)d kabul son onayınızı bekliyor", "number"),
            _("Adayın stajını, son onayı ilk veren işveren başlatır. Süresi içinde onaylanmayan kabul düşer."),
            _("Son onaya geç"), sent,
        ),
        (
            board.turns.get("evaluate", 0),
            ngettext_lazy("%(number)d adayın ek değerlemesi sürüyor",
                          "%(number)d adayın ek değerlemesi sürüyor", "number"),
            _("Sonucu yazmadan son onay veremezsiniz; süre dolarsa kabul düşer."),
            _("Değerlemelere bak"), sent,
        ),
    )  # fmt: skip
    for number, headline, text, action, link in turns:
        if number:
            return NextStep(str(headline % {"number": number}), text, action, link)
    return _ended(board)


def _ended(board: "Dashboard") -> NextStep | None:
    """Internships and programmes whose last day has passed: nobody but the employer can say that they were done."""
    if not board.finished:
        return None
    headline = ngettext(
        "%(number)d stajyerin son günü geçti, devamını bildirin",
        "%(number)d stajyerin son günü geçti, devamlarını bildirin",
        board.finished,
    )
    return NextStep(
        headline % {"number": board.finished},
        _("Kaç gün devam ettiğini siz bildirmeden staj ya da program tamamlanmış sayılmaz."),
        _("Stajyerlere git"),
        reverse("offers:interns"),
    )


def _their_turn(board: "Dashboard") -> NextStep:
    """Nothing waits for the employer: what candidates owe an answer, or where there is room."""
    if reply := board.turns.get("reply", 0):
        text = ngettext(
            "%(number)d teklifiniz adayın cevabını bekliyor", "%(number)d teklifiniz adayın cevabını bekliyor", reply
        )
        return NextStep(
            text % {"number": reply},
            _("Cevap geldikçe size haber veririz; süresi dolan teklifin yeri sıradaki yedeğe geçer."),
            _("Tekliflere bak"),
            reverse("offers:sent"),
        )
    if board.free:
        text = ngettext("%(number)d yeriniz boş", "%(number)d yeriniz boş", board.free)
        return NextStep(
            text % {"number": board.free},
            _("Aday havuzunda ölçütlerinize uyan adayları inceleyip teklif gönderebilirsiniz."),
            _("Aday havuzuna git"),
            reverse("offers:pool"),
        )
    return NextStep(
        _("Bütün yerleriniz dolu"),
        _("Stajyerlerinizin tarihlerini ve iletişim bilgilerini Stajyerler sayfasında bulursunuz."),
        _("Stajyerler"),
        reverse("offers:interns"),
    )


def _due_line(one: "Due") -> DueLine:
    label = {
        "confirm": ngettext("%(number)d son onay", "%(number)d son onay", one.number),
        "evaluate": ngettext("%(number)d ek değerleme sonucu", "%(number)d ek değerleme sonucu", one.number),
        "change": ngettext("%(number)d değişiklik isteği", "%(number)d değişiklik isteği", one.number),
        "reply": ngettext("%(number)d adayın cevabı", "%(number)d adayın cevabı", one.number),
    }[one.what] % {"number": one.number}
    tab = "cevap" if one.what == "reply" else "onay"
    link = f"{reverse('offers:sent')}?durum={tab}&pozisyon={one.position_id}"
    return DueLine(label, one.title, one.at, link, one.what != "reply")
