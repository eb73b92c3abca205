"""The demo's career centre: who holds which role, who advises which department, and what students asked."""

import uuid

from applications.models import Application
from usp.accounts.models import UniversityMembership, UniversityRole, User
from usp.accounts.services.advisers import name_adviser
from usp.accounts.services.invitations import invite
from usp.guidance.services.canned_answers import save_canned_answer
from usp.guidance.services.questions import ask, write
from usp.portal.demo.accounts import OFFICIALS
from usp.portal.demo.dates import make_principles
from usp.portal.demo.organisations import CENTER, demo_user
from usp.reference.models import Department, Unit, University

_FACULTY = "muhendislik-fakultesi"
# role and whether it is held for the faculty only, in the order of OFFICIALS
_ROLES = (
    (UniversityRole.VERIFIER, True),
    (UniversityRole.INSURANCE, True),
    (UniversityRole.SECOND_REVIEWER, False),
)
_ADVISED = ("bilgisayar-muhendisligi", "elektrik-elektronik-muhendisligi")
_READY = (
    "Staj takvimi sınavla çakışıyor",
    "Staj takvimleri Rektörlükçe belirlenir ve değiştirilemez. «Staj Takvimlerim» sayfasından sınavlarınızla "
    "çakışmayan bir takvimi seçip başa alabilirsiniz.",
)
_THREADS = (
    (
        "Zorunlu stajım 30 gün, 20 günlük takvim seçebilir miyim?",
        "Bölümümün zorunlu stajı 30 iş günü. 20 günlük bir takvim seçersem kalan 10 günü sonra tamamlayabilir miyim?",
        "Zorunlu staj tek seferde yapılmak zorunda değil; kalan günleri bölüm kurulunun uygun gördüğü bir dönemde "
        "tamamlayabilirsiniz. Yine de 30 günlük takvimleri başa almanızı öneririm.",
    ),
    (
        "Kabul formunu ıslak imzayla mı getireceğiz?",
        "İşveren e-imza kullanıyor. Formu elden mi teslim etmem gerekir, e-posta ile göndersem olur mu?",
        "",
    ),
)


def make_center() -> None:
    """The officials with their second factors, two advised departments, an open invitation, two threads."""
    university = University.objects.get(code=CENTER)
    faculty = Unit.objects.get(university=university, code=_FACULTY)
    manager = User.objects.get(email="zeynep.igdir@bseu.example")
    adviser = User.objects.get(email="omer.celik@bseu.example")
    for account, (role, of_faculty) in zip(OFFICIALS, _ROLES, strict=True):
        UniversityMembership.objects.create(
            user=demo_user(account.email, account.name, "career_center"),
            university=university,
            unit=faculty if of_faculty else None,
            role=role,
        )
    for department in Department.objects.filter(unit=faculty, code__in=_ADVISED):
        name_adviser(
            department_id=department.pk, user_id=adviser.pk, actor=manager, room="Mühendislik Fakültesi, B 214",
            phone="+902282141000", hours="Salı ve perşembe 14.00–16.00",
        )  # fmt: skip
    invite(
        university_id=university.pk, unit_id=faculty.pk, email="selin.tas@bseu.example", roles=["adviser"],
        actor=manager, outside_confirmed=True,
    )  # fmt: skip
    save_canned_answer(actor=manager, unit_id=None, title=_READY[0], body=_READY[1])
    _ask_and_answer(adviser)
    make_principles()


def _ask_and_answer(adviser: User) -> None:
    """A student of an advised department has asked twice: one question is answered, the other waits."""
    application = (
        Application.objects.filter(department__unit__university__code=CENTER, department__code__in=_ADVISED)
        .exclude(enrolment_id__startswith="demo-")
        .select_related("student__user", "department__unit")
        .earliest("pk")
    )
    for subject, body, answer in _THREADS:
        question = ask(
            actor=application.student.user, department=application.department, subject=subject, body=body,
            form_id=uuid.uuid4(),
        )  # fmt: skip
        if answer:
            write(actor=adviser, question_id=question.pk, body=answer, form_id=uuid.uuid4())
