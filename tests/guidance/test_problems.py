"""«Sorun bildir» (A31): nothing is lost, nothing twice, no campus is shut out, and every report can be answered."""

import datetime as dt
import io
import re
import time
import uuid
from typing import Any

import pytest
from django.core import mail, signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.factories import SeasonFactory, StudentFactory, UserFactory
from tests.people import enter
from usp.accounts.models import User
from usp.core.errors import RuleViolation
from usp.documents.models import Upload
from usp.guidance.forms import problems as forms
from usp.guidance.models import MailState, ProblemMail, ProblemPicture, ProblemReport, ProblemState
from usp.guidance.models.problems import new_report_code
from usp.guidance.services import problem_mail, problems
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
WORDS = "Tercihlerimi kaydederken sayfa hata verdi."


@pytest.fixture(autouse=True)
def _stored(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }


def picture(name: str = "ekran.png") -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/png")


class Earlier(signing.TimestampSigner):
    """Signs as the portal did so many seconds ago."""

    def __init__(self, seconds: int) -> None:
        super().__init__(salt="guidance.problem")
        self.seconds = seconds

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - self.seconds)


def form_fields(client: Client, *, opened: int = 60, **typed: Any) -> dict[str, Any]:
    """What a browser sends: the page's own hidden fields and what was typed, so many seconds after it was opened."""
    page = client.get(reverse("guidance:report-problem"), {"istek": "0123456789ab"}, headers={"Referer": typed.pop(
        "before", "http://testserver/basvuru/durum/?a=1")}).content.decode()  # fmt: skip
    hidden = dict(re.findall(r'<input type="hidden" name="(page|request_id|token)" value="([^"]*)"', page))
    if opened:
        hidden["token"] = Earlier(opened).sign(Earlier(0).unsign(hidden["token"]))
    return {**hidden, "words": WORDS, **typed}


def stored_picture(size: int) -> Upload:
    return Upload.objects.create(
        purpose="problem", name="a.png", content_type="image/png", size=size, pages=1, sha256="0" * 64,
        file=f"uploads/{uuid.uuid4().hex}",
    )  # fmt: skip


def story(**other: Any) -> problems.Story:
    return problems.Story(form_id=uuid.uuid4(), **{"words": WORDS, **other})


def send(client: Client, fields: dict[str, Any]) -> Any:
    return client.post(reverse("guidance:report-problem"), fields, headers={"User-Agent": "Deneme/1.0"})


def test_a_visitor_sees_what_goes_along_and_gets_a_number(client):
    season = SeasonFactory()
    page = client.get(reverse("guidance:report-problem"), headers={"Referer": "http://testserver/sss/?gizli=1"})
    assert "/sss/" in page.content.decode()
    assert "gizli" not in page.content.decode()
    fields = form_fields(client, email="ece@ornek.example", picture_1=picture(), picture_3=picture("iki.png"))
    response = send(client, fields)
    assert response.status_code == 302
    report = ProblemReport.objects.get()
    assert (report.words, report.page, report.request_id) == (WORDS, "/basvuru/durum/", "0123456789ab")
    assert (report.browser, report.email, report.reporter) == ("Deneme/1.0", "ece@ornek.example", None)
    assert [one.position for one in report.pictures.all()] == [1, 2]
    assert report.code in client.get(response["Location"]).content.decode()
    assert report.mails.get().to == season.support_email


def test_a_signed_in_person_finds_the_report_under_their_own(client):
    SeasonFactory()
    student, stranger = StudentFactory(), StudentFactory()
    enter(client, student.user)
    response = send(client, form_fields(client, email="baska@ornek.example", picture_1=picture()))
    report = ProblemReport.objects.get()
    assert response["Location"] == reverse("guidance:my-problem", args=[report.code])
    assert (report.reporter, report.email) == (student.user, "")
    assert report.code in client.get(reverse("guidance:my-problems")).content.decode()
    shown = client.get(response["Location"]).content.decode()
    link = reverse("documents:upload", args=[report.pictures.get().upload_id])
    assert link in shown
    assert client.get(link).status_code == 200
    enter(client, stranger.user)
    assert client.get(response["Location"]).status_code == 404
    assert client.get(link).status_code == 404
    enter(client, UserFactory())
    assert client.get(link).status_code == 200


def test_the_same_form_sent_twice_is_one_report(client):
    SeasonFactory()
    fields = form_fields(client)
    assert send(client, fields)["Location"] == send(client, fields)["Location"]
    assert ProblemReport.objects.count() == ProblemMail.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"words": ""}, "Ne olduğunu birkaç cümleyle yazın."),
        ({"words": "kısa"}, "Biraz daha ayrıntı yazın"),
        ({"email": "adres-degil"}, "e-posta"),
        ({"trap": "dolu"}, "yalnızca görünen alanları"),
        ({"token": "uydurma"}, "Form uzun süre açık kaldı."),
        ({"picture_1": "svg"}, "SVG dosyaları kabul edilmiyor"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why(client, changed, said):
    SeasonFactory()
    if changed.get("picture_1") == "svg":
        changed = {"picture_1": SimpleUploadedFile("a.png", b"<svg xmlns='x'><script/></svg>", "image/png")}
    response = send(client, form_fields(client) | changed)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert changed.get("words", WORDS) in page
    assert ProblemReport.objects.count() == Upload.objects.count() == 0


@pytest.mark.parametrize("opened", [0, 1])
def test_a_form_sent_faster_than_anybody_writes_is_asked_for_again(client, opened):
    SeasonFactory()
    response = send(client, form_fields(client, opened=opened))
    assert response.status_code == 422
    assert "olağandan hızlı" in response.content.decode()
    assert send(client, form_fields(client, opened=4)).status_code == 302
    enter(client, StudentFactory().user)
    assert send(client, form_fields(client, opened=opened)).status_code == 302  # who is signed in is known anyway


def test_a_form_left_open_for_half_a_day_is_asked_for_again(client):
    SeasonFactory()
    half_a_day = 12 * 3600
    response = send(client, form_fields(client, opened=half_a_day + 5))
    assert response.status_code == 422
    assert "uzun süre açık kaldı" in response.content.decode()
    assert send(client, form_fields(client, opened=half_a_day - 60)).status_code == 302


def reported_before(number: int, ago: dt.timedelta, reporter: User | None = None) -> None:
    """So many earlier reports."""
    ProblemReport.objects.bulk_create(
        ProblemReport(
            code=new_report_code(), form_id=uuid.uuid4(), words=WORDS, reporter=reporter,
            received_at=timezone.now() - ago,
        )
        for _one in range(number)
    )  # fmt: skip


@pytest.mark.parametrize(("most", "hours"), [(6, 1), (20, 24)])
def test_an_account_reports_so_often_in_an_hour_and_in_a_day(most, hours):
    student, within = StudentFactory().user, dt.timedelta(hours=hours)
    reported_before(10, within + dt.timedelta(minutes=5), student)  # count no more
    reported_before(most - 1, within - dt.timedelta(minutes=5), student)
    problems.report_problem(actor=student, story=story())
    with pytest.raises(RuleViolation, match="Kısa sürede"):
        problems.report_problem(actor=student, story=story())
    problems.report_problem(actor=StudentFactory().user, story=story())


def test_all_visitors_together_have_a_limit_that_stops_no_account(client):
    SeasonFactory()
    reported_before(5, dt.timedelta(hours=25))
    reported_before(399, dt.timedelta(hours=23))
    assert send(client, form_fields(client)).status_code == 302
    response = send(client, form_fields(client))
    assert response.status_code == 422
    assert "sınırına ulaşıldı" in response.content.decode()
    enter(client, StudentFactory().user)
    assert send(client, form_fields(client)).status_code == 302


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/teklifler/?a=1", "/teklifler/"),
        ("//kotu.example/", ""),
        ("https://kotu.example/", ""),
        ("/hesap/password/reset/key/1-abc/", "/hesap/password/reset/key/…"),
        ("/a\nb", ""),
        ("", ""),
    ],
)
def test_only_a_path_of_ours_without_secrets_is_kept(given, kept):
    assert forms.page_path(given) == kept


@pytest.mark.django_db(transaction=True)
def test_the_mail_names_everything_carries_the_pictures_and_is_tried_again(client, settings):
    season = SeasonFactory()
    send(client, form_fields(client, email="ece@ornek.example", picture_1=picture()))
    report = ProblemReport.objects.get()
    row = report.mails.get()
    ProblemMail.objects.update(state=MailState.WAITING, tries=0, next_try_at=report.received_at)
    mail.outbox.clear()
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1  # nobody listens there
    assert problem_mail.send_due() == 1
    settings.EMAIL_BACKEND = works
    row.refresh_from_db()
    assert (row.state, row.tries) == (MailState.WAITING, 1)
    assert row.next_try_at is not None
    assert "refused" in row.last_error
    assert problem_mail.send_one(row.pk) is False  # not due yet
    ProblemMail.objects.update(next_try_at=report.received_at)
    assert problem_mail.send_due() == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == ([season.support_email], ["ece@ornek.example"])
    assert report.code in letter.subject
    for said in (WORDS, "/basvuru/durum/", "0123456789ab", "Deneme/1.0"):
        assert said in letter.body
    assert [name for name, _content, _type in letter.attachments] == ["ekran.png"]
    assert "1 ekte, 1 yönetim sayfasında" in letter.body
    row.refresh_from_db()
    assert row.state == MailState.SENT


def test_pictures_too_large_for_a_mail_server_stay_in_the_admin():
    report = problems.report_problem(actor=None, story=story())
    for position, size in enumerate((5, 4, 3), start=1):
        upload = stored_picture(size << 20)
        ProblemPicture.objects.create(report=report, position=position, upload=upload)
    assert [upload.size >> 20 for upload in problem_mail._attached(report)] == [5, 3]


def test_a_mail_is_given_up_after_the_last_try_and_operators_may_try_it_again(caplog):
    report = problems.report_problem(actor=None, story=story())
    row = report.mails.get()
    ProblemMail.objects.filter(pk=row.pk).update(
        state=MailState.SENDING, tries=problem_mail.MAX_TRIES, next_try_at=None, claimed_at=report.received_at
    )
    row.refresh_from_db()
    problem_mail._try_later(row, OSError("away"))
    row.refresh_from_db()
    assert row.state == MailState.FAILED
    assert report.code in caplog.text
    assert problem_mail.send_again(report_ids=[report.pk]) == 1
    row.refresh_from_db()
    assert (row.state, row.tries) == (MailState.WAITING, 0)


def test_operators_answer_in_the_admin_and_the_reporter_is_told(client):
    student, operator = StudentFactory(), UserFactory()
    report = problems.report_problem(actor=student.user, story=story())
    enter(client, operator)
    address = reverse("admin:guidance_problemreport_change", args=[report.pk])
    assert WORDS in client.get(address).content.decode()
    fields = {
        "answers-TOTAL_FORMS": "1", "answers-INITIAL_FORMS": "0", "answers-MIN_NUM_FORMS": "0",
        "answers-MAX_NUM_FORMS": "50", "answers-0-text": "Düzelttik, yeniden deneyin.", "answers-0-report": report.pk,
        "mails-TOTAL_FORMS": "0", "mails-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post(address, fields).status_code == 302
    report.refresh_from_db()
    assert report.state == ProblemState.ANSWERED
    assert report.answers.get().author == operator
    assert Notification.objects.get(recipient=student.user).kind == "problem_answered"
    assert not ProblemMail.objects.filter(answer__isnull=False).exists()
    enter(client, student.user)
    page = client.get(reverse("guidance:my-problem", args=[report.code])).content.decode()
    assert "Düzelttik, yeniden deneyin." in page


@pytest.mark.django_db(transaction=True)
def test_who_has_no_account_is_answered_by_e_mail():
    operator = UserFactory()
    report = problems.report_problem(actor=None, story=story(email="ece@ornek.example", language="en"))
    answer = problems.answer_problem(report_id=report.pk, text="Please try again.", actor=operator)
    row = ProblemMail.objects.get(answer=answer)
    ProblemMail.objects.filter(pk=row.pk).update(state=MailState.WAITING, next_try_at=report.received_at)
    mail.outbox.clear()
    assert problem_mail.send_one(row.pk)
    (letter,) = mail.outbox
    assert letter.to == ["ece@ornek.example"]
    assert "Please try again." in letter.body


def test_reports_move_as_the_table_says_and_only_by_operators():
    operator, student = UserFactory(), StudentFactory().user
    report = problems.report_problem(actor=student, story=story())
    with pytest.raises(RuleViolation, match="yürütücüleri"):
        problems.take_up_problem(report_id=report.pk, actor=student)
    problems.take_up_problem(report_id=report.pk, actor=operator)
    with pytest.raises(RuleViolation, match="İnceleniyor"):
        problems.take_up_problem(report_id=report.pk, actor=operator)
    problems.close_problem(report_id=report.pk, actor=operator)
    assert Notification.objects.get(recipient=student).kind == "problem_closed"
    with pytest.raises(RuleViolation, match="Kapatıldı"):
        problems.close_problem(report_id=report.pk, actor=operator)
    with pytest.raises(RuleViolation, match="Cevabı yazın"):
        problems.answer_problem(report_id=report.pk, text="  ", actor=operator)
    problems.take_up_problem(report_id=report.pk, actor=operator)
    report.refresh_from_db()
    assert report.state == ProblemState.IN_PROGRESS


def test_operators_move_several_reports_from_the_list(client):
    operator = UserFactory()
    reports = [problems.report_problem(actor=None, story=story()) for _number in range(2)]
    enter(client, operator)
    address = reverse("admin:guidance_problemreport_changelist")
    chosen = {"_selected_action": [report.pk for report in reports]}
    for action, said in (
        ("take_up", "2 bildirim inceleniyor."),
        ("close", "2 bildirim kapatıldı."),
        ("close", "Kapatıldı"),
        ("mail_again", "0 e-posta"),
    ):
        assert said in client.post(address, {"action": action, **chosen}, follow=True).content.decode()


def test_the_database_keeps_three_pictures_a_state_and_our_own_pages():
    report = problems.report_problem(actor=None, story=story())
    upload = stored_picture(1)
    for breaking in (
        lambda: ProblemPicture.objects.create(report=report, position=4, upload=upload),
        lambda: ProblemReport.objects.filter(pk=report.pk).update(state="lost"),
        lambda: ProblemReport.objects.filter(pk=report.pk).update(page="https://kotu.example/"),
        lambda: ProblemReport.objects.filter(pk=report.pk).update(words=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            breaking()


def test_the_state_s_history_is_kept_by_the_database():
    report = problems.report_problem(actor=None, story=story())
    problems.take_up_problem(report_id=report.pk, actor=UserFactory())
    with connection.cursor() as cursor:
        cursor.execute("select state from guidance_problemreportstateevent order by pgh_id")
        assert [state for (state,) in cursor.fetchall()] == ["new", "in_progress"]


@pytest.mark.parametrize("path", ["/", "/boyle/bir/sayfa/yok/"])
def test_the_way_to_the_form_stands_on_every_page_with_the_request_s_number(client, path):
    response = client.get(path)
    assert f"{reverse('guidance:report-problem')}?istek={response['X-Request-ID']}" in response.content.decode()


def test_without_a_number_the_thank_you_page_leads_to_the_form(client):
    assert client.get(reverse("guidance:problem-sent"))["Location"] == reverse("guidance:report-problem")
