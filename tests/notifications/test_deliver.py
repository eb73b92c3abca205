"""Delivery: e-mail may repeat after a crash, an SMS never does, and two sweeps never send the same twice."""

import datetime as dt
import email
import email.policy
from collections import Counter
from collections.abc import Callable

import psycopg
import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.utils import timezone

from tests.notifications.conftest import OFFER_CONTEXT, make_student
from tests.notifications.sms import SmsGateway
from tests.notifications.smtp import MailServer
from tests.notifications.threads import run_together
from usp.accounts.models import User
from usp.notifications.models import Delivery
from usp.notifications.services import deliver
from usp.notifications.services.deliver import BACK_OFF, deliver_notification, send_again, sweep_due
from usp.notifications.services.notify import Notice, notify, notify_many

CLOSING = "Ayrıntılar için Kariyer Kapısı’na giriş yapın."
LOGIN = {"host", "port", "dbname", "user", "password"}
NO_SIGNS_OF_AGE = pytest.mark.filterwarnings("ignore:'(imghdr|cgi)':DeprecationWarning")  # Apprise's


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


@pytest.fixture
def sms_gateway(settings):
    gateway = SmsGateway()
    settings.USP_SMS_URL = f"json://127.0.0.1:{gateway.server_port}/{{phone}}"
    yield gateway
    gateway.close()


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


def cut_off_from_the_database() -> Callable[[], None]:
    """What ends this connection for good, as the end of its worker does: nothing that was going on can be noted."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    about = {name: value for name, value in connection.get_connection_params().items() if name in LOGIN}

    def end() -> None:
        with psycopg.connect(**about, autocommit=True) as own:
            own.execute("select pg_terminate_backend(%s, 5000)", [pid])

    return end


def send_and_die(channel: str) -> None:
    """Claim and send, and be gone before it can be noted; whoever looks afterwards is somebody else."""
    with pytest.raises(OperationalError):
        deliver.deliver_one(delivery(channel).pk)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_crash_after_the_mail_left_repeats_it_with_the_same_message_id(mail_server):
    tell(make_student(contact_phone=""))
    mail_server.when_taken = cut_off_from_the_database()
    send_and_die("email")
    mail_server.when_taken = lambda: None
    assert (delivery("email").state, len(mail_server.messages)) == ("sending", 1)
    assert not deliver.deliver_one(delivery("email").pk)  # still somebody's, as far as anyone can tell
    sweep_due()
    assert len(mail_server.messages) == 1
    let_time_pass(claimed_at=dt.timedelta(minutes=6))
    sweep_due()
    assert delivery("email").state == "sent"
    first, second = (email.message_from_bytes(source, policy=email.policy.default) for source in mail_server.messages)
    assert first["Message-ID"] == second["Message-ID"] == delivery("email").message_id


@NO_SIGNS_OF_AGE
@pytest.mark.django_db(transaction=True)
def test_a_crash_after_the_sms_left_makes_it_unknown_and_never_repeats_it(sms_gateway):
    tell(make_student(contact_email=""))
    sms_gateway.when_taken = cut_off_from_the_database()
    send_and_die("sms")
    sms_gateway.when_taken = lambda: None
    assert delivery("sms").state == "sending"
    let_time_pass(claimed_at=dt.timedelta(minutes=6))
    sweep_due()
    sweep_due()
    assert delivery("sms").state == "unknown"
    assert len(sms_gateway.messages) == 1


@NO_SIGNS_OF_AGE
def test_an_sms_leaves_through_the_gateway_of_the_address(student, sms_gateway):
    tell(student)
    sweep_due()
    assert delivery("sms").state == "sent"
    ((path, said),) = sms_gateway.messages
    assert path == "/905321234567"
    assert said["message"].endswith(CLOSING)


@NO_SIGNS_OF_AGE
@pytest.mark.parametrize("status", [400, 503])
def test_an_sms_the_gateway_refuses_is_unknown(student, sms_gateway, status):
    sms_gateway.status = status
    tell(student)
    sweep_due()
    sweep_due()
    assert delivery("sms").state == "unknown"
    assert len(sms_gateway.messages) == 1


@NO_SIGNS_OF_AGE
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


@pytest.mark.parametrize("status", ["452 4.2.2", "550 5.7.1"])
def test_a_refusal_keeps_personal_data_out_of_the_record(student, mail_server, status):
    mail_server.refusing = True
    mail_server.refusal = f"{status} mailbox ayse.cinar@ogr.example of 12345678901 is full"
    tell(student)
    sweep_due()
    row = delivery("email")
    assert (row.state, row.tries) == ("waiting", 1)
    assert status[:3] in row.last_error
    assert "is full" in row.last_error
    assert "ayse" not in row.last_error
    assert "123456789" not in row.last_error
