"""The demo's insurance desk: workplaces, a file with SGK's answers, entry documents shared, one of them still open."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from insurance.models import InsuranceCase, SgkFile, SgkWorkplace
from insurance.selectors.sgk import cases_in_scope, entry_rows, grouped
from insurance.selectors.sgk_documents import view_of
from insurance.services.case_moves import receive_papers, set_health_cover
from insurance.services.completeness import missing_papers
from insurance.services.record_checks import vouch_for_record
from insurance.services.sgk_answers import apply_answers, receive_answers
from insurance.services.sgk_documents import read_documents, receive_documents, share_documents
from insurance.services.sgk_files import make_file
from insurance.services.sgk_settings import WorkplaceTerms, save_sgk_settings, save_workplace
from insurance.states import CaseState
from offers.models import CancellationState, Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.documents.rendering import render_pdf
from usp.portal.demo.organisations import CENTER
from usp.reference.models import Unit, University

_ADDRESS = "Fatih Sultan Mehmet Bulvarı No: 27, Gülümbe, 11100 Merkez / Bilecik"
_FORTNIGHT = dt.timedelta(days=14)
_REFUSED = "Sigortalının aynı tarihte başka işyerinde kaydı var."


def make_sgk() -> None:
    """The university declares under its own number, the engineering faculty under one of its own (both invented)."""
    manager, university = _manager(), University.objects.get(code=CENTER)
    if SgkWorkplace.objects.filter(university=university).exists():
        return
    faculty = Unit.objects.get(university=university, code="muhendislik-fakultesi")
    save_sgk_settings(actor=manager, values={"occupation_code": "9901.01"})
    for unit, number, title in (
        (None, "280300101099999901101", "Bilecik Şeyh Edebali Üniversitesi Rektörlüğü"),
        (faculty, "280300101099999901102", "Bilecik Şeyh Edebali Üniversitesi Mühendislik Fakültesi Dekanlığı"),
    ):
        save_workplace(actor=manager, terms=WorkplaceTerms(unit, number, "000", title, _ADDRESS))


def declare_interns() -> None:
    """Whoever starts first is declared, one is refused by SGK, others are ready; again before the starts of August."""
    manager = _manager()
    complete = [placement for placement in _interns() if not missing_papers(placement)]
    later = clock.today() + _FORTNIGHT
    for number, placement in enumerate(complete):
        is_open = placement == complete[-1] and placement.first_day > later
        _make_ready(placement, manager, has_cover=number % 3 != 1, leave_cover_open=is_open)
    university = University.objects.get(code=CENTER)
    ready = [row for row in entry_rows(cases_in_scope(manager), university.pk) if row.is_ready]
    for group in grouped(row for row in ready if row.by == ready[0].by):  # who starts first, the others wait
        if group.workplace is not None:
            made = make_file(
                actor=manager, kind=SgkFile.Kind.ENTRY, workplace_id=group.workplace.pk,
                case_ids=[row.case.pk for row in group.rows],
            )  # fmt: skip
            _answer(made.file, manager)
    _share(manager)


def _interns() -> list[Placement]:
    """Whose entry may still be declared: not begun, not at SGK, and not about to be cancelled."""
    found = Placement.objects.filter(
        department__unit__university__code=CENTER,
        kind=Kind.INTERNSHIP,
        state=PlacementState.CONFIRMED,
        dates__startswith__gt=clock.today(),
        insurance_case__state__in=[CaseState.AWAITING_PAPERS, CaseState.PAPERS_RECEIVED],
    ).exclude(cancellation_requests__state=CancellationState.OPEN)
    return list(found.select_related("offer__position__employer").order_by("dates", "pk"))


def _make_ready(placement: Placement, manager: User, *, has_cover: bool, leave_cover_open: bool) -> None:
    """The papers are complete, the student is one; of one nobody has asked who pays the doctor."""
    case = receive_papers(case_id=InsuranceCase.objects.get(placement=placement).pk, actor=manager)
    if not leave_cover_open:
        set_health_cover(case_id=case.pk, has_cover=has_cover, actor=manager)
    vouch_for_record(case_id=case.pk, actor=manager)


def _answer(file: SgkFile, manager: User) -> None:
    """SGK has taken everybody of a file but the last of the engineers."""
    rows = list(file.rows.select_related("case__placement__student").order_by("day", "pk"))
    lines = ["TCKN;islemSonucu;islemAciklamasi;referansKodu"]
    for number, row in enumerate(rows):
        refused = file.workplace.unit_id is not None and 0 < number == len(rows) - 1
        word, said, code = ("Ret", _REFUSED, "") if refused else ("Kabul", "", f"{880000 + row.pk}")
        lines.append(f"{row.case.placement.student.tckn};{word};{said};{code}")
    answers = receive_answers(
        actor=manager, kind=file.kind, name="sgk-sonuc.csv", content="\n".join(lines).encode("utf-8-sig")
    )
    apply_answers(answers=answers, actor=manager)


def _share(manager: User) -> None:
    """The entry documents come back as PDFs; all that match are shared, one says nothing of whose it is."""
    cases = cases_in_scope(manager).filter(state=CaseState.ENTRY_DECLARED)
    files = [_pdf(f"bildirge-{case.pk}.pdf", case) for case in cases.select_related("placement__student")]
    if not files:
        return
    batch = receive_documents(actor=manager, files=[*files, _pdf("tarama.pdf", None)])
    read_documents(batch_id=batch.pk, seconds=None)
    share_documents(actor=manager, batch=batch, document_ids=[one.pk for one in view_of(batch).matched])


def _pdf(name: str, case: InsuranceCase | None) -> SimpleUploadedFile:
    """A page that looks like SGK's, with the invented person's facts."""
    entry = case.entries.last() if case else None
    content = render_pdf("pdf/sgk_entry_sample.html", {"case": case, "entry": entry}).content
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def _manager() -> User:
    return User.objects.get(email="zeynep.igdir@bseu.example")
