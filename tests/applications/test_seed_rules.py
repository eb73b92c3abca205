"""Every sentence of the students' seed that states a rule of application, proven through rules, verbs and pages.

Each case carries the sentence in the seed's own words; docs/seed-coverage.md points here. Rules about offers, papers
and insurance have their tests where those live.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications import rules
from applications.date_conditions import date_condition_findings, notices_for
from applications.eligibility import facts_of, season_rules
from applications.enrolment_rules import enrolment_reasons
from applications.models import Application, PoolEntry, Score, SeasonDateCondition, SeasonExclusion
from applications.pool.build import build_pool
from applications.scoring.services import recompute_season
from applications.selectors import preferences_of
from applications.services.completing import complete_application
from applications.services.declaring import save_institutions
from applications.services.preferences import ProvinceChoice, save_preferences
from applications.services.registering import NotEligible, cancel_application, register
from applications.services.starting import _refresh, _start
from applications.services.windows import save_windows
from applications.states import ApplicationState
from tests.applications.conftest import IN_SEASON, LAST_SECOND, TOO_LATE, Ground, user_of
from tests.factories import (
    ApplicationFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    ProvinceFactory,
    SeasonFactory,
    StudentFactory,
    UnitFactory,
    UniversityFactory,
    WindowFactory,
    make_enrolment,
    make_records,
)
from tests.offers.world import make_world
from tests.people import browser
from usp.accounts.models import User
from usp.accounts.services.students import sign_in_student
from usp.core.errors import RuleViolation
from usp.edevlet.records import Enrolment, School
from usp.edevlet.sandbox.people import person_by_key
from usp.reference.models import Department, Institution, University

pytestmark = pytest.mark.django_db
S = ApplicationState
SCHOOL = School("Ertuğrul Gazi Lisesi", "Anadolu Lisesi", 2021, "85.50", "100")


@dataclasses.dataclass
class Walk:
    """The season of the seed with its rules, and short words for what a case does."""

    ground: Ground
    at: Callable[[str], Any]

    @property
    def about(self) -> rules.SeasonRules:
        """The season's rules as its rows say them now."""
        return season_rules(self.ground.season)

    def reasons(self, department: Department | None = None, **enrolment: Any) -> list[str]:
        """Why this enrolment may not apply, by code."""
        return [one.code for one in self._against(make_enrolment(**enrolment), department)]

    def sentences(self, **enrolment: Any) -> str:
        """The same as the student reads it."""
        return " ".join(f"{one.text} {one.help}" for one in self._against(make_enrolment(**enrolment), None))

    def _against(self, enrolment: Enrolment, department: Department | None) -> list[rules.Reason]:
        records = make_records(enrolment)
        return enrolment_reasons(self.about, enrolment, facts_of(department or self.ground.department), records.person)

    def notices(self, **enrolment: Any) -> list[rules.Reason]:
        """What the student is told beforehand about the internship's date."""
        return notices_for(self.about, make_enrolment(**enrolment), dt.date(2024, 2, 1))

    def start(self, user: User) -> Application:
        """«Başvuru Yap», the records already fetched."""
        return _start(actor=user, season=self.ground.season, records=make_records())

    def registered(self) -> Application:
        """An application between the two stages, one province chosen."""
        application = self.ground.application(registered=True)
        self.choose(application, ProvinceChoice(self.ground.bilecik.pk, all_districts=True))
        return application

    def choose(self, application: Application, *choices: ProvinceChoice) -> None:
        """Save the places."""
        save_preferences(actor=user_of(application), application_id=application.pk, provinces=list(choices))

    def complete(self, application: Application) -> Application:
        """The last button."""
        return complete_application(actor=user_of(application), application_id=application.pk)

    def page(self, name: str, user: Any = None) -> str:
        """A page as somebody reads its source, blanks made single."""
        client = browser(user) if user else Client()
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200, name
        return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def code_of(action: Callable[[], object]) -> str:
    """The code with which the rule refuses."""
    with pytest.raises(RuleViolation) as refused:
        action()
    return refused.value.code


@pytest.fixture
def walk(ground: Ground, at: Any) -> Walk:
    season = ground.season
    SeasonExclusion.objects.create(season=season, unit_kind="medical_faculty")
    SeasonExclusion.objects.create(season=season, group_tag="teaching")
    conditions = [
        ("bachelor", 2, "advanced_class", "warn"), ("associate", 1, "advanced_class", "warn"),
        ("bachelor", None, "not_graduated", "stop"), ("associate", None, "not_graduated", "stop"),
    ]  # fmt: skip
    for level, year, kind, consequence in conditions:
        SeasonDateCondition.objects.create(
            season=season, level=level, class_year=year, kind=kind, consequence=consequence
        )
    SeasonDateCondition.objects.create(
        season=season, level="associate", class_year=1, kind="gno_minimum", comparison="gt", scale=4, minimum="2.00"
    )
    at(IN_SEASON)
    return Walk(ground, at)


CASES: list[tuple[str, Callable[[Walk], None]]] = []


def seed(sentence: str) -> Callable[[Callable[[Walk], None]], Callable[[Walk], None]]:
    """Make the function the proof of a sentence."""

    def keep(prove: Callable[[Walk], None]) -> Callable[[Walk], None]:
        CASES.append((sentence, prove))
        return prove

    return keep


# --- Programa kimler başvurabilir? -----------------------------------------------------------------------------------

ASSOCIATE = {"level": "associate", "class_year": 1, "programme_years": 2, "expected_graduation": dt.date(2025, 6, 14)}
JUNE = dt.date(2024, 6, 14)


@seed("Türkiye, KKTC ve yurt dışında üniversitelerde")
def three_places(walk: Walk) -> None:
    for kind in (University.Kind.STATE, University.Kind.KKTC, University.Kind.ABROAD):
        inside = kind == University.Kind.STATE
        university = UniversityFactory(
            code=f"u-{kind}", name=f"Üniversite {kind}", kind=kind, **({} if inside else {"province": None})
        )
        department = DepartmentFactory(unit=UnitFactory(university=university))
        assert walk.reasons(department) == []


@seed("Örgün eğitim veren lisans programlarında 2., 3. veya 4. sınıf öğrencisiysen")
def bachelor_years(walk: Walk) -> None:
    may = [year for year in range(7) if walk.reasons(class_year=year, programme_years=6) == []]
    assert may == [2, 3, 4]


@seed("(tıp fakültesi ve öğretmenlik bölümleri hariç)")
def exclusions(walk: Walk) -> None:
    medicine = DepartmentFactory(unit=UnitFactory(code="tip", name="Tıp Fakültesi", kind="medical_faculty"))
    teaching = DepartmentFactory(group=DepartmentGroupFactory(code="ogr", name="Öğretmenlik", tag="teaching"))
    dentistry = DepartmentFactory(unit=UnitFactory(code="dis", name="Diş Hekimliği Fakültesi", kind="dental_faculty"))
    assert walk.reasons(medicine) == ["excluded_unit"]
    assert walk.reasons(teaching) == ["excluded_group"]
    assert walk.reasons(dentistry) == []  # «bu ikisi»: the national text of 2025 is another season's row


@seed("Örgün eğitim veren ön lisans programlarında 1. veya 2. sınıf öğrencisiysen")
def associate_years(walk: Walk) -> None:
    may = [year for year in range(4) if walk.reasons(**ASSOCIATE | {"class_year": year}) == []]
    assert may == [1, 2]
    assert walk.reasons(study_mode="ikinci") == []
    assert walk.reasons(study_mode="acik") == walk.reasons(study_mode="uzaktan") == ["study_mode"]


@seed("Not ortalaman 4 üzerinden en az 2 (diğer sistemlerde dengi) ise")
def gno_at_application(walk: Walk) -> None:
    assert [walk.reasons(gno=gno) for gno in ("1.99", "2.00")] == [["gno_low"], []]
    assert [walk.reasons(gno=gno, gno_scale="100") for gno in ("53.32", "53.33")] == [["gno_low"], []]


@seed("ön lisans 1. sınıf öğrencilerinin başvurusu için not ortalaması şartı aranmamaktadır")
def first_year_associates(walk: Walk) -> None:
    assert walk.reasons(**ASSOCIATE, gno=None) == walk.reasons(**ASSOCIATE, gno="1.10") == []


@seed("lisans 2. sınıf ve ön lisans 1. sınıf öğrencilerinin bir üst sınıfa geçmiş olması")
def advanced(walk: Walk) -> None:
    for changes in ({"class_year": 2}, ASSOCIATE):
        then = make_enrolment(**changes)
        passed = dataclasses.replace(then, class_year=then.class_year + 1)
        assert [one.code for one in date_condition_findings(walk.about, then, then)] == ["class_not_advanced"]
        assert date_condition_findings(walk.about, then, passed) == []


@seed("lisans 4. sınıf ve ön lisans 2. sınıf öğrencilerinin mezun durumuna geçmemiş olması")
def not_graduated(walk: Walk) -> None:
    for changes in ({"class_year": 4}, ASSOCIATE | {"class_year": 2}):
        then = make_enrolment(**changes)
        (finding,) = date_condition_findings(walk.about, then, dataclasses.replace(then, status="graduated"))
        assert finding.stops
        assert date_condition_findings(walk.about, then, then) == []


@seed("ön lisans 1. sınıf öğrencilerinin not ortalamasının ise 2’nin üzerinde olması")
def gno_on_the_date(walk: Walk) -> None:
    then = make_enrolment(**ASSOCIATE)
    on_date = {gno: dataclasses.replace(then, class_year=2, gno=gno) for gno in ("2.00", "2.01")}
    assert [one.code for one in date_condition_findings(walk.about, then, on_date["2.00"])] == ["gno_low_on_date"]
    assert date_condition_findings(walk.about, then, on_date["2.01"]) == []


@seed("Aksi halde işverenler staj tekliflerini iptal edebilir.")
def employers_may(walk: Walk) -> None:
    then = make_enrolment(class_year=2)
    (finding,) = date_condition_findings(walk.about, then, then)
    assert not finding.stops  # a warning: the employer decides
    assert "işveren teklifini iptal edebilir" in walk.notices(class_year=2)[0].help


# --- Program’a hangi tarihler arasında, nasıl başvuru yapabilirim? ---------------------------------------------------


@seed("28 Aralık 2023 tarihinde başlayacak ve 10 Mart 2024 tarihinde sona erecektir")
def both_days(walk: Walk) -> None:
    for now, code in (("2023-12-27 23:59:59", "season_not_open"), (TOO_LATE, "season_closed")):
        walk.at(now)
        assert code_of(lambda: walk.start(StudentFactory().user)) == code
    for now in ("2023-12-28 00:00:00", LAST_SECOND):
        walk.at(now)
        assert walk.start(StudentFactory().user).state == S.STARTED


@seed("Öğrencilerin, Rektörlük tarafından belirlenen ve aşağıda yer alan tarihlerde staj yapmak için başvurmaları")
def windows_of_the_university(walk: Walk) -> None:
    application = walk.registered()
    foreign = WindowFactory(season=walk.ground.season, university=UniversityFactory(code="baska"))

    def save(*ids: int) -> object:
        return save_windows(actor=user_of(application), application_id=application.pk, window_ids=list(ids))

    assert code_of(lambda: save(foreign.pk)) == "window_unknown"
    later = WindowFactory(season=walk.ground.season, working_days=20, starts_on=dt.date(2024, 8, 19))
    ids = [later.pk, walk.ground.windows[0].pk]
    save(*ids)  # «öncelik sırasını belirleyebilirsin»
    assert list(application.window_choices.order_by("rank").values_list("window_id", flat=True)) == ids


@seed("Giriş alternatifleri arasından “Öğrenci” seçeneğini ve hemen ardından açılan “e-Devlet ile Giriş”")
def the_students_door(walk: Walk) -> None:
    page = walk.page("portal:sign-in")
    assert page.index("Öğrenci") < page.index("e-Devlet ile Giriş")


@seed("Soldaki “Staj Başvurusu” menüsüne … “Ulusal Staj Programı - 2024” başlığı altındaki “Başvuru Yap” butonu")
def the_start_page(walk: Walk) -> None:
    page = walk.page("applications:start", StudentFactory().user)
    for words in ("Staj Başvurusu", "Ulusal Staj Programı - 2024", "Başvuru Yap"):
        assert words in page


@seed("“Başvur” butonuna tıklayarak e-Devlet aşamasını tamamlamalısın ki ikinci aşamaya geçebilesin")
def first_stage_first(walk: Walk) -> None:
    application = walk.ground.application(started=True)
    user = user_of(application)
    assert code_of(lambda: walk.complete(application)) == "stage_one_unfinished"
    choice = ProvinceChoice(walk.ground.bilecik.pk, all_districts=True)
    assert code_of(lambda: walk.choose(application, choice)) == "stage_one_unfinished"
    assert register(actor=user, application_id=application.pk, enrolment_id="e-1").state == S.REGISTERED
    walk.choose(application, choice)


@seed("e-Devlet aşaması tamamlandıktan sonra aktif hale gelen “Başvuru Formu ile Başvurunu Tamamla”")
def the_second_stages_button(walk: Walk) -> None:
    words = "Başvuru Formu ile Başvurunu Tamamla"
    before = walk.page("applications:stage-one", user_of(walk.ground.application(started=True)))
    assert re.search(rf"<button[^>]*disabled[^>]*>{words}</button>", before)
    after = walk.page("applications:stage-one", user_of(walk.ground.application(registered=True)))
    assert re.search(rf"<a class=\"btn btn-primary\" href=\"[^\"]+\">{words}</a>", after)


@seed("e-Devlet şifren olmadan sisteme giriş ya da başvuru yapamazsın")
def no_other_door(walk: Walk) -> None:
    assert not person_by_key("sifresiz").can_sign_in
    person = person_by_key("lisans-2")
    user = sign_in_student(tckn=person.tckn, first_name=person.first_name, last_name=person.last_name)
    assert (user.has_usable_password(), user.email) == (False, None)
    data = {"login": person.email, "password": "bir-uzun-parola-2024"}
    answer = Client().post(reverse("account_login"), data)
    assert answer.status_code != 302
    assert Client().post(reverse("applications:start")).status_code == 302  # to the sign-in page, nothing begins
    assert not Application.objects.exists()


# --- mezuniyet, çift ana dal, yeni dönem, kayıtlar -------------------------------------------------------------------


@seed("programından mezun olacağım … Başvuru yapabilirsin ancak … aktif öğrenci olman gerekmektedir")
def graduating_this_year(walk: Walk) -> None:
    assert walk.reasons(class_year=4, expected_graduation=JUNE) == []
    (notice,) = walk.notices(class_year=4, expected_graduation=JUNE)
    assert "öğrenciliğinizin sürmesi gerekir" in notice.text


@seed("Öğrenciliğin sonlandı ise … sigorta girişin ilgili birim yetkilisi tarafından yapılamayacağı için")
def no_insurance_without_studentship(walk: Walk) -> None:
    (finding,) = date_condition_findings(walk.about, make_enrolment(class_year=3), None)
    assert (finding.code, finding.stops) == ("studentship_ended", True)


@seed("mezun olsan dahi ilgili programların teklifini kabul ettiğinde … bu programlardan faydalanabilirsin")
def what_remains_for_graduates(walk: Walk) -> None:
    (notice,) = walk.notices(class_year=4, expected_graduation=JUNE)
    assert "İş gölgeleme ve eğitim programlarına mezun olsanız da katılabilirsiniz." in notice.help


@seed("Ana dal programından mezun olmana rağmen, çift ana dal bölümünde öğrenciliğin devam ediyorsa")
def a_running_second_major(walk: Walk) -> None:
    ended = make_enrolment(id="1", status="graduated", graduated_on=dt.date(2023, 6, 20))
    running = make_enrolment(id="2", is_second_major=True, class_year=4)
    application = walk.ground.application(started=True, source=make_records(ended, running))
    with pytest.raises(NotEligible) as refused:
        register(actor=user_of(application), application_id=application.pk, enrolment_id="1")
    assert "Çift ana dal öğreniminiz sürüyorsa" in refused.value.reasons[0].help
    assert register(actor=user_of(application), application_id=application.pk, enrolment_id="2").state == S.REGISTERED


@seed("Evet yeni dönemde “aday havuzuna” dâhil edilmen ve teklif alabilmen için programa tekrar başvurmalısın")
def every_year_anew(walk: Walk) -> None:
    last = SeasonFactory(code="2023", name="USP 2023", is_current=False)
    student = StudentFactory()
    ApplicationFactory(student=student, season=last, department=walk.ground.department)
    assert walk.start(student.user).state == S.STARTED
    walk.at("2024-05-08 09:00")
    assert build_pool(season=walk.ground.season) == 0  # last year's application brings nobody into this year's pool


@seed("öncelikle ÖSYM-Aday İşlemleri … üniversite kariyer merkezin, üniversite yönetimin veya öğrenci işleri")
def where_records_are_corrected(walk: Walk) -> None:
    said = walk.sentences(gno="1.50")
    places = ["ais.osym.gov.tr", "kariyer merkezine", "üniversite yönetimine", "öğrenci işlerine"]
    assert [said.index(place) for place in places] == sorted(said.index(place) for place in places)


@seed("aldığın hatayı ekran görüntüleriyle birlikte ulusalstajprogrami@cbiko.gov.tr iletmeniz önemlidir")
def the_support_address(walk: Walk) -> None:
    assert walk.ground.season.support_email in walk.page("portal:contact")


@seed("lise mezuniyet bilgilerini görüntüleyemiyorsan, “Beyan Etmek İçin Tıklayınız” butonu aracılığıyla")
def a_missing_school(walk: Walk) -> None:
    application = walk.ground.application(started=True, source=make_records(school=None))
    user = user_of(application)
    assert "Beyan Etmek İçin Tıklayınız" in walk.page("applications:stage-one", user)
    arguments = {"actor": user, "application_id": application.pk, "enrolment_id": "e-1"}
    assert code_of(lambda: register(**arguments)) == "highschool_missing"
    assert register(**arguments, highschool=SCHOOL).highschool["name"] == SCHOOL.name


# --- şehir, ilçe, kurum ----------------------------------------------------------------------------------------------


@seed("öncelikli olarak staj yapmayı tercih ettiğiniz kurum(lar) … teklif alacağını da garanti etmeyeceğini")
def institutions_are_a_wish(walk: Walk) -> None:
    assert walk.complete(walk.registered()).state == S.COMPLETED  # none was named, nothing is in the way


@seed("Tercihlerin diğer işverenlerin sana teklif göndermesini engellemediği gibi … garanti etmeyeceğini")
def institutions_neither_stop_nor_promise(walk: Walk) -> None:
    application, wanted = walk.registered(), Institution.objects.create(code="dsi", name="DSİ", sector="public")
    save_institutions(actor=user_of(application), application_id=application.pk, institution_ids=[wanted.pk])
    walk.complete(application)
    walk.at("2024-05-13 10:00")
    (offer,) = make_world().send(application)  # by an employer that was not named
    assert list(application.offers.all()) == [offer]  # the wish alone brought none, and kept none away


@seed("(Şehir) Başvuru Formu’nu doldururken en az 1, en fazla 5 seçim yapabilirsin")
def one_to_five_provinces(walk: Walk) -> None:
    application = walk.ground.application(registered=True)
    provinces = [ProvinceFactory(id=number) for number in (6, 11, 34, 35, 42, 7)]
    choices = [ProvinceChoice(province.pk, all_districts=True) for province in provinces]
    assert code_of(lambda: walk.complete(application)) == "province_missing"
    assert code_of(lambda: walk.choose(application)) == "province_missing"
    assert code_of(lambda: walk.choose(application, *choices)) == "province_too_many"
    walk.choose(application, choices[0])
    walk.choose(application, *choices[:5])


@seed("seçimlerini dikkatle yapmanı ve öncelik sırasını doğru belirlemeni öneririz")
def the_order_is_kept(walk: Walk) -> None:
    application = walk.ground.application(registered=True)
    walk.choose(
        application,
        ProvinceChoice(walk.ground.bilecik.pk, all_districts=True),
        ProvinceChoice(walk.ground.ankara.pk, district_ids=(603, 601)),
    )
    found = preferences_of(application)
    assert [one.province_id for one in found] == [walk.ground.bilecik.pk, walk.ground.ankara.pk]
    assert [one.district_id for one in found[1].districts.all()] == [603, 601]


@seed("farklı şehirlerde bulunan işverenler de profil bilgilerini inceleyerek teklif gönderebiliyor")
def offers_from_elsewhere(walk: Walk) -> None:
    walk.at("2024-05-13 10:00")
    world = make_world()
    application = world.candidate()
    assert not application.province_preferences.filter(province=world.position.province).exists()
    (offer,) = world.send(application)
    assert offer.application == application


@seed("“İlçe Seç” … “en az 1, en fazla 5” … “Tüm İlçeleri Seç” … Bu iki alternatiften birini seçmen zorunludur")
def districts_or_all(walk: Walk) -> None:
    application, ankara = walk.ground.application(registered=True), walk.ground.ankara.pk
    refused = {
        ProvinceChoice(ankara): "district_or_all",
        ProvinceChoice(ankara, all_districts=True, district_ids=(600,)): "district_or_all",
        ProvinceChoice(ankara, district_ids=tuple(range(600, 606))): "district_too_many",
    }
    for choice, code in refused.items():
        assert code_of(lambda choice=choice: walk.choose(application, choice)) == code
    for districts in ((600,), tuple(range(600, 605))):
        walk.choose(application, ProvinceChoice(ankara, district_ids=districts))
    walk.choose(application, ProvinceChoice(ankara, all_districts=True))


# --- Başvuru Durumum -------------------------------------------------------------------------------------------------


@seed("iki aşamasını da tamamlaman halinde başvuru durumun “Tamamlanan Başvuru” … “Yarım Kalan Başvuru”")
def the_two_words(walk: Walk) -> None:
    words = {S.STARTED: "Yarım Kalan", S.REGISTERED: "Yarım Kalan", S.COMPLETED: "Tamamlanan"}
    for state, word in words.items():
        page = walk.page("applications:status", user_of(walk.ground.application(state=state)))
        assert f'<h1 class="usp-title">{word} Başvuru</h1>' in page


@seed("Yarım kalan başvurular değerlemeye alınmayacaktır")
def unfinished_is_never_scored(walk: Walk) -> None:
    applications = [walk.ground.application(state=state) for state in (S.STARTED, S.REGISTERED, S.COMPLETED)]
    walk.at("2024-05-08 09:00")
    recompute_season(walk.ground.season)
    assert set(Score.objects.values_list("application_id", flat=True)) == {applications[2].pk}
    build_pool(season=walk.ground.season)
    assert PoolEntry.objects.filter(link__application__in=applications).count() == 1


@seed("altında yer alan” Başvuruyu Tamamla” butonunu kullanarak yarım bıraktığın başvuruyu tamamlayabilirsin")
def go_on_where_you_stopped(walk: Walk) -> None:
    for traits in ({"started": True}, {"registered": True}):
        assert "Başvuruyu Tamamla" in walk.page("applications:status", user_of(walk.ground.application(**traits)))


@seed("Başvurunun tüm aşamalarını … tamamladıysan herhangi bir güncelleme yapamazsın")
def a_completed_application_is_frozen(walk: Walk) -> None:
    application = walk.complete(walk.registered())
    user, pk = user_of(application), application.pk
    assert code_of(lambda: register(actor=user, application_id=pk, enrolment_id="e-1")) == "application_frozen"
    assert code_of(lambda: _refresh(actor=user, application_id=pk, records=make_records())) == "application_frozen"
    assert "değiştirilemez" in walk.page("applications:stage-one", user)


@seed("Ancak staj yapmak istediğin şehirleri/ilçeleri, son başvuru tarihine kadar güncelleyebilirsin.")
def places_until_the_last_second(walk: Walk) -> None:
    application = walk.complete(walk.registered())
    walk.at(LAST_SECOND)
    walk.choose(application, ProvinceChoice(walk.ground.ankara.pk, all_districts=True))
    walk.at(TOO_LATE)
    choice = ProvinceChoice(walk.ground.bilecik.pk, all_districts=True)
    assert code_of(lambda: walk.choose(application, choice)) == "preference_in_time"
    assert [one.province_id for one in preferences_of(application)] == [walk.ground.ankara.pk]


@seed("iki aşamasını da tamamladıysan başvuru geri çekemez ya da değiştiremezsin")
def no_way_back(walk: Walk) -> None:
    application = walk.complete(walk.registered())
    refused = code_of(lambda: cancel_application(actor=user_of(application), application_id=application.pk))
    assert refused == "application_frozen"


@seed("“Yarım Kalan Başvuru” ibaresini görüyorsan), başvurunu iptal edebilir veya güncelleyebilirsin")
def unfinished_may_be_taken_back(walk: Walk) -> None:
    for traits in ({"started": True}, {"registered": True}):
        application = walk.ground.application(**traits)
        user = user_of(application)
        _refresh(actor=user, application_id=application.pk, records=make_records())
        cancelled = cancel_application(actor=user, application_id=application.pk)
        assert cancelled.state == S.CANCELLED
        assert walk.start(user).pk != application.pk


# --- staj hakkı, zorunlu staj ----------------------------------------------------------------------------------------


@seed("her öğrencinin her yıl 1 (bir) staj yapma hakkı bulunmaktadır")
def one_internship_a_year(walk: Walk) -> None:
    assert walk.complete(walk.registered()).allowed == 1


@seed("Bölümünde staj yapma zorunluluğu bulunmasa da Ulusal Staj Programı’ndan yararlanabilirsin.")
def no_compulsory_internship_is_needed(walk: Walk) -> None:
    assert walk.ground.department.compulsory_days is None
    assert walk.reasons() == []


@seed("eğer zorunlu stajını USP dışında tamamladıysan bu durum USP aracılığıyla staj yapmanı engellemeyecektir")
def earlier_internships_do_not_count(walk: Walk) -> None:
    application = walk.ground.application(started=True, source=make_records(insured_days=60))
    registered = register(actor=user_of(application), application_id=application.pk, enrolment_id="e-1")
    assert registered.state == S.REGISTERED


@seed("her bir öğrencimizin “Yeterlilik Puanlarını” … tekrar hesaplıyoruz")
def scored_each_year(walk: Walk) -> None:
    application = walk.complete(walk.registered())
    assert {score.method.season for score in application.scores.select_related("method__season")} == {
        walk.ground.season
    }


@pytest.mark.parametrize(("sentence", "prove"), CASES, ids=[sentence for sentence, _prove in CASES])
def test_the_seed_says(walk: Walk, sentence: str, prove: Callable[[Walk], None]) -> None:
    prove(walk)
