"""The pages of questions: both sides of a thread, files, ready answers, and what strangers meet."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import ApplicationFactory, SeasonFactory, StudentFactory
from tests.guidance.question_world import R, World, write
from tests.people import browser
from usp.documents.models import Upload
from usp.guidance.models import CannedAnswer, Question, QuestionMessage
from usp.guidance.services import questions as verbs

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


@pytest.fixture
def world(at, settings, tmp_path) -> World:
    at("2024-05-13 10:00")
    SeasonFactory()
    application = ApplicationFactory()
    return World(department=application.department, student=application.student.user)


def text(response) -> str:
    return response.content.decode()


def test_a_student_asks_the_own_department_s_adviser(world):
    adviser, client = world.adviser(), browser(world.student)
    page = text(client.get("/sorularim/"))
    assert "Henüz soru sormadınız" in page
    assert "Ömer Çelik" in page
    data = {"form_id": str(uuid.uuid4()), "subject": "Staj takvimi", "body": "Ne zaman?"}
    response = client.post("/sorularim/yeni/", data, follow=True)
    assert "Cevap bekliyor: Ömer Çelik." in text(response)
    client.post("/sorularim/yeni/", data)
    question = Question.objects.get()
    assert (question.department, question.asker) == (world.department, world.student)
    write(adviser, question, "Temmuzda.")
    assert "1 yeni mesaj" in text(client.get("/sorularim/"))
    assert "Temmuzda." in text(client.get(f"/sorularim/{question.pk}/"))
    client.post(f"/sorular/{question.pk}/okundu/", {"next": "/sorularim/"})
    assert "1 yeni mesaj" not in text(client.get("/sorularim/"))


def test_a_refused_question_keeps_what_was_typed(world):
    client = browser(world.student)
    response = client.post("/sorularim/yeni/", {"form_id": str(uuid.uuid4()), "subject": "Takvim", "body": ""})
    assert response.status_code == 422
    assert 'value="Takvim"' in text(response)
    for _number in range(verbs.NEW_A_DAY):
        world.ask()
    data = {"form_id": str(uuid.uuid4()), "subject": "Altıncı soru", "body": "Olur mu?"}
    response = client.post("/sorularim/yeni/", data)
    assert response.status_code == 422
    assert "en çok 5 yeni soru" in text(response)
    assert "Olur mu?" in text(response)


def test_a_file_goes_with_a_question_to_whoever_reads_the_thread(world):
    adviser = world.adviser()
    data = {
        "form_id": str(uuid.uuid4()), "subject": "Ekran", "body": "Şöyle görünüyor.",
        "file": SimpleUploadedFile("ekran.png", PNG, "image/png"),
    }  # fmt: skip
    browser(world.student).post("/sorularim/yeni/", data)
    upload = Upload.objects.get()
    assert QuestionMessage.objects.get().upload == upload
    address = f"/dosyalar/{upload.pk}"
    assert browser(adviser).get(address).status_code == 200
    for stranger in (StudentFactory().user, world.official(R.VERIFIER).user):
        assert browser(stranger).get(address).status_code == 404


def test_a_lying_file_is_refused_and_the_words_stay(world):
    file = SimpleUploadedFile("belge.pdf", b"<script>alert(1)</script>", "application/pdf")
    data = {"form_id": str(uuid.uuid4()), "subject": "Ekran", "body": "Şöyle görünüyor.", "file": file}
    response = browser(world.student).post("/sorularim/yeni/", data)
    assert response.status_code == 422
    assert "Şöyle görünüyor." in text(response)
    assert not Question.objects.exists()


def test_an_adviser_answers_with_a_ready_answer_and_closes(world):
    adviser, question = world.adviser(), world.ask()
    canned = CannedAnswer.objects.create(
        university=world.department.unit.university, title="Takvim", body="Rektörlük belirler.", written_by=adviser
    )
    client = browser(adviser)
    assert "1 soru cevabınızı bekliyor" in text(client.get("/sorular/"))
    form_id = str(uuid.uuid4())
    typed = {"form_id": form_id, "body": "Merhaba,", "ready": "1", "ready_answer": str(canned.pk)}
    page = text(client.post(f"/sorular/{question.pk}/", typed))
    assert "Merhaba,\n\nRektörlük belirler." in page
    assert form_id in page
    client.post(f"/sorular/{question.pk}/", {"form_id": form_id, "body": "Merhaba,\n\nRektörlük belirler."})
    question.refresh_from_db()
    assert question.state == "answered"
    assert "Cevabınızı bekleyen soru yok" in text(client.get("/sorular/"))
    client.post(f"/sorular/{question.pk}/kapat/")
    page = text(browser(world.student).get(f"/sorularim/{question.pk}/"))
    assert "Bu soru kapandı" in page
    assert "soruyu kapattı" in page


def test_an_answer_into_a_thread_that_was_closed_meanwhile_stays_on_the_page(world):
    adviser, question = world.adviser(), world.ask()
    verbs.close(actor=world.student, question_id=question.pk)
    data = {"form_id": str(uuid.uuid4()), "body": "Uzun bir cevap."}
    response = browser(adviser).post(f"/sorular/{question.pk}/", data)
    assert response.status_code == 422
    assert "Uzun bir cevap." in text(response)
    assert "yeniden açın" in text(response)


def test_a_forwarding_shows_its_reason_to_officials_only(world):
    adviser, insurance = world.adviser(), world.official(R.INSURANCE, user__full_name="Hakan Doğan").user
    question = world.ask()
    client = browser(adviser)
    assert "Hakan Doğan" in text(client.get(f"/sorular/{question.pk}/yonlendir/"))
    assert client.post(f"/sorular/{question.pk}/yonlendir/", {"to": insurance.pk, "reason": ""}).status_code == 422
    client.post(f"/sorular/{question.pk}/yonlendir/", {"to": insurance.pk, "reason": "Gizli gerekçe"})
    assert "Gizli gerekçe" in text(browser(insurance).get(f"/sorular/{question.pk}/"))
    page = text(browser(world.student).get(f"/sorularim/{question.pk}/"))
    assert "Hakan Doğan" in page
    assert "Gizli gerekçe" not in page


@pytest.mark.parametrize("path", ["", "kapat/", "yonlendir/", "okundu/"])
def test_somebody_else_s_thread_is_not_there(world, path):
    world.adviser()
    question = world.ask()
    verifier = browser(world.official(R.VERIFIER).user)
    assert verifier.post(f"/sorular/{question.pk}/{path}", {"body": "x"}).status_code == 404
    stranger = browser(StudentFactory().user)
    if path in ("", "kapat/"):
        assert stranger.post(f"/sorularim/{question.pk}/{path}", {"body": "x"}).status_code == 404
    assert not Question.objects.exclude(state="open").exists()


def test_a_unit_s_ready_answers_are_written_changed_and_deleted(world):
    client = browser(world.adviser())
    assert "Hazır cevap yok" in text(client.get("/sorular/hazir-cevaplar/"))
    data = {"title": "Takvim", "body": "Değişmez.", "unit": str(world.department.unit_id)}
    client.post("/sorular/hazir-cevaplar/yeni/", data)
    answer = CannedAnswer.objects.get()
    response = client.post("/sorular/hazir-cevaplar/yeni/", data)
    assert response.status_code == 422
    assert "zaten var" in text(response)
    client.post(f"/sorular/hazir-cevaplar/{answer.pk}/", data | {"body": "Rektörlük belirler."})
    assert "Rektörlük belirler." in text(client.get("/sorular/hazir-cevaplar/"))
    client.post(f"/sorular/hazir-cevaplar/{answer.pk}/sil/")
    assert not CannedAnswer.objects.exists()


@pytest.mark.parametrize("questions", [1, 5])
def test_both_lists_take_the_same_queries_however_long_they_are(world, questions, django_assert_max_num_queries):
    adviser = world.adviser()
    for _number in range(questions):
        world.ask()
    desk, student = browser(adviser), browser(world.student)
    for client, address in ((desk, "/sorular/"), (student, "/sorularim/")):
        client.get(address)
        with django_assert_max_num_queries(14):
            client.get(address)


@pytest.mark.parametrize("address", ["/basvuru/durum/", "/basvuru/takvimlerim/", "/sorularim/"])
@pytest.mark.parametrize("named", [True, False])
def test_a_student_sees_the_adviser_where_it_matters(world, address, named):
    """Seed: «sorularını kayıtlı oldukları bölümün kariyer danışmanına iletmelidir»."""
    if named:
        world.adviser()
    page = text(browser(world.student).get(address))
    assert ("Ömer Çelik" in page) is named
    assert ("henüz danışman belirlenmedi" in page) is not named
