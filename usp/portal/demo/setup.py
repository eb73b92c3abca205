"""What the demo's university has set up: term dates, lengths, announcements, an official letter partly read."""

import datetime as dt

from applications.lengths import compulsory_days_of
from applications.models import Season, WindowRules
from applications.services.departments import DepartmentAnswer, confirm_departments
from applications.services.university_windows import save_term, save_window_rules
from usp.accounts.models import User
from usp.core import clock
from usp.documents.models import FileType
from usp.documents.rendering import render_pdf
from usp.documents.uploads import CheckedUpload
from usp.guidance.services.announcements import Wording, announce
from usp.guidance.services.letters import LetterFacts, confirm_reading, pass_letter, publish_letter
from usp.portal.demo.organisations import CENTER
from usp.reference.models import Department, Unit

_FACULTY = "muhendislik-fakultesi"
_SHORT_TOO = "bilgisayar-muhendisligi"  # its unit admits 20 days besides the compulsory 30
_TERMS = (
    ("2023-2024 Bahar, dersler ve sınavlar", dt.date(2024, 2, 12), dt.date(2024, 6, 28)),
    ("2024-2025 Güz, dersler ve sınavlar", dt.date(2024, 9, 16), dt.date(2025, 1, 10)),
)
_EVERYBODY = (
    "Ulusal Staj Programı başvuruları sürüyor",
    "Başvurular 10 Mart 2024 Pazar gecesi sona erer. Yarım kalan başvurular değerlemeye alınmaz; «Başvuru Durumum» "
    "sayfanızda «Tamamlanan Başvuru» yazdığından emin olun.",
)
_OF_UNIVERSITY = (
    "Staj takvimleri yayımlandı",
    "20 ve 30 iş günlük staj tarihleri Rektörlüğümüzce belirlendi. «Staj Takvimlerim» sayfasından size uyanları "
    "sıralayın.\n\nSüre, bölümünüzün zorunlu stajına bağlıdır. Ayrıntılar: https://bilecik.edu.tr",
)
_OF_UNIT = (
    "Staj evrakını kime teslim edeceksiniz?",
    "Kaşeli ve imzalı kabul formunuzu, staj başlamadan en geç 15 gün önce bölümünüzün kariyer danışmanına teslim "
    "edin. Geç gelen evrakla sigorta girişi yapılamayabilir.",
)
# the letter that SB names
_LETTER = LetterFacts("2024", dt.date(2020, 7, 17), "77152623-773.99-E.259", "Stajyerlerin sigorta primleri")


def make_setup(season: Season) -> None:
    """Rules and terms, two confirmed departments, and what is announced. Before anybody applies."""
    manager, adviser = _user("zeynep.igdir@bseu.example"), _user("omer.celik@bseu.example")
    faculty = Unit.objects.get(university__code=CENTER, code=_FACULTY)
    save_window_rules(actor=manager, term_overlap="by_unit", usual_days=20, largest_days=None)
    _elsewhere(season)
    for name, starts_on, ends_on in _TERMS:
        save_term(actor=manager, term_id=None, name=name, starts_on=starts_on, ends_on=ends_on)
    departments = Department.objects.filter(unit=faculty).order_by("sort_key")
    confirm_departments(
        actor=manager,
        answers=[
            DepartmentAnswer(one.pk, compulsory_days_of(one, None), (20,) if one.code == _SHORT_TOO else ())
            for one in departments
            if one.code in (_SHORT_TOO, "elektrik-elektronik-muhendisligi")
        ],
    )
    announce(actor=_user("deniz.gunes@usp.example"), wording=Wording("all", "public", *_EVERYBODY))
    announce(
        actor=manager,
        wording=Wording(f"university:{faculty.university_id}", "students", *_OF_UNIVERSITY, pinned=True),
    )
    announce(actor=adviser, wording=Wording(f"unit:{faculty.pk}", "students", *_OF_UNIT))


def _elsewhere(season: Season) -> None:
    """Other universities let long compulsory internships be done in parts."""
    others = season.windows.exclude(university__code=CENTER).order_by().values_list("university", flat=True).distinct()
    now = clock.now()
    WindowRules.objects.bulk_create(WindowRules(university_id=pk, largest_days=30, changed_at=now) for pk in others)


def make_letter() -> None:
    """A letter that the manager has read and passed to the faculty, where one of its officials has read it."""
    manager, adviser = _user("zeynep.igdir@bseu.example"), _user("omer.celik@bseu.example")
    content = render_pdf("pdf/letter_sample.html", {"letter": _LETTER}).content
    file = CheckedUpload("yazi.pdf", FileType.PDF, content, 1)
    letter = publish_letter(actor=_user("deniz.gunes@usp.example"), facts=_LETTER, file=file)
    faculty = Unit.objects.get(university__code=CENTER, code=_FACULTY)
    confirm_reading(actor=manager, letter_id=letter.pk)
    pass_letter(actor=manager, letter_id=letter.pk, user_ids=[], unit_ids=[faculty.pk])
    confirm_reading(actor=adviser, letter_id=letter.pk)


def _user(email: str) -> User:
    return User.objects.get(email=email)
