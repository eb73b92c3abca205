"""The pages around new dates and decisions: three sides, the calculator, keeping what was typed, two tabs."""

import datetime as dt

import pytest
from django.urls import reverse

from applications.models import DepartmentRule
from insurance.models import CompulsoryCriteria, DateChange, DateChangeState, Guidelines, UnitDecision
from tests.documents.lies import proof
from tests.factories import OfficialFactory, TermFactory, moment
from tests.insurance.world import place
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import enter
from usp.documents.models import Upload

pytestmark = pytest.mark.django_db
LATER = {"starts_on": "2024-08-19", "working_days": "20", "weekly_days": "5", "why": "workplace", "adim": "oner"}


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world()


@kept
def placement(world, at):
    placed = place(world, at)
    at("2024-06-03 10:00")
    return placed


@kept
def manager(placement):
    return OfficialFactory(university=placement.department.unit.university).user


def body(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def answer(client, user, name: str, placement, change, step: str, **data):
    enter(client, user)
    return client.post(reverse(name, args=[placement.pk]), {"adim": step, "oneri": change.pk, **data})


def test_from_the_student_s_proposal_to_new_dates_over_three_pages(client, world, placement, manager):
    mine = reverse("insurance:my-dates", args=[placement.pk])
    enter(client, placement.student.user)
    assert "Başka bir tarih öner" in body(client.get(mine))
    counted = body(client.post(mine, LATER | {"adim": "hesapla"}))
    assert "16 Eylül 2024" in counted
    assert 'value="2024-08-19"' in counted
    assert not DateChange.objects.exists()
    assert client.post(mine, LATER).status_code == 302
    change = DateChange.objects.get()
    assert "Öneriyi geri al" in body(client.get(mine))
    enter(client, world.employer_user)
    assert "Öneriyi cevapla" in body(client.get(reverse("offers:intern", args=[placement.pk])))
    assert (
        answer(client, world.employer_user, "insurance:employer-dates", placement, change, "onayla").status_code == 302
    )
    enter(client, manager)
    assert placement.student.user.full_name in body(client.get(reverse("insurance:date-changes")))
    page = reverse("insurance:center-dates", args=[placement.pk])
    assert "Birimin neden uygun bulduğunu yazın." in body(
        client.post(page, {"adim": "onayla", "oneri": change.pk}), 422
    )
    assert client.post(page, {"adim": "onayla", "oneri": change.pk, "reason": "Uygun"}).status_code == 302
    placement.refresh_from_db()
    assert placement.first_day == dt.date(2024, 8, 19)
    assert "19 Ağustos 2024" in body(client.get(reverse("insurance:intern", args=[placement.pk])))


def test_what_was_typed_stays_with_the_sentence(client, placement):
    enter(client, placement.student.user)
    page = body(
        client.post(reverse("insurance:my-dates", args=[placement.pk]), LATER | {"starts_on": "2024-08-18"}), 422
    )
    assert "iş günü değildir" in page
    assert 'value="2024-08-18"' in page
    wrong = body(client.post(reverse("insurance:my-dates", args=[placement.pk]), LATER | {"working_days": "on"}), 422)
    assert 'value="on"' in wrong


def test_an_empty_form_is_answered_with_its_sentences(client, world, placement):
    for user, name in ((placement.student.user, "my-dates"), (world.employer_user, "employer-dates")):
        enter(client, user)
        assert 'role="alert"' in body(client.post(reverse(f"insurance:{name}", args=[placement.pk])), 422)


def test_the_calculator_answers_while_dates_are_typed(client, placement):
    enter(client, placement.student.user)
    page = reverse("insurance:my-dates", args=[placement.pk])
    query = {key: LATER[key] for key in ("starts_on", "working_days", "weekly_days")}
    fragment = body(client.get(page, query, headers={"HX-Request": "true"}))
    assert "16 Eylül 2024" in fragment
    assert "<form" not in fragment
    assert "Geçerli bir tarih girin." in body(client.get(page, {"starts_on": "yarın"}, headers={"HX-Request": "true"}))


def test_the_second_tab_reads_what_happened(client, world, placement):
    enter(client, placement.student.user)
    client.post(reverse("insurance:my-dates", args=[placement.pk]), LATER)
    change = DateChange.objects.get()
    assert (
        answer(client, world.employer_user, "insurance:employer-dates", placement, change, "reddet").status_code == 302
    )
    late = answer(client, world.employer_user, "insurance:employer-dates", placement, change, "onayla")
    assert "cevaplanamaz" in body(late, 422)
    change.refresh_from_db()
    assert change.state == DateChangeState.REFUSED
    assert answer(client, world.employer_user, "insurance:employer-dates", placement, change, "yok").status_code == 404


def test_the_commission_s_pages_write_decisions_that_the_student_reads(client, placement, manager):
    department = placement.department
    TermFactory(university=department.unit.university, starts_on=dt.date(2024, 8, 26))
    DepartmentRule.objects.create(
        department=department, compulsory_days=30, confirmed_by=manager, confirmed_at=moment("2024-01-02 10:00")
    )
    enter(client, manager)
    term, counts = (reverse(f"insurance:decide-{name}", args=[placement.pk]) for name in ("term", "compulsory"))
    assert "Birimin kararı bekleniyor" in body(client.get(term))
    assert client.post(term, {"granted": "no", "reason": "Devam zorunlu (md. 5)"}).status_code == 302
    assert "Önce ilkeler yayımlanmalı" in body(client.get(counts))
    new = reverse("insurance:guidelines-new")
    body(client.post(new, {"title": "USP Uygulama İlkeleri", "decided_on": "2024-05-02"}), 422)
    words = {"title": "USP Uygulama İlkeleri", "decided_on": "2024-05-02", "text": "- **Süre**: 20 iş günü"}
    assert client.post(new, words).status_code == 302
    criteria = reverse("insurance:criteria", args=[department.pk])
    assert (
        client.post(
            criteria,
            {"min_days": "20", "sector": "public", "supervisor_titles": "mühendis, mimar", "class_years": ["3"]},
        ).status_code
        == 302
    )
    assert CompulsoryCriteria.objects.get().supervisor_titles == ["mühendis", "mimar"]
    assert "mühendis, mimar" in body(client.get(criteria))
    body(client.post(counts, {"granted": "yes", "reason": "Uygun"}), 422)
    assert client.post(counts, {"granted": "yes", "days": "20", "reason": "İş alanı uygun"}).status_code == 302
    assert UnitDecision.objects.count() == 2
    assert "İş alanı uygun" in body(client.get(reverse("insurance:intern", args=[placement.pk])))
    enter(client, placement.student.user)
    page = body(client.get(reverse("offers:my-placement", args=[placement.pk])))
    assert "Devam zorunlu (md. 5)" in page
    assert "20 iş günü sayıldı" in page
    assert "<strong>Süre</strong>" in body(client.get(reverse("insurance:guidelines")))


def test_principles_may_be_a_pdf_that_everybody_with_the_link_opens(client, placement, manager, world):
    enter(client, manager)
    sent = client.post(
        reverse("insurance:guidelines-new"),
        {"title": "USP Uygulama İlkeleri", "decided_on": "2024-05-02", "file": proof("ilkeler.pdf")},
    )
    assert sent.status_code == 302
    enter(client, world.employer_user)
    found = Guidelines.objects.get()
    assert found.title in body(client.get(reverse("insurance:guidelines")))
    assert "PDF" in body(client.get(reverse("insurance:guidelines-version", args=[found.pk])))
    assert client.get(reverse("documents:upload", args=[Upload.objects.get().pk])).status_code == 200
