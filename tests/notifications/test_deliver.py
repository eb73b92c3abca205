"""Delivery: e-mail may repeat after a crash, an SMS never does, and two sweeps never send the same twice."""

import datetime as dt
import email
import email.policy
from collections import Counter

import pytest
from django.core import mail
from django.utils import timezone

from tests.notifications.conftest import OFFER_CONTEXT, make_student
from tests.notifications.smtp import MailServer
from tests.notifications.threads import run_together
from usp.accounts.models import User
from usp.notifications import transports
from usp.notifications.models import Delivery
from usp.notifications.services import deliver
from usp.notifications.services.deliver import BACK_OFF, deliver_notification, send_again, sweep_due
from usp.notifications.services.notify import Notice, notify, notify_many

CLOSING = "Ayrıntılar için Kariyer Kapısı’na giriş yapın."


class ProcessKilledError(BaseException):
    """Stands for the end of a worker's process: nothing may catch it and tidy up."""


def tell(person: User, key: str = "offer:1") -> None:
    notify(kind="test.offer", recipient=person, dedupe_key=key, context=OFFER_CONTEXT)


def delivery(channel: str) -> Delivery:
    return Delivery.objects.get(channel=channel)


def let_time_pass(**fields: dt.timedelta) -> None:
    """Move the deliveries' own times back instead of waiting."""
    for row in Delivery.objects.exclude(channel="inbox"):
        for name, by in fields.items():
            value = getattr(row, name)
            if value is not None:
                setattr(row, name, value - by)
        row.save()


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.close()


def test_the_email_says_everything_in_two_forms_and_ends_with_the_sentence(student, mailoutbox):
    tell(student)
    deliver_notification(Delivery.objects.first().notification_id)
    (message,) = mailoutbox
    assert message.to == [student.student.contact_email]
    assert message.subject == "Staj Teklifi Aldınız"
    assert "Trakya Yazılım A.Ş. size Bilecik, Bozüyük için teklif gönderdi." in message.body
    assert "17 Nisan 2024 Çarşamba 17.00" in message.body
    assert CLOSING in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert CLOSING in html
    assert "http://testserver/bildirimler/" in html
    assert delivery("email").state == "sent"


def test_the_sms_is_one_line_and_ends_with_the_sentence(student, sms_folder):
    tell(student)
    sweep_due()
    (file,) = sms_folder.iterdir()
    number, text = file.read_text(encoding="utf-8").split("\n\n")
    assert number == "+905321234567"
    said = "Trakya Yazılım A.Ş. size staj teklifi gönderdi. Son cevap: 17 Nisan 2024 Çarşamba 17.00."
    assert text == f"{said} {CLOSING}\n"


def test_texts_come_in_the_recipients_language(db, mailoutbox):
    tell(make_student(language="en"))
    sweep_due()
    assert "17 April 2024 Wednesday 17.00" in mailoutbox[0].body


def test_contact_data_count_at_the_time_of_sending(student, mailoutbox):
    tell(student)
    student.student.contact_email = "yeni@ogr.example"
    student.student.save()
    sweep_due()
    assert mailoutbox[0].to == ["yeni@ogr.example"]


def test_without_an_address_nothing_is_sent_and_the_reason_is_kept(db, mailoutbox):
    tell(make_student(contact_email="", contact_phone=""))
    sweep_due()
    assert not mailoutbox
    assert {row.state for row in Delivery.objects.exclude(channel="inbox")} == {"cancelled"}
    assert "no address" in delivery("email").last_error


def test_staff_are_reached_at_their_sign_in_address(db, mailoutbox):
    official = User.objects.create_user(kind="career_center", full_name="Ece Ak", email="ece@bilecik.example")
    tell(official)
    sweep_due()
    assert mailoutbox[0].to == ["ece@bilecik.example"]
    assert delivery("sms").state == "cancelled"


def test_a_refused_mail_is_tried_again_later_under_the_same_message_id(student, mail_server):
    mail_server.refusing = True
    tell(student)
    sweep_due()
    row = delivery("email")
    assert (row.state, row.tries) == ("waiting", 1)
    assert row.next_try_at > timezone.now() + dt.timedelta(seconds=50)
    assert "451" in row.last_error
    mail_server.refusing = False
    sweep_due()
    assert not mail_server.messages  # not before its time
    let_time_pass(next_try_at=dt.timedelta(minutes=2))
    sweep_due()
    (source,) = mail_server.messages
    message = email.message_from_bytes(source, policy=email.policy.default)
    assert message["Message-ID"] == row.message_id
    assert message["Subject"] == "Staj Teklifi Aldınız"
    assert delivery("email").state == "sent"


def test_a_mail_server_that_is_away_is_given_up_after_the_last_try(student, settings):
    server = MailServer()
    server.close()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    tell(student)
    for _ in range(len(BACK_OFF) + 1):
        sweep_due()
        let_time_pass(next_try_at=dt.timedelta(days=2))
    row = delivery("email")
    assert (row.state, row.tries) == ("failed", len(BACK_OFF) + 1)
    assert sweep_due() == 0
    assert send_again(delivery_ids=[row.pk]) == 1
    assert delivery("email").state == "waiting"


def crash_after(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the real transport work and the worker die before it can note it."""
    real = getattr(transports, name)

    def send_then_die(**values: object) -> None:
        real(**values)
        raise ProcessKilledError

    monkeypatch.setattr(transports, name, send_then_die)


def test_a_crash_after_the_mail_left_repeats_it_with_the_same_message_id(student, monkeypatch, mailoutbox):
    tell(student)
    with monkeypatch.context() as patch:
        crash_after(patch, "send_email")
        with pytest.raises(ProcessKilledError):
            deliver.deliver_one(delivery("email").pk)
    assert delivery("email").state == "sending"
    assert not deliver.deliver_one(delivery("email").pk)  # still somebody's, as far as anyone can tell
    let_time_pass(claimed_at=dt.timedelta(minutes=6))
    sweep_due()
    assert delivery("email").state == "sent"
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_crash_after_the_sms_left_makes_it_unknown_and_never_repeats_it(student, monkeypatch, sms_folder):
    tell(student)
    with monkeypatch.context() as patch:
        crash_after(patch, "send_sms")
        with pytest.raises(ProcessKilledError):
            deliver.deliver_one(delivery("sms").pk)
    let_time_pass(claimed_at=dt.timedelta(minutes=6))
    sweep_due()
    sweep_due()
    assert delivery("sms").state == "unknown"
    assert len(list(sms_folder.iterdir())) == 1


@pytest.mark.filterwarnings("ignore:'(imghdr|cgi)':DeprecationWarning")
def test_an_sms_the_service_does_not_confirm_is_unknown(student, settings):
    settings.USP_SMS_URL = "json://127.0.0.1:1/{phone}"
    tell(student)
    sweep_due()
    assert delivery("sms").state == "unknown"


def test_an_sms_that_certainly_did_not_leave_is_tried_again(student, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.USP_SMS_URL = f"file://{tmp_path}/file/below"
    tell(student)
    sweep_due()
    assert (delivery("sms").state, delivery("sms").tries) == ("waiting", 1)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_nothing_twice(sms_folder):
    people = [make_student() for _ in range(12)]
    notify_many(Notice("test.offer", person, "offer:1", OFFER_CONTEXT) for person in people)
    handled = run_together(lambda number: sweep_due(), 3)
    assert sum(handled) == 24
    assert Counter(message.to[0] for message in mail.outbox) == {person.student.contact_email: 1 for person in people}
    assert len(list(sms_folder.iterdir())) == 12
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_broken_sender_keeps_personal_data_out_of_the_record(student, monkeypatch):
    def refuse(**values: object) -> None:
        raise OSError("mailbox ayse.cinar@ogr.example of 12345678901 is full")

    monkeypatch.setattr(transports, "send_email", refuse)
    tell(student)
    sweep_due()
    assert "ayse.cinar" not in delivery("email").last_error
    assert "123456789" not in delivery("email").last_error
