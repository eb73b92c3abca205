"""What an employer writes after the final approval: pay terms, and list letters to universities."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.urls import reverse

from insurance.forms.employer_papers import AmountField
from insurance.models import AcceptanceList, PayTerms
from insurance.papers.acceptance_list import KIND
from insurance.services.acceptance_lists import issue_list
from insurance.services.pay_terms import checked_iban, same_firm
from offers.models import Placement
from offers.services.ending import abandon_placement, cancel_placement, complete_placement
from offers.services.wages import load_wages
from offers.states import Ending
from tests.factories import MemberFactory, OfficialFactory, UniversityFactory
from tests.insurance.test_forms_papers import IBAN, in_order, printed
from tests.insurance.world import insured, officer_of, place, unit_named
from tests.keeping import kept
from tests.offers.world import World, make_world, student_of
from tests.people import enter
from usp.core.errors import RuleViolation
from usp.documents.forms_data import PublicFacts
from usp.documents.models import Document, DocumentState
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db


@kept
def world(at) -> World:
    at("2024-05-13 10:00")
    made = make_world(quota=3)
    made.manager.employer.is_public = False
    made.manager.employer.save()
    return made


@kept
def placement(world, at) -> Placement:
    return place(world, at, name="Şükrü Iğdır")


def answers(**changes: str) -> dict[str, str]:
    return {
        "is_paid": "evet", "amount": "9.000,50", "is_monthly": "evet", "pay_day": "10", "iban": IBAN,
        "account_holder": "Devlet Su İşleri Genel Müdürlüğü",
    } | changes  # fmt: skip


# --- pay ---


def test_pay_terms_are_written_as_people_type_them(world, placement, client):
    enter(client, world.employer_user)
    address = reverse("insurance:pay-terms", args=[placement.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, answers()).status_code == 302
    terms = PayTerms.objects.get()
    assert (terms.amount, terms.iban, terms.pay_day) == (Decimal("9000.50"), "TR330006100519786457841326", 10)
    assert 'value="9000,50"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"iban": "TR33 0006 1005 1978 6457 8413 27"}, "IBAN doğru değil"),
        ({"iban": "DE89370400440532013000"}, "Türkiye’deki bir hesabın"),
        ({"account_holder": "Şükrü Iğdır"}, "Hesap sahibi işverenin kendisi olmalıdır"),
        ({"account_holder": ""}, "birlikte yazılır"),
        ({"amount": ""}, "aylık tutarı yazın"),
        ({"amount": "5100,63"}, "yasal alt sınır aylık 5.100,64 TL"),
        ({"pay_day": "31"}, "28"),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_nothing_is_written(world, placement, client, wrong, sentence):
    load_wages()
    enter(client, world.employer_user)
    response = client.post(reverse("insurance:pay-terms", args=[placement.pk]), answers(**wrong))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not PayTerms.objects.exists()


def test_an_unpaid_internship_keeps_no_amount_and_no_account(world, placement, client):
    enter(client, world.employer_user)
    client.post(reverse("insurance:pay-terms", args=[placement.pk]), answers(is_paid="hayir"))
    terms = PayTerms.objects.get()
    assert (terms.is_paid, terms.amount, terms.iban, terms.account_holder) == (False, None, "", "")


@pytest.mark.parametrize(
    ("holder", "employer", "same"),
    [
        ("EGE ROBOTİK A.Ş.", "Ege Robotik Anonim Şirketi", True),
        ("Ege Robotik", "Ege Robotik Anonim Şirketi", True),
        ("Trakya Yazılım San. ve Tic. Ltd. Şti.", "Trakya Yazılım Sanayi ve Ticaret Limited Şirketi", True),
        ("Ege", "Ege Robotik Anonim Şirketi", False),
        ("Mehmet Ege", "Ege Robotik Anonim Şirketi", False),
        ("Ege Tekstil A.Ş.", "Ege Robotik A.Ş.", False),
    ],
)
def test_an_account_belongs_to_the_firm_however_a_bank_shortens_its_name(holder, employer, same):
    assert same_firm(holder, employer) is same


def test_an_iban_is_kept_without_blanks():
    assert checked_iban(" tr33 0006-1005 1978 6457 8413 26 ") == "TR330006100519786457841326"
    assert checked_iban("  ") == ""


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("5.100,64", "5100.64"), ("5100,64", "5100.64"), ("5100.64", "5100.64"), ("17.000", "17000"), ("9000 TL", "9000")],
)
def test_an_amount_is_read_with_comma_or_dot(typed, amount):
    assert AmountField().clean(typed) == Decimal(amount)


# --- list letters ---


def test_the_list_letter_names_the_chosen_interns_of_one_university(world, placement, at):
    second = place(world, at, unit=unit_named("iibf"), name="İpek Çağlayan")
    university = placement.department.unit.university
    letter = issue_list(university_id=university.pk, placement_ids=[placement.pk, second.pk], actor=world.employer_user)
    in_order(
        printed(letter), "STAJA KABUL LİSTESİ", "REKTÖRLÜĞÜNE", "2 öğrencinizin", "İpek Çağlayan", "iibf",
        "Şükrü Iğdır", "05.08.2024", "02.09.2024", letter.code,
    )  # fmt: skip
    assert placement.student.tckn not in printed(letter)
    facts = PublicFacts.from_json(letter.public_facts)
    assert facts.lines[0] == ("Stajyer sayısı", "2")
    assert ("Ş. I.", "05.08.2024 – 02.09.2024") in facts.lines
    assert "Şükrü" not in str(letter.public_facts)
    assert AcceptanceList.objects.get().rows.count() == 2


def test_a_letter_names_nobody_else_s_interns(world, placement):
    university = placement.department.unit.university
    stranger = MemberFactory().user
    with pytest.raises(RuleViolation) as refused:
        issue_list(university_id=university.pk, placement_ids=[placement.pk], actor=stranger)
    assert refused.value.code == "empty"
    elsewhere = UniversityFactory(code="baska")
    with pytest.raises(RuleViolation):
        issue_list(university_id=elsewhere.pk, placement_ids=[placement.pk], actor=world.employer_user)
    assert not Document.objects.filter(kind=KIND).exists()


def test_a_cancelled_internship_revokes_its_letter_and_tells_who_made_it(world, placement):
    university = placement.department.unit.university
    letter = issue_list(university_id=university.pk, placement_ids=[placement.pk], actor=world.employer_user)
    cancel_placement(
        placement_id=placement.pk, ending=Ending.EMPLOYER, note="Bölüm kapandı.", actor=world.employer_user
    )
    letter.refresh_from_db()
    assert letter.state == DocumentState.REVOKED
    assert Notification.objects.filter(recipient=world.employer_user, kind="acceptance_list_void").count() == 1


def test_the_page_issues_a_letter_and_gives_it_as_pdf_and_xlsx(world, placement, client):
    enter(client, world.employer_user)
    address = reverse("insurance:acceptance-lists")
    page = client.get(address).content.decode()
    assert "Şükrü Iğdır" in page
    university = placement.department.unit.university
    assert client.post(address, {"universite": university.pk}).status_code == 422
    assert client.post(address, {"universite": university.pk, "stajyer": [placement.pk]}).status_code == 302
    letter = AcceptanceList.objects.get()
    file = client.get(reverse("insurance:acceptance-list-file", args=[letter.pk]))
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    for word in ("Şükrü Iğdır", university.name, placement.department.name):
        assert word in words
    assert placement.student.tckn not in words
    document = Document.objects.get(kind=KIND)
    download = reverse("documents:download", args=[document.code])
    assert client.get(download).status_code == 200
    for user, status in (
        (OfficialFactory().user, 200),
        (student_of(placement.offer), 404),
        (MemberFactory().user, 404),
    ):
        enter(client, user)
        assert client.get(download).status_code == status


def test_the_employer_s_page_offers_what_it_issues_and_says_what_is_missing(world, placement, client, at):
    enter(client, world.employer_user)
    page = client.get(reverse("offers:intern", args=[placement.pk])).content.decode()
    assert reverse("insurance:employer-paper", args=[placement.pk, "employer_acceptance"]) in page
    assert "Ücret koşulları yazılmamış." in page
    response = client.post(reverse("insurance:employer-paper", args=[placement.pk, "contract"]), follow=True)
    assert "Ücret koşulları yazılmamış." in response.content.decode()
    assert client.post(reverse("insurance:employer-paper", args=[placement.pk, "x"])).status_code == 404


def test_the_employer_s_page_of_an_ended_internship_asks_for_no_papers_any_more(world, placement, client, at):
    insured(placement, officer_of(placement))
    at("2024-09-04 10:00")
    complete_placement(placement_id=placement.pk, days_attended=20, unexcused_days=0, actor=world.employer_user)
    enter(client, world.employer_user)
    page = client.get(reverse("offers:intern", args=[placement.pk])).content.decode()
    assert "Staj bitti; sigorta çıkışı SGK’ya bildirilecek." in page
    assert reverse("insurance:employer-paper", args=[placement.pk, "evaluation_form"]) in page
    for gone in ("Ücret koşulları yazılmamış.", "imzalı aslını stajyere verin", "employer_acceptance"):
        assert gone not in page


def test_an_internship_that_was_given_up_leaves_the_exit_to_declare(world, placement, client, at):
    insured(placement, officer_of(placement))
    at("2024-08-12 10:00")
    abandon_placement(
        placement_id=placement.pk, ending=Ending.LEFT, left_on=dt.date(2024, 8, 9), note="Ayrıldı.",
        actor=world.employer_user,
    )  # fmt: skip
    enter(client, world.employer_user)
    page = client.get(reverse("offers:intern", args=[placement.pk])).content.decode()
    assert "Staj bitti; sigorta çıkışı SGK’ya bildirilecek." in page
    assert "staj gününde başlayabilir" not in page
