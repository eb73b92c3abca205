"""Season 2024 as data, the operators' pages, and what the home page is told."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from applications.models import InternshipWindow, Season, WindowChoice
from applications.selectors import student_overview, windows_of
from applications.services.seasons import SeasonFileError, load_season
from applications.states import ApplicationState
from tests.applications.conftest import IN_SEASON, TOO_LATE, user_of
from tests.factories import StudentFactory, UniversityFactory, UserFactory, moment
from tests.people import enter
from usp.reference.models import ClosedDay, University

pytestmark = pytest.mark.django_db
S = ApplicationState
FILE = Path(__file__).resolve().parents[2] / "applications" / "data" / "season_2024.json"


@pytest.fixture
def universities() -> University:
    """Every university that the season's file names."""
    codes = [code for entry in json.loads(FILE.read_text())["windows"] for code in entry["universities"]]
    for code in codes:
        UniversityFactory(code=code, name=f"{code} Üniversitesi")
    return University.objects.get(code="bilecik-seyh-edebali")


def test_loading_twice_changes_nothing(universities, capsys):
    call_command("load_season", "2024")
    before = list(Season.objects.values()), list(InternshipWindow.objects.order_by("pk").values())
    call_command("load_season", "2024")
    assert (list(Season.objects.values()), list(InternshipWindow.objects.order_by("pk").values())) == before
    assert "USP 2024" in capsys.readouterr().out


def test_the_season_of_the_seeds(universities):
    call_command("load_season", "2024")
    season = Season.objects.get()
    assert season.is_current
    # SA «28 Aralık 2023 tarihinde başlayacak ve 10 Mart 2024 tarihinde sona erecektir»
    assert season.applications_open_at == moment("2023-12-28 00:00")
    assert season.applications_close_at == moment("2024-03-10 23:59:59")
    assert season.internships_per_student == 1  # SA «her yıl 1 (bir) staj yapma hakkı»
    assert season.support_email == "ulusalstajprogrami@cbiko.gov.tr"
    assert [(row.level, row.class_year, row.gno_exempt) for row in season.levels.all()] == [
        ("associate", 1, True),
        ("associate", 2, False),
        ("bachelor", 2, False),
        ("bachelor", 3, False),
        ("bachelor", 4, False),
    ]
    assert [(row.scale, str(row.minimum)) for row in season.gno_limits.all()] == [(4, "2.00"), (100, "53.33")]
    excluded = {row.unit_kind or row.group_tag for row in season.exclusions.all()}
    assert excluded == {"medical_faculty", "teaching"}


def test_bileciks_windows_end_as_the_seeds_table_says(universities):
    call_command("load_season", "2024")
    rows = windows_of(universities, Season.objects.get())
    day = dt.date.fromisoformat
    assert [(row.window.working_days, row.window.starts_on, row.ends_on_5, row.ends_on_6) for row in rows] == [
        (20, day("2024-07-16"), day("2024-08-12"), day("2024-08-07")),
        (20, day("2024-08-05"), day("2024-09-02"), day("2024-08-27")),
        (20, day("2024-08-19"), day("2024-09-16"), day("2024-09-11")),
        (30, day("2024-07-16"), day("2024-08-26"), day("2024-08-19")),
        (30, day("2024-08-05"), day("2024-09-16"), day("2024-09-09")),
    ]


def test_a_window_whose_start_became_a_closed_day_is_shown_without_ends(universities):
    call_command("load_season", "2024")
    ClosedDay.objects.create(date=dt.date(2024, 7, 16), name="İdarî izin", source="örnek")
    rows = windows_of(universities, Season.objects.get())
    assert [row.ends_on_5 is None for row in rows] == [True, False, False, True, False]


def test_an_unknown_season_or_a_missing_university_is_a_sentence():
    with pytest.raises(CommandError, match="known: 2020, 2024, 2026"):
        call_command("load_season", "1999")
    with pytest.raises(CommandError, match="unknown universities: bilecik-seyh-edebali"):
        call_command("load_season", "2024")
    assert not Season.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data.pop("levels"), "levels"),
        (lambda data: data.update(source=""), "name the source"),
        (lambda data: data["date_conditions"][0].update(minimum="2.00"), "Not ortalaması koşulunda"),
        (lambda data: data["season"].update(pool_opens_at="2024-01-01T00:00:00+03:00"), "sırayla"),
        (lambda data: data["season"].update(applications_open_at="2023-12-28"), "no moment"),
        (lambda data: data["season"].update(colour="red"), "colour"),
        (lambda data: data["gno_limits"][0].update(minimum="iki"), "Invalid"),
        (lambda data: data["windows"][0]["starts"].update({"20": ["2024-07-15"]}), "iş günü değildir"),
        (lambda data: data["windows"][0]["starts"].update({"20": ["bir gün"]}), "no date"),
    ],
)
def test_a_wrong_file_is_refused_whole(universities, tmp_path, change, sentence):
    data = json.loads(FILE.read_text())
    change(data)
    path = tmp_path / "season.json"
    path.write_text(json.dumps(data))
    with pytest.raises(SeasonFileError, match=sentence):
        load_season(path=path)
    assert not Season.objects.exists()


def test_the_operators_pages(client, ground, at):
    at(IN_SEASON)
    application = ground.application()
    WindowChoice.objects.create(application=application, window=ground.windows[0], rank=1)
    enter(client, UserFactory(is_staff=True, is_superuser=True))
    for name, pk in (
        ("season", ground.season.pk),
        ("internshipwindow", ground.windows[0].pk),
        ("application", application.pk),
        ("applicationtransition", application.transitions.get().pk),
    ):
        assert client.get(reverse(f"admin:applications_{name}_changelist"), {"q": "a"}).status_code == 200
        assert client.get(reverse(f"admin:applications_{name}_change", args=[pk])).status_code == 200
    page = client.get(reverse("admin:applications_application_changelist"), {"q": application.student.last_name})
    assert str(application.student) in page.content.decode()
    answer = client.post(
        reverse("admin:applications_application_change", args=[application.pk]), {"state": "cancelled"}
    )
    assert answer.status_code == 403
    assert client.get(reverse("admin:applications_application_add")).status_code == 403


@pytest.mark.parametrize(
    ("state", "now", "headline", "action"),
    [
        (None, "2023-12-01", "Başvurular yakında başlıyor", "Koşulları görün"),
        (None, IN_SEASON, "Staj başvurunuzu yapın", "Başvuru Yap"),
        (None, TOO_LATE, "Bu dönemin başvuruları sona erdi", "Dönemin tarihleri"),
        (S.STARTED, IN_SEASON, "Başvurunuz yarım kaldı", "Başvuruyu Tamamla"),
        (S.REGISTERED, IN_SEASON, "Başvurunuz yarım kaldı", "Başvuruyu Tamamla"),
        (S.REGISTERED, TOO_LATE, "Başvurunuz yarım kaldı", "Başvuru Durumum"),
        (S.CANCELLED, IN_SEASON, "Staj başvurunuzu yapın", "Başvuru Yap"),
        (S.COMPLETED, IN_SEASON, "Başvurunuz tamamlandı", "Staj Takvimlerim"),
        (S.COMPLETED, "2024-09-01", "Başvurunuz tamamlandı", "Profilim"),
        (S.DISQUALIFIED, IN_SEASON, "Başvurunuz geçersiz sayıldı", "Başvuru Durumum"),
    ],
)
def test_the_overview_says_what_to_do_next(client, ground, at, state, now, headline, action):
    user = user_of(ground.application(state=state)) if state else StudentFactory().user
    at(now)
    overview = student_overview(user)
    assert (overview.headline, overview.action) == (headline, action)
    client.force_login(user)
    assert client.get(overview.link, follow=True).status_code == 200


def test_the_overview_without_a_season():
    assert student_overview(StudentFactory().user).headline == "Şu anda açık bir dönem yok"
