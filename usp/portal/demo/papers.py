"""The demo’s papers: a university’s own form, papers handed in or still missing, a ministry’s letter with names."""

import io

from PIL import Image, ImageDraw

from insurance.models import PaperReceipt
from insurance.paper_kinds import Paper
from insurance.papers.forms import form_of
from insurance.services.cases import rules_of
from insurance.services.letters import LetterFacts, confirm_letter, forward_letter, match_letter, register_letter
from insurance.services.paper_forms import FormContent, publish_form, save_draft
from insurance.services.receipts import take_papers
from insurance.services.scans import send_scan
from offers.models import CancellationState, Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.core import clock
from usp.documents.models import FileType
from usp.documents.rendering import render_pdf
from usp.documents.uploads import CheckedUpload
from usp.portal.demo.organisations import CENTER
from usp.reference.models import University

_HEAD = ("Bilecik Şeyh Edebali Üniversitesi", "Kariyer Planlama Uygulama ve Araştırma Merkezi")
_FOOT = "Gülümbe Yerleşkesi, 11100 Bilecik · kariyer@bseu.example · Form KPM-07"
_OURS = (
    "Stajımı Üniversitemin Staj Yönergesine ve işyerinin kurallarına uyarak yapacağımı; devamsızlığımı aynı gün "
    "danışmanıma ve işyerine bildireceğimi, staj tarihlerim değişirse en az beş iş günü önce haber vereceğimi taahhüt "
    "ederim."
)
_SIGNS = (
    {"role": "Öğrenci", "name": "[öğrenci]", "note": "Tarih ve imza"},
    {"role": "İşveren / yetkili", "name": "", "note": "Tarih, kaşe ve imza"},
    {"role": "Bölüm kariyer danışmanı", "name": "[danışman]", "note": "Tarih ve imza"},
    {"role": "Staj komisyonu başkanı", "name": "", "note": "Tarih ve imza"},
    {"role": "Dekanlık sigorta birimi", "name": "", "note": "Tarih, mühür ve imza"},
)
_MINISTRY = "Tarım ve Orman Bakanlığı Personel Genel Müdürlüğü"
_ALL = (Paper.ACCEPTANCE_FORM, Paper.EMPLOYER_ACCEPTANCE, Paper.HEALTH_COVER)
# what the interns have brought by the papers' weeks, in the order of their starts; whoever comes later brought nothing
_BROUGHT = ("all", "all", "all", "half", "all", "all", "all", "scan", "half")


def make_own_forms() -> None:
    """The university's own acceptance form is in its second version; a draft of the contract waits."""
    manager = _user("zeynep.igdir@bseu.example")
    if form_of(University.objects.get(code=CENTER), Paper.ACCEPTANCE_FORM) is not None:
        return
    first = FormContent(want="always", letterhead=_HEAD, texts={"undertaking": _OURS}, signatures=_SIGNS[:4])
    save_draft(actor=manager, kind=Paper.ACCEPTANCE_FORM, content=first, logo=_seal())
    publish_form(actor=manager, kind=Paper.ACCEPTANCE_FORM)
    second = FormContent(want="always", letterhead=_HEAD, footer=_FOOT, texts={"undertaking": _OURS}, signatures=_SIGNS)
    save_draft(actor=manager, kind=Paper.ACCEPTANCE_FORM, content=second)
    publish_form(actor=manager, kind=Paper.ACCEPTANCE_FORM)
    health = FormContent(want="always", scan_suffices=True)
    save_draft(actor=manager, kind=Paper.HEALTH_COVER, content=health)
    publish_form(actor=manager, kind=Paper.HEALTH_COVER)
    contract = FormContent(want="paid_private", letterhead=_HEAD, footer=_FOOT)
    save_draft(actor=manager, kind=Paper.CONTRACT, content=contract)


def hand_papers_in() -> None:
    """When the papers' weeks begin: some are complete, some half, one scan waits; a ministry's letter has come."""
    interns = list(
        Placement.objects.filter(
            department__unit__university__code=CENTER, kind=Kind.INTERNSHIP, state=PlacementState.CONFIRMED
        )
        .exclude(cancellation_requests__state=CancellationState.OPEN)  # who wants out brings nothing
        .select_related("student__user", "application", "department__unit__university", "offer__position__employer")
        .order_by("dates", "pk")
    )
    if not interns or PaperReceipt.objects.filter(placement__in=interns).exists():
        return
    of_state = [one for one in interns if one.offer.position.employer.is_public]
    _letter(of_state[:4])
    for intern, brought in zip(interns, _BROUGHT, strict=False):
        if brought in ("all", "half"):
            take_papers(
                placement_id=intern.pk,
                kinds=_ALL if brought == "all" else _ALL[:1],
                signed_on=clock.today(),
                actor=_taker(intern),
            )
        elif brought == "scan":
            send_scan(placement_id=intern.pk, kind=Paper.ACCEPTANCE_FORM, file=_scan(intern), actor=intern.student.user)


def _taker(intern: Placement) -> User:
    """The adviser of the intern's unit; for units that have none the manager."""
    adviser = _user("omer.celik@bseu.example")
    if university_may(adviser, UniversityAction.TAKE_PAPERS, intern.department.unit):
        return adviser
    return _user("zeynep.igdir@bseu.example")


def _letter(named: list[Placement]) -> None:
    """The letter of the institutions' ministry, matched, passed to the units it concerns; one has read it."""
    if not named:
        return
    manager, insurance = _user("zeynep.igdir@bseu.example"), _user("hakan.dogan@bseu.example")
    facts = LetterFacts(_MINISTRY, clock.today(), "E-59181482-774.99-13284560", "İlişik listede adı geçenler")
    content = render_pdf("pdf/ministry_letter_sample.html", {"letter": facts, "interns": named}).content
    letter = register_letter(
        actor=manager, facts=facts, file=CheckedUpload("bakanlik-yazisi.pdf", FileType.PDF, content, 1)
    )
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[one.pk for one in named])
    forward_letter(actor=manager, letter_id=letter.pk, unit_ids={one.department.unit_id for one in named})
    if letter.forwards.filter(unit__in=insurance.university_memberships.values("unit")).exists():
        confirm_letter(actor=insurance, letter_id=letter.pk)


def _scan(intern: Placement) -> CheckedUpload:
    """A page that says whose scan it would be."""
    university = intern.department.unit.university
    facts = LetterFacts(university.name, clock.today(), rules_of(university).document_prefix or "Staj kabul formu")
    content = render_pdf("pdf/ministry_letter_sample.html", {"letter": facts, "interns": [intern]}).content
    return CheckedUpload("imzali-form.pdf", FileType.PDF, content, 1)


def _seal() -> CheckedUpload:
    """A round mark in the portal's colour, where a university has its logo."""
    size, teal = 480, (11, 107, 116)
    picture = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, size - 10, size - 10), outline=teal, width=22)
    pen.ellipse((60, 60, size - 60, size - 60), outline=teal, width=6)
    pen.polygon([(240, 110), (360, 330), (120, 330)], outline=teal, width=16)
    pen.line((150, 375, 330, 375), fill=teal, width=16)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return CheckedUpload("logo.png", FileType.PNG, file.getvalue(), 1)


def _user(email: str) -> User:
    return User.objects.get(email=email)
