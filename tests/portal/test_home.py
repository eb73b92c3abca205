"""The home page says to each role what goes on now and what to do."""

import re

import pytest
from django.urls import reverse

from applications.models import ProfileView
from insurance.models import PaperRules
from offers.models import RequestedDocument
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.ending import complete_placement
from offers.services.switch import stop_engine
from tests.factories import (
    ApplicationFactory,
    EmployerFactory,
    MemberFactory,
    OfficialFactory,
    SeasonFactory,
    UserFactory,
)
from tests.insurance.world import insured, officer_of
from tests.offers.evaluating import accepted, ask, chosen
from tests.offers.world import make_world, student_of
from tests.people import enter
from usp.accounts.models import EmployerStatus, User

pytestmark = pytest.mark.django_db


def home_of(client, user: User) -> str:
    enter(client, user)
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2023-12-27 23:59:59", "Başvurular henüz açılmadı"),
        ("2023-12-28 00:00:00", "Başvurular açık"),
        ("2024-03-10 23:59:59", "Başvurular açık"),
        ("2024-03-11 00:00:00", "Değerleme dönemi"),
        ("2024-09-20 17:00:00", "Bu dönem sona erdi"),
    ],
)
def test_a_visitor_reads_where_the_season_stands(client, at, moment, said):
    SeasonFactory()
    at(moment)
    assert said in client.get("/").content.decode()


def test_a_visitor_comes_from_the_home_page_to_the_students_door(client, at):
    """SA «ana sayfada … tıkla», «sağ üst kısmındaki “Giriş” butonuna bas», «“Öğrenci” seçeneğini»"""
    SeasonFactory()
    at("2024-01-15 10:00")
    page, sign_in = client.get("/").content.decode(), reverse("portal:sign-in")
    top = page.split("<main", 1)[0]
    assert re.search(rf'href="{sign_in}">.*?Giriş</a>', top, re.S)
    assert re.search(rf'href="{sign_in}">Başvuru Yap', page)
    door = client.get(sign_in).content.decode()
    assert door.index("Öğrenci") < door.index("e-Devlet ile Giriş")


def test_a_visitor_reads_that_there_is_no_season(client, at):
    at("2024-01-01 10:00")
    assert "Şu anda açık bir dönem yok" in client.get("/").content.decode()


def test_a_student_is_told_to_apply_then_that_an_offer_waits(client, at):
    at("2024-02-01 10:00")
    SeasonFactory()
    application = ApplicationFactory()
    assert "Başvurunuz tamamlandı" in home_of(client, application.student.user)
    at("2024-05-13 10:00")
    world = make_world()
    (offer,) = world.send(application)
    at("2024-05-14 10:00")
    page = home_of(client, student_of(offer))
    assert "Bir teklif cevabınızı bekliyor" in page
    assert "17 Mayıs 2024 Cuma 17.00" in page


def test_an_employer_is_told_what_waits(client, at):
    at("2024-05-13 10:00")
    world = make_world()
    world.send(world.candidate())
    assert "1 teklifiniz adayın cevabını bekliyor" in home_of(client, world.employer_user)
    assert "İlk staj pozisyonunuzu açın" in home_of(client, MemberFactory().user)


def test_a_career_centre_without_interns_is_told_so(client, at):
    at("2024-05-13 10:00")
    SeasonFactory()
    assert "Bekleyen evrak yok" in home_of(client, OfficialFactory().user)


def test_an_operator_is_told_of_employers_to_approve(client, at):
    at("2024-05-13 10:00")
    SeasonFactory()
    EmployerFactory(status=EmployerStatus.PENDING)
    assert "1 işveren onayınızı bekliyor" in home_of(client, UserFactory())


@pytest.mark.parametrize("offers", [1, 3])
def test_a_students_home_page_takes_at_most_eight_queries(client, at, offers, django_assert_max_num_queries):
    at("2024-05-13 10:00")
    application = ApplicationFactory()
    for _number in range(offers):
        make_world().send(application)
    at("2024-05-14 10:00")
    home_of(client, application.student.user)
    with django_assert_max_num_queries(8):
        client.get("/")


@pytest.mark.parametrize("offers", [1, 3])
def test_an_employers_home_page_takes_at_most_eight_queries(client, at, offers, django_assert_max_num_queries):
    at("2024-05-13 10:00")
    world = make_world(quota=3)
    world.send(*(world.candidate() for _number in range(offers)))
    page = home_of(client, world.employer_user)
    assert "Yerleriniz" in page
    with django_assert_max_num_queries(8):
        client.get("/")


def test_a_stopped_engine_goes_before_everything_else_an_operator_reads(client, at):
    at("2024-05-13 10:00")
    SeasonFactory()
    EmployerFactory(status=EmployerStatus.PENDING)
    operator = UserFactory()
    stop_engine(actor=operator, reason="Bakım")
    assert "Süreler durduruldu" in home_of(client, operator)


def test_the_sign_in_page_lists_demo_accounts_only_in_the_demo(client, at, settings):
    at("2024-05-13 10:00")
    SeasonFactory()
    assert "staj-deneme-2024" not in client.get("/giris/").content.decode()
    settings.USP_DEMO = True
    page = client.get("/giris/").content.decode()
    assert "staj-deneme-2024" in page
    assert "elif.sahin@dsi.example" in page


def test_the_page_speaks_english_when_asked(client, at):
    at("2024-05-13 10:00")
    SeasonFactory()
    client.post("/dil/", {"language": "en", "next": "/"})
    page = client.get("/").content.decode()
    assert '<html lang="en">' in page
    assert "Who may apply?" in page


def test_a_students_home_lists_what_to_do_how_offers_went_and_who_looked(client, at):
    at("2024-05-13 10:00")
    world = make_world()
    (offer,) = world.send(world.candidate())
    opened = {"application": offer.application, "viewed_on": "2024-05-13", "viewed_at": offer.sent_at}
    ProfileView.objects.create(employer=world.manager.employer, viewer=world.manager.user, **opened)
    at("2024-05-14 10:00")
    page = home_of(client, student_of(offer))
    for words in (
        "Sırada yapacaklarınız", "Teklife cevap verin", "Tekliflerinizin seyri", "Profilinize kim baktı?",
        f'href="/teklifler/{offer.pk}/">{world.manager.employer.name}</a> <span class="usp-muted">· 13 Mayıs 2024',
    ):  # fmt: skip
        assert words in page, words
    at("2024-05-17 17:00")  # nobody has settled it
    page = home_of(client, student_of(offer))
    assert "Teklife cevap verin" not in page
    assert "Zaman aşımı" in page


def test_a_confirmed_students_tasks_are_papers_and_the_documents_the_employer_asks_for(client, at):
    at("2024-05-13 10:00")
    world = make_world()
    for kind in ("transcript", "entry_document"):
        RequestedDocument.objects.create(position=world.position, kind=kind)
    (offer,) = world.send(world.candidate())
    at("2024-05-13 10:01")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    page = home_of(client, student_of(offer))
    assert "Staj evrakınızı teslim edin" in page
    assert "İşverenin istediği 1 belgeyi yükleyin" in page


def test_a_student_nobody_looked_at_reads_what_will_appear(client, at):
    at("2024-05-13 10:00")
    page = home_of(client, ApplicationFactory().student.user)
    assert "Henüz kimse bakmadı" in page


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024-08-02 12:00", "Staja kabul edildiniz"),
        ("2024-08-05 08:00", "Staj günleriniz başladı"),
        ("2024-09-05 08:00", "Staj günleriniz bitti"),
    ],
)
def test_a_confirmed_student_reads_where_the_internship_stands_today(client, at, when, said):
    placement = _confirmed(at)
    at(when)
    assert f"{said}</h1>" in home_of(client, placement.student.user)


def test_a_completed_internship_is_no_longer_waiting_for_papers_but_for_the_students_evaluation(client, at):
    placement = _confirmed(at)
    at("2024-07-15 10:00")
    insured(placement, officer_of(placement))
    at("2024-09-05 10:00")
    employer = placement.offer.position.supervisor.user
    complete_placement(placement_id=placement.pk, days_attended=20, unexcused_days=0, actor=employer)
    page = home_of(client, placement.student.user)
    assert "Stajınızı tamamladınız</h1>" in page
    assert "Staj yerinizi değerlendirin" in page
    assert "Staja kabul edildiniz" not in page


def test_papers_are_due_at_the_universitys_own_hour_on_the_home_page_too(client, at):
    placement = _confirmed(at)
    university = placement.application.department.unit.university
    PaperRules.objects.update_or_create(university=university, defaults={"last_hour": "15:30"})
    user = placement.student.user
    assert "15.30" in home_of(client, user)
    assert "15.30" in client.get("/belgelerim/").content.decode()


def test_an_interview_that_is_agreed_on_stands_among_the_tasks(client, at):
    world = make_world()
    offer = accepted(world, at)
    at("2024-05-14 11:00")
    chosen(ask(world, offer))
    assert "Mülakata katılın" in home_of(client, student_of(offer))


def test_an_interview_without_a_time_is_a_task_and_is_counted_in_the_menu(client, at, django_assert_max_num_queries):
    world = make_world()
    offer = accepted(world, at)
    at("2024-05-14 11:00")
    evaluation = ask(world, offer)
    page = home_of(client, student_of(offer))
    assert "Mülakat saatini seçin" in page
    assert _counted(page, "Mülakatlarım") == "1 bekleyen"
    with django_assert_max_num_queries(8):
        client.get("/")
    chosen(evaluation)
    assert _counted(home_of(client, student_of(offer)), "Mülakatlarım") == ""


def test_an_employer_reads_how_many_interns_may_not_be_started(client, at, django_assert_max_num_queries):
    placement = _confirmed(at)
    user = placement.offer.position.supervisor.user
    assert "Başlatılamaz" not in home_of(client, user)
    at("2024-08-05 08:00")
    page = home_of(client, user)
    assert "Başlatılamaz: sigorta girişi yok" in page
    with django_assert_max_num_queries(8):
        client.get("/")
    at("2024-07-15 10:00")
    insured(placement, officer_of(placement))
    at("2024-08-05 08:00")
    assert "Başlatılamaz" not in home_of(client, user)


def _counted(page: str, label: str) -> str:
    """What the menu counts beside an entry."""
    (found,) = re.findall(rf"<a\b[^>]*>((?:(?!</a>).)*{label}.*?)</a>", page, re.S)[:1]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split()).removeprefix(label).strip()


def _confirmed(at):
    at("2024-05-13 10:00")
    world = make_world()
    (offer,) = world.send(world.candidate())
    at("2024-05-13 10:01")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    return confirm_offer(offer_id=offer.pk, actor=world.employer_user)
