"""«Bilgilerim» as a student meets it: both buttons, the code on the same screen, and the way back to e-Devlet."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from offers.selectors import identities
from tests.accounts.codes import age, emailed_code, texted_code, wrong
from tests.applications.conftest import Ground
from tests.factories import StudentFactory, make_records
from tests.people import browser
from usp.accounts.models import CodeState, ContactCode, Student
from usp.edevlet.records import Contact

HOME, BY_EMAIL, BY_PHONE = (reverse(f"applications:contact{part}") for part in ("", "-email", "-phone"))
BACK = reverse("applications:contact-edevlet")


@pytest.fixture
def student(ground: Ground, settings, tmp_path) -> Student:
    settings.USP_SMS_URL = f"file://{tmp_path / 'sms'}"
    application = ground.application(source=make_records(contact=Contact("edevlet@ornek.example", "+905551112233")))
    Student.objects.update(contact_email="edevlet@ornek.example", contact_phone="+905551112233")
    return Student.objects.get(pk=application.student_id)


@pytest.fixture
def page(student: Student) -> Client:
    return browser(student.user)


def send(page: Client, value: str, address: str = BY_EMAIL):
    return page.post(address, {"action": "send", "value": value})


def confirm(page: Client, digits: str, address: str = BY_EMAIL, number: int | None = None):
    number = number or ContactCode.objects.latest("pk").pk
    return page.post(address, {"action": "confirm", "request_no": number, "code": digits})


def test_the_page_has_the_buttons_of_the_seed(page: Client) -> None:
    text = page.get(HOME).content.decode()
    for words in (
        "İletişim Bilgileri",
        "E-posta Adresi Güncelle",
        "İletişim Numarası Güncelle",
        "edevlet@ornek.example",
    ):
        assert words in text
    for name in ("notifications:choices", "applications:looks", "accounts:exports"):
        assert reverse(name) in text
    assert "e-Devlet’teki bilgiye dön" not in text


def test_an_address_is_changed_on_one_screen(page: Client, student: Student) -> None:
    assert send(page, "yeni@ornek.example")["Location"] == BY_EMAIL
    text = page.get(BY_EMAIL).content.decode()
    assert "yeni@ornek.example" in text
    assert "data-usp-seconds" in text
    assert "anına kadar geçerli" in text  # written out for readers without script
    assert confirm(page, emailed_code())["Location"] == HOME
    text = page.get(HOME).content.decode()
    assert "Doğrulandı" in text
    assert "Sizin doğruladığınız bilgi" in text
    assert "e-Devlet’teki: edevlet@ornek.example" in text


def test_a_number_is_changed_on_one_screen(page: Client, student: Student) -> None:
    send(page, "532 123 45 67", BY_PHONE)
    assert "0532 123 45 67" in page.get(BY_PHONE).content.decode()
    digits = texted_code()
    assert confirm(page, f" {digits[:3]} {digits[3:]} ", BY_PHONE)["Location"] == HOME
    student.refresh_from_db()
    assert str(student.contact_phone) == "+905321234567"


def test_employers_see_the_proven_contact_and_the_application_stays_frozen(page: Client, student: Student) -> None:
    # docs/rules.md A45: «işverenler … güncellediğin yeni iletişim bilgilerini kullanacaktır»
    application = student.applications.get()
    before = application.records, application.state
    send(page, "yeni@ornek.example")
    confirm(page, emailed_code())
    assert identities([application.pk])[application.pk].email == "yeni@ornek.example"
    application.refresh_from_db()
    assert (application.records, application.state) == before


def test_a_wrong_number_keeps_what_was_typed_and_says_the_format(page: Client) -> None:
    response = send(page, "0312 417 00 00", BY_PHONE)
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="0312 417 00 00"' in text
    assert "5xx xxx xx xx" in text
    assert ContactCode.objects.count() == 0


@pytest.mark.parametrize("digits", ["12345", "abcdef", "", "12345678", "１２３４５６"])
def test_a_slip_of_another_kind_costs_no_try(page: Client, digits: str) -> None:
    send(page, "yeni@ornek.example")
    assert confirm(page, digits).status_code == 422
    assert ContactCode.objects.get().tries == 0


def test_a_wrong_code_says_what_is_left_and_the_fifth_ends_it(page: Client) -> None:
    send(page, "yeni@ornek.example")
    bad = wrong(emailed_code())
    answers = [confirm(page, bad) for _try in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 5
    assert "4 deneme hakkınız kaldı" in answers[0].content.decode()
    assert "geçersiz oldu" in page.get(BY_EMAIL).content.decode()
    assert confirm(page, emailed_code()).status_code == 422


def test_a_code_whose_time_is_over_can_be_asked_for_again(page: Client) -> None:
    send(page, "yeni@ornek.example")
    age(ContactCode.objects.get(), 91)
    text = page.get(BY_EMAIL).content.decode()
    assert "süresi doldu" in text
    assert 'value="yeni@ornek.example"' in text
    send(page, "yeni@ornek.example")
    assert confirm(page, emailed_code())["Location"] == HOME


def test_a_second_click_leads_to_the_same_page_and_sends_nothing(page: Client) -> None:
    send(page, "yeni@ornek.example")
    response = send(page, "yeni@ornek.example")
    assert response["Location"] == BY_EMAIL
    assert "saniye sonra" in page.get(BY_EMAIL).content.decode()
    assert len(mail.outbox) == 1


def test_another_address_within_the_pause_is_a_sentence(page: Client) -> None:
    send(page, "yeni@ornek.example")
    response = send(page, "baska@ornek.example")
    assert response.status_code == 422
    assert "saniye sonra isteyebilirsiniz" in response.content.decode()


def test_two_tabs_answer_each_their_own_request(page: Client, student: Student) -> None:
    send(page, "bir@ornek.example")
    first = ContactCode.objects.get()
    age(first, 31)
    send(page, "iki@ornek.example")
    response = confirm(page, emailed_code(0), number=first.pk)
    assert "yerine yenisi gönderildi" in response.content.decode()
    second = ContactCode.objects.latest("pk")
    assert second.tries == 0
    confirm(page, emailed_code(1))
    student.refresh_from_db()
    assert student.contact_email == "iki@ornek.example"


def test_going_back_to_edevlet_needs_no_code(page: Client, student: Student) -> None:
    send(page, "yeni@ornek.example")
    confirm(page, emailed_code())
    assert "e-Devlet’teki bilgiye dön" in page.get(HOME).content.decode()
    page.post(BACK, {"channel": "email"})
    student.refresh_from_db()
    assert (student.contact_email, student.email_confirmed_at) == ("edevlet@ornek.example", None)
    page.post(BACK, {"channel": "email"})  # a second click changes nothing and is no error
    assert page.post(BACK, {"channel": "fax"}).status_code == 404


def test_a_code_on_its_way_does_not_undo_the_way_back(page: Client, student: Student) -> None:
    send(page, "yeni@ornek.example")
    page.post(BACK, {"channel": "email"})
    assert ContactCode.objects.get().state == CodeState.REPLACED
    assert confirm(page, emailed_code()).status_code == 422


def test_without_edevlet_data_there_is_no_way_back(db: None) -> None:
    other = browser(StudentFactory(contact_email="", contact_phone="").user)
    assert "Kayıt yok" in other.get(HOME).content.decode()
    answer = other.post(BACK, {"channel": "email"}, follow=True)
    assert "kayıtlı böyle bir iletişim bilginiz yok" in answer.content.decode()


@pytest.mark.filterwarnings("ignore:'(imghdr|cgi)':DeprecationWarning")
def test_an_sms_of_unknown_fate_is_said(page: Client, settings) -> None:
    settings.USP_SMS_URL = "json://127.0.0.1:1/{phone}"
    send(page, "532 123 45 67", BY_PHONE)
    assert "gidip gitmediği bilinmiyor" in page.get(BY_PHONE).content.decode()


def test_the_pages_cost_few_queries_whatever_was_asked_before(page: Client, django_assert_max_num_queries) -> None:
    send(page, "yeni@ornek.example")
    with django_assert_max_num_queries(16) as one:
        page.get(BY_EMAIL)
    code = ContactCode.objects.get()
    for number in range(3):
        old = ContactCode.objects.create(
            student=code.student, channel="email", value=f"a{number}@b.example", target="x", code_hash="0" * 64,
            state=CodeState.FAILED,
        )  # fmt: skip
        ContactCode.objects.filter(pk=old.pk).update(issued_at=code.issued_at - dt.timedelta(minutes=5))
    with django_assert_max_num_queries(len(one.captured_queries)):
        page.get(BY_EMAIL)
