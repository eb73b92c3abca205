"""What tests are made of. Every factory's default is a row that could exist in the season of the seeds (2024).

Append only. Rows that the database guards by the clock are written as of a moment inside the season.
"""

import datetime as dt
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.db import connection, transaction
from factory.django import DjangoModelFactory
from stdnum.tr import tckimlik

from applications.models import (
    Application,
    InternshipWindow,
    ProvincePreference,
    Season,
    SeasonExclusion,
    SeasonGnoLimit,
    SeasonLevel,
    WindowChoice,
)
from applications.states import ApplicationState
from usp.accounts.models import (
    Employer,
    EmployerMembership,
    EmployerRole,
    EmployerStatus,
    Student,
    UniversityMembership,
    UniversityRole,
    User,
    UserKind,
)
from usp.core import turkish
from usp.core.db import acting
from usp.edevlet.records import Contact, Enrolment, Person, Records, School
from usp.reference.models import Department, DepartmentGroup, District, Level, Province, Unit, University

ISTANBUL = ZoneInfo("Europe/Istanbul")
FIRST_NAMES = ("Ayşe", "Mehmet", "Işıl", "İlker", "Çağla", "Şükrü", "Gülüm", "Ömer")
LAST_NAMES = ("Çınar", "Öğüt", "Işık", "İnce", "Şahin", "Yıldız", "Ünal", "Doğan")


def moment(text: str) -> dt.datetime:
    """«2024-05-17 17:00» in Istanbul."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


def tckn(number: int) -> str:
    """An identity number with valid check digits that nobody has."""
    body = f"{200000000 + number:09}"
    return body + tckimlik.calc_check_digits(body)


@contextmanager
def clock_set_to(when: dt.datetime):
    """Write rows as of a moment, then put the test's clock back to what it was."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('usp.now', true), '')")
        (before,) = cursor.fetchone()
        cursor.execute("select set_config('usp.now', %s, false)", [when.isoformat()])
        yield
        cursor.execute("select set_config('usp.now', %s, false)", [before])


class ProvinceFactory(DjangoModelFactory):
    """One of the 81; asks for one by its plate number."""

    class Meta:
        model = Province
        django_get_or_create = ("id",)

    id = 11
    name = factory.LazyAttribute(
        lambda o: {6: "Ankara", 11: "Bilecik", 34: "İstanbul", 35: "İzmir"}.get(o.id, f"İl {o.id}")
    )
    region = "Marmara"


class DistrictFactory(DjangoModelFactory):
    """A district of Bilecik unless told otherwise."""

    class Meta:
        model = District

    id = factory.Sequence(lambda n: 9000 + n)
    province = factory.SubFactory(ProvinceFactory)
    name = factory.Sequence(lambda n: f"İlçe {n}")


class UniversityFactory(DjangoModelFactory):
    """Bilecik Şeyh Edebali unless told otherwise."""

    class Meta:
        model = University
        django_get_or_create = ("code",)

    code = "bilecik-seyh-edebali"
    name = factory.LazyAttribute(
        lambda o: "Bilecik Şeyh Edebali Üniversitesi" if o.code == "bilecik-seyh-edebali" else f"{o.code} Üniversitesi"
    )
    kind = University.Kind.STATE
    province = factory.SubFactory(ProvinceFactory)
    city = "Bilecik"
    domain = "bilecik.edu.tr"

    class Params:
        abroad = factory.Trait(kind=University.Kind.ABROAD, province=None, country="Azerbaycan")
        kktc = factory.Trait(kind=University.Kind.KKTC, province=None, country="KKTC")


class UnitFactory(DjangoModelFactory):
    """A faculty."""

    class Meta:
        model = Unit
        django_get_or_create = ("university", "code")

    university = factory.SubFactory(UniversityFactory)
    name = "Mühendislik Fakültesi"
    code = factory.LazyAttribute(lambda o: turkish.fold(o.name).replace(" ", "-"))
    kind = Unit.Kind.FACULTY


class DepartmentGroupFactory(DjangoModelFactory):
    """A group of one field."""

    class Meta:
        model = DepartmentGroup
        django_get_or_create = ("name", "level")

    name = "Bilgisayar Mühendisliği"
    level = Level.BACHELOR
    code = factory.LazyAttribute(lambda o: turkish.fold(f"{o.name} {o.level}").replace(" ", "-"))
    field = "bilgisayar"
    field_name = "Bilgisayar ve Bilişim"


class DepartmentFactory(DjangoModelFactory):
    """A four-year department of its group's level."""

    class Meta:
        model = Department
        django_get_or_create = ("unit", "name", "level")

    unit = factory.SubFactory(UnitFactory)
    name = "Bilgisayar Mühendisliği"
    level = Level.BACHELOR
    group = factory.SubFactory(
        DepartmentGroupFactory, name=factory.SelfAttribute("..name"), level=factory.SelfAttribute("..level")
    )
    years = 4


class UserFactory(DjangoModelFactory):
    """An operator unless told otherwise; each kind has its own factory below."""

    class Meta:
        model = User

    kind = UserKind.OPERATOR
    full_name = factory.Sequence(lambda n: f"{FIRST_NAMES[n % 8]} {LAST_NAMES[n // 8 % 8]}")
    email = factory.Sequence(lambda n: f"kisi{n}@ornek.example")


class StudentFactory(DjangoModelFactory):
    """Somebody who has signed in through e-Devlet."""

    class Meta:
        model = Student

    class Params:
        number = factory.Sequence(lambda n: n)

    first_name = factory.LazyAttribute(lambda o: FIRST_NAMES[o.number % 8])
    last_name = factory.LazyAttribute(lambda o: LAST_NAMES[o.number // 8 % 8])
    user = factory.SubFactory(
        UserFactory,
        kind=UserKind.STUDENT,
        email=None,
        full_name=factory.LazyAttribute(lambda o: f"{o.factory_parent.first_name} {o.factory_parent.last_name}"),
    )
    birth_date = dt.date(2003, 4, 5)
    contact_email = factory.LazyAttribute(lambda o: f"ogrenci{o.number}@ogrenci.example")
    contact_phone = factory.LazyAttribute(lambda o: f"+90555{o.number % 10000000:07}")

    @classmethod
    def _create(cls, model_class: type[Student], *args: Any, **kwargs: Any) -> Student:
        identity = kwargs.pop("identity", None)
        student = model_class(*args, **kwargs)
        student.set_tckn(identity or tckn(student.user.pk))
        student.save()
        return student


class EmployerFactory(DjangoModelFactory):
    """An approved private company in Bilecik."""

    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"Örnek Yazılım {n} A.Ş.")
    vkn = factory.Sequence(lambda n: f"{1000000000 + n}")
    personnel_count = 40
    activity = "Yazılım"
    province = factory.SubFactory(ProvinceFactory)
    district = factory.SubFactory(DistrictFactory, province=factory.SelfAttribute("..province"))
    address = "Atatürk Caddesi No: 1"
    phone = "+902281234567"
    email = "ik@ornek.example"
    status = EmployerStatus.APPROVED


class MemberFactory(DjangoModelFactory):
    """A manager of an employer."""

    class Meta:
        model = EmployerMembership

    user = factory.SubFactory(UserFactory, kind=UserKind.EMPLOYER)
    employer = factory.SubFactory(EmployerFactory)
    role = EmployerRole.MANAGER
    job_title = "İnsan Kaynakları Uzmanı"
    phone = "+905551112233"


class OfficialFactory(DjangoModelFactory):
    """A manager of a career centre."""

    class Meta:
        model = UniversityMembership

    user = factory.SubFactory(UserFactory, kind=UserKind.CAREER_CENTER)
    university = factory.SubFactory(UniversityFactory)
    unit = None
    role = UniversityRole.MANAGER


class SeasonFactory(DjangoModelFactory):
    """The season of the seeds with its levels, limits and exclusions, current."""

    class Meta:
        model = Season
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = "2024"
    name = "USP 2024"
    title = "Ulusal Staj Programı - 2024"
    operator_name = "CBİKO"
    support_email = "ulusalstajprogrami@cbiko.gov.tr"
    is_current = True
    applications_open_at = moment("2023-12-28 00:00")
    applications_close_at = moment("2024-03-10 23:59:59")
    pool_opens_at = moment("2024-05-08 09:00")
    offers_close_at = moment("2024-08-31 17:00")
    answers_close_at = moment("2024-09-06 17:00")
    confirm_close_at = moment("2024-09-20 17:00")

    @factory.post_generation
    def rules(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The rows of the seeds; an existing season keeps its own."""
        if self.levels.exists():
            return
        for level, year in (("bachelor", 2), ("bachelor", 3), ("bachelor", 4), ("associate", 1), ("associate", 2)):
            exempt = (level, year) == ("associate", 1)
            SeasonLevel.objects.create(season=self, level=level, class_year=year, gno_exempt=exempt)
        for scale, minimum in ((4, "2.00"), (100, "53.33")):
            SeasonGnoLimit.objects.create(season=self, scale=scale, minimum=Decimal(minimum))
        SeasonExclusion.objects.create(season=self, unit_kind=Unit.Kind.MEDICAL_FACULTY)
        SeasonExclusion.objects.create(season=self, group_tag=DepartmentGroup.Tag.TEACHING)


class WindowFactory(DjangoModelFactory):
    """20 working days from 5 August 2024 at Bilecik."""

    class Meta:
        model = InternshipWindow
        django_get_or_create = ("season", "university", "working_days", "starts_on")

    season = factory.SubFactory(SeasonFactory)
    university = factory.SubFactory(UniversityFactory)
    working_days = 20
    starts_on = dt.date(2024, 8, 5)


class WindowChoiceFactory(DjangoModelFactory):
    """The first choice of an application."""

    class Meta:
        model = WindowChoice

    application = factory.SubFactory("tests.factories.ApplicationFactory")
    window = factory.SubFactory(WindowFactory)
    rank = 1


def make_enrolment(**changes: Any) -> Enrolment:
    """Bachelor, third year, GNO 3,12 of 4, at Bilecik's engineering faculty."""
    values: dict[str, Any] = {
        "id": "70011",
        "university_code": "bilecik-seyh-edebali",
        "unit_name": "Mühendislik Fakültesi",
        "department_name": "Bilgisayar Mühendisliği",
        "level": "bachelor",
        "class_year": 3,
        "programme_years": 4,
        "study_mode": "orgun",
        "status": "active",
        "is_second_major": False,
        "gno": "3.12",
        "gno_scale": "4",
        "expected_graduation": dt.date(2025, 6, 14),
        "started_on": dt.date(2021, 9, 18),
        "graduated_on": None,
        "student_no": "2021001101",
        "updated_on": dt.date(2023, 10, 9),
    }
    return Enrolment(**(values | changes))


def make_records(*enrolments: Enrolment, **changes: Any) -> Records:
    """A person with the given enrolments (by default one), school and contact data."""
    values: dict[str, Any] = {
        "person": Person("", "Ayşe", "Çınar", dt.date(2003, 4, 5), "TR", False, False),
        "contact": Contact("ayse@edevlet.example", "+905550001011"),
        "enrolments": enrolments or (make_enrolment(),),
        "school": School("Cumhuriyet Anadolu Lisesi", "Anadolu lisesi", 2021, "89.43", "100"),
        "exams": (),
        "insured_days": 0,
        "fetched_at": moment("2024-01-15 10:00"),
    }
    return Records(**(values | changes))


class ApplicationFactory(DjangoModelFactory):
    """A completed application with one province («Tüm İlçeler»); traits: started, registered, cancelled.

    Scores are not made here: ``score_application`` does that.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        source = factory.LazyFunction(make_records)
        started = factory.Trait(
            state=ApplicationState.STARTED,
            department=None,
            enrolment_id="",
            student_no="",
            level="",
            class_year=None,
            study_mode="",
            gno=None,
            gno_scale=None,
            registered_at=None,
            completed_at=None,
            allowed=0,
        )
        registered = factory.Trait(state=ApplicationState.REGISTERED, completed_at=None, allowed=0)
        cancelled = factory.Trait(state=ApplicationState.CANCELLED, completed_at=None, allowed=0)
        completed = factory.Trait(state=ApplicationState.COMPLETED)

    student = factory.SubFactory(StudentFactory)
    season = factory.SubFactory(SeasonFactory)
    state = ApplicationState.COMPLETED
    records = factory.LazyAttribute(lambda o: o.source.to_snapshot())
    records_fetched_at = moment("2024-01-15 10:00")
    enrolment_id = "70011"
    department = factory.SubFactory(DepartmentFactory)
    student_no = "2021001101"
    level = Level.BACHELOR
    class_year = 3
    study_mode = "orgun"
    gno = Decimal("3.12")
    gno_scale = 4
    started_at = moment("2024-01-15 10:00")
    registered_at = moment("2024-01-15 10:05")
    completed_at = moment("2024-01-15 10:10")
    allowed = 1

    @classmethod
    def _create(cls, model_class: type[Application], *args: Any, **kwargs: Any) -> Application:
        with transaction.atomic(), clock_set_to(moment("2024-01-15 10:10")), acting("test"):
            return super()._create(model_class, *args, **kwargs)

    @factory.post_generation
    def provinces(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """``provinces=[…]`` in order; by default Bilecik for a completed application, none for the others."""
        default = [ProvinceFactory()] if self.state == ApplicationState.COMPLETED and extracted is None else []
        with transaction.atomic(), clock_set_to(moment("2024-01-15 10:10")):
            for rank, province in enumerate(default if extracted is None else extracted, start=1):
                ProvincePreference.objects.create(
                    application=self, province=province, rank=rank, all_districts=True
                )
