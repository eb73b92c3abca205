"""The operators' desk for employers, and what a manager changes at once or asks for."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import EmployerFactory, MemberFactory
from tests.people import browser
from usp.accounts.models import Employer, EmployerChange, EmployerMembership, EmployerStatus
from usp.accounts.services import employer_data as verbs
from usp.accounts.services.employers import (
    approve_employer,
    link_institution,
    reject_employer,
    resubmit_employer,
    revoke_employer,
    suspend_employer,
)
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification
from usp.reference.models import Institution

pytestmark = pytest.mark.django_db
S = EmployerStatus
NAMES = {"name": "Yeni Unvan A.Ş.", "vkn": "1000000026", "public_code": "", "is_public": "False"}


@pytest.fixture
def manager() -> EmployerMembership:
    return MemberFactory(employer=EmployerFactory(vkn="1000000018", is_public=False, name="Eski Unvan A.Ş."))


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RuleViolation) as refused:
        call(*args, **kwargs)
    return refused.value.code


def facts(employer: Employer, **changes: Any) -> dict[str, Any]:
    """A manager's form as it is sent."""
    return {
        "personnel_count": 30, "activity": "Yazılım", "about": "Ölçüm araçları yaparız.",
        "province": employer.province_id, "district": employer.district_id, "address": "Yeni Cadde 1",
        "phone": "0312 417 00 00", "email": employer.email, "website": "trakya.example",
    } | changes  # fmt: skip


# --- the operators' desk ---------------------------------------------------------------------------------------------


def test_each_tab_shows_its_own_and_the_first_one_what_waits(operator):
    for status in S:
        EmployerFactory(name=f"Kurum {status.value}", status=status)
    client = browser(operator)
    assert "1 işveren onayınızı bekliyor" in client.get("/isverenler/").content.decode()
    for tab, status in {"bekleyen": "pending", "onayli": "approved", "askida": "suspended", "reddedilen": "rejected",
                        "kapatilan": "revoked"}.items():  # fmt: skip
        page = client.get("/isverenler/", {"sekme": tab}).content.decode()
        shown = [one.value for one in S if f"Kurum {one.value}" in page]
        assert shown == [status]


def test_the_desk_finds_by_name_number_and_address(operator):
    employer = EmployerFactory(name="Işık Yazılım", status=S.PENDING, email="ik@isik.example")
    EmployerFactory(name="Öteki", status=S.PENDING)
    client = browser(operator)
    for text in ("ışık", employer.vkn, "isik.example"):
        page = client.get("/isverenler/", {"ara": text}).content.decode()
        assert ("Işık Yazılım" in page, "Öteki" in page) == (True, False)


def test_the_desk_asks_no_more_for_three_than_for_one(operator):
    client = browser(operator)
    EmployerFactory(status=S.PENDING)
    client.get("/isverenler/")
    with CaptureQueriesContext(connection) as one:
        client.get("/isverenler/")
    EmployerFactory.create_batch(2, status=S.PENDING)
    with CaptureQueriesContext(connection) as three:
        client.get("/isverenler/")
    assert len(three) == len(one)


def test_approving_twice_is_one_approval(operator):
    manager = MemberFactory(employer__status=S.PENDING)
    client, address = browser(operator), f"/isverenler/{manager.employer_id}/karar/"
    for _click in range(2):
        assert client.post(address, {"action": "approve"}).status_code == 302
    manager.employer.refresh_from_db()
    assert manager.employer.status == S.APPROVED
    assert [move.to_state for move in manager.employer.transitions.all()] == ["pending", "approved"]
    assert Notification.objects.filter(kind="employer_approved").count() == 1


@pytest.mark.parametrize(
    ("status", "action", "then"),
    [(S.PENDING, "reject", S.REJECTED), (S.APPROVED, "suspend", S.SUSPENDED), (S.SUSPENDED, "revoke", S.REVOKED)],
)
def test_a_decision_that_hurts_needs_a_reason_that_the_employer_reads(status, action, then, operator):
    manager = MemberFactory(employer__status=status)
    client, address = browser(operator), f"/isverenler/{manager.employer_id}/karar/"
    assert client.post(address, {"action": action, "reason": " "}).status_code == 422
    client.post(address, {"action": action, "reason": "Numara ile ad uyuşmuyor"})
    manager.employer.refresh_from_db()
    assert manager.employer.status == then
    move = manager.employer.transitions.last()
    assert (move.actor, move.reason) == (f"user:{operator.pk}", "Numara ile ad uyuşmuyor")
    assert "Numara ile ad uyuşmuyor" in client.get(f"/isverenler/{manager.employer_id}/").content.decode()
    for page in ("/kurumumuz/", "/"):
        assert "Numara ile ad uyuşmuyor" in browser(manager.user).get(page).content.decode()
    assert Notification.objects.get(recipient=manager.user).context["reason"] == "Numara ile ad uyuşmuyor"


@pytest.mark.parametrize("status", list(S))
def test_every_status_has_its_page_on_both_sides(status, operator):
    manager = MemberFactory(employer__status=status)
    assert browser(operator).get(f"/isverenler/{manager.employer_id}/").status_code == 200
    client = browser(manager.user)
    assert client.get("/kurumumuz/").status_code == 200
    assert client.get("/").status_code == 200
    positions = client.get("/pozisyonlar/").content.decode()
    assert ("Kurumumuza git" in positions) == (status != S.APPROVED)
    assert ("/pozisyonlar/yeni/" in positions) == (status != S.REVOKED)


def test_what_is_not_possible_is_said(operator):
    pending, revoked = EmployerFactory(status=S.PENDING), EmployerFactory(status=S.REVOKED)
    assert refusal(revoke_employer, employer_id=pending.pk, actor=operator, reason="x") == "employer_status"
    assert refusal(reject_employer, employer_id=revoked.pk, actor=operator, reason="x") == "employer_status"
    assert refusal(approve_employer, employer_id=revoked.pk, actor=operator) == "employer_revoked"
    client = browser(operator)
    assert client.post(f"/isverenler/{pending.pk}/karar/", {"action": "explode"}).status_code == 400
    page = client.post(f"/isverenler/{revoked.pk}/karar/", {"action": "approve"}, follow=True).content.decode()
    assert "yeniden onaylanamaz" in page


def test_an_institution_of_the_wish_list_belongs_to_one_employer(operator):
    one, other = EmployerFactory(name="Devlet Su İşleri"), EmployerFactory()
    institution = Institution.objects.create(name="Devlet Su İşleri Genel Müdürlüğü", code="dsi", sector="public")
    client = browser(operator)
    assert "Adı benzeyenler" in client.get(f"/isverenler/{one.pk}/").content.decode()
    client.post(f"/isverenler/{one.pk}/kurum/", {"institution": institution.pk})
    one.refresh_from_db()
    assert one.institution == institution
    taken = {"employer_id": other.pk, "institution_id": institution.pk, "actor": operator}
    assert refusal(link_institution, **taken) == "institution_taken"
    assert client.post(f"/isverenler/{other.pk}/kurum/", {"institution": institution.pk}).status_code == 422
    client.post(f"/isverenler/{one.pk}/kurum/", {"institution": ""})
    one.refresh_from_db()
    assert one.institution is None


# --- a rejected registration -----------------------------------------------------------------------------------------


def test_a_rejected_registration_is_corrected_and_waits_again(operator):
    manager = MemberFactory(employer__status=S.PENDING, employer__vkn="1000000034")
    reject_employer(employer_id=manager.employer_id, actor=operator, reason="Ad eksik")
    client = browser(manager.user)
    assert "Ad eksik" in client.get("/kurumumuz/yeniden-gonder/").content.decode()
    data = facts(manager.employer) | {"name": "Tam Ad A.Ş.", "vkn": "1000000034", "public_code": "",
                                      "is_public": "False"}  # fmt: skip
    assert client.post("/kurumumuz/yeniden-gonder/", data | {"name": ""}).status_code == 422
    assert client.post("/kurumumuz/yeniden-gonder/", data).status_code == 302
    employer = Employer.objects.get(pk=manager.employer_id)
    assert (employer.status, employer.name, employer.is_public) == (S.PENDING, "Tam Ad A.Ş.", False)
    assert Notification.objects.filter(recipient=operator, kind="employer_waits").count() == 1
    assert client.get("/kurumumuz/yeniden-gonder/").status_code == 302


def test_only_a_manager_of_a_rejected_one_sends_it_again(manager):
    assert refusal(resubmit_employer, actor=manager.user, values={}) == "employer_status"
    recruiter = MemberFactory(employer=manager.employer, role="recruiter")
    assert refusal(resubmit_employer, actor=recruiter.user, values={}) == "not_manager_here"


# --- the employer's own data -----------------------------------------------------------------------------------------


def test_a_manager_changes_what_needs_no_operator(manager):
    client = browser(manager.user)
    assert client.post("/kurumumuz/duzenle/", facts(manager.employer, email="a@gmail.com")).status_code == 422
    assert client.post("/kurumumuz/duzenle/", facts(manager.employer)).status_code == 302
    employer = Employer.objects.get(pk=manager.employer_id)
    assert (employer.personnel_count, employer.about, employer.website) == (
        30, "Ölçüm araçları yaparız.", "https://trakya.example",
    )  # fmt: skip
    assert employer.events.order_by("-pgh_id").first().pgh_context.metadata["user"] == manager.user_id
    with pytest.raises(LookupError):
        verbs.change_own_data(actor=manager.user, values={"name": "Başka"})


def test_name_number_and_sector_wait_for_an_operator(manager, operator):
    client = browser(manager.user)
    answer = client.post("/kurumumuz/degisiklik/", NAMES | {"note": "Unvan değişti"})
    assert answer.status_code == 302
    change = EmployerChange.objects.get()
    manager.employer.refresh_from_db()
    assert manager.employer.name == "Eski Unvan A.Ş."
    desk = browser(operator)
    assert "Yeni Unvan A.Ş." in desk.get(f"/isverenler/{manager.employer_id}/").content.decode()
    assert "Eski Unvan" in desk.get("/isverenler/").content.decode()
    for _click in range(2):
        desk.post(f"/isverenler/degisiklik/{change.pk}/", {"action": "approve"})
    manager.employer.refresh_from_db()
    assert (manager.employer.name, manager.employer.vkn) == ("Yeni Unvan A.Ş.", "1000000026")
    assert Notification.objects.filter(kind="employer_change_approved", recipient=manager.user).count() == 1


def test_a_refused_change_says_why(manager, operator):
    browser(manager.user).post("/kurumumuz/degisiklik/", NAMES | {"note": "Unvan değişti"})
    change, desk = EmployerChange.objects.get(), browser(operator)
    address = f"/isverenler/degisiklik/{change.pk}/"
    assert desk.post(address, {"action": "refuse", "reason": ""}).status_code == 422
    desk.post(address, {"action": "refuse", "reason": "Gazete ilanı yok"})
    page = browser(manager.user).get("/kurumumuz/").content.decode()
    assert "Gazete ilanı yok" in page
    assert refusal(verbs.decide_change, change_id=change.pk, approve=True, actor=operator) == "change_closed"


@pytest.mark.parametrize(
    ("changes", "status"),
    [({}, 302), ({"vkn": "1000000041"}, 422), ({"vkn": "123"}, 422), ({"note": ""}, 422),
     ({"name": "Eski Unvan A.Ş.", "vkn": "1000000018"}, 422)],
)  # fmt: skip
def test_a_wish_is_judged_before_it_is_sent(changes, status, manager):
    EmployerFactory(vkn="1000000041")
    data = NAMES | {"note": "Unvan değişti"} | changes
    assert browser(manager.user).post("/kurumumuz/degisiklik/", data).status_code == status


def test_one_wish_at_a_time_and_it_may_be_taken_back(manager):
    values = {"name": "Yeni", "vkn": "1000000026", "public_code": None, "is_public": False}
    change = verbs.ask_for_change(actor=manager.user, values=values, note="x")
    assert refusal(verbs.ask_for_change, actor=manager.user, values=values, note="x") == "employer_change_one_open"
    stranger = MemberFactory()
    assert browser(stranger.user).post(f"/kurumumuz/degisiklik/{change.pk}/geri-cek/").status_code == 404
    client = browser(manager.user)
    assert client.get("/kurumumuz/degisiklik/").status_code == 302
    for _click in range(2):
        client.post(f"/kurumumuz/degisiklik/{change.pk}/geri-cek/")
    change.refresh_from_db()
    assert change.state == "withdrawn"
    verbs.ask_for_change(actor=manager.user, values=values, note="x")


def test_a_recruiter_sees_but_changes_nothing(manager):
    recruiter = MemberFactory(employer=manager.employer, role="recruiter")
    client = browser(recruiter.user)
    page = client.get("/kurumumuz/").content.decode()
    assert "Bilgileri düzenle" not in page
    for address in ("duzenle", "degisiklik", "davet", "yeniden-gonder"):
        assert client.get(f"/kurumumuz/{address}/").status_code == 403


def test_a_suspension_is_lifted_on_the_desk(operator):
    manager = MemberFactory()
    suspend_employer(employer_id=manager.employer_id, actor=operator, reason="İnceleme")
    browser(operator).post(f"/isverenler/{manager.employer_id}/karar/", {"action": "lift"})
    manager.employer.refresh_from_db()
    assert manager.employer.status == S.APPROVED
