"""«Yetkililer», the link of an invitation, and the advisers' page: what each of them shows, refuses and hides."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import (
    DepartmentFactory,
    MemberFactory,
    OfficialFactory,
    SeasonFactory,
    UnitFactory,
    UniversityFactory,
)
from tests.people import browser
from usp.accounts.models import DepartmentAdviser, Invitation, UniversityMembership, UniversityRole, User
from usp.accounts.services import invitations as verbs
from usp.accounts.services.links import token_of

pytestmark = pytest.mark.django_db
R = UniversityRole
ADDRESS = "omer.celik@bilecik.edu.tr"


@pytest.fixture
def manager(at) -> UniversityMembership:
    at("2024-05-13 10:00")
    SeasonFactory()
    return OfficialFactory(university=UniversityFactory(domain="bilecik.edu.tr"))


def text(response) -> str:
    return response.content.decode()


def invited(manager: UniversityMembership, **changes) -> Invitation:
    values = {
        "university_id": manager.university_id, "unit_id": None, "email": ADDRESS, "roles": ["adviser"],
        "actor": manager.user,
    }  # fmt: skip
    return verbs.invite(**(values | changes))


def link(invitation: Invitation) -> str:
    return f"/davet/{token_of(invitation)}/"


# --- the list --------------------------------------------------------------------------------------------------------


def test_everybody_of_the_university_stands_in_the_list(manager):
    unit = UnitFactory(university=manager.university)
    OfficialFactory(user__full_name="Ömer Çelik", university=manager.university, unit=unit, role=R.ADVISER)
    past = timezone.localdate() - dt.timedelta(days=1)
    OfficialFactory(user__full_name="Eski Görevli", university=manager.university, role=R.VERIFIER, ends_on=past)
    OfficialFactory(user__full_name="Yabancı Kişi", university=UniversityFactory(code="baska"))
    invited(manager, email="yeni@bilecik.edu.tr")
    client = browser(manager.user)
    page = text(client.get("/yetkililer/"))
    assert "Ömer Çelik" in page
    assert "Mühendislik Fakültesi" in page
    assert "Eski Görevli" not in page
    assert "Yabancı Kişi" not in page
    assert "Eski Görevli" in text(client.get("/yetkililer/?sekme=biten"))
    assert "yeni@bilecik.edu.tr" in text(client.get("/yetkililer/?sekme=davetli"))
    assert "Ömer Çelik" in text(client.get("/yetkililer/?q=OMER+celik"))
    assert "Aramanıza uyan kimse yok" in text(client.get("/yetkililer/?q=zzz"))
    assert "Zeynep Iğdır" not in text(client.get(f"/yetkililer/?unit={unit.pk}")).split("usp-table-box")[1]
    assert "Ömer Çelik" not in text(client.get("/yetkililer/?role=manager"))
    assert client.get("/yetkililer/?unit=xyz&role=xyz&sayfa=999&sekme=xyz").status_code == 200


def test_a_manager_of_one_unit_sees_and_changes_that_unit_only(manager):
    mine, other = (
        UnitFactory(university=manager.university, code="bir"),
        UnitFactory(university=manager.university, code="iki"),
    )
    head = OfficialFactory(university=manager.university, unit=mine)
    stranger = OfficialFactory(user__full_name="Öteki Birim", university=manager.university, unit=other, role=R.ADVISER)
    elsewhere = invited(manager, unit_id=other.pk)
    client = browser(head.user)
    for tab in ("gorevde", "davetli", "biten"):
        page = text(client.get(f"/yetkililer/?sekme={tab}"))
        assert "Öteki Birim" not in page
        assert ADDRESS not in page
    for method, path in (
        ("get", f"/yetkililer/kisi/{stranger.user_id}/"),
        ("get", f"/yetkililer/gorev/{stranger.pk}/"),
        ("get", f"/yetkililer/gorev/{manager.pk}/"),
        ("post", f"/yetkililer/gorev/{stranger.pk}/geri-al/"),
        ("post", f"/yetkililer/davet/{elsewhere.pk}/yeniden-gonder/"),
        ("post", f"/yetkililer/davet/{elsewhere.pk}/geri-al/"),
        ("get", f"/yetkililer/danismanlar/{DepartmentFactory(unit=other).pk}/"),
    ):
        assert getattr(client, method)(path).status_code == 404, path
    data = {"email": "a@bilecik.edu.tr", "roles": ["adviser"], "unit": "tum"}
    assert client.post("/yetkililer/davet/", data).status_code == 422
    assert client.post("/yetkililer/davet/", data | {"unit": str(other.pk)}).status_code == 422
    assert client.post("/yetkililer/davet/", data | {"unit": str(mine.pk)}).status_code == 302


@pytest.mark.parametrize("people", [2, 8])
def test_the_list_takes_the_same_queries_however_long_it_is(manager, people, django_assert_max_num_queries):
    for number in range(people):
        OfficialFactory(university=manager.university, role=R.ADVISER)
        invited(manager, email=f"kisi{number}@bilecik.edu.tr")
        DepartmentFactory(unit=UnitFactory(university=manager.university), name=f"Bölüm {number}")
    client = browser(manager.user)
    for address in ("/yetkililer/", "/yetkililer/?sekme=davetli", "/yetkililer/danismanlar/"):
        client.get(address)
        with django_assert_max_num_queries(16):
            client.get(address)


def test_a_role_s_end_and_withdrawal_go_through_the_pages(manager):
    held = OfficialFactory(university=manager.university, role=R.ADVISER)
    client, day = browser(manager.user), timezone.localdate() + dt.timedelta(days=10)
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    assert client.post(f"/yetkililer/gorev/{held.pk}/", {"ends_on": yesterday}).status_code == 422
    client.post(f"/yetkililer/gorev/{held.pk}/", {"ends_on": day.isoformat()})
    held.refresh_from_db()
    assert held.ends_on == day
    client.post(f"/yetkililer/gorev/{held.pk}/geri-al/", {"reason": "Emeklilik"})
    page = text(client.get(f"/yetkililer/kisi/{held.user_id}/"))
    assert "Emeklilik" in page
    assert "geri alındı" in page
    assert "Bu görev sona ermiş" in text(client.get(f"/yetkililer/gorev/{held.pk}/"))
    response = client.post(f"/yetkililer/gorev/{manager.pk}/geri-al/", {})
    assert response.status_code == 422
    assert "son yöneticisi" in text(response)


def test_a_manager_who_leaves_is_sent_home(manager):
    OfficialFactory(university=manager.university)
    response = browser(manager.user).post(f"/yetkililer/gorev/{manager.pk}/geri-al/", {}, follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert response.status_code == 200


# --- inviting --------------------------------------------------------------------------------------------------------


def test_an_address_from_elsewhere_is_asked_about_first(manager):
    client = browser(manager.user)
    data = {"email": "omer@gmail.example", "roles": ["adviser"], "unit": "tum"}
    response = client.post("/yetkililer/davet/", data)
    assert response.status_code == 422
    assert "üniversitenizin alan adı (bilecik.edu.tr) değil" in text(response)
    assert client.post("/yetkililer/davet/", data | {"outside_confirmed": "on"}).status_code == 302
    assert "outside_confirmed" not in text(
        client.post("/yetkililer/davet/", data | {"email": "x@bilecik.edu.tr", "roles": []})
    )


def test_an_employer_s_address_is_refused_with_a_sentence(manager):
    address = MemberFactory().user.email
    data = {"email": address, "roles": ["adviser"], "unit": "tum", "outside_confirmed": "on"}
    response = browser(manager.user).post("/yetkililer/davet/", data)
    assert response.status_code == 422
    assert "hem kariyer merkezinde hem işverende" in text(response)
    assert address in text(response)


def test_both_sides_of_an_appeal_in_one_hand_are_warned_of(manager):
    data = {"email": ADDRESS, "roles": ["verifier", "second_reviewer"], "unit": "tum"}
    response = browser(manager.user).post("/yetkililer/davet/", data, follow=True)
    assert "hem belge denetleyecek hem itirazlara bakacak" in text(response)


# --- the link --------------------------------------------------------------------------------------------------------


def test_a_guest_opens_an_account_and_is_led_to_the_second_factor(manager, client):
    unit = UnitFactory(university=manager.university)
    invitation = invited(manager, unit_id=unit.pk)
    page = text(client.get(link(invitation)))
    assert "Zeynep Iğdır sizi Bilecik Şeyh Edebali Üniversitesi adına" in page
    assert "Mühendislik Fakültesi" in page
    data = {
        "full_name": "Ömer Çelik",
        "password1": "mavi-kapida-7-yosun-var",
        "password2": "mavi-kapida-7-yosun-var",
    }
    response = client.post(link(invitation), data)
    assert response.status_code == 302
    assert client.get("/kariyer-merkezi/stajyerler/")["Location"] == "/hesap/2fa/totp/activate/"
    assert User.objects.get(email=ADDRESS).full_name == "Ömer Çelik"
    assert client.get(link(invitation))["Location"] == "/"
    client.logout()
    assert client.get(link(invitation)).status_code == 410


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password2": "baska-bir-parola-2024"}, "İki şifre aynı değil"),
        ({"password1": "kisa", "password2": "kisa"}, "12"),
        ({"password1": ADDRESS, "password2": ADDRESS}, "benzer"),
        ({"full_name": "Ömer"}, "Adınızı ve soyadınızı yazın"),
    ],
)
def test_a_refused_account_says_why_and_keeps_the_name(manager, client, changes, said):
    invitation = invited(manager)
    good = "mavi-kapida-7-yosun-var"
    data = {"full_name": "Ömer Çelik", "password1": good, "password2": good} | changes
    response = client.post(link(invitation), data)
    assert response.status_code == 422
    assert said in text(response)
    assert data["full_name"] in text(response)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_somebody_with_an_account_signs_in_and_accepts(manager, client):
    held = OfficialFactory(user__email=ADDRESS, university=manager.university, role=R.VERIFIER)
    invitation = invited(manager)
    assert f"/hesap/login/?next={link(invitation)}" in text(client.get(link(invitation)))
    assert client.post(link(invitation), {"full_name": "Bir Başkası"}).status_code == 200  # no second account
    mine = browser(held.user)
    assert "Daveti kabul et" in text(mine.get(link(invitation)))
    mine.post(link(invitation))
    mine.post(link(invitation))
    assert set(held.user.university_memberships.values_list("role", flat=True)) == {"verifier", "adviser"}


def test_somebody_else_s_session_is_told_to_sign_out(manager):
    invitation = invited(manager)
    page = text(browser(manager.user).get(link(invitation)))
    assert "Zeynep Iğdır olarak giriş yapmışsınız" in page
    browser(manager.user).post(link(invitation), {"full_name": "Zeynep Iğdır"})
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("over", "status", "said"),
    [
        ("unknown", 404, "bir daveti açmıyor"),
        ("expired", 410, "süresi dolmuş"),
        ("withdrawn", 410, "geri alınmış"),
        ("employer", 403, "hem kariyer merkezinde hem işverende"),
    ],
)
def test_a_link_that_is_over_says_what_to_do(manager, client, over, status, said):
    invitation = invited(manager)
    address = link(invitation)
    match over:
        case "unknown":
            address = "/davet/yok/"
        case "expired":
            Invitation.objects.update(expires_at=timezone.now())
        case "withdrawn":
            browser(manager.user).post(f"/yetkililer/davet/{invitation.pk}/geri-al/")
        case "employer":
            MemberFactory(user__email=ADDRESS)
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code == status
        assert said in text(response)


# --- advisers --------------------------------------------------------------------------------------------------------


def test_a_department_without_adviser_is_a_gap_until_somebody_is_named(manager):
    department = DepartmentFactory(unit=UnitFactory(university=manager.university))
    client, address = browser(manager.user), f"/yetkililer/danismanlar/{department.pk}/"
    assert "1 bölümün kariyer danışmanı yok" in text(client.get("/yetkililer/"))
    assert "danışmanlık görevi olan kimse yok" in text(client.get(address))
    adviser = OfficialFactory(university=manager.university, unit=department.unit, role=R.ADVISER)
    today = timezone.localdate()
    data = {"person": adviser.user_id, "room": "B 214", "phone": "0228 214 11 11", "starts_on": today.isoformat()}
    response = client.post(address, data | {"ends_on": (today - dt.timedelta(days=1)).isoformat(), "phone": "12"})
    assert response.status_code == 422
    assert "B 214" in text(response)
    client.post(address, data)
    assert "B 214" in text(client.get(address))
    row = DepartmentAdviser.objects.get()
    assert 'value="B 214"' in text(client.get(f"{address}?danisman={row.pk}"))
    assert "Danışmanı olan bölümler" in text(client.get(f"/yetkililer/danismanlar/?birim={department.unit_id}"))
    client.post(f"/yetkililer/danismanlar/kaldir/{row.pk}/")
    assert "1 bölümün danışmanı yok" in text(client.get("/yetkililer/danismanlar/"))
