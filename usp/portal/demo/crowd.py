"""The demo's crowd: fictitious students with completed applications, enough for a pool nobody can be singled out of.

Written in bulk, since no page shows how they applied; the people of e-Devlet's sandbox apply through the real verbs.
"""

import datetime as dt
import random

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from applications.lengths import lengths_of
from applications.models import Application, ProvincePreference, Season, WindowChoice
from applications.scoring.services import recompute_season
from applications.states import ApplicationState
from usp.accounts.models import Student, User, UserKind
from usp.core import turkish
from usp.core.db import acting, refresh_statistics, verb
from usp.edevlet.sandbox.crowd import crowd_student, enrolment_of, records_of_crowd, tckn_of
from usp.portal.demo.crowd_items import decide_items, make_items
from usp.portal.demo.organisations import CENTER
from usp.reference.models import Department, Province

_FIRST = (
    "Ayşe", "Fatma", "Elif", "Zeynep", "Merve", "Büşra", "Esra", "İrem", "Gökçe", "Şule", "Çağla", "Ömer", "Mehmet",
    "Mustafa", "Ahmet", "Ali", "Hüseyin", "İbrahim", "Emre", "Burak", "Çağatay", "Ümit", "Işıl", "Deniz", "Ege",
)  # fmt: skip
_LAST = (
    "Yılmaz", "Kaya", "Demir", "Şahin", "Çelik", "Yıldız", "Öztürk", "Aydın", "Özdemir", "Arslan", "Doğan", "Kılıç",
    "Aslan", "Çetin", "Kara", "Koç", "Kurt", "Özkan", "Şimşek", "Polat", "Iğdır", "Güneş", "Ünal", "Işık", "Çınar",
)  # fmt: skip
_GROUPS = (
    "Bilgisayar Mühendisliği", "Makine Mühendisliği", "Elektrik-Elektronik Mühendisliği", "İşletme", "İktisat",
    "Endüstri Mühendisliği",
)  # fmt: skip
# who cannot be insured by the university: one in KKTC, one abroad
_ELSEWHERE = (("dogu-akdeniz", "bilgisayar-muhendisligi"), ("baku-devlet", "isletme"))
_PROVINCES = ("İstanbul", "Ankara", "İzmir", "Bursa", "Eskişehir", "Kocaeli", "Bilecik", "Sakarya")


@verb
def make_crowd(*, season: Season, size: int, seed: int = 2024) -> int:
    """Add that many completed applications of common departments, and one each from KKTC and from abroad."""
    chance = random.Random(seed)  # noqa: S311 -- a demo, not a secret
    departments = list(
        Department.objects.filter(group__name__in=_GROUPS, level="bachelor")
        .exclude(unit__university__kind__in=["kktc", "abroad"])
        .select_related("unit__university")
        .order_by("pk")
    )
    students = _students(chance, range(size))
    completed_at = season.applications_open_at + dt.timedelta(days=20)
    applications = [
        _application(number, student, season, chance.choice(departments), completed_at)
        for number, student in enumerate(students)
    ]
    _complete(chance, season, applications)
    elsewhere = _from_elsewhere(random.Random(size), season, size, completed_at)  # noqa: S311
    _complete(random.Random(size), season, elsewhere)  # noqa: S311 -- of their own: the crowd stays who it is
    refresh_statistics(User, Student, Application, ProvincePreference, WindowChoice)
    recompute_season(season)
    return len(applications) + len(elsewhere)


def _complete(chance: random.Random, season: Season, applications: list[Application]) -> None:
    """Write the applications with what they declare and wish, and complete them."""
    with acting("demo"):
        Application.objects.bulk_create(applications)
        items = make_items(chance, applications, waiting_at=CENTER)
        Application.objects.filter(pk__in=[one.pk for one in applications]).update(
            state=ApplicationState.COMPLETED,
            completed_at=applications[0].records_fetched_at,
            allowed=season.internships_per_student,
        )
        decide_items(chance, items, waiting_at=CENTER)
    provinces = {province.name: province for province in Province.objects.filter(name__in=_PROVINCES)}
    _preferences(chance, applications, [provinces[name] for name in _PROVINCES])
    _windows(chance, applications, season)


def _from_elsewhere(chance: random.Random, season: Season, first: int, completed_at: dt.datetime) -> list[Application]:
    """Two students whose insurance somebody must decide, with the numbers that follow the crowd's."""
    known = Department.objects.select_related("unit__university")
    departments = [known.get(unit__university__code=at, code=code) for at, code in _ELSEWHERE]
    numbers = range(first, first + len(departments))
    return [
        _application(number, student, season, department, completed_at)
        for number, student, department in zip(numbers, _students(chance, numbers), departments, strict=True)
    ]


def _students(chance: random.Random, numbers: range) -> list[Student]:
    names = [(chance.choice(_FIRST), chance.choice(_LAST)) for _number in numbers]
    users = User.objects.bulk_create(
        User(kind=UserKind.STUDENT, full_name=f"{first} {last}", password=UNUSABLE_PASSWORD_PREFIX)
        for first, last in names
    )
    students = []
    for number, user, (first, last) in zip(numbers, users, names, strict=True):
        student = Student(
            user=user,
            first_name=first,
            last_name=last,
            search_name=turkish.fold(f"{first} {last}"),
            birth_date=dt.date(2002, 1, 1) + dt.timedelta(days=chance.randrange(1000)),
            contact_email=f"aday{number}@ogrenci.example",
        )
        student.set_tckn(tckn_of(number))
        students.append(student)
    return Student.objects.bulk_create(students)


def _application(
    number: int, student: Student, season: Season, department: Department, completed_at: dt.datetime
) -> Application:
    """One application with the records that the sandbox tells of the same student today and later."""
    one = crowd_student(number)
    enrolment = enrolment_of(one, completed_at.date()) | {
        "university_code": department.unit.university.code,
        "unit_name": department.unit.name,
        "department_name": department.name,
        "level": department.level,
    }
    records = records_of_crowd(tckn_of(number), completed_at.date()) or {}
    del records["tckn"]
    return Application(
        student=student,
        season=season,
        state=ApplicationState.REGISTERED,
        records=records | {"enrolments": [enrolment], "fetched_at": completed_at.isoformat()},
        records_fetched_at=completed_at,
        enrolment_id=one.enrolment_id,
        department=department,
        student_no=enrolment["student_no"],
        level=department.level,
        class_year=one.class_year,
        study_mode="orgun",
        gno=one.gno,
        gno_scale=4,
        started_at=completed_at,
        registered_at=completed_at,
    )


def _preferences(chance: random.Random, applications: list[Application], provinces: list[Province]) -> None:
    rows = []
    for application in applications:
        wanted = chance.sample(provinces, chance.randint(1, 4))
        rows += [
            ProvincePreference(application=application, province=province, rank=rank, all_districts=True)
            for rank, province in enumerate(wanted, start=1)
        ]
    ProvincePreference.objects.bulk_create(rows)


def _windows(chance: random.Random, applications: list[Application], season: Season) -> None:
    by_university: dict[int, list[tuple[int, int]]] = {}
    windows = season.windows.order_by("starts_on").values_list("university", "working_days", "pk")
    for university, days, pk in windows:
        by_university.setdefault(university, []).append((days, pk))
    lengths = lengths_of({one.enrolled_at.pk: one.enrolled_at for one in applications}.values(), season)
    rows = []
    for application in applications:
        department = application.enrolled_at
        published = by_university.get(department.unit.university_id, [])
        offered = [pk for days, pk in published if lengths[department.pk].allows(days)]
        wanted = chance.sample(offered, min(len(offered), chance.randint(1, 3)))
        rows += [
            WindowChoice(application=application, window_id=pk, rank=rank) for rank, pk in enumerate(wanted, start=1)
        ]
    WindowChoice.objects.bulk_create(rows)
