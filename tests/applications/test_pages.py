"""The pages: who may open them, what they show, what happens when something gets in between."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from applications.models import Application, WindowChoice
from applications.scoring.services import score_application
from applications.selectors import preferences_of
from applications.services.preferences import ProvinceChoice, save_preferences
from applications.services.windows import save_windows
from applications.states import ApplicationState
from tests.applications.conftest import IN_SEASON, TOO_LATE, sandbox_student, user_of
from tests.factories import (
    DistrictFactory,
    MemberFactory,
    OfficialFactory,
    ProvinceFactory,
    StudentFactory,
    UserFactory,
    WindowFactory,
    make_enrolment,
    make_records,
)
from tests.people import enter
from usp.accounts.models import UniversityRole

pytestmark = pytest.mark.django_db
S = ApplicationState
STUDENT_PAGES = [
    "start",
    "stage-one",
    "declarations",
    "institutions",
    "consents",
    "stage-two",
    "stage-two-windows",
    "stage-two-review",
    "status",
    "preferences",
    "windows",
    "profile",
    "contact",
]


def url(name: str) -> str:
    return reverse(f"applications:{name}")


def text_of(response) -> str:
    """What somebody reads: no tags, single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def says(response, sentence: str) -> bool:
    return escape(sentence) in text_of(response)


@pytest.fixture
def registered(ground, at, client) -> Application:
    """A student whose first stage is done, signed in."""
    at(IN_SEASON)
    application = ground.application(registered=True)
    client.force_login(user_of(application))
    return application


@pytest.mark.parametrize("name", STUDENT_PAGES)
def test_each_page_is_for_students_only(client, ground, at, name):
    at(IN_SEASON)
    assert client.get(url(name))["Location"].startswith(reverse("portal:sign-in"))
    for user in (MemberFactory().user, OfficialFactory().user, UserFactory()):
        enter(client, user)
        assert client.get(url(name)).status_code == 403
        assert client.post(url(name)).status_code in (403, 405)


@pytest.mark.parametrize("state", [None, *S])
@pytest.mark.parametrize("name", STUDENT_PAGES)
def test_each_page_opens_or_leads_on_in_each_state(client, ground, at, name, state):
    at(IN_SEASON)
    user = user_of(ground.application(state=state)) if state else StudentFactory().user
    client.force_login(user)
    response = client.get(url(name), follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 1
    assert response.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", STUDENT_PAGES)
def test_each_page_opens_without_a_season(client, name):
    client.force_login(StudentFactory().user)
    assert client.get(url(name), follow=True).status_code == 200


def test_the_windows_page_of_a_university_is_for_those_who_see_its_interns(client, ground):
    enter(client, OfficialFactory().user)
    page = client.get(url("university-windows"))
    assert page.status_code == 200
    assert says(
        page, "2 Eylül 2024 / 27 Ağustos 2024"
    )  # 05.08.2024 + 20 working days, weeks of 5 and of 6 (the seed's table)
    enter(client, OfficialFactory(role=UniversityRole.VERIFIER).user)
    assert client.get(url("university-windows")).status_code == 403
    client.force_login(StudentFactory().user)
    assert client.get(url("university-windows")).status_code == 403


def test_a_student_sees_nothing_of_another_ones_application(client, ground, at):
    at(IN_SEASON)
    ground.application(source=make_records(make_enrolment(department_name="Başkasının Bölümü")))
    client.force_login(StudentFactory().user)
    for name in STUDENT_PAGES:
        page = client.get(url(name), follow=True)
        assert "Başkasının Bölümü" not in page.content.decode()
        assert "Tamamlanan Başvuru" not in page.content.decode()


def test_from_start_to_register_through_the_pages(client, ground, at, edevlet_sandbox):
    at("2024-01-15 10:00")
    student = sandbox_student("lisans-2")
    client.force_login(student.user)
    assert says(client.get(url("start")), "Başvuru Yap")
    page = client.post(url("start"), follow=True)
    assert page.redirect_chain[-1][0] == url("stage-one")
    assert student.tckn not in page.content.decode()
    assert says(page, student.tckn_masked)
    ids = re.findall(r'name="enrolment" value="([^"]+)"', page.content.decode())
    page = client.post(url("stage-one"), {"enrolment": ids[0]}, follow=True)
    assert page.redirect_chain[-1][0] == url("declarations")
    assert says(page, "e-Devlet aşaması tamamlandı.")


def test_a_gateway_that_is_away_is_told_on_the_page(client, ground, at, edevlet_sandbox):
    at("2024-01-15 10:00")
    student = sandbox_student("lisans-2")
    client.force_login(student.user)
    edevlet_sandbox.stop()
    page = client.post(url("start"), follow=True)
    assert says(page, "Öğrenim kayıtlarınız şu anda alınamıyor")
    application = ground.application(started=True, student=student)
    page = client.post(url("stage-one"), {"action": "refresh"}, follow=True)
    assert says(page, "Öğrenim kayıtlarınız şu anda alınamıyor")
    assert Application.objects.get(pk=application.pk).state == S.STARTED


def test_one_who_cannot_apply_reads_every_reason_and_finds_no_button(client, ground, at):
    at(IN_SEASON)
    hopeless = make_enrolment(class_year=1, gno="1.10", study_mode="acik", department_name="Bilinmeyen Bölüm")
    application = ground.application(started=True, source=make_records(hopeless))
    client.force_login(user_of(application))
    for name in ("start", "stage-one"):
        page = client.get(url(name))
        for sentence in (
            "Açıköğretim bu dönemin kapsamı dışında; başvurabilen öğretim türleri",
            "Bu bölüm, portaldaki üniversite ve bölüm listesinde bulunamadı.",
            "Lisans 1. sınıf öğrencileri bu dönem başvuramaz",
            "Not ortalamanız 1,10; bu dönem 4 üzerinden en az 2,00 gerekir.",
        ):
            assert says(page, sentence)
    assert re.search(r"<button[^>]*disabled[^>]*>Başvur</button>", page.content.decode())
    forced = client.post(url("stage-one"), {"enrolment": "e-1"})
    assert forced.status_code == 422
    assert says(forced, "Bu öğrenim kaydıyla başvurulamıyor")


def test_typed_values_stay_when_the_declaration_has_a_mistake(client, ground, at):
    at(IN_SEASON)
    application = ground.application(started=True, source=make_records(school=None))
    client.force_login(user_of(application))
    typed = {
        "enrolment": "e-1",
        "school_name": "Şehit Öğretmen Lisesi",
        "school_kind": "Fen Lisesi",
        "graduated_year": "2021",
        "diploma_grade": "185,5",
        "grade_scale": "100",
    }
    page = client.post(url("stage-one"), typed)
    assert page.status_code == 422
    assert says(page, "Seçtiğiniz not sisteminin en yüksek notunu aşıyor.")
    content = page.content.decode()
    assert 'value="Şehit Öğretmen Lisesi"' in content
    assert 'value="185,5"' in content
    assert '<details class="usp-declare" open>' in content
    page = client.post(url("stage-one"), typed | {"diploma_grade": "85,5"}, follow=True)
    assert page.redirect_chain[-1][0] == url("declarations")
    application.refresh_from_db()
    assert application.highschool["diploma_grade"] == "85.5"


def test_the_second_tab_and_the_second_click_get_a_sentence(client, registered):
    page = client.post(url("stage-one"), {"enrolment": "e-1"}, follow=True)
    assert page.redirect_chain[-1][0] == url("declarations")  # the same enrolment: already done
    save_preferences(
        actor=user_of(registered),
        application_id=registered.pk,
        provinces=[ProvinceChoice(6, all_districts=True)],
    )
    for sentence in ("Başvurunuz tamamlandı. Bundan sonrası", "başvuru formu artık değiştirilemez"):
        page = client.post(url("stage-two-review"), {"sure": "on"}, follow=True)
        assert page.redirect_chain[-1][0] == url("status")
        assert says(page, sentence)
    page = client.post(url("status"), follow=True)  # cancelling from an old tab
    assert says(page, "Tamamlanan başvuru değiştirilemez.")
    page = client.post(url("stage-one"), {"action": "refresh"}, follow=True)
    assert says(page, "Tamamlanan başvuruda e-Devlet bilgileri artık değiştirilemez.")


def test_before_the_last_button_everything_is_shown_once_more_and_has_to_be_confirmed(client, registered):
    """SA «başvurunu tamamlamadan önce … bilgilerinin güncelliğinden emin olmanı öneriyoruz»"""
    save_preferences(
        actor=user_of(registered),
        application_id=registered.pk,
        provinces=[ProvinceChoice(6, district_ids=(603, 600))],
    )
    page = client.get(url("stage-two-review"))
    for words in (
        "Son bir kez kontrol edin", "Ankara", str(registered.department), "Tamamlanan başvuru geri alınamaz",
        "10 Mart 2024 Pazar 23.59",
    ):  # fmt: skip
        assert says(page, words), words
    for name in ("stage-one", "declarations", "institutions", "stage-two", "stage-two-windows", "consents"):
        assert f'href="{url(name)}"' in page.content.decode()  # the way back to each part
    assert client.post(url("stage-two-review"), {}).status_code == 422
    registered.refresh_from_db()
    assert registered.state == S.REGISTERED


def test_the_deadline_may_pass_between_form_and_post(client, ground, at):
    at(IN_SEASON)
    application = ground.application(started=True)
    client.force_login(user_of(application))
    assert client.get(url("stage-one")).status_code == 200
    at(TOO_LATE)
    page = client.post(url("stage-one"), {"enrolment": "e-1"})
    assert page.status_code == 422
    assert says(page, "Başvurular 10 Mart 2024 Pazar 23.59 itibarıyla sona erdi.")
    at(IN_SEASON)
    other = ground.application(registered=True)
    user = user_of(other)
    client.force_login(user)
    save_preferences(actor=user, application_id=other.pk, provinces=[ProvinceChoice(6, all_districts=True)])
    at(TOO_LATE)
    page = client.post(url("stage-two"), {"edit": "save", "province": "11", "mode-11": "all"})
    assert page.status_code == 422
    page = client.post(url("stage-two-review"), {"sure": "on"})
    assert page.status_code == 422
    assert says(page, "Başvuru dönemi kapalı; bu adım yalnızca başvuru tarihleri içinde yapılabilir.")
    assert Application.objects.get(pk=other.pk).state == S.REGISTERED


def test_an_expired_session_leads_to_sign_in_and_back_to_a_page(client, registered):
    client.logout()
    response = client.post(url("stage-two"), {"edit": "save"})
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('portal:sign-in')}?next={url('stage-two')}"
    client.force_login(user_of(registered))
    assert client.get(url("stage-two")).status_code == 200
    client.logout()
    response = client.post(url("stage-two"), {"edit": "add"}, headers={"hx-request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (
        204,
        f"{reverse('portal:sign-in')}?next={url('stage-two')}",
    )


DRAFT = {"province": ["6", "11"], "mode-6": "some", "district-6": ["600", "601"], "mode-11": ""}


def places(response) -> list[str]:
    return re.findall(r'name="province" value="(\d+)"', response.content.decode())


def test_the_draft_of_places_changes_with_plain_submit_buttons(client, registered):
    page = client.post(url("stage-two"), {"add-province": "6", "edit": "add"})
    assert places(page) == ["6"]
    page = client.post(url("stage-two"), DRAFT | {"edit": "up:11"})
    assert places(page) == ["11", "6"]
    page = client.post(url("stage-two"), DRAFT | {"edit": "down:6"})
    assert places(page) == ["11", "6"]
    page = client.post(url("stage-two"), DRAFT | {"edit": "remove:6"})
    assert places(page) == ["11"]
    page = client.post(url("stage-two"), DRAFT | {"edit": "district-down:6:600"})
    assert re.findall(r'name="district-6" value="(\d+)"', page.content.decode()) == ["601", "600"]
    page = client.post(url("stage-two"), DRAFT | {"edit": "add-district:6", "add-district-6": "603"})
    assert re.findall(r'name="district-6" value="(\d+)"', page.content.decode()) == ["600", "601", "603"]
    for command in ("up:99", "district-up:6:1100", "what:6", "up", "up:6:7:8", "district-up:6", "add"):
        page = client.post(url("stage-two"), DRAFT | {"edit": command})
        assert (page.status_code, places(page)) == (200, ["6", "11"])
    assert not registered.province_preferences.exists()


def test_a_fragment_is_the_part_of_the_page_that_htmx_swaps(client, registered):
    whole = client.post(url("stage-two"), DRAFT | {"edit": "up:11"}).content.decode()
    part = client.post(url("stage-two"), DRAFT | {"edit": "up:11"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    form = whole[whole.index('<form class="usp-form usp-narrow" id="editor"') :]
    form = form[: form.index("</form>")]

    def bare(text: str) -> str:
        return " ".join(re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", text).split())

    assert bare(form) in bare(part)


def test_a_refused_list_of_places_stays_as_it_was_typed(client, registered):
    page = client.post(url("stage-two"), DRAFT | {"edit": "save"})
    assert page.status_code == 422
    assert says(page, "Bilecik için «Tüm İlçeleri Seç» seçeneğini işaretleyin ya da en az bir ilçe ekleyin.")
    assert places(page) == ["6", "11"]
    page = client.post(url("stage-two"), DRAFT | {"edit": "save", "mode-11": "some", "add-district-11": "1100"})
    assert page["Location"] == url("stage-two-windows")  # what is picked in the list counts
    rows = preferences_of(registered)
    assert [[one.district_id for one in row.districts.all()] for row in rows] == [[600, 601], [1100]]


def test_windows_are_chosen_ordered_and_kept(client, registered, ground):
    first, second = (one.pk for one in ground.windows)
    page = client.post(url("windows"), {"window": [first], "edit": f"add:{second}"})
    chosen = re.findall(r'name="window" value="(\d+)"', page.content.decode())
    assert chosen == [str(first), str(second)]
    page = client.post(url("windows"), {"window": chosen, "edit": f"up:{second}"})
    assert re.findall(r'name="window" value="(\d+)"', page.content.decode()) == [str(second), str(first)]
    assert not WindowChoice.objects.exists()
    page = client.post(url("windows"), {"window": [second, first], "edit": "save"}, follow=True)
    assert says(page, "Staj takvimleriniz kaydedildi.")
    assert [one.window_id for one in registered.window_choices.order_by("rank")] == [second, first]


def test_places_may_change_after_completion_until_the_deadline(client, ground, at):
    at(IN_SEASON)
    application = ground.application()
    client.force_login(user_of(application))
    page = client.post(url("preferences"), {"province": "11", "mode-11": "all", "edit": "save"}, follow=True)
    assert page.redirect_chain[-1][0] == url("status")
    assert says(page, "Bilecik tüm ilçeler")
    at(TOO_LATE)
    page = client.get(url("preferences"))
    assert says(page, "artık değiştirilemez")
    assert '<button class="btn btn-primary"' not in page.content.decode()
    page = client.post(url("preferences"), {"province": "6", "mode-6": "all", "edit": "save"})
    assert page.status_code == 422
    assert [row.province_id for row in preferences_of(application)] == [11]


def test_status_speaks_the_seeds_words(client, ground, at):
    at(IN_SEASON)
    unfinished, done = ground.application(registered=True), ground.application()
    client.force_login(user_of(unfinished))
    page = client.get(url("status"))
    assert says(page, "Yarım Kalan Başvuru")
    assert says(page, "Başvuruyu Tamamla")
    assert says(page, "Başvurunuz iptal edilsin mi?")
    page = client.post(url("status"), follow=True)
    assert says(page, "Başvurunuz iptal edildi.")
    client.force_login(user_of(done))
    page = client.get(url("status"))
    assert says(page, "Tamamlanan Başvuru")
    assert not says(page, "Başvuruyu iptal et")


def test_the_profile_names_nobody(client, ground, at):
    at(IN_SEASON)
    application = ground.application()
    score_application(application=application, actor=user_of(application))
    client.force_login(user_of(application))
    page = client.get(url("profile"))
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert "Değerleme İstatistikleri" in main
    for secret in (application.student.last_name, application.student.contact_email, "Bilecik Şeyh Edebali"):
        assert secret not in main


# Pages that show the whole application, or windows with the university's rules, adviser and announcements.
WHOLE = ("status", "stage-two-review", "windows", "university-windows")


def queries_of(client, name: str) -> int:
    """How many queries the page needs; at most twelve, frame included, and sixteen where everything is shown."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url(name)).status_code == 200
    assert len(captured) <= (16 if name in WHOLE else 12), [query["sql"] for query in captured]
    return len(captured)


@pytest.mark.parametrize("name", ["status", "stage-two", "windows", "stage-two-review"])
def test_pages_ask_the_database_as_often_for_three_rows_as_for_one(client, ground, at, name):
    at(IN_SEASON)
    application = ground.application(registered=True)
    user = user_of(application)
    client.force_login(user)
    provinces = [ProvinceFactory(id=number) for number in (6, 11, 34)]
    districts = [DistrictFactory(id=7000 + one.pk, province=one) for one in provinces]
    choices = [ProvinceChoice(one.province_id, district_ids=(one.pk,)) for one in districts]
    starts = [dt.date(2024, 7, day) for day in (22, 23, 24)]
    windows = [WindowFactory(season=ground.season, working_days=20, starts_on=day).pk for day in starts]
    needed = []
    for count in (1, 3):
        save_preferences(actor=user, application_id=application.pk, provinces=choices[:count])
        save_windows(actor=user, application_id=application.pk, window_ids=windows[:count])
        needed.append(queries_of(client, name))
    assert needed[0] == needed[1]


def test_stage_one_asks_as_often_for_three_enrolments_as_for_one(client, ground, at):
    at(IN_SEASON)
    needed = []
    for count in (1, 3):
        enrolments = [make_enrolment(id=f"e-{number}") for number in range(count)]
        application = ground.application(started=True, source=make_records(*enrolments))
        client.force_login(user_of(application))
        needed.append(queries_of(client, "stage-one"))
    assert needed[0] == needed[1]


def test_the_universitys_list_asks_as_often_for_three_windows_as_for_one(client, ground):
    enter(client, OfficialFactory().user)
    client.get(reverse("portal:home"))  # what waits is counted once a minute, for the menu
    needed = [queries_of(client, "university-windows")]
    for days in (10, 40, 60):
        WindowFactory(season=ground.season, working_days=days)
    needed.append(queries_of(client, "university-windows"))
    assert needed[0] == needed[1]
