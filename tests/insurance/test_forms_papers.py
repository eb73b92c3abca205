"""Every paper of an internship: what it says, who may issue it, what must be written first, what a change does."""

import datetime as dt
import io
import re
from decimal import Decimal

import pypdf
import pytest

from insurance.models import InsuranceCase, PaperForm, PaperReceipt, PayTerms
from insurance.paper_kinds import NOT_PRINTED, Paper
from insurance.papers import BLOCKS, issue_paper, preview
from insurance.papers.blocks import SIGNATURES, filled, unknown_placeholders
from insurance.papers.catalogue import SPECS
from insurance.papers.issue import subject_of
from insurance.papers.needs import papers_for
from insurance.papers.registry import TITLES
from insurance.papers.running import sheet
from insurance.services.case_moves import decide_insurer
from insurance.services.pay_terms import Terms, save_pay_terms
from offers.models import Placement
from offers.services.ending import cancel_placement, complete_placement
from offers.states import Ending
from tests.factories import (
    MemberFactory,
    OfficialFactory,
    StudentFactory,
    UnitFactory,
    UniversityFactory,
    UserFactory,
    moment,
)
from tests.insurance.world import insured, officer_of, place
from tests.keeping import kept
from tests.offers.world import World, make_world
from tests.paper_standards import assert_archivable
from usp.accounts.models import UserKind
from usp.core import turkish
from usp.core.errors import RuleViolation
from usp.documents.forms_data import PublicFacts
from usp.documents.models import Document, DocumentState

pytestmark = pytest.mark.django_db
IBAN = "TR33 0006 1005 1978 6457 8413 26"
LONG = "Ayşegül Nazlıcan Büyükçıtıroğlu Üstündağ-Kahramanoğulları"


@kept
def world(at) -> World:
    at("2024-05-13 10:00")
    made = make_world()
    employer = made.manager.employer
    employer.is_public = False
    employer.save()
    return made


@kept
def placement(world, at) -> Placement:
    return place(world, at, name="Şükrü Iğdır")


def paid(world: World, placement: Placement, **changes) -> PayTerms:
    values = {
        "is_paid": True, "amount": Decimal("9000"), "is_monthly": True, "pay_day": 10, "iban": IBAN,
        "account_holder": world.manager.employer.name,
    } | changes  # fmt: skip
    return save_pay_terms(placement_id=placement.pk, terms=Terms(**values), actor=world.employer_user)


def text_of(content: bytes) -> str:
    """The text in the order in which the file holds it, blanks joined."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def printed(document: Document) -> str:
    with document.file.open("rb") as file:
        return text_of(file.read())


def in_order(text: str, *facts: str) -> None:
    at = 0
    for fact in facts:
        found = text.find(fact, at)
        assert found >= 0, f"{fact!r} is not after {text[max(0, at - 40) : at]!r}"
        at = found


# --- what a paper says ---


def test_every_paper_that_the_portal_prints_has_its_texts_and_its_signers():
    assert set(SPECS) == set(Paper) - NOT_PRINTED == set(BLOCKS) == set(SIGNATURES)
    for kind, blocks in BLOCKS.items():
        for _name, _label, text in blocks:
            assert unknown_placeholders(text) == [], kind


@pytest.mark.parametrize("kind", sorted(set(Paper) - NOT_PRINTED))
def test_a_preview_is_an_archivable_tagged_paper_in_reading_order(kind, season_clock):
    university = UniversityFactory(name="Iğdır Üniversitesi")
    content = preview(university=university, kind=kind, form=None)
    assert_archivable(content)
    by_employer = SPECS[kind].by_employer
    head = "ÖRNEK YAZILIM" if by_employer else "IĞDIR ÜNİVERSİTESİ"
    signers = SIGNATURES[kind]
    number = "1. " if len(signers) > 1 else ""
    in_order(
        text_of(content), "ÖNİZLEME", head, "Belge no: 2024/00000", HEADING.get(kind, turkish.upper(TITLES[kind])),
        "Örnek Öğrenci", LAST_ROW[kind], f"{number}{signers[0].role}", signers[-1].note, "XXXX-XXXX-XXXX-XXXX",
        "Sayfa 1 / ",
    )  # fmt: skip


HEADING = {Paper.FUND_FORM: "STAJ ÜCRETLERİNE İŞSİZLİK FONU KATKISI"}
LAST_ROW = {
    Paper.ACCEPTANCE_FORM: "uygun görülmüştür",
    Paper.EMPLOYER_ACCEPTANCE: "İletişim",
    Paper.NECESSITY_LETTER: "Süresi 20 iş günü",
    Paper.CONTRACT: "Bu sözleşme üç nüsha düzenlenir",
    Paper.FUND_FORM: "IBAN",
    Paper.UNDERTAKING: "iş sağlığı ve güvenliği önlemlerinin alındığını",
    Paper.START_FORM: "Sigorta giriş bildirgesi",
    Paper.ATTENDANCE_SHEET: "Takvimdeki iş günü 20",
    Paper.REPORT_COVER: "Kabul edilen iş günü",
    Paper.EVALUATION_FORM: "Görüş ve öneriler",
    Paper.COMPLETION: "Devam edilen gün 20 iş günü",
    Paper.WITHDRAWAL: "Çıkış bildirildi",
}
"""What each paper says last before it is signed."""


def test_long_names_and_empty_fields_keep_to_their_boxes(world, at):
    placement = place(world, at, name=LONG)
    employer = world.manager.employer
    type(employer).objects.filter(pk=employer.pk).update(website="", activity="Ö" * 120)
    paid(world, placement)
    for kind in (Paper.ACCEPTANCE_FORM, Paper.CONTRACT, Paper.FUND_FORM, Paper.EVALUATION_FORM):
        document = issue_paper(placement_id=placement.pk, kind=kind, actor=None)
        assert LONG in printed(document).replace("- ", "-"), kind
        assert document.pages == (2 if kind == Paper.ACCEPTANCE_FORM else 1), kind


def test_the_employers_word_names_the_university_the_student_and_the_days(world, placement):
    document = issue_paper(placement_id=placement.pk, kind=Paper.EMPLOYER_ACCEPTANCE, actor=world.employer_user)
    in_order(
        printed(document),
        turkish.upper(world.manager.employer.name), "STAJA KABUL BELGESİ",
        "BİLECİK ŞEYH EDEBALİ ÜNİVERSİTESİ REKTÖRLÜĞÜNE",
        "Şükrü Iğdır", "05.08.2024 – 02.09.2024", "20 iş günü", document.code,
    )  # fmt: skip
    assert "T.C. kimlik" not in printed(document)
    facts = PublicFacts.from_json(document.public_facts)
    assert (facts.initials, facts.working_days) == ("Ş. I.", 20)
    assert "Şükrü" not in str(document.public_facts)


def test_the_necessity_letter_has_two_texts_and_the_second_only_where_the_season_says_so(world, placement):
    department, season = placement.department, placement.application.season
    official = OfficialFactory().user
    type(department).objects.filter(pk=department.pk).update(compulsory_days=None)
    with pytest.raises(RuleViolation) as refused:
        issue_paper(placement_id=placement.pk, kind=Paper.NECESSITY_LETTER, actor=official)
    assert refused.value.code == "paper_unfit"
    type(season).objects.filter(pk=season.pk).update(status_is_compulsory=True)
    letter = issue_paper(placement_id=placement.pk, kind=Paper.NECESSITY_LETTER, actor=official)
    assert "zorunlu staj statüsünde değerlendirilir" in printed(letter)
    assert "yükümlüdür" not in printed(letter)


def test_a_department_with_a_compulsory_internship_gets_the_letter_of_its_curriculum(placement):
    department = placement.department
    type(department).objects.filter(pk=department.pk).update(compulsory_days=40)
    letter = issue_paper(placement_id=placement.pk, kind=Paper.NECESSITY_LETTER, actor=OfficialFactory().user)
    assert "öğretim programı gereği 40 iş günü zorunlu staj" in printed(letter)
    assert "statüsünde" not in printed(letter)
    facts = PublicFacts.from_json(letter.public_facts)
    assert facts.lines == (("Dayanak", "Öğretim programındaki zorunlu staj"),)


def test_no_paper_says_that_a_university_insures_which_cannot_file(world, at):
    abroad = UnitFactory(university=UniversityFactory(code="baku", kind="abroad", province=None), code="fakulte")
    placement = place(world, at, unit=abroad)
    says = "program yürütücüsü karar verir"

    def said() -> list[str]:
        subject = subject_of(placement.pk)
        return [subject.frame(kind).texts["insurance"] for kind in (Paper.CONTRACT, Paper.NECESSITY_LETTER)]

    assert all(says in text and "üniversitemizce" not in text for text in said())  # nobody has decided yet
    case = InsuranceCase.objects.get(placement=placement)
    decide_insurer(case_id=case.pk, insured_by="employer", ground="Yazı", actor=UserFactory(kind=UserKind.OPERATOR))
    assert all(says in text for text in said())
    form = printed(issue_paper(placement_id=placement.pk, kind=Paper.ACCEPTANCE_FORM, actor=placement.student.user))
    assert says in form
    assert "üniversite tarafından ödenir" not in form


def test_the_sheet_has_every_working_day_and_marks_the_holiday():
    weeks = sheet(dt.date(2024, 8, 5), dt.date(2024, 9, 2), 5, frozenset({dt.date(2024, 8, 13)}))
    days = [one for week in weeks for one in week.days]
    assert [one.day.isoformat() for one in days if not one.number] == ["2024-08-13", "2024-08-30"]
    assert [one.note for one in days if not one.number] == ["Ek tatil günü", "Resmî tatil: Zafer Bayramı"]
    assert [one.number for one in days if one.number] == list(range(1, 20))
    assert [week.number for week in weeks] == [1, 2, 3, 4, 5]
    assert not any(one.day.isoweekday() > 5 for one in days)
    six = sheet(dt.date(2024, 8, 5), dt.date(2024, 8, 10), 6, frozenset())
    assert [one.day.isoweekday() for week in six for one in week.days] == [1, 2, 3, 4, 5, 6]


def test_a_text_names_facts_in_brackets_and_an_unknown_one_prints_an_empty_line():
    assert filled("[öğrenci], [danışman] [x]", {"öğrenci": "Ayşe"}) == "Ayşe, ………… [x]"
    assert unknown_placeholders("[öğrenci] [ad soyad]") == ["[ad soyad]"]


# --- the university's own form ---


def test_a_university_s_published_form_prints_its_letterhead_texts_and_order_of_signatures(placement):
    manager = OfficialFactory().user
    PaperForm.objects.create(
        university=placement.department.unit.university, kind=Paper.WITHDRAWAL, version=3,
        letterhead=["T.C.", "Iğdır Kariyer Merkezi", "Staj Birimi"], footer="Tel. 0228 000",
        texts={"text": "[öğrenci] vazgeçiyor."}, signatures=[{"role": "Dekan", "name": "", "note": "Mühür"}],
        written_by=manager, written_at=moment("2024-05-01 10:00"),
        published_at=moment("2024-05-02 10:00"), published_by=manager,
    )  # fmt: skip
    document = issue_paper(placement_id=placement.pk, kind=Paper.WITHDRAWAL, actor=placement.student.user)
    head = ("T.C.", "IĞDIR KARİYER MERKEZİ", "Staj Birimi", "Form sürümü: 3")
    in_order(printed(document), *head, "Şükrü Iğdır vazgeçiyor.")
    assert printed(document).count("T.C. ") - printed(document).count("T.C. kimlik") == 1
    assert "Dekan" in printed(document)
    assert document.snapshot["frame"]["form_version"] == 3
    assert placement.student.tckn not in str(document.snapshot)


# --- who, when, with what ---


@pytest.mark.parametrize(
    ("kind", "issuers"),
    [
        (Paper.EMPLOYER_ACCEPTANCE, {"employer"}),
        (Paper.NECESSITY_LETTER, {"center"}),
        (Paper.EVALUATION_FORM, {"employer", "center"}),
        (Paper.WITHDRAWAL, {"student", "center"}),
        (Paper.UNDERTAKING, {"student", "employer", "center"}),
    ],
)
def test_each_paper_has_its_issuers(world, placement, kind, issuers):
    department = placement.department
    type(department).objects.filter(pk=department.pk).update(compulsory_days=20)
    subject = subject_of(placement.pk)
    people = {
        "student": placement.student.user, "employer": world.employer_user, "center": OfficialFactory().user,
        "stranger": StudentFactory().user, "rival": MemberFactory().user,
        "elsewhere": OfficialFactory(university=UniversityFactory(code="baska")).user,
    }  # fmt: skip
    assert {name for name, user in people.items() if SPECS[kind].may_issue(user, subject)} == issuers
    with pytest.raises(RuleViolation) as refused:
        issue_paper(placement_id=placement.pk, kind=kind, actor=people["rival"])
    assert refused.value.code == "not_yours"


def test_a_paper_whose_facts_are_missing_says_which_and_where_they_are_written(world, placement):
    with pytest.raises(RuleViolation, match="Ücret koşulları") as refused:
        issue_paper(placement_id=placement.pk, kind=Paper.CONTRACT, actor=placement.student.user)
    assert refused.value.code == "paper_incomplete"
    assert "İşveren" in str(refused.value)
    paid(world, placement, iban="", account_holder="")
    issue_paper(placement_id=placement.pk, kind=Paper.CONTRACT, actor=placement.student.user)
    with pytest.raises(RuleViolation, match="IBAN") as refused:
        issue_paper(placement_id=placement.pk, kind=Paper.FUND_FORM, actor=world.employer_user)
    assert refused.value.code == "paper_incomplete"
    assert not Document.objects.filter(kind=Paper.FUND_FORM).exists()


def test_contract_and_fund_form_print_the_agreed_pay(world, placement):
    department = placement.department
    type(department).objects.filter(pk=department.pk).update(compulsory_days=20)
    paid(world, placement)
    contract = printed(issue_paper(placement_id=placement.pk, kind=Paper.CONTRACT, actor=world.employer_user))
    in_order(contract, "3308 sayılı", "Ücret.", "aylık net 9.000,00 TL", "her ayın en geç 10. günü", "Sigorta.")
    fund = printed(issue_paper(placement_id=placement.pk, kind=Paper.FUND_FORM, actor=world.employer_user))
    in_order(fund, "İŞSİZLİK FONU", "9.000,00 TL", world.manager.employer.name, IBAN)


def test_no_fund_form_for_a_public_or_an_unpaid_internship(world, placement):
    paid(world, placement, is_paid=False)
    with pytest.raises(RuleViolation, match="Ücret ödenmeyen") as refused:
        issue_paper(placement_id=placement.pk, kind=Paper.FUND_FORM, actor=world.employer_user)
    assert refused.value.code == "paper_unfit"
    employer = world.manager.employer
    type(employer).objects.filter(pk=employer.pk).update(is_public=True)
    with pytest.raises(RuleViolation, match="Kamu"):
        issue_paper(placement_id=placement.pk, kind=Paper.FUND_FORM, actor=world.employer_user)


def test_other_terms_of_pay_withdraw_the_papers_that_print_them_and_nothing_else(world, placement):
    paid(world, placement)
    contract = issue_paper(placement_id=placement.pk, kind=Paper.CONTRACT, actor=world.employer_user)
    form = issue_paper(placement_id=placement.pk, kind=Paper.ACCEPTANCE_FORM, actor=None)
    receipts = [
        PaperReceipt.objects.create(
            placement=placement, kind=kind, signed_on=dt.date(2024, 5, 14), received_at=moment("2024-05-14 11:00"),
            received_by=OfficialFactory().user,
        )
        for kind in (Paper.CONTRACT, Paper.ACCEPTANCE_FORM)
    ]  # fmt: skip
    paid(world, placement)  # the same terms again change nothing
    contract.refresh_from_db()
    assert contract.state == DocumentState.VALID
    paid(world, placement, amount=Decimal("9500"))
    contract.refresh_from_db()
    form.refresh_from_db()
    assert (contract.state, form.state) == (DocumentState.REVOKED, DocumentState.VALID)
    again = issue_paper(placement_id=placement.pk, kind=Paper.CONTRACT, actor=world.employer_user)
    assert again.version == 2
    assert "9.500,00 TL" in printed(again)
    assert [PaperReceipt.objects.get(pk=one.pk).voided_at is None for one in receipts] == [False, True]


def test_a_cancelled_internship_revokes_its_papers_and_prints_no_new_ones(world, placement):
    document = issue_paper(placement_id=placement.pk, kind=Paper.UNDERTAKING, actor=placement.student.user)
    cancel_placement(
        placement_id=placement.pk, ending=Ending.EMPLOYER, note="Bölüm kapandı.", actor=world.employer_user
    )
    document.refresh_from_db()
    assert document.state == DocumentState.REVOKED
    with pytest.raises(RuleViolation) as refused:
        issue_paper(placement_id=placement.pk, kind=Paper.UNDERTAKING, actor=placement.student.user)
    assert refused.value.code in ("paper_state", "not_yours")


def test_the_certificate_comes_only_after_completion_and_says_the_days_attended(world, placement, at):
    with pytest.raises(RuleViolation) as early:
        issue_paper(placement_id=placement.pk, kind=Paper.COMPLETION, actor=world.employer_user)
    assert early.value.code == "paper_state"
    insured(placement, officer_of(placement))
    at("2024-09-03 10:00")
    complete_placement(placement_id=placement.pk, days_attended=19, unexcused_days=1, actor=world.employer_user)
    document = issue_paper(placement_id=placement.pk, kind=Paper.COMPLETION, actor=world.employer_user)
    in_order(printed(document), "STAJ BİTİRME BELGESİ", "Şükrü Iğdır", "19 iş günü")
    assert PublicFacts.from_json(document.public_facts).lines == (("Devam edilen gün", "19 iş günü"),)


# --- what is needed ---


def test_each_paper_says_whether_it_is_wanted_why_and_by_when(world, placement):
    needs = {need.kind: need for need in papers_for(placement)}
    assert list(needs) == list(Paper)
    assert needs[Paper.ACCEPTANCE_FORM].wanted
    assert needs[Paper.ACCEPTANCE_FORM].due == placement.insurance_case.papers_due_on
    contract = needs[Paper.CONTRACT]
    assert (contract.wanted, contract.printable) == (True, False)
    assert [one.url_name for one in contract.missing_for(world.employer_user)] == ["insurance:pay-terms"]
    assert contract.missing_for(placement.student.user) == ()
    assert needs[Paper.ATTENDANCE_SHEET].due == dt.date(2024, 9, 2)
    assert not needs[Paper.COMPLETION].printable
    assert not needs[Paper.SGK_ENTRY].printable


def test_a_public_institution_needs_neither_contract_nor_fund_form(world, placement):
    employer = world.manager.employer
    type(employer).objects.filter(pk=employer.pk).update(is_public=True)
    needs = {need.kind: need for need in papers_for(Placement.objects.get(pk=placement.pk))}
    assert not needs[Paper.CONTRACT].wanted
    assert not needs[Paper.FUND_FORM].wanted
    assert "Kamu" in str(needs[Paper.FUND_FORM].why)
