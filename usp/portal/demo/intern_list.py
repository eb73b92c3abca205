"""The demo's career centre works through its intern list: ready texts, a message, calls, one «yapmayacağım»."""

import uuid

from insurance.models import InternEvent
from insurance.selectors.interns import interns
from insurance.services.contacts import answer_ask, log_contact
from insurance.services.list_events import acknowledge
from insurance.services.messages import save_template, send_message
from offers.models import CancellationState, Placement
from offers.services.ending import cancel_placement
from offers.states import Ending, PlacementState
from usp.accounts.models import User
from usp.portal.demo.organisations import CENTER

_MANAGER = "zeynep.igdir@bseu.example"
_RECRUITER = "burak.ozturk@trakya.example"
_TEXTS = (
    (
        "Evrak hatırlatması",
        "{isveren} stajınızın evrakı",
        "Sayın {ad_soyad},\n\n{isveren} kurumundaki stajınız {baslangic} günü başlıyor. İmzaları tamamlanmış kabul "
        "formunuzu en geç {son_evrak_gunu} günü {birim} staj birimine teslim edin; süresinde gelmeyen evrakla sigorta "
        "girişiniz yapılamaz.\n\nSorunuz varsa «Sorularım» sayfasından yazabilirsiniz.",
    ),
    (
        "İlk kez staj yapacaklara",
        "Staja kabul edildiniz: şimdi ne yapmalısınız?",
        "Sayın {ad},\n\n{isveren} stajınız için önce işverenden Staja Kabul Belgesi alın, sonra Belgelerim "
        "sayfasındaki formu imzalatıp {son_evrak_gunu} gününe kadar biriminize getirin. Sigortanızı üniversiteniz "
        "yapar; bölümünüzde zorunlu staj olmasa da böyledir.",
    ),
)
# what is said with those who have brought nothing yet: will the student do it, been to the unit, in words
_CALLS = (
    ("yes", "no", "Kabul belgesini bu hafta işverenden alacak."),
    ("unreached", "", "İki kez arandı, açmadı. E-posta da gönderildi."),
)


def work_through_list() -> None:
    """When the papers' weeks begin: ready texts, a reminder to the first ones, the employer cancels one."""
    manager = User.objects.get(email=_MANAGER)
    for name, subject, text in _TEXTS:
        save_template(actor=manager, name=name, subject=subject, text=text)
    mine = list(interns(manager).filter(state=PlacementState.CONFIRMED).order_by("pk"))
    _, subject, text = _TEXTS[0]
    if mine:
        send_message(
            placement_ids=[one.pk for one in mine[:6]], subject=subject, text=text, form_id=uuid.uuid4(), actor=manager
        )
    _take_note(manager, mine[:4])
    _cancel_one()


def speak_with_interns() -> None:
    """After papers were handed in: who brought them came by, two without any are called, another says no by one tap."""
    manager = User.objects.get(email=_MANAGER)
    mine = interns(manager).filter(state=PlacementState.CONFIRMED).order_by("dates", "pk")
    came = mine.filter(paper_receipts__isnull=False).first()
    if came is not None:
        log_contact(placement_id=came.pk, way="visit", intends="yes", been_to_unit="yes", actor=manager)
    nothing = mine.filter(paper_receipts=None, paper_scans=None, letter_matches=None)
    silent = nothing.exclude(cancellation_requests__state=CancellationState.OPEN)
    *called, refuses = silent[: len(_CALLS) + 1]
    for placement, (intends, been_to_unit, note) in zip(called, _CALLS, strict=True):
        log_contact(
            placement_id=placement.pk, way="phone", intends=intends, been_to_unit=been_to_unit, note=note, actor=manager
        )
    answer_ask(placement_id=refuses.pk, intends="no", been_to_unit="no", actor=refuses.student.user)


def _take_note(manager: User, seen: list[Placement]) -> None:
    """The first new ones have been seen; the others wait for whoever opens the demo."""
    acknowledge(
        actor=manager, event_ids=list(InternEvent.objects.filter(placement__in=seen).values_list("pk", flat=True))
    )


def _cancel_one() -> None:
    recruiter = User.objects.get(email=_RECRUITER)
    last = (
        Placement.objects.visible_to(recruiter)
        .filter(state=PlacementState.CONFIRMED, department__unit__university__code=CENTER)
        .exclude(cancellation_requests__state=CancellationState.OPEN)  # an open request is answered first
        .order_by("-pk")
        .first()
    )
    if last is not None:
        cancel_placement(
            placement_id=last.pk, ending=Ending.EMPLOYER, note="Ekip başka bir ile taşındı.", actor=recruiter
        )
