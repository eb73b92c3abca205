"""Rows for tests: few names, honest defaults, traits for states. Verbs are preferred where a test is about them."""

import datetime as dt
import hashlib
import secrets
import uuid
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from factory.django import DjangoModelFactory

from applications.models import (
    Application,
    InternshipWindow,
    Season,
    SeasonGnoLimit,
    SeasonLevel,
    Term,
)
from applications.states import ApplicationState
from offers.models import Offer, Position
from offers.services.positions import open_position
from offers.services.send import Proposal, send_offers
from offers.states import OfferRank
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
from usp.core.db import acting
from usp.documents.models import Upload
from usp.edevlet.records import Contact, Enrolment, Person, Records, School
from usp.guidance.models import Announcement, LetterReader, OfficialLetter, ProblemReport
from usp.guidance.models.problems import new_report_code
from usp.reference.models import Department, DepartmentGroup, District, Level, Province, Unit, University

ISTANBUL = ZoneInfo("Europe/Istanbul")


def moment(text: str) -> dt.datetime:
    """«2024-04-17 17:00» in Istanbul."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


def valid_tckn(number: int) -> str:
    """A fictitious identity number with right check digits."""
    digits = [int(digit) for digit in f"7{number:08d}"]
    tenth = (sum(digits[0::2]) * 7 - sum(digits[1::2])) % 10
    return "".join(map(str, [*digits, tenth, (sum(digits) + tenth) % 10]))


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ("id",)

    id = 6
    name = factory.LazyAttribute(
        lambda o: {6: "Ankara", 11: "Bilecik", 34: "İstanbul", 35: "İzmir"}.get(o.id, f"İl {o.id}")
    )
    region = "İç Anadolu"


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("id",)

    id = 1231
    name = factory.LazyAttribute(lambda o: "Çankaya" if o.id == 1231 else f"İlçe {o.id}")
    province = factory.SubFactory(ProvinceFactory)


class UniversityFactory(DjangoModelFactory):
    class Meta:
        model = University
        django_get_or_create = ("code",)

    code = "bilecik-seyh-edebali"
    name = factory.LazyAttribute(
        lambda o: "Bilecik Şeyh Edebali Üniversitesi" if o.code == "bilecik-seyh-edebali" else f"{o.code} Üniversitesi"
    )
    kind = University.Kind.STATE
    province = factory.SubFactory(ProvinceFactory, id=11)


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("university", "code")

    university = factory.SubFactory(UniversityFactory)
    code = "muhendislik-fakultesi"
    name = factory.LazyAttribute(lambda o: "Mühendislik Fakültesi" if o.code == "muhendislik-fakultesi" else o.code)
    kind = Unit.Kind.FACULTY


class DepartmentGroupFactory(DjangoModelFactory):
    class Meta:
        model = DepartmentGroup
        django_get_or_create = ("code",)

    code = "bilgisayar-muhendisligi"
    name = factory.LazyAttribute(lambda o: "Bilgisayar Mühendisliği" if o.code == "bilgisayar-muhendisligi" else o.code)
    level = Level.BACHELOR
    field = "muhendislik"
    field_name = "Mühendislik"


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("unit", "name", "level")

    unit = factory.SubFactory(UnitFactory)
    group = factory.SubFactory(DepartmentGroupFactory)
    name = factory.LazyAttribute(lambda o: o.group.name)
    level = factory.LazyAttribute(lambda o: o.group.level)
    years = 4


class SeasonFactory(DjangoModelFactory):
    """The season of 2024, current, with its rules."""

    class Meta:
        model = Season
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = "2024"
    name = "USP 2024"
    title = "Ulusal Staj Programı - 2024"
    operator_name = "Cumhurbaşkanlığı İnsan Kaynakları Ofisi"
    support_email = "destek@usp.example"
    is_current = True
    applications_open_at = moment("2023-12-28 00:00")
    applications_close_at = moment("2024-03-10 23:59:59")
    pool_opens_at = moment("2024-05-08 09:00")
    offers_close_at = moment("2024-08-30 17:00")
    answers_close_at = moment("2024-09-06 17:00")
    confirm_close_at = moment("2024-09-20 17:00")

    @factory.post_generation
    def rules(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The rules of the 2024 seed."""
        if not create or self.levels.exists():
            return
        for scale, minimum in ((4, "2.00"), (100, "53.33")):
            SeasonGnoLimit.objects.create(season=self, scale=scale, minimum=minimum)
        for level, year, exempt in (
            (Level.BACHELOR, 2, False), (Level.BACHELOR, 3, False), (Level.BACHELOR, 4, False),
            (Level.ASSOCIATE, 1, True), (Level.ASSOCIATE, 2, False),
        ):  # fmt: skip
            SeasonLevel.objects.create(season=self, level=level, class_year=year, gno_exempt=exempt)


class WindowFactory(DjangoModelFactory):
    class Meta:
        model = InternshipWindow
        django_get_or_create = ("season", "university", "working_days", "starts_on")

    season = factory.SubFactory(SeasonFactory)
    university = factory.SubFactory(UniversityFactory)
    working_days = 20
    starts_on = dt.date(2024, 8, 5)


class UserFactory(DjangoModelFactory):
    """A user with a password; students have none in life, but tests sign in by force."""

    class Meta:
        model = User

    kind = UserKind.OPERATOR
    full_name = "Deniz Güneş"
    email = factory.Sequence(lambda number: f"kisi{number}@usp.example")
    is_staff = factory.LazyAttribute(lambda o: o.kind == UserKind.OPERATOR)
    is_superuser = factory.LazyAttribute(lambda o: o.kind == UserKind.OPERATOR)


class StudentFactory(DjangoModelFactory):
    class Meta:
        model = Student

    first_name = "Ayşe"
    last_name = "Çınar"
    birth_date = dt.date(2003, 5, 17)
    contact_email = factory.Sequence(lambda number: f"ayse{number}@ogrenci.example")
    contact_phone = "+905321234567"
    user = factory.SubFactory(
        UserFactory,
        kind=UserKind.STUDENT,
        email=None,
        full_name=factory.LazyAttribute(lambda o: f"{o.factory_parent.first_name} {o.factory_parent.last_name}"),
    )
    number = factory.Sequence(lambda number: number)

    @classmethod
    def _create(cls, model_class: type[Student], *args: Any, number: int, **kwargs: Any) -> Student:
        student = model_class(**kwargs)
        student.set_tckn(valid_tckn(number))
        student.save()
        return student


def make_enrolment(**changes: Any) -> Enrolment:
    """The enrolment behind ApplicationFactory: bachelor, third year, GNO 3,10 of 4, at Bilecik."""
    values: dict[str, Any] = {
        "id": "e-1",
        "university_code": "bilecik-seyh-edebali",
        "unit_name": "Mühendislik Fakültesi",
        "department_name": "Bilgisayar Mühendisliği",
        "level": "bachelor",
        "class_year": 3,
        "programme_years": 4,
        "study_mode": "orgun",
        "status": "active",
        "is_second_major": False,
        "gno": "3.10",
        "gno_scale": "4",
        "expected_graduation": dt.date(2025, 6, 14),
        "started_on": dt.date(2021, 9, 18),
        "graduated_on": None,
        "student_no": "210305001",
        "updated_on": dt.date(2023, 10, 9),
    }
    return Enrolment(**(values | changes))


def make_records(*enrolments: Enrolment, **changes: Any) -> Records:
    """What e-Devlet says of a person with these enrolments (by default the one above), school and contact data."""
    values: dict[str, Any] = {
        "person": Person("", "Ayşe", "Çınar", dt.date(2003, 5, 17), "TR", False, False),
        "contact": Contact("ayse@edevlet.example", "+905550001011"),
        "enrolments": enrolments or (make_enrolment(),),
        "school": School("Cumhuriyet Anadolu Lisesi", "Anadolu lisesi", 2021, "89.43", "100"),
        "exams": (),
        "insured_days": 0,
        "fetched_at": moment("2024-02-01 10:00"),
    }
    return Records(**(values | changes))


class ApplicationFactory(DjangoModelFactory):
    """A completed application; traits started, registered and cancelled, or ``state=``, make another one.

    ``source=make_records(…)`` gives it other e-Devlet records.
    """

    class Meta:
        model = Application

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
        )
        registered = factory.Trait(state=ApplicationState.REGISTERED)
        cancelled = factory.Trait(state=ApplicationState.CANCELLED)
        completed = factory.Trait(state=ApplicationState.COMPLETED)

    student = factory.SubFactory(StudentFactory)
    season = factory.SubFactory(SeasonFactory)
    state = ApplicationState.COMPLETED
    records = factory.LazyAttribute(lambda o: o.source.to_snapshot())
    records_fetched_at = moment("2024-02-01 10:00")
    enrolment_id = "e-1"
    department = factory.SubFactory(DepartmentFactory)
    student_no = "210305001"
    level = factory.LazyAttribute(lambda o: o.department.level)
    class_year = 3
    study_mode = "orgun"
    gno = Decimal("3.10")
    gno_scale = 4
    started_at = moment("2024-02-01 10:00")
    registered_at = moment("2024-02-01 10:05")
    completed_at = factory.LazyAttribute(
        lambda o: moment("2024-02-01 10:20") if o.state in ("completed", "disqualified") else None
    )
    allowed = factory.LazyAttribute(lambda o: 1 if o.state in ("completed", "disqualified") else 0)

    @classmethod
    def _create(cls, model_class: type[Application], *args: Any, **kwargs: Any) -> Application:
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic(), acting("test"):
            return super()._create(model_class, *args, **kwargs)


class EmployerFactory(DjangoModelFactory):
    class Meta:
        model = Employer

    name = "Devlet Su İşleri Genel Müdürlüğü"
    vkn = factory.Sequence(lambda number: f"{1000000000 + number}")
    is_public = True
    personnel_count = 120
    activity = "Su kaynakları"
    province = factory.SubFactory(ProvinceFactory)
    district = factory.SubFactory(DistrictFactory, province=factory.SelfAttribute("..province"))
    address = "Anadolu Bulvarı No: 9"
    phone = "+903124170000"
    email = factory.Sequence(lambda number: f"staj{number}@isveren.example")
    status = EmployerStatus.APPROVED


class MemberFactory(DjangoModelFactory):
    """Somebody who works for an employer."""

    class Meta:
        model = EmployerMembership

    user = factory.SubFactory(UserFactory, kind=UserKind.EMPLOYER, full_name="Elif Şahin")
    employer = factory.SubFactory(EmployerFactory)
    role = EmployerRole.MANAGER
    job_title = "Şube Müdürü"


class OfficialFactory(DjangoModelFactory):
    """Somebody of a university's career centre."""

    class Meta:
        model = UniversityMembership

    user = factory.SubFactory(UserFactory, kind=UserKind.CAREER_CENTER, full_name="Zeynep Iğdır")
    university = factory.SubFactory(UniversityFactory)
    role = UniversityRole.MANAGER


class PositionFactory(DjangoModelFactory):
    """A published position with ``quota`` seats, opened through the verb by ``manager``."""

    class Meta:
        model = Position

    manager = factory.SubFactory(MemberFactory)
    quota = 1
    season = factory.SubFactory(SeasonFactory)
    title = "Yazılım stajyeri"
    workplace_unit = "Bilgi İşlem Dairesi"
    province = factory.LazyAttribute(lambda o: o.manager.employer.province)
    district = factory.LazyAttribute(lambda o: o.manager.employer.district)
    address = factory.LazyAttribute(lambda o: o.manager.employer.address)
    weekly_days = 5
    tasks = "Veri temizliği ve test."
    supervisor = factory.LazyAttribute(lambda o: o.manager)

    @classmethod
    def _create(
        cls, model_class: type[Position], *args: Any, manager: EmployerMembership, quota: int, **kwargs: Any
    ) -> Position:
        return open_position(position=model_class(**kwargs), quota=quota, actor=manager.user)


class OfferFactory(DjangoModelFactory):
    """An offer sent through the verb; the clock stands in the offer weeks, ``reply_by`` inside allowed hours."""

    class Meta:
        model = Offer

    position = factory.SubFactory(PositionFactory)
    application = factory.SubFactory(ApplicationFactory, season=factory.SelfAttribute("..position.season"))
    rank = OfferRank.ASIL
    starts_on = dt.date(2024, 8, 5)
    working_days = 20
    reply_by = moment("2024-05-17 17:00")

    @classmethod
    def _create(cls, model_class: type[Offer], *args: Any, **kwargs: Any) -> Offer:
        position, reply_by = kwargs["position"], kwargs["reply_by"]
        proposal = Proposal(kwargs["application"].pk, kwargs["rank"], kwargs["starts_on"], kwargs["working_days"])
        actor = position.supervisor.user
        return send_offers(position_id=position.pk, proposals=[proposal], reply_by=reply_by, actor=actor)[0]


class UploadFactory(DjangoModelFactory):
    """A small PDF that was checked and kept; its file lies in the test's store."""

    class Meta:
        model = Upload

    owner = factory.SubFactory(UserFactory)
    purpose = "proof"
    name = "belge.pdf"
    content_type = "application/pdf"
    pages = 1
    content = b"%PDF-1.7 test"

    @classmethod
    def _create(cls, model_class: type[Upload], *args: Any, content: bytes, **kwargs: Any) -> Upload:
        name = default_storage.save(f"uploads/{secrets.token_hex(20)}.pdf", ContentFile(content))
        sha256 = hashlib.sha256(content).hexdigest()
        return model_class.objects.create(file=name, size=len(content), sha256=sha256, **kwargs)


class AnnouncementFactory(DjangoModelFactory):
    """What everybody's students read; ``unit=…`` and the like give it a place."""

    class Meta:
        model = Announcement

    author = factory.SubFactory(UserFactory)
    title = "Staj evrakı hakkında"
    body = "Evrakınızı en geç başlangıçtan on beş gün önce teslim edin."
    shows_from = moment("2024-01-01 09:00")
    changed_at = moment("2024-01-01 09:00")


class ProblemReportFactory(DjangoModelFactory):
    class Meta:
        model = ProblemReport

    code = factory.LazyFunction(new_report_code)
    form_id = factory.LazyFunction(uuid.uuid4)
    words = "Tercihlerimi kaydederken sayfa hata verdi."
    page = "/basvuru/durum/"


class LetterFactory(DjangoModelFactory):
    """A letter of the season of 2024; ``readers=[…]`` are officials it came to from the operators."""

    class Meta:
        model = OfficialLetter
        skip_postgeneration_save = True

    season_code = "2024"
    dated_on = dt.date(2024, 4, 2)
    number = "77152623-773.99-E.259"
    subject = "Ulusal Staj Programı ve sigorta işlemleri"
    published_at = moment("2024-04-02 10:00")
    published_by = factory.SubFactory(UserFactory)
    file = factory.SubFactory(
        UploadFactory, owner=factory.SelfAttribute("..published_by"), purpose="official_letter", name="yazi.pdf"
    )

    @factory.post_generation
    def readers(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Rows of those who got it with its publication."""
        for reader in extracted or ():
            LetterReader.objects.create(
                letter=self,
                reader=reader,
                university=reader.university_memberships.earliest("pk").university,
                passed_at=self.published_at,
            )


class TermFactory(DjangoModelFactory):
    """Lectures of the autumn after the season's summer."""

    class Meta:
        model = Term

    university = factory.SubFactory(UniversityFactory)
    name = "2024-2025 Güz"
    starts_on = dt.date(2024, 9, 16)
    ends_on = dt.date(2025, 1, 3)
    changed_at = moment("2024-01-02 10:00")
