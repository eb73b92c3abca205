"""Registering an employer: what is refused, what the link opens, and what two people at once cannot break."""

import datetime as dt
import secrets
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.factories import DistrictFactory, EmployerFactory, MemberFactory, ProvinceFactory, UserFactory
from usp.accounts.models import Employer, EmployerRegistration, EmployerStatus, User
from usp.accounts.services import employer_registration as verbs
from usp.accounts.services.employer_addresses import is_free_mail
from usp.accounts.services.link_mail import send_due_links
from usp.accounts.services.links import token_of
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
ADDRESS, PASSWORD = "ayse.yildiz@trakya.example", "mavi-kapida-7-yosun-var"
VKN, OTHER_VKN = "1000000018", "1000000026"
FORM = "/isveren-kaydi/"


@pytest.fixture
def district() -> Any:
    return DistrictFactory(id=1101, name="Bozüyük", province=ProvinceFactory(id=11, name="Bilecik"))


def values(district: Any, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Trakya Yazılım A.Ş.", "vkn": VKN, "public_code": None, "is_public": False, "personnel_count": 64,
        "activity": "Yazılım", "about": "", "province": district.province, "district": district,
        "address": "OSB 3. Cadde", "phone": "+902283140000", "website": "", "contact_name": "Ayşe Yıldız",
        "contact_title": "İK Müdürü", "contact_phone": "+905321234567",
    } | changes  # fmt: skip


def register(district: Any, email: str = ADDRESS, **changes: Any) -> EmployerRegistration:
    return verbs.register_employer(email=email, values=values(district, **changes))


def confirm(registration: EmployerRegistration) -> User:
    return verbs.confirm_registration(token=token_of(registration), full_name="Ayşe Yıldız", password=PASSWORD)


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RuleViolation) as refused:
        call(*args, **kwargs)
    return refused.value.code


def typed(of: Any, **changes: Any) -> dict[str, Any]:
    """As the page sends it."""
    return {
        "name": "Trakya Yazılım A.Ş.", "vkn": VKN, "public_code": "", "is_public": "False", "personnel_count": 64,
        "activity": "Yazılım", "about": "", "province": of.province_id, "district": of.pk,
        "address": "OSB 3. Cadde", "phone": "0228 314 00 00", "website": "", "contact_name": "Ayşe Yıldız",
        "contact_title": "İK Müdürü", "contact_phone": "0532 123 45 67", "email": ADDRESS,
    } | changes  # fmt: skip


# --- the verbs -------------------------------------------------------------------------------------------------------


def test_nobody_is_registered_before_the_address_is_proven(district):
    registration = register(district, email=" Ayse.Yildiz@Trakya.example ")
    assert registration.email == ADDRESS
    assert (Employer.objects.count(), User.objects.count()) == (0, 0)
    assert token_of(registration) not in str(EmployerRegistration.objects.values().get())


def test_the_link_makes_the_employer_its_first_manager_and_tells_the_operators(district, operator):
    user = confirm(register(district))
    employer = Employer.objects.get()
    membership = user.employer_membership
    assert (employer.status, employer.vkn, employer.email) == (EmployerStatus.PENDING, VKN, ADDRESS)
    assert (membership.employer, membership.role, membership.job_title) == (employer, "manager", "İK Müdürü")
    assert (user.kind, user.has_usable_password(), user.emailaddress_set.get().verified) == ("employer", True, True)
    assert employer.transitions.get().actor == f"user:{user.pk}"
    notice = Notification.objects.get()
    assert (notice.recipient, notice.kind) == (operator, "employer_waits")


@pytest.mark.parametrize("over", ["expired", "used", "replaced", "never sent"])
def test_a_link_that_is_over_makes_nobody(over, district):
    registration = register(district)
    token = token_of(registration)
    match over:
        case "expired":
            EmployerRegistration.objects.update(expires_at=timezone.now())
        case "used":
            confirm(registration)
        case "replaced":
            register(district, activity="Başka")
        case "never sent":
            token = "0" * 64
    before = Employer.objects.count()
    call = {"token": token, "full_name": "Ayşe Yıldız", "password": PASSWORD}
    assert refusal(verbs.confirm_registration, **call) == "registration_not_valid"
    assert Employer.objects.count() == before


def test_a_second_click_sends_nothing_again_and_a_correction_replaces(district):
    first = register(district)
    assert register(district).pk == first.pk
    corrected = register(district, personnel_count=65)
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert corrected.pk != first.pk


@pytest.mark.parametrize(
    ("email", "free"),
    [
        ("a@gmail.com", True), ("a@HOTMAIL.com", True), ("a@mail.yandex.com", True), ("a@ozel.gmail.com", True),
        ("a@dsi.gov.tr", False), ("a@mygmail.com", False), ("a@trakya.example", False),
    ],
)  # fmt: skip
def test_free_mail_is_known_by_its_domain(email, free):
    assert is_free_mail(email) is free


def test_free_mail_is_refused(district):
    assert refusal(register, district, email="trakya@gmail.com") == "free_mail"


def test_a_number_that_is_here_already_is_refused_but_one_that_is_only_typed_blocks_nobody(district):
    first = register(district)
    second = register(district, email="gercek@trakya.example")
    confirm(second)
    assert refusal(confirm, first) == "employer_vkn_once"
    assert refusal(register, district, email="ucuncu@trakya.example") == "number_known"
    assert User.objects.filter(kind="employer").count() == 1


def test_an_address_with_an_account_is_told_so_by_e_mail_only(district):
    UserFactory(email=ADDRESS, kind="career_center")
    registration = register(district)
    assert send_due_links() == 1
    assert "zaten bir hesabı var" in mail.outbox[0].body
    assert token_of(registration) not in mail.outbox[0].body
    assert refusal(confirm, registration) == "has_account"


def test_the_e_mail_carries_the_link_once(district, settings):
    registration = register(district)
    assert send_due_links() == 1
    assert send_due_links() == 0
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert f"{settings.USP_PUBLIC_URL}/isveren-kaydi/{token_of(registration)}/" in message.body


def asked_before(district: Any, number: int, ago: dt.timedelta, email: str | None = None, vkn: str = OTHER_VKN) -> None:
    """So many earlier registrations, withdrawn by the one after each; of addresses of their own where none is named."""
    now = timezone.now()
    EmployerRegistration.objects.bulk_create(
        EmployerRegistration(
            **values(district, vkn=vkn), email=email or f"{one}-{ago.seconds}@ege.example", nonce=secrets.token_hex(16),
            token_hash=secrets.token_hex(32), expires_at=now, withdrawn_at=now, asked_at=now - ago,
        )
        for one in range(number)
    )  # fmt: skip


MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("most", "within", "before"),
    [
        pytest.param(4, verbs.HOUR, {"email": ADDRESS}, id="to one address in an hour"),
        pytest.param(8, verbs.DAY, {"email": ADDRESS}, id="to one address in a day"),
        pytest.param(10, verbs.DAY, {"vkn": VKN}, id="for one number in a day"),
        pytest.param(300, verbs.HOUR, {}, id="from everybody in an hour"),
    ],
)
def test_attempts_are_limited(most, within, before, district):
    asked_before(district, 1, within + MINUTE, **before)  # counts no more
    asked_before(district, most - 1, within - MINUTE, **before)
    register(district)
    assert refusal(register, district, personnel_count=9) == "too_many_registrations"


def test_sending_again_waits_a_minute_and_gives_a_new_link(district):
    registration = register(district)
    assert refusal(verbs.send_again, registration_id=registration.pk) == "sent_just_now"
    EmployerRegistration.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=2))
    again = verbs.send_again(registration_id=registration.pk)
    assert token_of(again) != token_of(registration)
    assert confirm(again).email == ADDRESS


def test_what_nobody_proved_is_removed_after_thirty_days(district):
    kept, old = register(district), register(district, email="eski@trakya.example")
    EmployerRegistration.objects.filter(pk=old.pk).update(asked_at=timezone.now() - dt.timedelta(days=31))
    assert verbs.purge_registrations() == 1
    assert EmployerRegistration.objects.get() == kept


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"vkn": None, "public_code": None}, "employer_has_a_number"),
        ({"is_public": False, "public_code": "24308110"}, "employer_code_only_public"),
        ({"vkn": "123"}, "employer_vkn_ten_digits"),
        ({"vkn": None, "public_code": "123"}, "employer_public_code_eight_digits"),
    ],
)
def test_the_database_wants_the_number_of_its_kind(changes, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        EmployerFactory(**({"is_public": True} | changes))
    EmployerFactory(is_public=True, vkn=None, public_code="24308110")


def test_the_guard_refuses_what_the_table_forbids():
    employer = EmployerFactory(status=EmployerStatus.REVOKED)
    with (
        pytest.raises(IntegrityError, match="revoked -> approved"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update accounts_employer set status = 'approved' where id = %s", [employer.pk])


# --- the pages -------------------------------------------------------------------------------------------------------


def test_from_the_form_to_the_second_factor(district):
    client = Client()
    sent = client.post(FORM, typed(district), follow=True)
    assert "a•••@trakya.example" in sent.content.decode()
    registration = EmployerRegistration.objects.get()
    link = f"{FORM}{token_of(registration)}/"
    assert "Trakya Yazılım A.Ş." in client.get(link).content.decode()
    answer = client.post(link, {"full_name": "Ayşe Yıldız", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    assert "2fa/totp" in answer["Location"]
    assert Employer.objects.get().status == EmployerStatus.PENDING
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"vkn": "1000000017"}, "Bu bir vergi kimlik numarası değil"),
        ({"vkn": ""}, "Bu alan zorunludur"),
        ({"vkn": "", "is_public": "True"}, "Kurum kodunu ya da vergi kimlik numarasını yazın"),
        ({"public_code": "24308110"}, "yalnızca kamu kurumlarında olur"),
        ({"is_public": "True", "public_code": "12"}, "Kamu kurum kodu 8 rakamdır"),
        ({"email": "ayse@gmail.com"}, "herkese açık bir e-posta hizmeti"),
        ({"contact_name": "Ayşe"}, "Adınızı ve soyadınızı yazın"),
        ({"personnel_count": "0"}, "personnel_count"),
        ({"website": "yok yok"}, "website"),
    ],
)
def test_a_refused_form_says_where_and_keeps_everything(changes, says, district):
    answer = Client().post(FORM, typed(district, address="Çınar Sk. ışıklı") | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Çınar Sk. ışıklı" in page
    assert EmployerRegistration.objects.count() == 0


def test_a_known_number_has_a_way_out_and_names_nobody(district):
    manager = MemberFactory(employer=EmployerFactory(vkn=VKN, name="Gizli Kurum"))
    page = Client().post(FORM, typed(district)).content.decode()
    assert "Bu numarayla kayıtlı bir kurum var" in page
    for secret in ("Gizli Kurum", manager.user.full_name, manager.user.email):
        assert secret not in page


def test_a_public_institution_needs_no_tax_number(district):
    client = Client()
    answer = client.post(FORM, typed(district, vkn="", is_public="True", public_code="24 30 81 10"))
    assert answer.status_code == 302
    registration = EmployerRegistration.objects.get()
    assert (registration.vkn, registration.public_code, registration.is_public) == (None, "24308110", True)


def test_districts_follow_the_province_with_and_without_script(district):
    fragment = Client().get(FORM, {"province": 11}, headers={"HX-Request": "true"}).content.decode()
    assert "Bozüyük" in fragment
    assert "<html" not in fragment
    page = Client().post(FORM, typed(district, name="Yarım ad", district="", districts="1")).content.decode()
    assert "Bozüyük" in page
    assert "Yarım ad" in page
    assert "Düzeltilmesi gerekenler" not in page


def test_what_this_browser_typed_stands_in_the_form_until_it_is_proven(district):
    client = Client()
    client.post(FORM, typed(district))
    assert "Trakya Yazılım A.Ş." in client.get(FORM).content.decode()
    assert "Trakya Yazılım A.Ş." not in Client().get(FORM).content.decode()
    assert Client().get(f"{FORM}gonderildi/").status_code == 302
    again = client.post(f"{FORM}gonderildi/", follow=True).content.decode()
    assert "bir dakika bekleyin" in again


@pytest.mark.parametrize("where", ["/giris/", "/"])
def test_the_way_in_is_linked(where):
    assert f'href="{FORM}"' in Client().get(where).content.decode()
