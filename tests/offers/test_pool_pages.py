"""The pool's pages: what they show, to whom, and that nothing of a person is in any byte of them."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, PoolEntry, ProfileView, Season
from applications.pool.apply import apply_changes
from applications.pool.build import build_pool
from applications.pool.changes import pool_changed
from tests.applications.pool_world import (
    CLOSED,
    OPEN,
    Applicant,
    inside_the_application_weeks,
    make_applicants,
    make_department,
    make_employer,
    make_recruiter,
    make_season,
    moment,
    pseudonym_of,
    random_applicants,
)
from tests.keeping import kept
from tests.people import enter
from usp.accounts.models import Employer, EmployerRole, EmployerStatus
from usp.reference.models import District

pytestmark = pytest.mark.django_db
At = Callable[[str], object]
POOL = "/havuz/"


@kept
def season(at: At) -> Season:
    """99 candidates of three departments; the pool is open."""
    at(CLOSED)
    season = make_season()
    departments = [make_department(group) for group in ("Bilgisayar", "Makine", "Hukuk")]
    make_applicants(season, random_applicants(90, 3, departments))
    make_applicants(season, [Applicant(departments[1], provinces=(6, 34))] * 9)
    build_pool(season=season)
    at(OPEN)
    return season


@pytest.fixture
def employer() -> Employer:
    return make_employer()


@pytest.fixture
def recruiter(client: Client, employer: Employer) -> Client:
    return enter(client, make_recruiter(employer))


def text_of(response: object) -> str:
    """The page as a reader sees it."""
    body = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def codes(response: object) -> list[str]:
    return re.findall(r'class="usp-who usp-figures"[^>]*>(A-\w{7})<', response.content.decode())


def test_the_heading_counts_and_the_page_lists(recruiter: Client, season: Season) -> None:
    page = recruiter.get(POOL)
    total = PoolEntry.objects.filter(available=True).count()
    assert f"{total} aday ölçütlerinize uyuyor. Kişisel bilgiler, aday teklifinizi kabul edene kadar" in text_of(page)
    assert len(codes(page)) == 20
    assert "Sonraki" in text_of(page)


def test_filters_of_the_address_narrow_list_count_and_chips(recruiter: Client, season: Season) -> None:
    group = PoolEntry.objects.filter(group_name="Makine").first().group_code
    page = recruiter.get(POOL, {"bolum": group, "sinif": "3", "akademik": "20", "il": "6", "sirala": "social"})
    expected = PoolEntry.objects.filter(
        available=True, group_code=group, class_year=3, academic__gte=20, provinces__contains=[6]
    )
    assert expected.count() >= 9
    assert f"{expected.count()} aday ölçütlerinize uyuyor" in text_of(page)
    chips = re.findall(r'class="usp-chip" href="([^"]*)">\s*(.*?)\s*<svg', page.content.decode())
    assert [label for _address, label in chips] == ["Makine", "3. sınıf", "Ankara", "Akademik/Mesleki en az 20"]
    for address, _label in chips:
        assert recruiter.get(POOL + unescape(address)).status_code == 200
    assert "Tercihi: Ankara" in text_of(page)


def test_pages_follow_each_other_without_repeating(recruiter: Client, season: Season) -> None:
    seen, address = [], POOL
    while address:
        page = recruiter.get(address)
        seen += codes(page)
        after = re.search(r'href="([^"]*)" rel="next"', page.content.decode())
        address = POOL + unescape(after[1]) if after else ""
    assert len(seen) == len(set(seen)) == PoolEntry.objects.filter(available=True).count()


def test_htmx_gets_results_counts_and_heading_only(recruiter: Client, season: Season) -> None:
    fragment = recruiter.get(POOL, {"sinif": "3", "sayfa": ""}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    for part in ("havuz-sonuc", "havuz-secenekler", "havuz-ozet"):
        assert f'id="{part}"' in fragment.content.decode()
    assert fragment["HX-Push-Url"] == "/havuz/?sinif=3"
    assert "HX-Request" in fragment["Vary"]
    assert codes(fragment) == codes(recruiter.get(POOL, {"sinif": "3"}))
    back = recruiter.get(POOL, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()
    assert "hx-swap-oob" not in back.content.decode()


def test_values_that_cannot_be_are_passed_over_or_named(recruiter: Client, season: Season) -> None:
    everybody = PoolEntry.objects.filter(available=True).count()
    odd = {"sinif": "x", "duzey": "?", "il": "34", "sirala": "name", "sayfa": "x:y", "akademik": "120"}
    page = recruiter.get(POOL, odd)
    assert f"{everybody} aday" in text_of(page)  # İstanbul is none of this employer's provinces
    assert re.search(r"Akademik/Mesleki: [^.]*\b100\b[^.]*\.", text_of(page))
    assert recruiter.get(POOL, {"bolum": ["a\x00"]}).status_code == 200
    assert "Ölçütlerinize uyan aday yok" in text_of(recruiter.get(POOL, {"bolum": "yok"}))


def test_a_department_is_found_by_its_folded_name(recruiter: Client, season: Season) -> None:
    page = recruiter.get(POOL, {"ara": "HUKUK"}).content.decode()
    assert re.findall(r'name="bolum" value="([^"]*)"', page) == [
        PoolEntry.objects.filter(group_name="Hukuk").first().group_code
    ]


def test_counts_below_five_are_shown_as_less_than_five(recruiter: Client, at: At) -> None:
    at(CLOSED)
    season = make_season()
    make_applicants(season, [Applicant(make_department("Maden"), used=int(n > 2)) for n in range(6)])
    build_pool(season=season)
    at(OPEN)
    page = recruiter.get(POOL)
    assert re.search(r'Maden</span><span class="usp-facet-count">&lt;5</span>', page.content.decode())
    assert "3 aday ölçütlerinize uyuyor" in text_of(page)


def test_before_the_opening_the_page_says_when(recruiter: Client, season: Season, at: At) -> None:
    at("2024-05-08 08:59")
    page = recruiter.get(POOL)
    assert "Adaylar 8 Mayıs 2024 Çarşamba 09.00 itibarıyla burada görünür" in text_of(page)
    assert codes(page) == []
    fragment = recruiter.get(POOL, headers={"HX-Request": "true"})
    assert "<html" in fragment.content.decode()  # nothing to put into a part


def test_without_match_the_page_says_what_to_loosen(recruiter: Client, season: Season) -> None:
    page = text_of(recruiter.get(POOL, {"sportif": "100", "sinif": "3"}))
    assert "Bu ölçütlerin hepsine uyan aday yok" in page
    assert "Bütün ölçütleri kaldır" in page
    Application.objects.update(used=1)
    pool_changed(*Application.objects.values_list("pk", flat=True))
    apply_changes()
    assert "Havuzda şu anda aday yok" in text_of(recruiter.get(POOL))


def test_an_employer_that_is_not_approved_sees_nobody(client: Client, season: Season) -> None:
    for status in (EmployerStatus.PENDING, EmployerStatus.SUSPENDED, EmployerStatus.REVOKED):
        employer = make_employer(status=status)
        enter(client, make_recruiter(employer))
        page = client.get(POOL)
        assert codes(page) == []
        assert ("onay bekliyor" in text_of(page)) is (status == EmployerStatus.PENDING)
        code = pseudonym_of(Application.objects.first().pk, employer.pk)
        assert client.get(reverse("offers:candidate", args=[code])).status_code == 404


def test_only_those_who_search_may_open_it(client: Client, season: Season, employer: Employer) -> None:
    code = pseudonym_of(Application.objects.first().pk, employer.pk)
    addresses = [POOL, reverse("offers:candidate", args=[code])]
    assert {client.get(address).status_code for address in addresses} == {302}
    student = Application.objects.first().student.user
    supervisor = make_recruiter(employer, EmployerRole.SUPERVISOR)
    for user in (student, supervisor):
        enter(client, user)
        assert {client.get(address).status_code for address in addresses} == {403}
    enter(client, make_recruiter(employer))
    assert {client.get(address).status_code for address in addresses} == {200}
    assert {client.post(address).status_code for address in addresses} == {405}


def test_the_profile_shows_the_card_and_the_way_to_an_offer(
    recruiter: Client, season: Season, employer: Employer
) -> None:
    entry = PoolEntry.objects.filter(available=True, provinces__contains=[6], academic__gte=5).first()
    code = pseudonym_of(entry.link.application_id, employer.pk)
    page = recruiter.get(reverse("offers:candidate", args=[code]), {"sinif": "3"})
    text = text_of(page)
    assert f"{code} {entry.group_name} · Lisans, {entry.class_year}. sınıf Teklif gönder" in text
    assert f"Akademik/Mesleki {entry.academic} Genel not ortalaması: 100 üzerinden" in text
    assert "Gelmek istediği yerler Ankara evet" in text
    assert f'href="/havuz/{code}/teklif/"' in page.content.decode()
    assert 'href="/havuz/?sinif=3"' in page.content.decode()


def test_a_candidate_without_a_right_left_gets_no_offer_button(
    recruiter: Client, season: Season, employer: Employer
) -> None:
    entry = PoolEntry.objects.filter(available=False).first()
    code = pseudonym_of(entry.link.application_id, employer.pk)
    page = text_of(recruiter.get(reverse("offers:candidate", args=[code])))
    assert "Bu adayın staj hakkı dolmuş" in page
    assert "Teklif gönder" not in page


def test_another_employers_name_is_not_found(recruiter: Client, season: Season, employer: Employer) -> None:
    other = make_employer("Başka Kurum")
    ours, theirs = (pseudonym_of(Application.objects.first().pk, one.pk) for one in (employer, other))
    assert recruiter.get(reverse("offers:candidate", args=[ours])).status_code == 200
    for code in (theirs, "A-0000000", "x", ours.lower()):
        assert recruiter.get(reverse("offers:candidate", args=[code])).status_code == 404
    assert ProfileView.objects.count() == 1


def test_opening_a_profile_is_logged_once_a_day(recruiter: Client, season: Season, employer: Employer, at: At) -> None:
    application = PoolEntry.objects.filter(available=True).first().link.application
    address = reverse("offers:candidate", args=[pseudonym_of(application.pk, employer.pk)])
    recruiter.get(POOL)
    recruiter.head(address)
    assert not ProfileView.objects.exists()
    recruiter.get(address)
    recruiter.get(address)
    at("2024-05-10 10:00")
    recruiter.get(address)
    assert [(v.employer, v.application, str(v.viewed_on)) for v in ProfileView.objects.order_by("viewed_on")] == [
        (employer, application, "2024-05-08"),
        (employer, application, "2024-05-10"),
    ]


@kept
def canary(at: At) -> tuple[Season, Application]:
    """A candidate whose every field is a marker, among five others."""
    at(CLOSED)
    season = make_season()
    department = make_department("Bilgisayar")
    application, *_others = make_applicants(season, [Applicant(department, provinces=(6, 35))] * 6)
    district = District.objects.create(id=987654, name="Qanarya-ilçe", province_id=35)
    unit = department.unit
    for row, fields in (
        (unit.university, {"name": "Qanarya-üniversite", "short_name": "QÜ-kısa", "domain": "qanarya.edu.tr"}),
        (unit, {"name": "Qanarya-fakülte"}),
        (department, {"name": "Qanarya-bölüm"}),
        (
            application.student,
            {
                "first_name": "Qanarya-ad",
                "last_name": "Qanarya-soyad",
                "tckn_hash": "qanarya-hash",
                "contact_email": "qanarya@posta.example",
                "contact_phone": "+905559876543",
                "citizenship": "QX",
            },
        ),
        (application.student.user, {"full_name": "Qanarya-kullanıcı", "email": "qanarya2@posta.example"}),
    ):
        type(row).objects.filter(pk=row.pk).update(**fields)
    with inside_the_application_weeks(moment("2024-02-02 12:00")):
        preference = application.province_preferences.get(province_id=35)
        preference.districts.create(district=district, rank=1)
    build_pool(season=season)
    at(OPEN)
    return season, application


def test_nothing_of_a_person_is_in_any_byte_of_the_pages(
    recruiter: Client, employer: Employer, canary: tuple[Season, Application]
) -> None:
    _season, application = canary
    code = pseudonym_of(application.pk, employer.pk)
    profile = reverse("offers:candidate", args=[code])
    answers = [
        recruiter.get(POOL),
        recruiter.get(POOL, {"il": "6", "ara": "bilgi"}),
        recruiter.get(POOL, headers={"HX-Request": "true"}),
        recruiter.get(profile),
    ]
    assert code in answers[0].content.decode()  # there is something to leak
    for answer in answers:
        body = (answer.content.decode() + str(answer.headers)).lower()
        assert not re.search(r"qanarya|qü-kısa|9876543|987654|üniversite 0|öğrenci \d", body)
        assert "İzmir" not in answer.content.decode()  # a preference nobody asked for
        assert "76,67" not in body
        assert "76.67" not in body


def test_no_statement_of_the_pages_reads_a_persons_table(
    recruiter: Client, employer: Employer, canary: tuple[Season, Application]
) -> None:
    code = pseudonym_of(canary[1].pk, employer.pk)
    with CaptureQueriesContext(connection) as queries:
        recruiter.get(POOL)
        recruiter.get(reverse("offers:candidate", args=[code]))
    personal = ("accounts_student", "applications_score ", "applications_provincepreference", "reference_university")
    touched = [q["sql"] for q in queries if any(table in q["sql"] for table in personal)]
    # Notes of other employers hang on the person; the way to them reads numbers alone.
    notes = [sql for sql in touched if "offers_conductnote" in sql]
    assert touched == notes
    assert all(sql.startswith('SELECT "applications_application"."id" AS') for sql in notes), notes


def test_the_number_of_queries_is_flat(recruiter: Client, season: Season) -> None:
    """One row or twenty, one facet value or all: the same statements."""
    recruiter.get(POOL)
    found = []
    for query in ("?sinif=4&akademik=90", "?sinif=4&akademik=10"):
        with CaptureQueriesContext(connection) as queries:
            recruiter.get(POOL + query)
        found.append(len(queries))
    assert found[0] == found[1] <= 32


def test_the_histogram_draws_nothing_for_nobody_and_the_same_bar_for_every_few(
    recruiter: Client, season: Season
) -> None:
    found = recruiter.get(POOL).context["panel"].bars
    assert {bar.height for bar in found if bar.count == "0"} == {0}
    assert {bar.height for bar in found if bar.count == "<5"} <= {2}
    assert max(bar.height for bar in found) <= 40
