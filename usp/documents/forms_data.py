"""What the acceptance form says: the fields of D1, «Staj Başvuru ve Kabul Formu» (D1)."""

import base64
import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usp.accounts import crypto
from usp.core import turkish
from usp.documents.frames import Frame, SignatureBox

# The papers are official Turkish texts whatever the reader's language: they do not go through the catalogue.
DEFAULT_UNDERTAKING = (
    "Yukarıda bilgileri yer alan işyerinde belirtilen tarihler arasında stajımı yapacağımı; staj tarihlerim "
    "değişirse ya da stajımdan vazgeçersem bunu en geç staj başlangıcından önce birimime yazılı olarak "
    "bildireceğimi; işyerinin çalışma, disiplin, iş sağlığı ve güvenliği kurallarına uyacağımı; bildirimde "
    "bulunmamam nedeniyle doğacak prim ve cezaları ödeyeceğimi; bu formdaki bilgilerin doğru olduğunu kabul "
    "ve taahhüt ederim."
)

DEFAULT_ACCEPTANCE = (
    "Bilgileri yukarıda yer alan öğrencinin işyerimizde belirtilen tarihler arasında staj yapması uygun görülmüştür."
)


@dataclass(frozen=True)
class AcceptanceFormData:
    """Everything the acceptance form says, frozen when it is issued.

    An empty text prints as an empty line to fill in by hand. ``student_tckn`` is the full number, which the
    paper needs for SGK; in the snapshot it is encrypted. ``weekly_days`` is a sentence («Haftada 5 gün
    (Pazartesi–Cuma)»). ``has_health_cover``: True when the family's insurance covers the student (document
    type 22), False when it does not (43), None to tick by hand. ``signatures`` come in the order of signing;
    with none given, the usual five are made by ``signature_boxes``. ``explanations`` are the university's
    own sentences for page two, printed after the ones every form carries.
    """

    # letterhead
    university: str
    unit: str
    document_no: str
    document_date: dt.date
    season: str  # «Ulusal Staj Programı 2024»
    # student
    student_name: str
    student_no: str
    student_tckn: str
    department: str
    academic_year: str  # «2023-2024»
    class_year: str  # «3. sınıf»
    student_email: str
    student_phone: str
    # internship
    internship_kind: str  # «Zorunlu staj»
    starts_on: dt.date
    ends_on: dt.date
    working_days: int
    weekly_days: str
    # workplace
    workplace_name: str
    workplace_activity: str
    workplace_address: str
    workplace_phone: str
    workplace_email: str
    # supervisor
    supervisor_name: str
    supervisor_title: str
    # papers
    papers_due_on: dt.date
    papers_to: str  # «Mühendislik Fakültesi Staj Birimi»
    # what is not always known
    birth_date: dt.date | None = None
    student_address: str = ""
    course_code: str = ""
    has_health_cover: bool | None = None
    workplace_vkn: str = ""
    workplace_kind: str = ""  # «Özel» / «Kamu»
    workplace_personnel: int | None = None
    workplace_fax: str = ""
    workplace_website: str = ""
    workplace_unit: str = ""  # where in the house the student works
    supervisor_phone: str = ""
    supervisor_email: str = ""
    wage: str = ""  # a sentence, e.g. «Aylık en az 5.100,64 TL (3308 sayılı Kanun md. 25)»
    adviser_name: str = ""
    commission_head_name: str = ""
    insurance_officer_name: str = ""
    employer_signatory: str = ""  # who signs for the workplace, if it is known
    undertaking: str = DEFAULT_UNDERTAKING
    employer_acceptance: str = DEFAULT_ACCEPTANCE
    signatures: tuple[SignatureBox, ...] = ()
    explanations: tuple[str, ...] = ()
    insurance: str = ""  # who insures, where it is not the university; empty: the law's usual sentence
    # the university's own form, where it has published one
    letterhead: tuple[str, ...] = ()
    footer: str = ""
    logo: int | None = None
    form_version: int = 0

    @property
    def frame(self) -> Frame:
        """Head and foot as every paper has them."""
        return Frame(
            head=self.letterhead or (self.university, self.unit),
            season=self.season,
            number=self.document_no,
            dated_on=self.document_date,
            form_version=self.form_version,
            footer=self.footer,
            logo=self.logo,
            signatures=self.signature_boxes(),
        )

    def signature_boxes(self) -> tuple[SignatureBox, ...]:
        """The boxes in the order of signing (rules B4)."""
        return self.signatures or (
            SignatureBox("Öğrenci", self.student_name),
            SignatureBox("İşveren / yetkili", self.employer_signatory, "Tarih, kaşe ve imza"),
            SignatureBox("Bölüm kariyer danışmanı", self.adviser_name),
            SignatureBox("Staj komisyonu başkanı", self.commission_head_name),
            SignatureBox("Sigorta giriş onayı", self.insurance_officer_name),
        )

    def to_snapshot(self) -> dict[str, Any]:
        """The same as JSON: dates in ISO form, the identity number encrypted."""
        values = dataclasses.asdict(self)
        values["student_tckn"] = base64.b64encode(crypto.encrypt(self.student_tckn)).decode("ascii")
        return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}

    def public_facts(self) -> "PublicFacts":
        """What the verification page says: in initials."""
        return PublicFacts(
            initials=initials_of(self.student_name),
            university=self.university,
            employer=self.workplace_name,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            working_days=self.working_days,
        )

    @classmethod
    def from_snapshot(cls, snapshot: Mapping[str, Any]) -> "AcceptanceFormData":
        """Back from ``to_snapshot``; fields that this version no longer knows are left out."""
        known = {field.name for field in dataclasses.fields(cls)}
        values = {name: value for name, value in snapshot.items() if name in known}
        for name in ("document_date", "starts_on", "ends_on", "papers_due_on", "birth_date"):
            values[name] = dt.date.fromisoformat(values[name]) if values.get(name) else None
        values["student_tckn"] = crypto.decrypt(base64.b64decode(values["student_tckn"]))
        values["signatures"] = tuple(SignatureBox(**box) for box in values.get("signatures", ()))
        values["explanations"] = tuple(values.get("explanations", ()))
        values["letterhead"] = tuple(values.get("letterhead", ()))
        return cls(**values)


@dataclass(frozen=True)
class PublicFacts:
    """What the verification page tells anybody who holds the paper: enough to compare, nothing to learn.

    A paper about one internship names initials, dates and days. ``lines`` are (label, value) pairs that it says
    besides, or that a paper about several people says instead; in Turkish, as on the paper.
    """

    initials: str = ""  # «A. Ç.»
    university: str = ""
    employer: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    working_days: int | None = None
    lines: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same as JSON, dates in ISO form."""
        values = dataclasses.asdict(self)
        days = {name: values[name].isoformat() if values[name] else None for name in ("starts_on", "ends_on")}
        return values | days

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "PublicFacts":
        """Back from ``to_json``, also from what was written before there were lines."""
        days = {
            name: dt.date.fromisoformat(values[name]) if values.get(name) else None for name in ("starts_on", "ends_on")
        }
        lines = tuple((label, value) for label, value in values.get("lines", ()))
        return cls(**{**values, **days, "lines": lines})


def initials_of(full_name: str) -> str:
    """«Ayşe Nur Çınar» → «A. N. Ç.»."""
    return " ".join(f"{turkish.upper(word[0])}." for word in full_name.split())
