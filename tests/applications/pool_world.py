"""A small country for the pool's tests: reference rows, a season, applicants by the hundred."""

import datetime as dt
import itertools
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from applications.models import (
    Application,
    Declaration,
    DistrictPreference,
    InstitutionPreference,
    InternshipWindow,
    ItemKind,
    ItemOption,
    Language,
    MethodItem,
    PoolLink,
    ProvincePreference,
    ScoringMethod,
    Season,
    WindowChoice,
)
from applications.pool.pseudonyms import pseudonym
from applications.scoring.gno import gno100
from applications.scoring.services import current_method
from usp.accounts.models import Employer, EmployerMembership, EmployerRole, EmployerStatus, Student, User, UserKind
from usp.core.db import acting
from usp.reference.models import Department, DepartmentGroup, District, Province, Unit, University, ascii_slug

ISTANBUL = ZoneInfo("Europe/Istanbul")
CLOSED, OPEN = "2024-03-11 09:00", "2024-05-08 09:00"
_numbers = itertools.count(10_000)
PROVINCES = {6: "Ankara", 11: "Bilecik", 34: "İstanbul", 35: "İzmir", 42: "Konya"}


def moment(text: str) -> dt.datetime:
    """«2024-05-08 09:00» in Istanbul."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


def make_season(**changes: object) -> Season:
    """The season of 2024, whose groups may be as small as the test wants them."""
    values = {
        "code": f"2024-{next(_numbers)}",
        "name": "USP 2024",
        "title": "Ulusal Staj Programı - 2024",
        "operator_name": "CBİKO",
        "support_email": "ulusalstajprogrami@cbiko.gov.tr",
        "applications_open_at": moment("2023-12-28 00:00"),
        "applications_close_at": moment("2024-03-10 23:59:59"),
        "pool_opens_at": moment("2024-05-08 09:00"),
        "offers_close_at": moment("2024-08-31 17:00"),
        "answers_close_at": moment("2024-09-06 17:00"),
        "confirm_close_at": moment("2024-09-13 17:00"),
        "pool_min_universities": 1,
        "pool_min_applicants": 1,
        "is_current": True,
    }
    return Season.objects.create(**values | changes)


def make_provinces() -> None:
    """Five provinces, each with one district."""
    for number, name in PROVINCES.items():
        Province.objects.get_or_create(id=number, defaults={"name": name, "region": "Bölge"})
        District.objects.get_or_create(id=number * 100, defaults={"name": "Merkez", "province_id": number})


def make_department(
    group: str, *, field: str = "Mühendislik", level: str = "bachelor", universities: int = 1
) -> Department:
    """A department of the group, taught at that many universities; the first one's department."""
    make_provinces()
    code = f"{ascii_slug(group)}-{level}"
    row, _new = DepartmentGroup.objects.get_or_create(
        code=code,
        defaults={"name": group, "level": level, "field": ascii_slug(field), "field_name": field},
    )
    found = []
    for number in range(universities):
        university, _new = University.objects.get_or_create(
            code=f"u{number}", defaults={"name": f"Üniversite {number}", "kind": "state", "province_id": 6}
        )
        unit, _new = Unit.objects.get_or_create(
            university=university, code="fakulte", defaults={"name": "Fakülte", "kind": "faculty"}
        )
        department, _new = Department.objects.get_or_create(
            unit=unit, code=f"{code}-d", defaults={"name": group, "group": row, "level": level, "years": 4}
        )
        found.append(department)
    return found[0]


@dataclass
class Applicant:
    """What the pool depends on."""

    department: Department
    class_year: int = 3
    gno: Decimal | None = Decimal("3.00")
    gno_scale: int | None = 4
    provinces: tuple[int, ...] = (6,)
    state: str = "completed"
    used: int = 0
    districts: tuple[int, ...] = ()  # of the provinces; a province without one is wanted whole
    windows: tuple[tuple[str, int], ...] = ()  # (start, working days), in order
    english: str = ""  # «b2», approved
    institutions: tuple[int, ...] = ()


def make_applicants(season: Season, wanted: Iterable[Applicant]) -> list[Application]:
    """Completed applications, written past the verbs (hundreds at once), in the given order."""
    wanted = list(wanted)
    numbers = [next(_numbers) for _applicant in wanted]
    users = User.objects.bulk_create(
        User(kind=UserKind.STUDENT, full_name=f"Öğrenci {number}", password="!") for number in numbers
    )
    students = []
    for user, number in zip(users, numbers, strict=True):
        student = Student(user=user, first_name="Öğrenci", last_name=str(number))
        student.tckn_encrypted, student.tckn_hash = b"x", f"{number:064d}"
        students.append(student)
    Student.objects.bulk_create(students)
    at = moment("2024-02-01 12:00")
    with transaction.atomic(), acting("test"):
        applications = Application.objects.bulk_create(
            Application(
                student=student,
                season=season,
                state=one.state,
                records={},
                records_fetched_at=at,
                enrolment_id="1",
                department=one.department,
                level=one.department.level,
                class_year=one.class_year,
                study_mode="orgun",
                gno=one.gno,
                gno_scale=one.gno_scale if one.gno is not None else None,
                started_at=at,
                registered_at=at,
                completed_at=at if one.state == "completed" else None,
                allowed=1 if one.state == "completed" else 0,
                used=one.used,
            )
            for student, one in zip(students, wanted, strict=True)
        )
    with inside_the_application_weeks(at):
        ProvincePreference.objects.bulk_create(
            ProvincePreference(
                application=application,
                province_id=province,
                rank=rank,
                all_districts=not any(district // 100 == province for district in one.districts),
            )
            for application, one in zip(applications, wanted, strict=True)
            for rank, province in enumerate(one.provinces, 1)
        )
    _choose_more(season, list(zip(applications, wanted, strict=True)))
    gno_method(season)
    declare_gno(applications)
    return applications


def _choose_more(season: Season, pairs: list[tuple[Application, Applicant]]) -> None:
    """Districts, windows, a language and institutions of those who have them, past the guards."""
    chosen = ProvincePreference.objects.filter(application__in=[a.pk for a, one in pairs if one.districts])
    homes = {(one.application_id, one.province_id): one for one in chosen}
    english, kind = _english() if any(one.english for _application, one in pairs) else (None, None)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set session_replication_role = replica")
        for application, one in pairs:
            for rank, district in enumerate(one.districts, 1):
                home = homes[application.pk, district // 100]
                DistrictPreference.objects.create(preference=home, district_id=district, rank=rank)
            choose_windows(season, application, one.windows)
            for rank, institution in enumerate(one.institutions, 1):
                InstitutionPreference.objects.create(application=application, institution_id=institution, rank=rank)
            if one.english:
                Declaration.objects.create(
                    application=application, kind=kind, option=kind.options.get(code=one.english), language=english,
                    state="approved", created_at=application.started_at, changed_at=application.started_at,
                )  # fmt: skip
        cursor.execute("set session_replication_role = origin")
        cursor.execute("set constraints all deferred")


def choose_windows(season: Season, application: Application, windows: Iterable[tuple[str, int]]) -> None:
    """«Staj Takvimlerim» as its verb would leave it, without its rules."""
    application.window_choices.all().delete()
    for rank, (start, days) in enumerate(windows, 1):
        window, _new = InternshipWindow.objects.get_or_create(
            season=season,
            university=application.enrolled_at.unit.university,
            working_days=days,
            starts_on=start,
        )
        WindowChoice.objects.create(application=application, window=window, rank=rank)


def _english() -> tuple[Language, ItemKind]:
    language, _new = Language.objects.get_or_create(
        code="en", defaults={"name": "İngilizce", "name_en": "English", "order": 0}
    )
    kind, _new = ItemKind.objects.get_or_create(
        code="language",
        defaults={
            "number": "A9", "category": "academic", "name": "Yabancı dil", "name_en": "Language", "order": 9,
            "asks_exam": True,
        },
    )  # fmt: skip
    for order, code in enumerate(("a1", "a2", "b1", "b2", "c1", "c2")):
        ItemOption.objects.get_or_create(
            kind=kind, code=code, defaults={"name": code.upper(), "name_en": code.upper(), "order": order}
        )
    return language, kind


def gno_method(season: Season) -> ScoringMethod:
    """A published method of one item, the GNO, shown in steps of five: scores that a test can tell from the GNO."""
    method = current_method(season)
    if method:
        return method
    kind, _new = ItemKind.objects.get_or_create(
        code="gno",
        defaults={
            "number": "A1", "category": "academic", "name": "Genel not ortalaması", "name_en": "Average", "order": 1,
            "by_student": False, "verifier": "edevlet", "amount_unit": "grade", "amount_max": 100,
        },
    )  # fmt: skip
    method = ScoringMethod.objects.create(season=season, version="2024.0", pool_step=5)
    MethodItem.objects.create(
        method=method, kind=kind, shape="linear", cap=100, points=100, floor=Decimal("53.33"), ceiling=100
    )
    ScoringMethod.objects.filter(pk=method.pk).update(state="published", published_at=season.applications_open_at)
    return ScoringMethod.objects.get(pk=method.pk)


def declare_gno(applications: Iterable[Application]) -> None:
    """What completing would have written from e-Devlet: the average out of 100."""
    kind = ItemKind.objects.get(code="gno")
    averages = [(one, gno100(one.gno, one.gno_scale)) for one in applications]
    with completed_may_declare():
        Declaration.objects.bulk_create(
            Declaration(
                application=one, kind=kind, source="edevlet", state="approved", amount=average,
                created_at=one.started_at, changed_at=one.started_at,
            )
            for one, average in averages
            if average is not None
        )  # fmt: skip


_DECLARATION_GUARDS = ("declaration_guard", "declaration_begins_pending")


@contextmanager
def completed_may_declare() -> Iterator[None]:
    """Declarations are written before an application is completed; worlds made at once write them after it."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for guard in _DECLARATION_GUARDS:
            cursor.execute(f"alter table applications_declaration disable trigger {guard}")
        yield
        cursor.execute("set constraints all immediate")
        for guard in _DECLARATION_GUARDS:
            cursor.execute(f"alter table applications_declaration enable trigger {guard}")
        cursor.execute("set constraints all deferred")


@contextmanager
def inside_the_application_weeks(at: dt.datetime) -> Iterator[None]:
    """Preferences may be written only then; the test's own clock comes back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('usp.now', true), '')")
        (before,) = cursor.fetchone()
        cursor.execute("select set_config('usp.now', %s, false)", [at.isoformat()])
        yield
        cursor.execute("select set_config('usp.now', %s, false)", [before])


def random_applicants(count: int, seed: int, departments: list[Department]) -> list[Applicant]:
    """A mixed crowd: grades on both scales and none, one to three provinces, some without a right left."""
    rng = random.Random(seed)
    crowd = []
    for _number in range(count):
        scale = rng.choice([4, 4, 4, 100, None])
        gno = {4: Decimal(rng.randint(200, 400)) / 100, 100: Decimal(rng.randint(5333, 10000)) / 100}.get(scale)
        crowd.append(
            Applicant(
                department=rng.choice(departments),
                class_year=rng.choice([1, 2, 3, 3, 4]),
                gno=gno,
                gno_scale=scale,
                provinces=tuple(rng.sample(sorted(PROVINCES), rng.randint(1, 3))),
                used=int(rng.random() < 0.1),
            )
        )
    return crowd


def make_employer(name: str = "Devlet Su İşleri", province: int = 6, **changes: object) -> Employer:
    """An approved employer in one of the five provinces."""
    make_provinces()
    number = next(_numbers)
    values = {
        "name": name,
        "vkn": f"{number:010d}",
        "is_public": True,
        "personnel_count": 100,
        "activity": "Su",
        "province_id": province,
        "district_id": province * 100,
        "address": "Adres",
        "phone": "+903120000000",
        "email": f"ik{number}@dsi.example",
        "status": EmployerStatus.APPROVED,
    }
    return Employer.objects.create(**values | changes)


def make_recruiter(employer: Employer, role: str = EmployerRole.RECRUITER) -> User:
    """Somebody who works there."""
    user = User.objects.create_user(
        kind=UserKind.EMPLOYER, full_name="Zeynep Kaya", email=f"zeynep{next(_numbers)}@dsi.example", password="x"
    )
    EmployerMembership.objects.create(user=user, employer=employer, role=role)
    return user


def pseudonym_of(application_id: int, employer_id: int) -> str:
    """What this employer calls the candidate behind an application."""
    link = PoolLink.objects.select_related("entry__season").get(application_id=application_id)
    return pseudonym(link.entry.season, employer_id, link.entry.row_no)
