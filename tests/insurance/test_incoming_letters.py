"""An institution's letter stands for its interns' acceptance papers; units confirm reading (docs/rules.md A6, A14)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from insurance.models import IncomingLetter, InsuranceCase, LetterMatch
from insurance.paper_kinds import Paper
from insurance.selectors.letters import letters_of, unit_lines, unread_units
from insurance.services.case_moves import declare_entry, receive_papers, set_health_cover
from insurance.services.completeness import missing_papers
from insurance.services.letters import (
    LetterFacts,
    confirm_letter,
    forward_letter,
    match_letter,
    register_letter,
    undo_match,
    withdraw_letter,
)
from insurance.services.receipts import take_paper, void_papers
from insurance.services.record_checks import vouch_for_record
from insurance.states import CaseState
from offers.models import Placement
from offers.services.ending import cancel_placement
from tests.factories import OfficialFactory, UniversityFactory
from tests.insurance.world import officer_of, place, unit_named
from tests.offers.world import World, make_world
from tests.people import browser
from usp.accounts.models import UniversityRole, User
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.documents.models import FileType
from usp.documents.uploads import CheckedUpload
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
PDF = CheckedUpload("yazi.pdf", FileType.PDF, b"%PDF-1.4 yazi", 1)
FACTS = LetterFacts("Tarım ve Orman Bakanlığı", dt.date(2024, 5, 20), "E-591-1328")
ACCEPTANCE = str(Paper.EMPLOYER_ACCEPTANCE.label)


@pytest.fixture
def world(at) -> World:
    at("2024-05-13 10:00")
    return make_world(quota=4)


@pytest.fixture
def placement(at, world) -> Placement:
    placed = place(world, at, name="Şükrü Iğdır")
    at("2024-05-21 10:00")
    return Placement.objects.get(pk=placed.pk)


@pytest.fixture
def manager(placement):
    return OfficialFactory().user


@pytest.fixture
def letter(manager) -> IncomingLetter:
    return register_letter(actor=manager, facts=FACTS, file=PDF)


def test_a_letter_is_there_once_for_each_university(manager, letter):
    with pytest.raises(RuleViolation) as refusal:
        register_letter(actor=manager, facts=FACTS, file=PDF)
    assert refusal.value.code == "incoming_letter_once"
    assert "önce onu geri çekin" in refusal.value.message
    other = OfficialFactory(university=UniversityFactory(code="baska")).user
    assert register_letter(actor=other, facts=FACTS, file=PDF).university != letter.university
    with pytest.raises(RuleViolation):
        register_letter(actor=manager, facts=LetterFacts("X", dt.date(2024, 5, 22), "1"), file=PDF)


def test_whom_a_letter_names_needs_no_acceptance_paper(placement, manager, letter):
    assert ACCEPTANCE in missing_papers(placement)
    assert match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk, 999999]) == 1
    assert match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk]) == 0
    assert ACCEPTANCE not in missing_papers(placement)


def test_a_match_taken_back_stays_on_record(placement, manager, letter):
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk])
    match = LetterMatch.objects.get()
    undo_match(actor=manager, match_id=match.pk)
    undo_match(actor=manager, match_id=match.pk)
    assert ACCEPTANCE in missing_papers(placement)
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk])
    assert LetterMatch.objects.count() == 2
    void_papers(placement=placement, reason="Tarih değişti", actor=manager)
    assert ACCEPTANCE in missing_papers(placement)  # the letter names the old dates


def test_another_universitys_interns_and_letters_are_out_of_reach(placement, letter):
    stranger = OfficialFactory(university=UniversityFactory(code="baska")).user
    theirs = register_letter(actor=stranger, facts=FACTS, file=PDF)
    assert match_letter(actor=stranger, letter_id=theirs.pk, placement_ids=[placement.pk]) == 0
    with pytest.raises(IncomingLetter.DoesNotExist):
        match_letter(actor=stranger, letter_id=letter.pk, placement_ids=[placement.pk])
    url = reverse("documents:upload", args=[letter.scan_id])
    assert browser(stranger).get(url).status_code == 404


def test_a_unit_sees_what_was_passed_to_it_and_confirms_for_itself(placement, manager, letter):
    unit, other = placement.department.unit, unit_named("guzel-sanatlar")
    officer = OfficialFactory(role=UniversityRole.INSURANCE, unit=unit).user
    stranger = OfficialFactory(role=UniversityRole.ADVISER, unit=other).user
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk])
    assert not letters_of(officer).exists()
    assert forward_letter(actor=manager, letter_id=letter.pk, unit_ids=[unit.pk]) == 1
    assert forward_letter(actor=manager, letter_id=letter.pk, unit_ids=[unit.pk]) == 0
    told = Notification.objects.get(kind="incoming_letter", recipient=officer)
    assert told.context["interns"] == "1"
    assert (unread_units(officer), letters_of(stranger).count()) == (1, 0)
    assert confirm_letter(actor=manager, letter_id=letter.pk) == 0  # the unit has people of its own
    line = next(line for line in unit_lines(manager, letter) if line.unit == unit)
    assert line.forward.read_at is None
    assert confirm_letter(actor=officer, letter_id=letter.pk) == 1
    line = next(line for line in unit_lines(manager, letter) if line.unit == unit)
    assert line.forward.read_by == officer
    with pytest.raises(RuleViolation):
        match_letter(actor=officer, letter_id=letter.pk, placement_ids=[placement.pk])


def test_the_list_in_the_letter_ticks_who_is_sure_and_asks_about_the_rest(placement, manager, letter):
    url = reverse("insurance:incoming-letter-list", args=[letter.pk])
    page = browser(manager)
    body = page.post(url, {"text": "1 ŞÜKRÜ IĞDIR\n2 Iğdır Şükrü\n3 Kimse Yok"}).content.decode()
    assert body.count(f'value="{placement.pk}"') == 2
    assert body.count("checked") == 1
    assert "Kimse Yok" in body
    assert not LetterMatch.objects.exists()
    file = SimpleUploadedFile("liste.csv", "Adı;Soyadı\nŞükrü;Iğdır\n".encode("cp1254"))
    assert "checked" in page.post(url, {"file": file}).content.decode()
    wrong = page.post(url, {"text": "Kaybolmasın", "file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04x")})
    assert wrong.status_code == 422
    assert "Kaybolmasın" in wrong.content.decode()
    assert page.post(url, {"text": " "}).status_code == 422


def test_a_name_at_a_private_employer_is_left_to_a_person(placement, manager, letter):
    employer = placement.offer.position.employer
    employer.is_public = False
    employer.save()
    url = reverse("insurance:incoming-letter-list", args=[letter.pk])
    body = browser(manager).post(url, {"text": "Şükrü Iğdır"}).content.decode()
    assert (body.count(f'value="{placement.pk}"'), body.count("checked")) == (1, 0)


def test_search_tick_forward_and_read_on_the_page(placement, manager, letter):
    page, url = browser(manager), reverse("insurance:incoming-letter", args=[letter.pk])
    assert "Şükrü Iğdır" in page.get(url, {"q": "sukru"}).content.decode()
    page.post(reverse("insurance:incoming-letter-match", args=[letter.pk]), {"placement": [placement.pk, "x"]})
    body = page.get(url).content.decode()
    assert "Yazıda 1 stajyer" in body
    assert "İletilmedi" in body
    page.post(reverse("insurance:incoming-letter-forward", args=[letter.pk]), {"unit": placement.department.unit_id})
    page.post(reverse("insurance:incoming-letter-read", args=[letter.pk]))  # the unit has nobody: the centre reads
    assert "okudu" in page.get(url).content.decode()
    page.post(reverse("insurance:incoming-letter-unmatch", args=[LetterMatch.objects.get().pk]))
    assert "Kaldırılan 1 eşleşme" in page.get(url).content.decode()


def test_whose_internship_has_ended_is_struck_through_in_the_letter(placement, manager, letter, world):
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk])
    cancel_placement(placement_id=placement.pk, ending="employer", actor=world.employer_user)
    shown = browser(manager).get(reverse("insurance:incoming-letter", args=[letter.pk])).content.decode()
    assert "<s>Şükrü Iğdır</s>" in shown


def test_bad_input_of_a_letter_keeps_what_was_typed(manager):
    answer = browser(manager).post(
        reverse("insurance:incoming-letter-new"), {"institution": "Bakanlık", "dated_on": "2024-13-45", "number": ""}
    )
    assert answer.status_code == 422
    assert 'value="Bakanlık"' in answer.content.decode()


def test_many_matches_cost_as_much_as_one(placement, manager, letter, world, at, django_assert_max_num_queries):
    for name in ("Ali Kaya", "Ece Taş", "Can Demir"):
        place(world, at, name=name)
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=Placement.objects.values_list("pk", flat=True))
    page = browser(manager)
    with django_assert_max_num_queries(24):
        assert "Yazıda 4 stajyer" in page.get(reverse("insurance:incoming-letter", args=[letter.pk])).content.decode()


# --- registered wrongly ----------------------------------------------------------------------------------------------


def handed_in(placement: Placement, officer: User) -> InsuranceCase:
    """The stamped form is in; a letter stands for the employer's acceptance."""
    take_paper(placement_id=placement.pk, kind=Paper.ACCEPTANCE_FORM, signed_on=clock.today(), actor=officer)
    case = InsuranceCase.objects.get(placement=placement)
    set_health_cover(case_id=case.pk, has_cover=True, actor=officer)
    return receive_papers(case_id=case.pk, actor=officer)


def test_a_letter_registered_wrongly_is_withdrawn_with_its_matches_and_may_come_again(placement, manager, letter):
    unit = placement.department.unit
    officer = OfficialFactory(role=UniversityRole.INSURANCE, unit=unit).user
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk])
    forward_letter(actor=manager, letter_id=letter.pk, unit_ids=[unit.pk])
    handed_in(placement, officer)
    with pytest.raises(RuleViolation):
        withdraw_letter(actor=manager, letter_id=letter.pk, reason=" ")
    for _twice in range(2):
        withdraw_letter(actor=manager, letter_id=letter.pk, reason="Tarih yanlış yazıldı")
    assert ACCEPTANCE in missing_papers(placement)
    assert InsuranceCase.objects.get(placement=placement).state == CaseState.AWAITING_PAPERS
    assert unread_units(officer) == 0
    told = Notification.objects.filter(kind__in=["incoming_letter_withdrawn", "papers_missing"])
    assert {one.recipient_id for one in told} == {officer.pk, placement.student.user_id}
    for act in (
        lambda: match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk]),
        lambda: forward_letter(actor=manager, letter_id=letter.pk, unit_ids=[unit.pk]),
    ):
        with pytest.raises(RuleViolation) as refusal:
            act()
        assert refusal.value.code == "withdrawn"
    again = register_letter(actor=manager, facts=FACTS, file=PDF)
    assert match_letter(actor=manager, letter_id=again.pk, placement_ids=[placement.pk]) == 1


def test_a_letter_on_which_an_entry_rests_stays_until_the_intern_has_another_ground(placement, manager, letter):
    officer = officer_of(placement)
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk])
    case = handed_in(placement, officer)
    vouch_for_record(case_id=case.pk, actor=officer)
    declare_entry(case_id=case.pk, actor=officer)
    center = browser(manager)
    page = reverse("insurance:incoming-letter-withdraw", args=[letter.pk])
    refused = center.post(page, {"reason": "Yanlış yazı"})
    said = refused.content.decode()
    assert (refused.status_code, "Şükrü Iğdır" in said, "Önce doğru yazıyı kaydedip" in said) == (422, True, True)
    assert "Yanlış yazı" in said
    with pytest.raises(RuleViolation, match="ekleyerek kaydedin"):  # of the same day and number: the way out is said
        register_letter(actor=manager, facts=FACTS, file=PDF)
    number = f"{FACTS.number} (düzeltme)"
    right = register_letter(actor=manager, facts=LetterFacts(FACTS.institution, FACTS.dated_on, number), file=PDF)
    match_letter(actor=manager, letter_id=right.pk, placement_ids=[placement.pk])
    assert center.post(page, {"reason": "Yanlış yazı"}).status_code == 302
    assert InsuranceCase.objects.get(placement=placement).state == CaseState.ENTRY_DECLARED
    shown = center.get(reverse("insurance:incoming-letter", args=[letter.pk])).content.decode()
    assert "<del>Tarım ve Orman Bakanlığı</del>" in shown
    assert "Yanlış yazı" in shown
    assert "Stajyer eşleştir" not in shown
    assert "Yazıda 0 stajyer" not in shown
    assert "Kaldırılan 1 eşleşme" in shown
    assert 'id="birimler"' not in shown  # it was passed to nobody
    assert "Geri çekildi" in center.get(reverse("insurance:incoming-letters")).content.decode()


def test_the_database_keeps_what_was_withdrawn_as_it_is(placement, manager, letter):
    rows = IncomingLetter.objects.filter(pk=letter.pk)
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk])
    gone = {"withdrawn_at": letter.registered_at, "withdrawn_by": manager, "withdraw_reason": "Yanlış"}
    for wrong in (gone, gone | {"withdraw_reason": ""}, {"number": "E-1"}):  # it names somebody; no reason; frozen
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**wrong)
    LetterMatch.objects.update(undone_at=letter.registered_at, undone_by=manager)
    rows.update(**gone)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
    with pytest.raises(DatabaseError), transaction.atomic():
        LetterMatch.objects.create(letter=letter, placement=placement, matched_at=clock.now(), matched_by=manager)
