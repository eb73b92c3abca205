"""One intern's form and a store of this test's own."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from usp.accounts.models import User
from usp.documents import access
from usp.documents.documents import ACCEPTANCE_FORM
from usp.documents.forms_data import AcceptanceFormData, PublicFacts, initials_of
from usp.documents.models import Document
from usp.documents.services.issue import issue_document

FORM = AcceptanceFormData(
    university="Bilecik Şeyh Edebali Üniversitesi",
    unit="Mühendislik Fakültesi",
    document_no="USP-2024-000017",
    document_date=dt.date(2024, 6, 3),
    season="Ulusal Staj Programı 2024",
    student_name="Ayşe Nur Çağlayan Işık",
    student_no="20210101042",
    student_tckn="10000000146",
    department="Bilgisayar Mühendisliği",
    academic_year="2023-2024",
    class_year="3. sınıf",
    student_email="ayse.caglayan@ogr.example.edu.tr",
    student_phone="+90 532 123 45 67",
    internship_kind="Zorunlu staj",
    starts_on=dt.date(2024, 8, 5),
    ends_on=dt.date(2024, 9, 2),
    working_days=20,
    weekly_days="Haftada 5 gün (Pazartesi–Cuma)",
    workplace_name="Trakya Yazılım ve Bilişim Hizmetleri Sanayi ve Ticaret Anonim Şirketi",
    workplace_activity="Yazılım geliştirme",
    workplace_address="Organize Sanayi Bölgesi, Atatürk Bulvarı No: 17/B, Bozüyük / Bilecik",
    workplace_phone="+90 228 123 45 67",
    workplace_email="insan.kaynaklari@trakyayazilim.example",
    supervisor_name="Gökçe Öztürk",
    supervisor_title="Ürün Geliştirme Müdürü",
    papers_due_on=dt.date(2024, 7, 15),
    papers_to="Mühendislik Fakültesi Staj Birimi",
    birth_date=dt.date(2003, 4, 11),
    student_address="Gülümbe Mah. Üsteğmen İğci Cad. No: 5/11, Merkez / Bilecik",
    has_health_cover=True,
    workplace_vkn="1234567890",
    workplace_kind="Özel",
    workplace_personnel=1240,
    wage="Aylık en az 5.100,64 TL (3308 sayılı Kanun md. 25)",
)
FACTS = PublicFacts(
    initials=initials_of(FORM.student_name),
    university=FORM.university,
    employer=FORM.workplace_name,
    starts_on=FORM.starts_on,
    ends_on=FORM.ends_on,
    working_days=FORM.working_days,
)

Issue = Callable[..., Document]
SUBJECT = "test_subject"  # no page of the portal issues papers for this


@pytest.fixture(autouse=True)
def store(settings, tmp_path: Path) -> Path:
    """The folder in which this test's files lie."""
    storages = {name: dict(value) for name, value in settings.STORAGES.items()}
    storages["default"]["OPTIONS"] = {
        **storages["default"].get("OPTIONS", {}),
        "location": str(tmp_path / "files"),
    }
    settings.STORAGES = storages
    assert str(default_storage.location) == str(tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def official(db: None) -> User:
    """Somebody of the career centre."""
    return User.objects.create_user(kind="career_center", full_name="Ece Ak", email="ece@bilecik.example")


@pytest.fixture
def issue(official: User) -> Issue:
    """Issue the form of subject 17; changes of the form or of the call may be named."""

    def run(*, form: dict[str, Any] | None = None, **changes: Any) -> Document:
        values = {
            "kind": ACCEPTANCE_FORM,
            "subject_type": SUBJECT,
            "subject_id": 17,
            "university": None,
            "snapshot": dataclasses.replace(FORM, **(form or {})).to_snapshot(),
            "public_facts": FACTS,
            "actor": official,
            "guard": lambda: True,
        }
        return issue_document(**{**values, **changes})

    return run


@pytest.fixture
def intern(db: None) -> User:
    """The student of subject 17, who alone may fetch its papers. Signs in without a second factor."""
    return User.objects.create_user(kind="student", full_name=FORM.student_name)


def _is_the_intern(asking: User, subject_id: int) -> bool:
    return asking.full_name == FORM.student_name and subject_id == 17


access.register_access(SUBJECT, _is_the_intern)


def files_in(store: Path) -> list[Path]:
    """Every stored file."""
    return [path for path in store.rglob("*") if path.is_file()]
