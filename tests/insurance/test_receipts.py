"""Signed papers come in with day and official; late ones by a person's decision; a material change voids them."""

import datetime as dt

import pytest
from django.urls import reverse

from insurance.models import InsuranceCase, PaperForm, PaperReceipt, PaperScan
from insurance.paper_kinds import Paper
from insurance.selectors.checklist import RELATIONS, checklist, checklists
from insurance.services.case_moves import receive_papers
from insurance.services.completeness import missing_papers
from insurance.services.paper_forms import FormContent, publish_form, save_draft
from insurance.services.papers import ensure_acceptance_form
from insurance.services.receipts import ask_for_missing, take_paper, take_papers, undo_receipt, void_papers
from insurance.services.scans import answer_scan, send_scan
from insurance.states import CaseState
from offers.models import Placement
from tests.factories import OfficialFactory
from tests.insurance.world import place, unit_named
from tests.keeping import kept
from tests.offers.world import World, make_world
from tests.people import browser
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.documents.models import FileType
from usp.documents.uploads import CheckedUpload
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
IN_TIME, LATE, TOO_LATE = dt.date(2024, 7, 10), dt.date(2024, 7, 24), dt.date(2024, 8, 2)  # it starts on 5 August
DESK = reverse("insurance:paper-desk")
TWO = [Paper.ACCEPTANCE_FORM, Paper.EMPLOYER_ACCEPTANCE]
PDF = CheckedUpload("kabul.pdf", FileType.PDF, b"%PDF-1.4 kabul", 1)


@kept
def world(at) -> World:
    at("2024-05-13 10:00")
    return make_world(quota=4)


@kept
def placement(at, world) -> Placement:
    placed = place(world, at)
    at("2024-08-02 11:00")
    return Placement.objects.get(pk=placed.pk)


@kept
def manager(placement):
    return OfficialFactory().user


def refused(code: str, **words) -> None:
    with pytest.raises(RuleViolation) as refusal:
        take_paper(**words)
    assert refusal.value.code == code


def test_the_universitys_form_and_the_employers_paper_are_needed(placement, manager):
    names = [str(kind.label) for kind in TWO]
    assert missing_papers(placement) == names
    take_paper(placement_id=placement.pk, kind=TWO[0], signed_on=IN_TIME, actor=manager)
    assert missing_papers(placement) == names[1:]
    take_paper(placement_id=placement.pk, kind=TWO[1], signed_on=IN_TIME, actor=manager)
    assert missing_papers(placement) == []


def test_a_second_click_changes_nothing_and_the_student_is_told_once(placement, manager):
    first = take_paper(placement_id=placement.pk, kind=TWO[0], signed_on=IN_TIME, actor=manager)
    assert take_paper(placement_id=placement.pk, kind=TWO[0], signed_on=LATE, actor=manager, late_reason="x") == first
    told = Notification.objects.get(kind="papers_taken")
    assert told.recipient == placement.student.user
    assert "Staja Kabul Belgesi" in told.context["rest"]


def test_late_papers_need_a_persons_reason_and_a_day_on_which_entry_is_still_possible(placement, manager):
    words = {"placement_id": placement.pk, "kind": TWO[0], "actor": manager}
    refused("late", signed_on=LATE, **words)
    refused("late", signed_on=LATE, late_reason="  ", **words)
    refused("too_late", signed_on=TOO_LATE, late_reason="Kaza", **words)
    assert take_paper(signed_on=LATE, late_reason="Kaza", **words).late_reason == "Kaza"
    in_time = take_paper(
        placement_id=placement.pk, kind=TWO[1], signed_on=IN_TIME, actor=manager, late_reason="gereksiz"
    )
    assert in_time.late_reason == ""


@pytest.mark.parametrize("day", [dt.date(2024, 8, 3), dt.date(2024, 5, 1)])
def test_papers_are_handed_in_between_confirmation_and_today(placement, manager, day):
    refused("day", placement_id=placement.pk, kind=TWO[0], signed_on=day, actor=manager)


def test_who_takes_papers_for_another_unit_only_cannot_take_these(placement):
    other = OfficialFactory(role=UniversityRole.ADVISER, unit=unit_named("guzel-sanatlar")).user
    commission = OfficialFactory(role=UniversityRole.COMMISSION, unit=placement.department.unit).user
    with pytest.raises(Placement.DoesNotExist):
        take_paper(placement_id=placement.pk, kind=TWO[0], signed_on=IN_TIME, actor=other)
    refused("not_yours", placement_id=placement.pk, kind=TWO[0], signed_on=IN_TIME, actor=commission)


def test_an_entry_taken_back_stays_on_record_and_the_paper_is_missing_again(placement, manager):
    receipt = take_paper(placement_id=placement.pk, kind=TWO[0], signed_on=IN_TIME, actor=manager)
    with pytest.raises(RuleViolation):
        undo_receipt(receipt_id=receipt.pk, reason=" ", actor=manager)
    undo_receipt(receipt_id=receipt.pk, reason="Yanlış stajyer", actor=manager)
    assert str(TWO[0].label) in missing_papers(placement)
    again = take_paper(placement_id=placement.pk, kind=TWO[0], signed_on=IN_TIME, actor=manager)
    assert PaperReceipt.objects.count() == 2
    assert undo_receipt(receipt_id=receipt.pk, reason="x", actor=manager).void_reason == "Yanlış stajyer"
    assert again.voided_at is None


def test_a_material_change_voids_every_signed_paper(placement, manager):
    take_papers(placement_id=placement.pk, kinds=TWO, signed_on=IN_TIME, actor=manager)
    assert void_papers(placement=placement, reason="Tarih değişti", actor=manager) == 2
    assert missing_papers(placement) == [str(kind.label) for kind in TWO]
    assert void_papers(placement=placement, reason="Tarih değişti", actor=manager) == 0


def test_a_universitys_own_form_says_what_else_is_needed(placement, manager):
    save_draft(actor=manager, kind=Paper.HEALTH_COVER, content=FormContent(want="always"))
    assert len(missing_papers(placement)) == 2
    publish_form(actor=manager, kind=Paper.HEALTH_COVER)
    assert str(Paper.HEALTH_COVER.label) in missing_papers(placement)
    save_draft(actor=manager, kind=Paper.ACCEPTANCE_FORM, content=FormContent("never", False, footer="x"))
    publish_form(actor=manager, kind=Paper.ACCEPTANCE_FORM)
    assert str(Paper.ACCEPTANCE_FORM.label) in missing_papers(placement)  # the stamped form is never left out


@pytest.mark.parametrize(
    ("want", "is_public", "wanted"),
    [
        (PaperForm.Want.PAID_PRIVATE, True, False),
        (PaperForm.Want.PAID_PRIVATE, False, True),
        (PaperForm.Want.NEVER, False, False),
        (PaperForm.Want.ON_REQUEST, False, False),
    ],
)
def test_a_paper_is_wanted_for_the_internships_it_is_for(placement, manager, want, is_public, wanted):
    employer = placement.offer.position.employer
    employer.is_public = is_public
    employer.save(update_fields=["is_public"])
    save_draft(actor=manager, kind=Paper.CONTRACT, content=FormContent(want=want))
    publish_form(actor=manager, kind=Paper.CONTRACT)
    fresh = Placement.objects.select_related(*RELATIONS).get(pk=placement.pk)
    line = next(line for line in checklist(fresh) if line.kind == Paper.CONTRACT)
    assert (line.is_wanted, line.is_needed) == (wanted, wanted)


def test_a_scan_is_no_receipt_unless_the_form_says_so(placement, manager):
    scan = send_scan(placement_id=placement.pk, kind=TWO[0], file=PDF, actor=placement.student.user)
    newer = send_scan(placement_id=placement.pk, kind=TWO[0], file=PDF, actor=placement.student.user)
    scan.refresh_from_db()
    assert scan.answer == PaperScan.Answer.REPLACED
    answer_scan(scan_id=newer.pk, accepts=True, actor=manager)
    assert not PaperReceipt.objects.exists()
    save_draft(actor=manager, kind=TWO[1], content=FormContent(want="always", scan_suffices=True))
    publish_form(actor=manager, kind=TWO[1])
    other = send_scan(placement_id=placement.pk, kind=TWO[1], file=PDF, actor=placement.student.user)
    with pytest.raises(RuleViolation):  # it was sent after the last day
        answer_scan(scan_id=other.pk, accepts=True, actor=manager)
    with pytest.raises(RuleViolation):
        answer_scan(scan_id=other.pk, accepts=False, actor=manager)
    answer_scan(scan_id=other.pk, accepts=False, note="İmza yok", actor=manager)
    told = Notification.objects.filter(recipient=placement.student.user).values_list("kind", flat=True)
    assert {"scan_accepted", "scan_returned"} <= set(told)


def test_an_accepted_scan_that_suffices_takes_the_paper_in(placement, manager, at):
    at("2024-07-10 10:00")
    save_draft(actor=manager, kind=TWO[0], content=FormContent(want="always", scan_suffices=True))
    publish_form(actor=manager, kind=TWO[0])
    scan = send_scan(placement_id=placement.pk, kind=TWO[0], file=PDF, actor=placement.student.user)
    at("2024-08-02 11:00")  # looked at late, but sent in time
    answer_scan(scan_id=scan.pk, accepts=True, actor=manager)
    receipt = PaperReceipt.objects.get()
    assert (receipt.signed_on, receipt.scan, receipt.late_reason) == (dt.date(2024, 7, 10), scan.file, "")


def test_the_student_is_told_what_is_missing_once_a_day(placement, manager):
    ask_for_missing(placement_id=placement.pk, note="Kaşe de olsun", actor=manager)
    with pytest.raises(RuleViolation):
        ask_for_missing(placement_id=placement.pk, note="", actor=manager)
    told = Notification.objects.get(kind="papers_missing")
    assert told.context["note"] == "Kaşe de olsun."


def test_many_checklists_cost_as_much_as_one(placement, manager, world, at, django_assert_max_num_queries):
    for name in ("Ali Kaya", "Ece Taş"):
        place(world, at, name=name)
    rows = list(Placement.objects.select_related(*RELATIONS))
    assert len(rows) == 3
    with django_assert_max_num_queries(7):
        assert all(len(lines) == len(Paper) for lines in checklists(rows).values())


def ticks(placement: Placement, *kinds: Paper) -> list[str]:
    return [f"{placement.pk}:{kind.value}" for kind in kinds]


def test_a_pile_is_taken_in_by_ticks_and_what_fails_stays_ticked(placement, manager):
    page = browser(manager)
    late = page.post(DESK, {"p": ticks(placement, *TWO), "signed_on": LATE.isoformat()})
    assert late.status_code == 422
    body = late.content.decode()
    assert "gerekçesini yazın" in body
    assert body.count("checked") == 2
    done = page.post(DESK, {"p": ticks(placement, *TWO), "signed_on": IN_TIME.isoformat()})
    assert done["Location"] == f"{DESK}?tarih={IN_TIME.isoformat()}"  # the next paper has the same day
    assert PaperReceipt.objects.count() == 2


@pytest.mark.parametrize(
    "data", [{}, {"p": ["x", "9999999999999:contract", "1:nope"]}, {"p": ["1:contract"], "signed_on": "dün"}]
)
def test_a_pile_that_cannot_be_read_is_a_sentence(placement, manager, data):
    assert browser(manager).post(DESK, data).status_code == 422


def test_the_code_on_a_paper_finds_its_intern_and_ticks_it(placement, manager):
    document = ensure_acceptance_form(placement_id=placement.pk, actor=None)
    page = browser(manager).get(DESK, {"q": document.code.lower()}).content.decode()
    assert str(placement.student) in page
    assert page.count("checked") == 1
    stranger = OfficialFactory(role=UniversityRole.ADVISER, unit=unit_named("guzel-sanatlar")).user
    assert str(placement.student) not in browser(stranger).get(DESK, {"q": document.code}).content.decode()


def test_bad_input_keeps_what_was_typed(placement, manager):
    url = reverse("insurance:take-in", args=[placement.pk])
    answer = browser(manager).post(url, {"kinds": [TWO[0].value], "signed_on": LATE.isoformat(), "late_reason": ""})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert 'value="2024-07-24"' in body
    assert body.count("checked") == 1
    missing = browser(manager).post(url, {"signed_on": "", "late_reason": "Hastaydı"})
    assert "Hastaydı" in missing.content.decode()


def test_student_and_official_see_the_same_list(placement, manager):
    take_paper(placement_id=placement.pk, kind=TWO[0], signed_on=IN_TIME, actor=manager)
    mine = browser(placement.student.user).get(reverse("insurance:my-documents")).content.decode()
    theirs = browser(manager).get(reverse("insurance:intern", args=[placement.pk])).content.decode()
    for page in (mine, theirs):
        assert "Teslim alındı" in page
        assert "Eksik" in page


def test_a_material_change_asks_for_scans_anew(placement, manager):
    scan = send_scan(placement_id=placement.pk, kind=TWO[0], file=PDF, actor=placement.student.user)
    answer_scan(scan_id=scan.pk, accepts=True, actor=manager)
    void_papers(placement=placement, reason="Tarih değişti", actor=None)
    scan.refresh_from_db()
    assert (scan.answer, scan.note) == (PaperScan.Answer.RETURNED, "Tarih değişti")


def test_a_complete_case_waits_again_when_a_paper_is_gone(placement, manager, at):
    at("2024-07-10 12:00")
    receipt, _second = take_papers(placement_id=placement.pk, kinds=TWO, signed_on=IN_TIME, actor=manager)
    receive_papers(case_id=placement.insurance_case.pk, actor=manager)
    undo_receipt(receipt_id=receipt.pk, reason="Yanlış stajyer", actor=manager)
    assert InsuranceCase.objects.get().state == CaseState.AWAITING_PAPERS
