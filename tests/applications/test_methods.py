"""Methods: every number in the report, the editor's promises, the sample that stores nothing, the student's page."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from applications.models import MethodState, Score, ScoringMethod, Season
from applications.scoring.example import worked_example
from applications.scoring.rules_text import items_of, plain, rules_of
from applications.scoring.services import current_method, recompute_season
from applications.services.methods import InvalidMethod, discard_draft, publish_method, save_draft
from tests.applications.catalogue import make_catalogue
from tests.applications.method_world import make_draft
from tests.applications.pool_world import CLOSED, OPEN, Applicant, make_applicants, make_department, make_season
from tests.applications.test_scoring import declare
from tests.keeping import kept
from tests.people import enter
from usp.accounts.models import User
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
At = Callable[[str], object]


@kept
def season(at: At) -> Season:
    at(CLOSED)
    make_catalogue()
    return make_season()


@pytest.fixture
def operator() -> User:
    return User.objects.create_user(kind="operator", full_name="Operatör", email="op@usp.example", password="x")


@pytest.fixture
def draft(season: Season, operator: User) -> ScoringMethod:
    return make_draft(season, operator)


def typed(client: Client, draft: ScoringMethod) -> dict[str, Any]:
    """The editor's form as the page sends it back untouched."""
    form = client.get(reverse("applications:method-edit", args=[draft.pk])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: form.fields[name].prepare_value(value) if value is not None else ""
        for name, value in values.items()
        if value is not False
    }


def test_the_report_says_every_number_of_its_tables(draft: ScoringMethod, season: Season) -> None:
    method = current_method(season)
    page = Client().get(reverse("applications:method-report")).content.decode()
    assert "Örnek yöntem" in page
    for item in items_of(method):
        assert f"{item.kind.number} · {item.kind.name}" in page
        for number in (item.points, item.floor, item.ceiling, item.item_cap, *item.weights):
            assert number is None or plain(number) in page
        for row in item.options.all():
            for number in (row.points, row.per, row.up_to):
                assert number is None or plain(number) in page
    assert [category.cap for category in rules_of(items_of(method))] == [100, 100, 100]


def test_the_worked_example_is_the_real_functions(season: Season, draft: ScoringMethod) -> None:
    method = current_method(season)
    academic, social, sport = worked_example(method, items_of(method)).categories
    # 12,50 + 3,64 + 3 + (10 + 2) + 6 + (2 + 1) + 6; 4 + (6 + 6) + 3; 10 + 9
    assert (academic.points, social.points, sport.points) == (Decimal("46.14"), Decimal("19.00"), Decimal("19.00"))
    assert academic.total == sum((kind.points for kind in academic.kinds), Decimal(0))


def test_any_published_version_has_its_address_in_both_languages_and_as_pdf(
    season: Season, draft: ScoringMethod, client: Client
) -> None:
    assert client.get(reverse("applications:method-version", args=[season.code, "2024.1"])).status_code == 200
    assert client.get(reverse("applications:method-version", args=[season.code, "2024.2"])).status_code == 404
    pdf = client.get(reverse("applications:method-pdf", args=[season.code, "2024.1"]))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    with translation.override("en"):
        english = client.get(reverse("applications:method-report"), headers={"accept-language": "en"})
    assert "Foreign language" in english.content.decode()


def test_the_editor_saves_what_is_typed_with_comma_or_dot(draft: ScoringMethod, operator: User) -> None:
    client = enter(Client(), operator)
    values = typed(client, draft)
    items = {item.kind.number: item for item in items_of(draft)}
    values[f"i{items['A4'].pk}-weights"] = "1; 0,25"
    values[f"i{items['A5'].pk}-cap"] = "14,5"
    values[f"i{items['A6'].pk}-cap"] = "8.5"
    answer = client.post(reverse("applications:method-edit", args=[draft.pk]), values)
    assert answer.status_code == 302, answer.context["form"].errors
    saved = {item.kind.number: item for item in items_of(draft)}
    assert saved["A4"].weights == [Decimal(1), Decimal("0.25")]
    assert (saved["A5"].cap, saved["A6"].cap) == (Decimal("14.50"), Decimal("8.50"))
    again = client.post(reverse("applications:method-edit", args=[draft.pk]), values)  # the other tab's revision
    assert again.status_code == 422
    assert "başka bir sekmede" in again.content.decode()


def test_caps_that_do_not_add_up_are_told_and_nothing_is_saved(draft: ScoringMethod, operator: User) -> None:
    client = enter(Client(), operator)
    values = typed(client, draft)
    item = draft.items.get(kind__number="B1")
    values[f"i{item.pk}-cap"] = "24"
    values["note"] = "Deneme notu"
    answer = client.post(reverse("applications:method-edit", args=[draft.pk]), values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sanatsal/Sosyal: üst sınırların toplamı 99; 100 olmalıdır" in page
    assert "Deneme notu" in page
    draft.refresh_from_db()
    item.refresh_from_db()
    assert (draft.note, item.cap) == ("", 25)


def test_publishing_freezes_rescores_and_is_refused_once_the_pool_is_open(
    draft: ScoringMethod, season: Season, operator: User, at: At
) -> None:
    make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=Decimal("3.00"))])
    recompute_season(season)
    item = draft.items.get(kind__number="A1")
    draft.items.filter(pk=item.pk).update(floor=40)
    at("2024-03-12 10:00")
    published = publish_method(actor=operator, method_id=draft.pk)
    assert (published.state, published.published_by) == (MethodState.PUBLISHED, operator)
    assert current_method(season) == published
    recompute_season(season)  # what the task does after the commit
    assert Score.objects.get(category="academic").points == Decimal("15.28")  # 25 × 36,67 / 60
    with pytest.raises(RuleViolation, match="kopyasını taslak"):
        discard_draft(actor=operator, method_id=published.pk)
    late = make_draft(season, operator, "2024.3")
    at(OPEN)
    with pytest.raises(RuleViolation, match="Aday havuzu açıldı"):
        publish_method(actor=operator, method_id=late.pk)
    discard_draft(actor=operator, method_id=late.pk)
    assert not ScoringMethod.objects.filter(version="2024.3").exists()


def test_an_unsound_draft_is_not_published(draft: ScoringMethod, operator: User) -> None:
    draft.items.filter(kind__number="C1").update(cap=5)
    with pytest.raises(InvalidMethod) as refused:
        publish_method(actor=operator, method_id=draft.pk)
    assert any("Sportif" in problem for problem in refused.value.problems)
    with pytest.raises(RuleViolation):
        save_draft(actor=operator, method_id=draft.pk, revision=99, numbers=None)


def test_a_sample_compares_both_methods_and_stores_nothing(
    draft: ScoringMethod, season: Season, operator: User
) -> None:
    applications = make_applicants(season, [Applicant(make_department("Bilgisayar"))] * 7)
    declare(applications[0], "A5", "leader")
    recompute_season(season)
    before = list(Score.objects.order_by("pk").values_list("points", "method"))
    row = draft.items.get(kind__number="A5").options.get(option__code="leader")
    draft.items.get(kind__number="A5").options.filter(pk=row.pk).update(points=4)
    page = enter(Client(), operator).get(reverse("applications:method-sample", args=[draft.pk]))
    academic = page.context["sample"].categories[0]
    assert (page.context["sample"].size, len(academic.losses), academic.gains) == (7, 1, ())
    assert (academic.losses[0].by, academic.losses[0].kinds) == (Decimal("-6.00"), (("A5", Decimal("-6.00")),))
    assert sum(one.new for one in academic.bins) == 7
    assert list(Score.objects.order_by("pk").values_list("points", "method")) == before
    assert "Öğrenci" not in page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]  # nobody is named


def test_the_student_reads_the_points_item_by_item_and_the_place_in_the_department(
    season: Season, draft: ScoringMethod, at: At
) -> None:
    applications = make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=Decimal("3.00"))] * 6)
    mine = applications[0]
    declare(mine, "A5", "finalist", title="TEKNOFEST")
    declare(mine, "A5", "leader", title="2209", state="pending")
    recompute_season(season)
    client = enter(Client(), mine.student.user)
    page = client.get(reverse("applications:statistics")).content.decode()
    assert "Değerlendirme sürüyor" in page
    assert "25 × (76,67 − 53,33) / 46,67" in page
    assert "18,50" in page
    assert "onaylanırsa puanınıza 9,00 ekler" in page
    assert "Neler puan ekler?" in page
    at(OPEN)
    from applications.pool.build import build_pool  # noqa: PLC0415 -- only here

    build_pool(season=season)
    page = client.get(reverse("applications:statistics")).content.decode()
    assert "açıklandı" in page
    assert '<svg class="usp-place"' in page
    assert "Puanınız 18,50; bölümün ortancası 12,50" in page


def test_the_students_page_asks_as_often_for_many_items_as_for_few(season: Season, draft: ScoringMethod) -> None:
    one, two = make_applicants(season, [Applicant(make_department("Bilgisayar"))] * 2)
    for number in range(6):
        declare(two, "A5", "finalist", title=f"Proje {number}")
        declare(two, "A7", "long", title=f"Eğitim {number}", state="pending")
    declare(one, "A5", "finalist")
    declare(one, "A7", "long", state="pending")
    counts = []
    for application in (one, two):
        client = enter(Client(), application.student.user)
        client.get(reverse("applications:statistics"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("applications:statistics"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 28
