"""A university's codes and workplaces at SGK: the manager's, with history and a live example."""

import pytest
from django.urls import reverse

from insurance.models import DepartmentOccupation, SgkSettings, SgkWorkplace
from insurance.services.sgk_settings import save_sgk_settings
from tests.factories import DepartmentFactory, OfficialFactory, UnitFactory, UniversityFactory
from tests.keeping import kept
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
CODES = {
    "encoding": "iso-8859-9", "insurance_branch": "19", "education_code": "5", "work_branch": "17", "duty_code": "5",
    "occupation_code": "3258.02", "exit_reason": "18", "exit_days": "10", "title_chars": "50", "address_chars": "50",
}  # fmt: skip
PLACE = {"unit": "", "agent_number": "000", "title": "Rektörlük", "address": "Gülümbe, Bilecik"}


@kept
def manager(at):
    at("2024-04-17 10:00")
    return OfficialFactory(university=UniversityFactory()).user


def test_a_university_begins_with_the_codes_of_an_intern():
    """B10: branch 19 and duty 5 are an intern's (7 would be an apprentice); the others are a beginning to look at."""
    usual = SgkSettings()
    assert (usual.insurance_branch, usual.duty_code) == ("19", "5")
    assert (usual.education_code, usual.work_branch, usual.exit_reason, usual.exit_days) == ("4", "17", "22", 10)


def test_codes_are_saved_shown_in_the_example_and_kept_in_the_history(client, manager):
    enter(client, manager)
    page = reverse("insurance:sgk-settings")
    typed = client.get(reverse("insurance:sgk-example"), CODES).content.decode()
    assert "ISO-8859-9" in typed
    assert "OGRENIMKODU=&quot;5&quot;" in typed
    assert not SgkSettings.objects.exists()
    refused = client.post(page, CODES | {"occupation_code": "325802", "exit_days": "0", "work_branch": "29"})
    assert refused.status_code == 422
    for words in ("Meslek kodu 3258.02 biçimindedir", "İş kolu 1 ile 28 arasında", "1 ile 60 gün arasındadır"):
        assert words in refused.content.decode()
    assert client.post(page, CODES).status_code == 302
    client.post(page, CODES | {"exit_reason": "5"})
    said = client.get(page).content.decode()
    assert "kesin bilgi yok" in said
    assert "çıkış nedeni: 18 → 5" in said
    assert manager.full_name in said


def test_a_pasted_number_of_26_digits_becomes_workplace_and_agent(client, manager):
    enter(client, manager)
    page = reverse("insurance:sgk-workplace-new")
    wrong = client.post(page, PLACE | {"number": "1" * 20})
    assert wrong.status_code == 422
    assert "21 rakamdır" in wrong.content.decode()
    assert client.post(page, PLACE | {"number": "2 8510 0101 1234567 011-11 79 007"}).status_code == 302
    workplace = SgkWorkplace.objects.get()
    assert (workplace.registry_number, workplace.agent_number) == ("285100101123456701111", "007")
    twice = client.post(page, PLACE | {"number": "1" * 21})
    assert "genel" in twice.content.decode()
    assert twice.status_code == 422


def test_a_unit_has_one_workplace_and_an_unused_one_can_be_removed(client, manager):
    enter(client, manager)
    unit = UnitFactory()
    page = reverse("insurance:sgk-workplace-new")
    client.post(page, PLACE | {"number": "1" * 21, "unit": unit.pk})
    twice = client.post(page, PLACE | {"number": "3" * 21, "unit": unit.pk})
    assert "zaten var; onu düzenleyin" in twice.content.decode()
    workplace = SgkWorkplace.objects.get()
    client.post(reverse("insurance:sgk-workplace", args=[workplace.pk]), PLACE | {"number": "4" * 21, "unit": unit.pk})
    workplace.refresh_from_db()
    assert workplace.registry_number == "4" * 21
    client.post(reverse("insurance:sgk-workplace-remove", args=[workplace.pk]))
    assert not SgkWorkplace.objects.exists()
    assert "silindi" in client.get(reverse("insurance:sgk-settings")).content.decode()


def test_departments_have_their_own_codes_or_the_usual_one(client, manager):
    department = DepartmentFactory()
    enter(client, manager)
    page, name = reverse("insurance:sgk-occupations"), f"d{department.pk}"
    assert client.post(page, {name: "12"}).status_code == 422
    assert client.post(page, {name: "2512.01"}).status_code == 302
    assert DepartmentOccupation.objects.get().code == "2512.01"
    client.post(page, {name: ""})
    assert not DepartmentOccupation.objects.exists()


def test_only_the_manager_of_the_whole_university_writes(client, manager):
    officer = OfficialFactory(role=UniversityRole.INSURANCE).user
    enter(client, officer)
    page = reverse("insurance:sgk-settings")
    assert 'name="exit_reason"' not in client.get(page).content.decode()
    assert client.post(page, CODES).status_code == 422
    assert client.get(reverse("insurance:sgk-workplace-new")).status_code == 403
    with pytest.raises(RuleViolation):
        save_sgk_settings(actor=officer, values={"exit_days": 5})
    assert not SgkSettings.objects.exists()
