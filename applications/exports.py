"""What the portal holds on a student before offers: applications and what hangs on them (docs/rules.md S6)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import (
    Appeal,
    Application,
    ApplicationTransition,
    Consent,
    Decision,
    Declaration,
    DeclarationTransition,
    DistrictPreference,
    ExamCheck,
    InstitutionPreference,
    Language,
    PoolEntry,
    PoolLink,
    PoolProfile,
    ProfileView,
    ProvincePreference,
    Score,
    ScoreCorrection,
    WindowChoice,
)
from applications.pool.facets import LANGUAGE_LEVELS, period_key
from applications.pool.looks import all_looks
from usp.accounts.exports import Part, Sheet, register, sheet_of
from usp.accounts.models import User
from usp.edevlet.records import EnrolmentStatus, Records, StudyMode
from usp.reference.models import Level

_SEASON = ("season", gettext_lazy("Dönem"), lambda row: row.application.season.name)


def collect(user: User) -> Part:
    """The student's applications of all seasons. Who verified and who looked stays unnamed, as on the pages."""
    applications = Application.objects.filter(student__user=user).select_related("season", "department").order_by("pk")
    return Part((*_applications(applications), *_wishes(user), *_declared(user), *_results(user, applications)))


def _of(model: Any, user: User, *related: str, through: str = "application") -> QuerySet[Any]:
    """The rows of a table that hang on this student's applications, oldest first."""
    return (
        model.objects.filter(**{f"{through}__student__user": user})
        .select_related(f"{through}__season", *related)
        .order_by("pk")
    )


def _applications(applications: QuerySet[Application]) -> Iterable[Sheet]:
    yield sheet_of(
        "applications", _("Staj başvuruları"), applications,
        "season__name", "state", "student_no", ("department", _("Bölüm"), lambda row: str(row.department or "")),
        "level", "class_year", "study_mode", "gno", "gno_scale", "highschool", "started_at", "registered_at",
        "completed_at", "allowed", "used",
    )  # fmt: skip
    yield from _records(list(applications))
    yield sheet_of(
        "application_history", _("Başvurunun geçmişi"),
        ApplicationTransition.objects.filter(application__in=applications).select_related("application__season"),
        _SEASON, "from_state", "to_state", "reason", "at",
    )  # fmt: skip


def _records(applications: list[Application]) -> Iterable[Sheet]:
    """The e-Devlet answers as they were stored, season by season."""
    stored = [(one, Records.from_snapshot(one.records)) for one in applications]
    yield _table(
        "edevlet_person", _("e-Devlet: kişi ve iletişim"),
        {"season": _("Dönem"), "fetched_at": _("Alınma"), "first_name": _("Ad"), "last_name": _("Soyad"),
         "birth_date": _("Doğum tarihi"), "citizenship": _("Uyruk"), "email": _("E-posta"), "phone": _("Telefon"),
         "insured_days": _("Sigortalı gün")},
        [{"season": one.season.name, "fetched_at": one.records_fetched_at, **vars(found.person),
          **vars(found.contact), "insured_days": found.insured_days} for one, found in stored],
    )  # fmt: skip
    yield _table(
        "edevlet_enrolments", _("e-Devlet: öğrenim kayıtları"),
        {"season": _("Dönem"), "university_code": _("Üniversite"), "unit_name": _("Birim"),
         "department_name": _("Bölüm"), "level": _("Düzey"), "class_year": _("Sınıf"),
         "programme_years": _("Programın süresi (yıl)"), "study_mode": _("Öğretim türü"), "status": _("Durum"),
         "is_second_major": _("Çift ana dal"), "gno": _("Not ortalaması"), "gno_scale": _("Not sistemi"),
         "started_on": _("Kayıt tarihi"), "expected_graduation": _("Beklenen mezuniyet"),
         "graduated_on": _("Mezuniyet"), "student_no": _("Öğrenci no"), "updated_on": _("Güncellenme")},
        [{"season": one.season.name, **vars(enrolment), **_in_words(enrolment)}
         for one, found in stored for enrolment in found.enrolments],
    )  # fmt: skip
    yield _table(
        "edevlet_school", _("e-Devlet: lise"),
        {"season": _("Dönem"), "name": _("Okul"), "kind": _("Tür"), "graduated_year": _("Mezuniyet yılı"),
         "diploma_grade": _("Diploma notu"), "grade_scale": _("Not sistemi")},
        [{"season": one.season.name, **vars(found.school)} for one, found in stored if found.school],
    )  # fmt: skip
    yield _table(
        "edevlet_exams", _("e-Devlet: sınavlar"),
        {"season": _("Dönem"), "kind": _("Sınav"), "language": _("Dil"), "score": _("Puan"), "taken_on": _("Tarih")},
        [{"season": one.season.name, **vars(exam)} for one, found in stored for exam in found.exams],
    )  # fmt: skip


def _in_words(enrolment: Any) -> dict[str, str]:
    return {
        "level": str(dict(Level.choices).get(enrolment.level, enrolment.level)),
        "study_mode": str(StudyMode(enrolment.study_mode).label),
        "status": str(EnrolmentStatus(enrolment.status).label),
    }


def _table(key: str, title: str, labels: dict[str, str], rows: list[dict[str, Any]]) -> Sheet:
    return Sheet(key, title, tuple(labels.items()), tuple(rows))


def _wishes(user: User) -> Iterable[Sheet]:
    yield sheet_of(
        "provinces", _("İl tercihleri"), _of(ProvincePreference, user, "province"),
        _SEASON, "rank", "province__name", "all_districts",
    )  # fmt: skip
    yield sheet_of(
        "districts", _("İlçe tercihleri"),
        DistrictPreference.objects.filter(preference__application__student__user=user)
        .select_related("preference__application__season", "preference__province", "district")
        .order_by("preference_id", "rank"),
        ("season", _("Dönem"), lambda row: row.preference.application.season.name),
        ("province", _("İl"), lambda row: row.preference.province.name), "rank", "district__name",
    )  # fmt: skip
    yield sheet_of(
        "institutions", _("Kurum tercihleri"), _of(InstitutionPreference, user, "institution"),
        _SEASON, "rank", ("institution", _("Kurum"), lambda row: str(row.institution)),
    )  # fmt: skip
    yield sheet_of(
        "windows", _("Staj takvimleri"), _of(WindowChoice, user, "window"), _SEASON, "rank",
        ("starts_on", _("Başlama"), lambda row: row.window.starts_on),
        ("working_days", _("İş günü"), lambda row: row.window.working_days),
    )  # fmt: skip
    yield sheet_of(
        "consents", _("Onaylar ve açık rızalar"), _of(Consent, user, "text"), _SEASON,
        ("text", _("Metin"), lambda row: f"{row.text} ({row.text.get_kind_display()}, {row.text.version})"),
        "given_at", "withdrawn_at",
    )  # fmt: skip


def _declared(user: User) -> Iterable[Sheet]:
    through = "declaration__application"
    what = ("declaration", _("Beyan"), lambda row: str(row.declaration))
    related = ("declaration__kind", "declaration__option", "declaration__exam")
    yield sheet_of(
        "declarations", _("Beyanlar"), _of(Declaration, user, "kind", "option", "language", "exam", "proof"), _SEASON,
        *[_named(name) for name in ("kind", "option", "language", "exam", "proof")],
        "source", "state", "amount", "exam_grade", "title", "issuer", "code", "dated_on", "starts_on", "ends_on",
        "created_at", "changed_at", "appealed_at",
    )  # fmt: skip
    yield sheet_of(
        "declaration_history", _("Beyanların geçmişi"),
        _of(DeclarationTransition, user, *related, through=through), what, "from_state", "to_state", "reason", "at",
    )  # fmt: skip
    yield sheet_of(
        "decisions", _("Beyanlarla ilgili kararlar"), _of(Decision, user, *related, "reason", through=through),
        what, "round", "approved", _named("reason"), "words", "at",
    )  # fmt: skip
    yield sheet_of("appeals", _("İtirazlar"), _of(Appeal, user, *related, through=through), what, "statement", "at")
    yield sheet_of(
        "exam_checks", _("Sınav sonucu sorguları"), _of(ExamCheck, user, *related, through=through),
        what, "outcome", "recorded", "asked_at",
    )  # fmt: skip


def _results(user: User, applications: QuerySet[Application]) -> Iterable[Sheet]:
    yield sheet_of(
        "scores", _("Yeterlilik puanları"), _of(Score, user, "method"), _SEASON, "category", "points",
        ("method", _("Yöntem"), lambda row: str(row.method)), "inputs",
    )  # fmt: skip
    yield sheet_of(
        "score_corrections", _("Puan düzeltmeleri"), _of(ScoreCorrection, user), _SEASON,
        "category", "before", "after", "reason", "at",
    )  # fmt: skip
    yield sheet_of(
        "pool", _("Aday havuzundaki kaydınız"),
        PoolEntry.objects.filter(link__application__in=applications).select_related("season", "profile").order_by("pk"),
        "season__name", "group_name", "level", "class_year", "academic", "social", "sport", "provinces",
        ("districts", _("İlçeler (numaralarıyla)"), lambda row: row.districts),
        ("periods", _("Başlangıç ayı ve iş günü"), lambda row: [period_key(one) for one in row.periods]),
        ("languages", _("Yabancı diller"), _languages), "available",
        ("profile", _("Puanların ardındaki satırlar"), _profile_lines),
        note=_("İşverenler sizi teklif kabul edene kadar yalnızca bu bilgilerle görür."),
    )  # fmt: skip
    yield _table(
        "profile_views", _("Profilinize bakanlar"), {"day": _("Gün"), "who": _("Kim")},
        [{"day": look.day, "who": look.who} for look in all_looks(user.student)],
    )  # fmt: skip


def _languages(entry: PoolEntry) -> Any:
    """By which languages the entry is found, and up to which level."""
    levels = {one // 10: one % 10 for one in entry.languages}
    return [f"{one} {LANGUAGE_LEVELS[levels[one.pk] - 1]}" for one in Language.objects.filter(pk__in=levels)]


def _profile_lines(entry: PoolEntry) -> Any:
    """What employers may read behind the scores; older entries have none."""
    return entry.profile.lines if hasattr(entry, "profile") else []


def _named(name: str) -> tuple[str, str, Callable[[Any], str]]:
    """A foreign key in words, under the name the field has."""
    labels = {
        "kind": _("Tür"),
        "option": _("Derece"),
        "language": _("Dil"),
        "exam": _("Sınav"),
        "proof": _("Belge"),
        "reason": _("Gerekçe"),
    }
    return name, labels[name], lambda row: str(getattr(row, name) or "")


register(
    app="applications",
    order=20,
    collect=collect,
    tables=(
        Application, ApplicationTransition, ProvincePreference, DistrictPreference, InstitutionPreference,
        WindowChoice, Consent, Declaration, DeclarationTransition, Decision, Appeal, ExamCheck, Score, ScoreCorrection,
        PoolEntry, PoolProfile, PoolLink, ProfileView,
    ),
)  # fmt: skip
