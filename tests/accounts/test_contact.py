"""A new address or number counts once its code was typed: within 90 seconds, in five tries, asked for now and then."""

import datetime as dt
from collections import Counter

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from tests.accounts.codes import age, emailed_code, texted_code, wrong
from tests.factories import StudentFactory
from tests.notifications.smtp import MailServer
from tests.notifications.threads import run_together
from usp.accounts.models import CodeState, ContactChannel, ContactCode, Student
from usp.accounts.services import contact_limits
from usp.accounts.services.contact import confirm_contact, follow_edevlet, request_contact_code
from usp.accounts.services.contact_cleanup import purge_codes
from usp.accounts.services.contact_values import clean_contact, masked_contact, target_of
from usp.core.errors import RuleViolation
from usp.notifications.models import Delivery

EMAIL, PHONE = ContactChannel.EMAIL, ContactChannel.PHONE
NEW = "Yeni.Ayse@Ornek.EXAMPLE"


@pytest.fixture
def student(db: None, settings, tmp_path) -> Student:
    settings.USP_SMS_URL = f"file://{tmp_path / 'sms'}"
    return StudentFactory(contact_email="eski@ornek.example", contact_phone="+905321234567")


def ask(student: Student, channel: str = EMAIL, value: str = NEW) -> ContactCode:
    return request_contact_code(actor=student.user, channel=channel, value=value)


def confirm(student: Student, code: ContactCode, digits: str) -> Student:
    return confirm_contact(actor=student.user, code_id=code.pk, digits=digits)


def refusal(call) -> RuleViolation:
    with pytest.raises(RuleViolation) as caught:
        call()
    return caught.value


# --- what a contact looks like


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("532 123 45 67", "+905321234567"), ("5321234567", "+905321234567"), (" 5 5 5 0001011 ", "+905550001011")],
)
def test_a_mobile_number_is_ten_digits_with_or_without_blanks(typed: str, stored: str) -> None:
    assert clean_contact(PHONE, typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "0532 123 45 67", "+90 532 123 45 67", "905321234567", "312 417 00 00", "532 123 45 6", "532-123-45-67",
        "532123456٧", "", "5xx xxx xx xx",
    ],
)  # fmt: skip
def test_any_other_number_is_refused_with_the_format_of_the_seed(typed: str) -> None:
    refused = refusal(lambda: clean_contact(PHONE, typed))
    assert "5xx xxx xx xx" in str(refused)


@pytest.mark.parametrize("typed", ["", "ayse", "ayse@", "ayşe@ornek.com", f"{'a' * 250}@ornek.com", "a@b.com, c@d.com"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert refusal(lambda: clean_contact(EMAIL, typed)).code == "email_format"


def test_an_address_keeps_its_name_and_counts_without_its_tag() -> None:
    assert clean_contact(EMAIL, f" {NEW} ") == "Yeni.Ayse@ornek.example"
    assert target_of(EMAIL, "Ayse+staj@ornek.com") == target_of(EMAIL, "ayse@ornek.com") == "ayse@ornek.com"


def test_a_contact_is_shown_masked_to_whom_it_was_taken_from() -> None:
    assert masked_contact(EMAIL, "ayse@ornek.com") == "a•••@ornek.com"
    assert masked_contact(PHONE, "+905321234567") == "•••• 45 67"


# --- the way of a code


def test_an_address_is_the_students_once_its_code_is_typed(student: Student) -> None:
    code = ask(student)
    (message,) = mail.outbox
    assert message.to == ["Yeni.Ayse@ornek.example"]
    assert "90 saniye" in message.body
    student.refresh_from_db()
    assert student.contact_email == "eski@ornek.example"
    confirm(student, code, emailed_code())
    student.refresh_from_db()
    assert student.contact_email == "Yeni.Ayse@ornek.example"
    assert student.email_confirmed_at is not None
    history = Student.pgh_event_model.objects.filter(pgh_obj=student).select_related("pgh_context")
    assert [(event.contact_email, event.pgh_context.metadata["reason"]) for event in history] == [
        ("Yeni.Ayse@ornek.example", "code")
    ]


def test_a_number_is_the_students_once_its_code_is_typed(student: Student) -> None:
    code = ask(student, PHONE, "555 000 10 11")
    confirm(student, code, texted_code())
    student.refresh_from_db()
    assert (str(student.contact_phone), student.contact_email) == ("+905550001011", "eski@ornek.example")


def test_only_a_hash_of_the_code_is_kept(student: Student) -> None:
    code = ask(student)
    digits = emailed_code()
    row = ContactCode.objects.filter(pk=code.pk).values().get()
    assert digits not in "".join(str(value) for name, value in row.items() if name not in ("issued_at", "sent_at"))
    assert len(row["code_hash"]) == 64


def test_the_old_contact_is_told_of_the_new_one(student: Student) -> None:
    confirm(student, ask(student), emailed_code())
    confirm(student, ask(student, PHONE, "5550001011"), texted_code())
    told = Delivery.objects.exclude(channel="inbox").values_list("notification__kind", "channel", "address")
    assert set(told) == {
        ("contact_email_changed", "email", "eski@ornek.example"),
        ("contact_phone_changed", "sms", "+905321234567"),
        ("contact_phone_changed", "email", ""),
    }


def test_a_first_contact_is_told_to_nobody_but_the_inbox(student: Student) -> None:
    Student.objects.update(contact_email="")
    confirm(student, ask(student), emailed_code())
    assert list(Delivery.objects.values_list("channel", flat=True)) == ["inbox"]


@pytest.mark.parametrize(("seconds", "counts"), [(89, True), (90, False), (91, False)])
@pytest.mark.parametrize("channel", [EMAIL, PHONE])
def test_a_code_counts_for_ninety_real_seconds(student: Student, at, channel: str, seconds: int, counts: bool) -> None:
    at("2024-07-01 10:00")  # the season clock has no say in it
    code = ask(student, channel, NEW if channel == EMAIL else "555 000 10 11")
    digits = emailed_code() if channel == EMAIL else texted_code()
    age(code, seconds)
    if counts:
        confirm(student, code, digits)
    else:
        assert refusal(lambda: confirm(student, code, digits)).code == "expired"
    student.refresh_from_db()
    kept = (student.contact_email, str(student.contact_phone))
    assert (kept != ("eski@ornek.example", "+905321234567")) is counts


def test_the_right_code_sent_twice_is_right_twice(student: Student) -> None:
    code = ask(student)
    for _again in range(2):
        confirm(student, code, emailed_code())
    assert Delivery.objects.filter(channel="inbox").count() == 1


def test_somebody_elses_code_is_no_code(student: Student) -> None:
    code = ask(student)
    other = StudentFactory()
    assert refusal(lambda: confirm(other, code, emailed_code())).code == "no_code"


def test_the_contact_in_use_needs_no_code(student: Student) -> None:
    assert refusal(lambda: ask(student, EMAIL, "eski@ornek.example")).code == "same_contact"
    assert refusal(lambda: ask(student, PHONE, "532 123 45 67")).code == "same_contact"


# --- guessing


def test_after_five_wrong_tries_even_the_right_code_is_refused(student: Student) -> None:
    code = ask(student)
    digits = emailed_code()
    said = [str(refusal(lambda: confirm(student, code, wrong(digits)))) for _try in range(5)]
    assert "4 deneme" in said[0]
    assert "1 deneme" in said[3]
    assert "geçersiz oldu" in said[4]
    assert refusal(lambda: confirm(student, code, digits)).code == "code_exhausted"
    student.refresh_from_db()
    assert student.contact_email == "eski@ornek.example"


@pytest.mark.django_db(transaction=True)
def test_five_tries_are_five_however_many_are_typed_at_once(settings, tmp_path) -> None:
    student = StudentFactory(contact_email="eski@ornek.example")
    code = ask(student)
    digits = emailed_code()

    def guess(_number: int) -> str:
        return refusal(lambda: confirm(student, code, wrong(digits))).code

    said = Counter(guess_code for guess_code in run_together(guess, 8))
    assert said == {"wrong_code": 5, "code_exhausted": 3}
    code.refresh_from_db()
    assert (code.tries, code.state) == (5, CodeState.EXHAUSTED)


def test_the_database_refuses_a_sixth_try(student: Student) -> None:
    code = ask(student)
    for values in ({"tries": 6}, {"tries": 5}, {"state": "exhausted", "sent_at": None}, {"code_hash": "123456"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactCode.objects.filter(pk=code.pk).update(**values)


# --- asking again


def test_the_next_code_waits_thirty_seconds_and_then_longer(student: Student) -> None:
    waits = []
    for _again in range(5):
        code = ask(student)
        waits.append(contact_limits.wait_seconds(student, EMAIL, code.sent_at))
        assert refusal(lambda: ask(student)).code == "too_soon"
        ContactCode.objects.filter(pk=code.pk).update(target="somebody-else@ornek.example")  # its limit is not meant
        age(code, 400)
    assert waits == [30, 60, 120, 300, 300]


def test_a_new_code_ends_the_earlier_one(student: Student) -> None:
    first = ask(student)
    age(first, 31)
    second = ask(student)
    assert refusal(lambda: confirm(student, first, emailed_code(0))).code == "code_replaced"
    confirm(student, second, emailed_code(1))


def test_both_channels_wait_each_for_itself(student: Student) -> None:
    ask(student)
    assert ask(student, PHONE, "5550001011").state == CodeState.SENT


def test_one_account_asks_six_times_an_hour(student: Student) -> None:
    for number in range(6):
        age(ask(student, EMAIL, f"baska{number}@ornek.example"), 600 - number)
    assert refusal(lambda: ask(student)).code == "account_limit"
    ContactCode.objects.update(issued_at=Now() - dt.timedelta(hours=2), sent_at=Now() - dt.timedelta(hours=2))
    ask(student)


def test_nobody_is_bombed_with_codes_by_many_accounts(student: Student) -> None:
    for number in range(4):
        ask(StudentFactory(), EMAIL, f"kurban+{number}@ornek.example")
    assert refusal(lambda: ask(student, EMAIL, "Kurban@ornek.example")).code == "target_limit"
    assert len(mail.outbox) == 4


# --- when the way out is blocked


def test_a_mail_server_that_refuses_is_named_and_costs_nothing(student: Student, settings) -> None:
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    live = ask(student)
    age(live, 40)
    server.refusing = True
    refused = refusal(lambda: ask(student, EMAIL, "ikinci@ornek.example"))
    assert (refused.code, "gönderilemedi" in str(refused)) == ("not_sent", True)
    live.refresh_from_db()
    assert live.state == CodeState.SENT  # the earlier code still counts
    server.refusing = False
    assert ask(student, EMAIL, "ikinci@ornek.example").state == CodeState.SENT  # at once
    server.close()


def test_an_sms_folder_that_cannot_be_written_is_named(student: Student, settings, tmp_path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    settings.USP_SMS_URL = f"file://{blocked}"
    assert refusal(lambda: ask(student, PHONE, "5550001011")).code == "not_sent"


@pytest.mark.filterwarnings("ignore:'(imghdr|cgi)':DeprecationWarning")
def test_an_sms_gateway_that_does_not_confirm_leaves_the_code_alive(student: Student, settings) -> None:
    settings.USP_SMS_URL = "json://127.0.0.1:9/{phone}"  # nobody listens there
    code = ask(student, PHONE, "5550001011")
    assert (code.state, code.unsure) == (CodeState.SENT, True)


def test_ten_failures_an_hour_are_enough(student: Student, settings, tmp_path) -> None:
    ask(student, PHONE, "5550001011")
    code = ContactCode.objects.get()
    age(code, 3000)
    ContactCode.objects.bulk_create(
        ContactCode(student=student, channel=PHONE, value=code.value, target=code.target, code_hash=code.code_hash,
                    state=CodeState.FAILED)
        for _number in range(10)
    )  # fmt: skip
    assert refusal(lambda: ask(student, PHONE, "5550001011")).code == "account_limit"


# --- afterwards


def test_edevlet_replaces_only_what_the_student_has_not_proven(student: Student) -> None:
    confirm(student, ask(student), emailed_code())
    student.refresh_from_db()
    follow_edevlet(student=student, email="edevlet@ornek.example", phone="+905559998877")
    student.refresh_from_db()
    assert (student.contact_email, str(student.contact_phone)) == ("Yeni.Ayse@ornek.example", "+905559998877")
    follow_edevlet(student=student, email="", phone="")
    student.refresh_from_db()
    assert str(student.contact_phone) == "+905559998877"


def test_codes_are_removed_after_two_days(student: Student) -> None:
    age(ask(student), 49 * 3600)
    young = ask(student)
    assert purge_codes() == 1
    assert list(ContactCode.objects.all()) == [young]
