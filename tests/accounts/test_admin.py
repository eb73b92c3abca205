"""The operators' pages about people and organisations: what may be written, and that every refusal is a sentence."""

import re
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import (
    DistrictFactory,
    EmployerFactory,
    MemberFactory,
    OfficialFactory,
    StudentFactory,
    UnitFactory,
    UniversityFactory,
    UserFactory,
)
from tests.people import browser
from usp.accounts.models import Employer, EmployerMembership, EmployerStatus, UniversityMembership, User, UserKind

pytestmark = pytest.mark.django_db
PASSWORD = "çok-gizli-bir-parola-19"
NEW_USER = {
    "kind": "career_center",
    "full_name": "Işıl İnce",
    "email": "Isil.Ince@BSEU.example",
    "language": "tr",
    "usable_password": "true",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
QUICKER_RIVAL = """
create function quicker_rival() returns trigger language plpgsql as $$ begin
  if pg_trigger_depth() = 1 then
    insert into accounts_universitymembership (user_id, user_kind, university_id, role)
      values ({user}, 'career_center', {university}, 'manager');
  end if;
  return new;
end $$;
create trigger aa_quicker_rival before insert on accounts_universitymembership
  for each row execute function quicker_rival()
"""
CHANGE = {"full_name": "Elif Şahin", "email": "elif@dsi.example", "language": "tr", "is_active": "on"}


def page(response: HttpResponse) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def rows(response: HttpResponse) -> list[str]:
    """The first cell of each row of a list."""
    cells = re.findall(r"<th class=\"field[^>]*>(.*?)</th>", page(response))
    return [re.sub(r"<[^>]+>", "", cell) for cell in cells]


def inline(prefix: str, *forms: dict[str, object], initial: int = 0) -> dict[str, object]:
    """A formset's fields as a browser sends them."""
    data: dict[str, object] = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for index, form in enumerate(forms):
        data |= {f"{prefix}-{index}-{name}": value for name, value in form.items()}
    return data


def change(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def test_a_new_user_gets_kind_password_and_a_small_letter_address(desk: Client):
    response = desk.post(reverse("admin:accounts_user_add"), NEW_USER)
    user = User.objects.get(email="isil.ince@bseu.example")
    assert response["Location"] == change(user)
    assert user.kind == UserKind.CAREER_CENTER
    assert user.check_password(PASSWORD)
    assert not user.is_staff


def test_a_new_operator_may_open_these_pages(desk: Client):
    desk.post(reverse("admin:accounts_user_add"), NEW_USER | {"kind": "operator"})
    assert User.objects.get(email="isil.ince@bseu.example").is_staff


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("kind", "student", "student"),
        ("email", "", "zorunlu"),
        ("password2", "başka-bir-parola-77", "parola"),
    ],
)
def test_a_refused_new_user_is_told_why(field, value, said, desk: Client):
    answer = page(desk.post(reverse("admin:accounts_user_add"), NEW_USER | {field: value}))
    assert re.search(rf'<ul class="errorlist"[^>]*>.*?{said}', answer, re.S)
    assert User.objects.count() == 1


def test_the_kind_of_a_user_is_shown_and_never_changed(desk: Client):
    user = UserFactory(kind=UserKind.EMPLOYER)
    assert 'name="kind"' not in page(desk.get(change(user)))
    desk.post(change(user), CHANGE | {"kind": "operator"} | inline("employer_membership"))
    user.refresh_from_db()
    assert (user.kind, user.full_name) == (UserKind.EMPLOYER, "Elif Şahin")


def test_nobody_but_an_operator_becomes_staff(desk: Client):
    user = UserFactory(kind=UserKind.EMPLOYER)
    desk.post(change(user), CHANGE | {"is_staff": "on", "is_superuser": "on"} | inline("employer_membership"))
    user.refresh_from_db()
    assert not user.is_staff
    assert not user.is_superuser


def test_an_address_is_needed_though_the_kind_is_not_on_the_page(desk: Client):
    user = UserFactory(kind=UserKind.EMPLOYER)
    answer = page(desk.post(change(user), CHANGE | {"email": ""} | inline("employer_membership")))
    assert "Öğrenci olmayan kullanıcının e-posta adresi olmalıdır." in answer


def test_a_student_has_no_password_page_and_no_address_here(desk: Client):
    user = StudentFactory().user
    shown = page(desk.get(change(user)))
    assert 'name="email"' not in shown
    assert 'name="full_name"' not in shown
    assert 'name="is_active"' in shown
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    data = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD, "set-password": "1"}
    assert desk.post(address, data).status_code == 404
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)


def test_a_password_is_set_through_its_own_page(desk: Client):
    user = MemberFactory().user
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    assert address.removeprefix(change(user).removesuffix("change/")) == "password/"
    data = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD, "set-password": "1"}
    assert desk.post(address, data).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_operator_below_superuser_takes_nobody_s_place(operator: User):
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    clerk = UserFactory(is_superuser=False)
    clerk.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    desk = browser(clerk)
    assert desk.get(reverse("admin:auth_user_password_change", args=[operator.pk])).status_code == 403
    assert desk.post(change(operator), CHANGE).status_code == 403
    desk.post(change(clerk), CHANGE | {"is_superuser": "on"})
    clerk.refresh_from_db()
    assert clerk.full_name == "Elif Şahin"
    assert not clerk.is_superuser


def test_memberships_stand_with_the_user_by_kind(desk: Client):
    assert 'name="employer_membership-TOTAL_FORMS"' in page(desk.get(change(MemberFactory().user)))
    assert 'name="university_memberships-TOTAL_FORMS"' in page(desk.get(change(OfficialFactory().user)))
    assert "TOTAL_FORMS" not in page(desk.get(change(StudentFactory().user)))


def test_the_people_of_an_employer_stand_in_the_order_of_the_alphabet(desk: Client):
    employer = EmployerFactory()
    for name in ("Zeki Ak", "Çiğdem Ak", "Işık Ak", "İpek Ak", "Cem Ak"):
        MemberFactory(employer=employer, user__full_name=name)
    shown = page(desk.get(reverse("admin:accounts_employermembership_changelist")))
    assert re.findall(r"\w+(?= Ak\b)", shown) == ["Cem", "Çiğdem", "Işık", "İpek", "Zeki"]


def test_nothing_here_is_deleted(desk: Client):
    for row in (MemberFactory(), OfficialFactory(), StudentFactory(), EmployerFactory(), UserFactory()):
        name = f"admin:accounts_{row._meta.model_name}_delete"
        assert desk.post(reverse(name, args=[row.pk]), {"post": "yes"}).status_code == 403


def test_two_universities_for_one_person_are_refused_in_one_go(desk: Client):
    user = UserFactory(kind=UserKind.CAREER_CENTER)
    two = [{"university": UniversityFactory(code=code).pk, "role": role, "user": user.pk}
           for code, role in (("bir", "manager"), ("iki", "verifier"))]  # fmt: skip
    answer = page(desk.post(change(user), CHANGE | inline("university_memberships", *two)))
    assert "Bir kişi yalnızca bir üniversitede görev alabilir." in answer
    assert not UniversityMembership.objects.exists()


def test_the_same_role_twice_is_refused_in_one_go(desk: Client):
    user = UserFactory(kind=UserKind.CAREER_CENTER)
    row = {"university": UniversityFactory().pk, "role": "manager", "user": user.pk}
    answer = page(desk.post(change(user), CHANGE | inline("university_memberships", row, row)))
    assert "Bu kişi bu birimde bu role zaten sahip." in answer
    assert not UniversityMembership.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (lambda held: {"university": UniversityFactory(code="iki").pk}, "yalnızca bir üniversitede"),
        (lambda held: {}, "bu role zaten sahip"),
        (lambda held: {"role": "adviser", "unit": UnitFactory(university__code="iki").pk}, "bu üniversitenin birimi"),
        (lambda held: {"user": MemberFactory().user_id}, "«İşveren» türünde"),
        (lambda held: {"user": StudentFactory().user_id}, "«Öğrenci» türünde"),
    ],
)
def test_a_refused_university_membership_says_why(changes, said, desk: Client):
    held = OfficialFactory()
    data = {"user": held.user_id, "university": held.university_id, "role": "manager"} | changes(held)
    assert said in page(desk.post(reverse("admin:accounts_universitymembership_add"), data))
    assert UniversityMembership.objects.count() == 1


@pytest.mark.parametrize(
    ("user", "said"),
    [
        (lambda: OfficialFactory().user, "«Kariyer merkezi» türünde"),
        (lambda: MemberFactory().user, "zaten"),
    ],
)
def test_a_refused_employer_membership_says_why(user, said, desk: Client):
    employer = EmployerFactory()
    data = {"user": user().pk, "employer": employer.pk, "role": "recruiter"}
    assert said in page(desk.post(reverse("admin:accounts_employermembership_add"), data))
    assert not EmployerMembership.objects.filter(employer=employer).exists()


def test_what_only_the_database_refuses_is_a_sentence_too(desk: Client):
    """Another operator is a moment quicker: the form finds nothing wrong, the constraint does."""
    user, mine = UserFactory(kind=UserKind.CAREER_CENTER), UniversityFactory(code="iki")
    with connection.cursor() as cursor:
        cursor.execute(QUICKER_RIVAL.format(user=user.pk, university=UniversityFactory().pk))
    data = {"user": user.pk, "university": mine.pk, "role": "verifier"}
    response = desk.post(reverse("admin:accounts_universitymembership_add"), data, follow=True)
    assert "Bir kişi yalnızca bir üniversitede görev alabilir." in page(response)
    assert not UniversityMembership.objects.exists()


def test_a_refusal_without_a_sentence_names_its_constraint(desk: Client):
    """A rule that only the database knows, such as one added by hand on a live system."""
    with connection.cursor() as cursor:
        cursor.execute(
            "alter table accounts_universitymembership add constraint known_to_nobody check (role <> 'verifier')"
        )
    user = UserFactory(kind=UserKind.CAREER_CENTER)
    data = {"user": user.pk, "university": UniversityFactory().pk, "role": "verifier"}
    response = desk.post(reverse("admin:accounts_universitymembership_add"), data, follow=True)
    assert "(known_to_nobody)" in page(response)
    assert not UniversityMembership.objects.exists()


def test_a_user_is_looked_up_only_among_those_that_fit(desk: Client):
    MemberFactory(user__full_name="Deniz Ada")
    OfficialFactory(user__full_name="Deniz Bulut")
    UserFactory(full_name="Deniz Çakır")
    found = {}
    for model in ("employermembership", "universitymembership"):
        asked = {"term": "deniz", "app_label": "accounts", "model_name": model, "field_name": "user"}
        answer = desk.get(reverse("admin:autocomplete"), asked).json()
        found[model] = [one["text"] for one in answer["results"]]
    assert found == {"employermembership": ["Deniz Ada"], "universitymembership": ["Deniz Bulut"]}


def test_a_student_is_found_by_any_spelling_and_by_the_whole_number(desk: Client):
    student = StudentFactory(first_name="Şükrü", last_name="Işık")
    StudentFactory(first_name="Ayşe", last_name="Çınar")
    listing = reverse("admin:accounts_student_changelist")
    for term in ("sukru", "IŞIK", "ışık şük", student.tckn):
        assert rows(desk.get(listing, {"q": term})) == ["Şükrü Işık"], term
    assert rows(desk.get(listing, {"q": student.tckn[:10]})) == []


def test_an_identity_number_is_never_shown_in_full(desk: Client):
    student = StudentFactory()
    for name, args in (("changelist", []), ("change", [student.pk])):
        shown = page(desk.get(reverse(f"admin:accounts_student_{name}", args=args)))
        assert "*********" + student.tckn[-2:] in shown
        assert student.tckn not in shown
        assert student.tckn_hash not in shown


def test_the_operator_s_home_page_leads_to_who_waits(desk: Client):
    EmployerFactory(name="Işık Yazılım", status=EmployerStatus.PENDING)
    EmployerFactory()
    address = reverse("employers:desk")
    assert f'href="{address}"' in desk.get("/").content.decode()
    page = desk.get(address).content.decode()
    assert "Işık Yazılım" in page
    assert "Devlet Su İşleri" not in page


def test_employers_are_found_by_turkish_spelling_and_number(desk: Client):
    employer = EmployerFactory(name="İzmir Işıklandırma")
    EmployerFactory(name="Başka Kurum")
    for term in ("izmir", "ışıklandırma", employer.vkn):
        found = rows(desk.get(reverse("admin:accounts_employer_changelist"), {"q": term}))
        assert found == ["İzmir Işıklandırma"], term


def act(desk: Client, action: str, *chosen: Employer, **more: str) -> str:
    data = {"action": action, "_selected_action": [one.pk for one in chosen], **more}
    return page(desk.post(reverse("admin:accounts_employer_changelist"), data, follow=True))


def test_the_actions_approve_and_suspend(desk: Client, operator: User):
    one, two = EmployerFactory(status=EmployerStatus.PENDING), EmployerFactory(status=EmployerStatus.REVOKED)
    said = act(desk, "approve", one, two)
    assert "1 kurum onaylı." in said
    assert "kapatılan kayıt yeniden onaylanamaz" in said
    assert "gerekçe yazın" in act(desk, "suspend", one)
    assert "1 kurum askıda." in act(desk, "suspend", one, reason="Evrak eksik")
    one.refresh_from_db()
    assert one.status == EmployerStatus.SUSPENDED
    history = page(desk.get(reverse("admin:accounts_employer_change", args=[one.pk])))
    assert "Evrak eksik" in history
    assert operator.full_name in history


def test_the_status_is_never_typed(desk: Client):
    employer = EmployerFactory(status=EmployerStatus.PENDING)
    address = reverse("admin:accounts_employer_change", args=[employer.pk])
    assert 'name="status"' not in page(desk.get(address))
    data = employer_data(employer) | {"name": "Yeni Ad", "status": "approved"}
    assert desk.post(address, data | inline("memberships") | inline("events")).status_code == 302
    employer.refresh_from_db()
    assert (employer.name, employer.sort_key != "", employer.status) == ("Yeni Ad", True, EmployerStatus.PENDING)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("vkn", "1234567891", "vergi kimlik numarası değil"),
        ("vkn", "12", "vergi kimlik numarası değil"),
        ("district", lambda: DistrictFactory(id=9001, province__id=34).pk, "ilçesi değil"),
    ],
)
def test_a_refused_employer_says_why(field, value, said, desk: Client):
    employer = EmployerFactory()
    data = employer_data(employer) | {field: value() if callable(value) else value}
    address = reverse("admin:accounts_employer_change", args=[employer.pk])
    assert said in page(desk.post(address, data | inline("memberships") | inline("events")))


def employer_data(employer: Employer) -> dict[str, object]:
    """The employer's own fields as its page sends them."""
    return {
        "name": employer.name,
        "vkn": employer.vkn,
        "personnel_count": employer.personnel_count,
        "activity": employer.activity,
        "province": employer.province_id,
        "district": employer.district_id,
        "address": employer.address,
        "phone": str(employer.phone),
        "email": employer.email,
        "website": "",
    }
