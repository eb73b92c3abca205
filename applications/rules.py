"""Who may apply: pure questions over a season's rules, a person and an enrolment. No database, no clock of its own.

Every check answers with all of its reasons at once, each a sentence with what to do about it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usp.core.templatetags.usp import tr_datetime, tr_day
from usp.edevlet.records import Enrolment, Person

# Both days are included (docs/rules.md A48): the last second that the season names still counts, as in the
# database's guard.
LAST_SECOND = dt.timedelta(seconds=1)

# The four places, in the order of the seed (A40).
CORRECTION_HELP: Promise = gettext_lazy(
    "Kaydınız yanlış ya da eskiyse önce ÖSYM Aday İşlemleri’nde (ais.osym.gov.tr) «Eğitim Bilgilerim» başlığını "
    "güncelleyin; olmazsa sırasıyla üniversitenizin kariyer merkezine, üniversite yönetimine ve öğrenci işlerine "
    "başvurun. Düzelince «Bilgileri yenile» düğmesini kullanın."
)


@dataclass(frozen=True)
class Reason:
    """Why something is refused, or what should be known: ``code`` for tests and logs, the rest for the student."""

    code: str
    text: str
    help: str = ""


@dataclass(frozen=True)
class LevelRule:
    """A level and class year that may apply; no ``class_year`` means the programme's final year."""

    level: str
    class_year: int | None
    gno_exempt: bool = False
    only_abroad: bool = False


@dataclass(frozen=True)
class DateCondition:
    """What a season asks for on the internship's date (A2): ``applications.date_conditions`` judges it.

    No ``class_year`` means every class of the level. ``comparison``, ``scale`` and ``minimum`` belong to the grade
    average alone: SA asks for «en az 2» at application (``>=``) and «2’nin üzerinde» on the date (``>``).
    """

    level: str
    class_year: int | None
    kind: str
    consequence: str
    comparison: str = ""
    scale: int | None = None
    minimum: Decimal | None = None


@dataclass(frozen=True)
class SeasonRules:
    """What a season says about who may apply and when, read from its rows."""

    title: str
    open_at: dt.datetime
    close_at: dt.datetime
    ends_at: dt.datetime
    support_email: str
    study_modes: frozenset[str]
    levels: tuple[LevelRule, ...]
    gno_limits: Mapping[int, Decimal]
    excluded_unit_kinds: frozenset[str] = frozenset()
    excluded_group_tags: frozenset[str] = frozenset()
    born_after: dt.date | None = None
    date_conditions: tuple[DateCondition, ...] = ()


@dataclass(frozen=True)
class DepartmentFacts:
    """What eligibility needs to know of the reference department behind an enrolment.

    ``is_abroad`` is false for KKTC: the seed names «Türkiye, KKTC ve yurt dışı» as three places.
    """

    id: int
    unit_kind: str
    group_tag: str
    is_abroad: bool = False


@dataclass(frozen=True)
class Verdict:
    """All reasons against an application with one enrolment, and what the student should know besides."""

    reasons: tuple[Reason, ...]
    notices: tuple[Reason, ...] = ()

    @property
    def is_eligible(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


def applications_open(rules: SeasonRules, now: dt.datetime) -> bool:
    """Whether applications are taken at that moment; the closing second itself is still in time."""
    return rules.open_at <= now < rules.close_at + LAST_SECOND


def season_reasons(rules: SeasonRules, now: dt.datetime) -> list[Reason]:
    """SA «Program’a hangi tarihler arasında başvuru yapabilirim?»"""
    if now < rules.open_at:
        text = _("Başvurular henüz başlamadı; başlangıç: %(at)s.") % {"at": tr_datetime(rules.open_at)}
        return [Reason("season_not_open", text, _("O gün buradan başvurabilirsiniz; tarihler yukarıdadır."))]
    if not applications_open(rules, now):
        text = _("Başvurular %(at)s itibarıyla sona erdi.") % {"at": tr_datetime(rules.close_at)}
        return [Reason("season_closed", text, _("Bir sonraki dönemin tarihleri ana sayfada duyurulur."))]
    return []


def person_reasons(
    rules: SeasonRules, person: Person, enrolments: Sequence[Enrolment], *, has_live: bool = False
) -> list[Reason]:
    """What speaks against the person, whatever the enrolment: a live application, age, no running studentship (A4)."""
    found = []
    if has_live:
        found.append(
            Reason(
                "one_live",
                _("Bu dönem için zaten bir başvurunuz var."),
                _("«Başvuru Durumum» sayfasından devam edin; yarım kalan başvuruyu oradan iptal edebilirsiniz."),
            )
        )
    if rules.born_after and person.birth_date < rules.born_after:
        found.append(
            Reason(
                "age",
                _("Bu döneme %(day)s tarihinde veya sonrasında doğanlar başvurabilir.")
                % {"day": tr_day(rules.born_after)},
                _("Doğum tarihiniz yanlışsa nüfus müdürlüğüne başvurun."),
            )
        )
    if not any(one.is_active for one in enrolments):
        found.append(
            Reason(
                "no_active_enrolment",
                _(
                    "Kayıtlarda devam eden bir öğrenciliğiniz görünmüyor; "
                    "program yalnızca öğrenciliği sürenlere açıktır."
                ),
                str(CORRECTION_HELP),
            )
        )
    return found
