"""The acceptance form of a placement: what it says, who may fetch it, and that there is only one."""

import subprocess

import pytest
from django.urls import reverse

from insurance.papers.acceptance_form import acceptance_form
from insurance.papers.issue import subject_of
from insurance.services.papers import ensure_acceptance_form
from insurance.tasks import make_acceptance_form
from offers.models import Placement
from tests.factories import MemberFactory, OfficialFactory, StudentFactory, UniversityFactory
from tests.insurance.world import place
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import enter
from usp.core import turkish
from usp.documents.models import Document

pytestmark = pytest.mark.django_db


@kept
def placement(at) -> Placement:
    at("2024-05-13 10:00")
    return place(make_world(), at, name="Şükrü Iğdır")


def test_the_form_says_what_the_offer_said(placement):
    form = acceptance_form(subject_of(placement.pk))
    assert (form.student_name, form.workplace_name) == ("Şükrü Iğdır", placement.offer.terms["employer"])
    assert (form.starts_on.isoformat(), form.ends_on.isoformat(), form.working_days) == ("2024-08-05", "2024-09-02", 20)
    assert form.academic_year == "2023-2024"
    assert [box.role for box in form.signature_boxes()] == [
        "Öğrenci", "İşveren / yetkili", "Bölüm kariyer danışmanı", "Staj komisyonu başkanı", "Sigorta giriş onayı",
    ]  # fmt: skip


def test_the_printed_form_carries_every_fact_with_turkish_letters(placement, tmp_path):
    document = ensure_acceptance_form(placement_id=placement.pk, actor=None)
    path = tmp_path / "form.pdf"
    with document.file.open("rb") as file:
        path.write_bytes(file.read())
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    university = "Bilecik Şeyh Edebali Üniversitesi"
    for fact in ("Şükrü Iğdır", turkish.upper(university), "05.08.2024", "02.09.2024", document.code, "Sayfa 1 / 2"):
        assert fact in text, fact
    assert placement.student.tckn in text
    assert document.pages == 2


def test_asking_twice_gives_one_form(placement):
    first = ensure_acceptance_form(placement_id=placement.pk, actor=None)
    make_acceptance_form(placement.pk)
    assert ensure_acceptance_form(placement_id=placement.pk, actor=None) == first
    assert Document.objects.count() == 1


def test_only_those_who_may_see_the_placement_may_fetch_its_form(placement, client):
    document = ensure_acceptance_form(placement_id=placement.pk, actor=None)
    url = reverse("documents:download", args=[document.code])
    allowed = [placement.student.user, placement.offer.sent_by.user, OfficialFactory().user]
    strangers = [
        StudentFactory().user,
        MemberFactory().user,
        OfficialFactory(university=UniversityFactory(code="baska")).user,
    ]
    for user, status in [*((user, 200) for user in allowed), *((user, 404) for user in strangers)]:
        enter(client, user)
        response = client.get(url)
        assert response.status_code == status, user
        if status == 200:
            assert response.content.startswith(b"%PDF")


def test_a_student_without_a_form_may_have_it_made_at_once(placement, client):
    client.force_login(placement.student.user)
    address = reverse("insurance:my-paper", args=[placement.pk, "acceptance_form"])
    assert address in client.get(reverse("insurance:my-documents")).content.decode()
    response = client.post(address)
    assert response.status_code == 302
    assert "/belgeler/" in response["Location"]
    page = client.get(reverse("insurance:my-documents")).content.decode()
    assert response["Location"] in page
    assert address not in page


def test_a_student_without_internship_is_told_what_will_appear(client, at):
    at("2024-05-14 10:00")
    client.force_login(StudentFactory().user)
    page = client.get(reverse("insurance:my-documents")).content.decode()
    assert "Henüz staj evrakınız yok" in page
