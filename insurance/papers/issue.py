"""Issue a paper of an internship; show a university what its form will look like."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from insurance.models import PaperForm
from insurance.paper_kinds import Paper
from insurance.papers.catalogue import SPECS, Spec
from insurance.papers.data import Intern, Workplace
from insurance.papers.registry import Missing, PaperData
from insurance.papers.subject import RELATIONS, WEEK, Subject, frame_of
from insurance.papers.wants import unfit
from offers.models import Placement
from offers.states import Kind
from usp.accounts.models import User
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.documents import kinds
from usp.documents.models import Document
from usp.documents.selectors import valid_document
from usp.documents.services.issue import frame_of as paper_frame
from usp.documents.services.issue import issue_document
from usp.notifications.services.notify import notify
from usp.reference.models import University

SUBJECT = "placement"


def issue_paper(*, placement_id: int, kind: Paper, actor: User | None) -> Document:
    """The placement's valid paper of that kind; made now where there is none. Two at once end with one.

    ``actor`` None is the portal itself. RuleViolation: «no_form» (this programme has no such paper), «not_yours»
    (another side issues it), «paper_state» (not before or after the internship), «paper_unfit», «paper_incomplete»
    (the sentence says what is missing and where it is written), «changed» (try again). Best called outside a
    transaction: the rendering takes a quarter of a second.
    """
    existing = valid_document(subject_type=SUBJECT, subject_id=placement_id, kind=kind)
    if existing is not None:
        return existing
    subject = subject_of(placement_id)
    spec = SPECS.get(Paper(kind))
    if subject is None or spec is None:
        raise RuleViolation(_("Bu program için bu belge düzenlenmez."), code="no_form")
    _require_maker(spec, subject, actor)
    _require_facts(spec, subject)
    with override("tr"):  # the paper is an official text, whatever language the page speaks
        paper = spec.build(subject)
    try:
        document = issue_document(
            kind=spec.kind.value,
            subject_type=SUBJECT,
            subject_id=placement_id,
            university=subject.university,
            snapshot=paper.to_snapshot(),
            public_facts=paper.public_facts(),
            actor=actor,
            guard=lambda: _still_says(spec, placement_id, paper),
        )
    except RuleViolation:
        made_meanwhile = valid_document(subject_type=SUBJECT, subject_id=placement_id, kind=kind)
        if made_meanwhile is None:
            raise
        return made_meanwhile
    if spec.by_employer:
        _tell_student(document, subject.placement)
    return document


def _tell_student(document: Document, placement: Placement) -> None:
    """The employer's own papers wait at the employer: the student hears that one was issued."""
    notify(
        kind="employer_paper_ready",
        recipient=placement.student.user,
        dedupe_key=f"document:{document.pk}",
        context={"employer": placement.offer.terms["employer"], "paper": document.title},
    )


def subject_of(placement_id: int) -> Subject | None:
    """The internship with what papers ask for; None for shadowing and training. One query."""
    placement = Placement.objects.select_related(*RELATIONS).filter(pk=placement_id, kind=Kind.INTERNSHIP).first()
    return Subject(placement) if placement else None


def preview(*, university: University, kind: Paper, form: PaperForm | None) -> bytes:
    """The paper with invented facts, as this form (stored or not) would print it; its code is no code."""
    from usp.documents.rendering import render_paper  # noqa: PLC0415 -- WeasyPrint costs a second at every start

    spec = SPECS[Paper(kind)]
    intern, place = sample_intern(university), SAMPLE_WORKPLACE
    head = (place.name, place.address, f"{place.phone} · {place.email}") if spec.by_employer else (
        university.name, intern.unit,
    )  # fmt: skip
    with override("tr"):
        frame = frame_of(
            spec.kind,
            form,
            head=head,
            words=_sample_words(intern, place),
            season="Ulusal Staj Programı",
            number="2024/00000",
            dated_on=clock.page_now().date(),
            of_state=not spec.by_employer,
            keeps_head=spec.by_employer,
        )
        chosen = kinds.get(spec.kind.value)
        context = chosen.context(spec.build_sample(frame, intern, place).to_snapshot())
        around = paper_frame(chosen, "XXXX-XXXX-XXXX-XXXX", clock.page_now())
    return render_paper(chosen, {**context, **around, "is_preview": True}).content


def _require_maker(spec: Spec, subject: Subject, actor: User | None) -> None:
    """Each paper has its issuers; nobody is the portal itself."""
    if actor is None:
        return
    if not spec.may_issue(actor, subject):
        raise RuleViolation(_("Bu belgeyi siz düzenleyemezsiniz."), code="not_yours")


def _require_facts(spec: Spec, subject: Subject) -> None:
    if subject.placement.state not in spec.states:
        raise RuleViolation(_("Bu belge stajın bu durumunda düzenlenmez."), code="paper_state")
    hinders = unfit(spec.kind, subject.basis)
    if hinders:
        raise RuleViolation(hinders, code="paper_unfit")
    missing = spec.missing(subject)
    if missing:
        raise RuleViolation(" ".join(said(one) for one in missing), code="paper_incomplete")


def said(missing: Missing) -> str:
    """What is missing and where it is written, in the reader's language."""
    return f"{missing.what} {missing.where}"


def _still_says(spec: Spec, placement_id: int, paper: PaperData) -> bool:
    """Whether everything the paper says still holds, under the placement's lock, and no other was made meanwhile."""
    held = Placement.objects.select_for_update(of=("self",), no_key=True).filter(pk=placement_id).first()
    subject = subject_of(placement_id)
    if held is None or subject is None or held.state not in spec.states:
        return False
    with override("tr"):
        fits = not spec.missing(subject) and not unfit(spec.kind, subject.basis)
        same = fits and spec.build(subject) == paper
    return same and valid_document(subject_type=SUBJECT, subject_id=placement_id, kind=spec.kind) is None


def sample_intern(university: University) -> Intern:
    """Nobody: the student of a preview."""
    return Intern(
        name="Örnek Öğrenci",
        student_no="20210000",
        tckn="00000000000",
        university=university.name,
        unit="Örnek Fakültesi",
        department="Örnek Mühendisliği",
        class_year="3. sınıf",
        academic_year="2023-2024",
        email="ornek@ogrenci.example",
        phone="+90 500 000 00 00",
        starts_on=dt.date(2024, 8, 5),
        ends_on=dt.date(2024, 9, 2),
        working_days=20,
        weekly_days=WEEK[5],
        birth_date=dt.date(2003, 1, 1),
    )


SAMPLE_WORKPLACE = Workplace(
    name="Örnek Yazılım ve Bilişim Hizmetleri Anonim Şirketi",
    number="0000000000",
    is_public=False,
    activity="Yazılım geliştirme",
    personnel=120,
    address="Örnek Mah. 1. Cad. No: 1 Merkez/Bilecik",
    phone="+90 228 000 00 00",
    email="staj@isyeri.example",
    unit="Ürün Geliştirme",
    tasks="Yazılım geliştirme ve test.",
    supervisor_name="Örnek Sorumlu",
    supervisor_title="Takım lideri",
    supervisor_phone="+90 228 000 00 01",
    supervisor_email="sorumlu@isyeri.example",
)


def _sample_words(intern: Intern, place: Workplace) -> dict[str, str]:
    return {
        "öğrenci": intern.name,
        "öğrenci no": intern.student_no,
        "üniversite": intern.university,
        "birim": intern.unit,
        "bölüm": intern.department,
        "işyeri": place.name,
        "başlangıç": f"{intern.starts_on:%d.%m.%Y}",
        "bitiş": f"{intern.ends_on:%d.%m.%Y}",
        "iş günü": str(intern.working_days),
        "dönem": "Ulusal Staj Programı",
        "danışman": "Örnek Danışman",
        "staj sorumlusu": place.supervisor_name,
        "zorunlu gün": "20",
    }
