"""The desk's pages: what each person finds, what keeps the typed words, and how many queries it takes."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.declaration_states import DeclarationState
from applications.models import Declaration, DeclarationClaim, RejectionReason
from applications.services.verifying import claim_declaration, decide
from applications.verification import exams
from tests.applications.desk_world import APPROVED, IN_EVALUATION, Desk, make_desk, rejected
from tests.keeping import kept
from tests.people import browser
from usp.accounts.models import User

pytestmark = pytest.mark.django_db
QUEUE = "/basvuru/dogrulama/"


@kept
def desk(at) -> Desk:
    at(IN_EVALUATION)
    return make_desk()


def item_url(declaration: Declaration) -> str:
    return reverse("applications:desk-item", args=[declaration.pk])


def opened(user: User, declaration: Declaration) -> Client:
    """A browser with the declaration open."""
    client = browser(user)
    assert client.post(item_url(declaration), {"command": "open"}).status_code == 302
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_takes_the_same_queries_for_one_and_three(desk: Desk, django_assert_max_num_queries, rows) -> None:
    for _number in range(rows):
        claim_declaration(actor=desk.other_verifier, declaration_id=desk.waiting().pk)
    client = browser(desk.verifier)
    client.get(QUEUE)
    with django_assert_max_num_queries(16):
        assert client.get(QUEUE).content.decode().count("Mehmet D. inceliyor") == rows


def test_a_verdict_leads_to_the_next_one_and_takes_it(desk: Desk) -> None:
    first, second = desk.waiting(), desk.waiting()
    client = opened(desk.verifier, first)
    answer = client.post(item_url(first), {"action": "approve"})
    assert answer.headers["Location"] == item_url(second)
    assert DeclarationClaim.objects.get().declaration == second
    answer = client.post(item_url(second), {"action": "approve"})
    assert answer.headers["Location"] == QUEUE
    assert set(Declaration.objects.values_list("state", flat=True)) == {DeclarationState.APPROVED}


def test_the_way_through_the_queue_keeps_its_filter(desk: Desk) -> None:
    first, second = desk.waiting(), desk.waiting()
    query = f"?tur={first.kind_id}"
    client = opened(desk.verifier, first)
    answer = client.post(item_url(first) + query, {"command": "skip"})
    assert answer.headers["Location"] == item_url(second) + query


def test_a_refused_form_keeps_the_words(desk: Desk) -> None:
    declaration = desk.waiting()
    answer = opened(desk.verifier, declaration).post(
        item_url(declaration), {"action": "reject", "words": "Belge okunmuyor, yeniden taratın."}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ret için listeden bir gerekçe seçin." in page
    assert "Belge okunmuyor, yeniden taratın." in page


@pytest.mark.parametrize(
    "data", [{}, {"action": "delete"}, {"action": "reject", "reason": "999999"}, {"action": "reject", "reason": "x"}]
)
def test_a_forged_verdict_is_a_sentence(desk: Desk, data: dict[str, str]) -> None:
    declaration = desk.waiting()
    assert opened(desk.verifier, declaration).post(item_url(declaration), data).status_code == 422
    declaration.refresh_from_db()
    assert declaration.state == DeclarationState.PENDING


def test_somebody_elses_open_item_offers_the_next_or_to_take_over(desk: Desk) -> None:
    declaration = desk.waiting()
    opened(desk.verifier, declaration)
    page = browser(desk.other_verifier).get(item_url(declaration)).content.decode()
    assert "Ayşe Doğrulayan saat" in page
    assert "Devral" in page
    assert 'value="approve"' not in page
    answer = browser(desk.other_verifier).post(item_url(declaration), {"action": "approve"})
    assert answer.status_code == 422


def test_the_first_one_learns_that_it_was_taken_over(desk: Desk) -> None:
    declaration = desk.waiting()
    first = opened(desk.verifier, declaration)
    browser(desk.other_verifier).post(item_url(declaration), {"command": "take-over"})
    answer = first.post(item_url(declaration), {"action": "approve"})
    assert answer.status_code == 422
    assert "Mehmet Denetleyen tarafından inceleniyor" in answer.content.decode()


def test_a_decided_item_says_so(desk: Desk) -> None:
    declaration = desk.waiting()
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=APPROVED)
    page = browser(desk.verifier).get(item_url(declaration)).content.decode()
    assert "Bu beyan karara bağlandı" in page
    assert 'value="approve"' not in page


@pytest.mark.parametrize("role", ["sports_verifier", "operator", "federation"])
def test_anothers_item_does_not_exist(desk: Desk, role: str) -> None:
    declaration = desk.waiting()
    client = browser(getattr(desk, role))
    assert client.get(item_url(declaration)).status_code == 404
    assert client.post(item_url(declaration), {"command": "open"}).status_code == 404


def test_the_proof_is_seen_from_the_desk_and_nowhere_else(desk: Desk) -> None:
    declaration = desk.waiting()
    address = reverse("documents:upload", args=[declaration.proof_id])
    assert browser(desk.verifier).get(address).status_code == 200
    for stranger in (desk.sports_verifier, desk.federation, desk.operator):
        assert browser(stranger).get(address).status_code == 404


def test_a_group_is_decided_on_one_page(desk: Desk) -> None:
    members = [desk.waiting(issuer="Satranç Topluluğu", title="Üyelik") for _ in range(3)]
    client = browser(desk.verifier)
    assert "Satranç Topluluğu" in client.get(reverse("applications:desk-bulk")).content.decode()
    heading = f"{members[0].kind}: Üyelik"
    address = reverse("applications:desk-bulk") + f"?tur={members[0].kind_id}&kurum=Satranç Topluluğu&baslik=Üyelik"
    chosen = [member.pk for member in members[:2]]
    assert heading in client.get(address).content.decode()
    refused = client.post(address, {"chosen": chosen, "action": "approve"})
    assert refused.status_code == 422
    assert "Kararın dayandığı kaydı yazın." in refused.content.decode()
    assert refused.content.decode().count("checked") == 2, "what was ticked stays"
    client.post(address, {"chosen": chosen, "action": "approve", "words": "Üye listesi 2024/118"})
    states = Declaration.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["approved", "approved", "pending"]


@pytest.mark.parametrize("query", ["?tur=abc&kurum=x", "?tur=99999999999999999999&kurum=x", "?tur=1", "?kurum=%00"])
def test_forged_groups_are_no_error(desk: Desk, query: str) -> None:
    assert browser(desk.verifier).get(reverse("applications:desk-bulk") + query).status_code == 200


@pytest.mark.parametrize("query", ["?tur=abc", "?birim=-1", "?sayfa=zzz", "?sayfa=999", "?q=" + "a" * 300, "?sekme=x"])
def test_forged_filters_narrow_nothing(desk: Desk, query: str) -> None:
    desk.waiting()
    assert browser(desk.verifier).get(QUEUE + query).status_code == 200


def test_a_second_reviewer_sees_appeals_only(desk: Desk) -> None:
    desk.waiting(issuer="Bekleyen Kurum")
    page = browser(desk.second).get(QUEUE).content.decode()
    assert "Bekleyen beyan yok" in page or "uyan bekleyen beyan yok" in page
    assert "Toplu karar" not in page


def test_the_student_objects_once_on_a_page(desk: Desk) -> None:
    declaration = desk.waiting()
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=rejected("Belgede ad yok."))
    client = browser(declaration.application.student.user)
    address = reverse("applications:declaration-appeal", args=[declaration.pk])
    assert "Belgede ad yok." in client.get(address).content.decode()
    short = client.post(address, {"statement": "kısa"})
    assert short.status_code == 422
    assert "kısa" in short.content.decode()
    sent = client.post(address, {"statement": "Belgenin ikinci sayfasında adım yazıyor."})
    assert sent.headers["Location"] == reverse("applications:status")
    assert "ikinci bir yetkili inceliyor" in client.get(address).content.decode()
    page = browser(desk.second).get(item_url(declaration)).content.decode()
    assert "Belgenin ikinci sayfasında adım yazıyor." in page
    assert "1 itiraz kararınızı bekliyor" in browser(desk.second).get(QUEUE).content.decode()


def test_an_approved_declaration_has_no_appeal_page(desk: Desk) -> None:
    declaration = desk.waiting()
    decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=APPROVED)
    client = browser(declaration.application.student.user)
    address = reverse("applications:declaration-appeal", args=[declaration.pk])
    assert client.get(address).headers["Location"] == reverse("applications:status")
    other = desk.waiting().application.student.user
    assert browser(other).get(address).status_code == 404


# --- result codes ----------------------------------------------------------------------------------------------------


def exam_item(desk: Desk, code: str, score: int, exam: str = "yds") -> Declaration:
    from applications.models import LanguageExam  # noqa: PLC0415

    application = desk.application()
    application.student.set_tckn("10000001136")
    application.student.save()
    held = LanguageExam.objects.get(code=exam)
    declaration = desk.declare(application, "A4", exam=held, code=code, amount=score, dated_on=None)
    exams.await_exam_checks(application)
    desk.completed(application)
    return declaration


@pytest.mark.parametrize(
    ("code", "score", "outcome", "state"),
    [
        ("YDS-82.50-AB12", "82.5", "confirmed", "approved"),
        ("YDS-62.50-AB12", "82.5", "different", "pending"),
        ("YÖKDİL-82.50-AB12", "82.5", "unknown", "pending"),
        ("rastgele", "82.5", "unknown", "pending"),
    ],
)
def test_only_a_confirmed_result_code_needs_nobody(desk: Desk, edevlet_sandbox, code, score, outcome, state) -> None:
    declaration = exam_item(desk, code, score)
    assert exams.check_due_exams() == 1
    declaration.refresh_from_db()
    assert (declaration.exam_check.outcome, declaration.state) == (outcome, state)
    assert declaration.decisions.filter(by__isnull=True).exists() is (state == "approved")
    assert exams.check_due_exams() == 0, "an answer is final"


def test_a_register_that_is_away_is_asked_again_later(desk: Desk, edevlet_sandbox, at) -> None:
    declaration = exam_item(desk, "YDS-82.50-AB12", "82.5")
    edevlet_sandbox.sandbox.memory.records_mode = "down"
    assert exams.check_due_exams() == 0
    declaration.refresh_from_db()
    assert (declaration.exam_check.outcome, declaration.exam_check.attempts) == ("waiting", 1)
    edevlet_sandbox.sandbox.memory.records_mode = "works"
    assert exams.check_due_exams() == 0, "not again at once"
    at("2024-03-12 10:05:01")
    assert exams.check_due_exams() == 1
    decided = browser(desk.verifier).get(item_url(declaration)).content.decode()
    assert "Sınavı yapan kurumun kaydı" in decided


def test_reasons_come_from_the_list_in_use(desk: Desk) -> None:
    declaration = desk.waiting()
    RejectionReason.objects.filter(needs_words=True).update(is_active=False)
    page = opened(desk.verifier, declaration).get(item_url(declaration)).content.decode()
    assert page.count('name="reason"') == RejectionReason.objects.filter(is_active=True).count()
