"""What a season still lacks before it may open: a pure question over its rows (issue: «names every gap»)."""

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models.extensions import SeasonDate
from applications.models.seasons import Season
from applications.rules import SeasonRules
from usp.core.templatetags.usp import tr_day, tr_decimal
from usp.reference.models import Level

DATES = ("applications_open_at", *SeasonDate.values)
_LAST_HOUR, _SUNDAY = 23, 7


class Severity(models.TextChoices):
    """An error keeps the season closed; a warning is for the operator to weigh."""

    ERROR = "error", gettext_lazy("Engel")
    WARNING = "warning", gettext_lazy("Uyarı")


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or odd. ``where`` names the part of the admin in which it is mended."""

    code: str
    text: str
    severity: Severity
    where: str = "season"


@dataclass(frozen=True)
class Facts:
    """The season's rows and what else decides: everything the check looks at, read by ``season_facts``."""

    season: Season
    rules: SeasonRules
    now: dt.datetime
    closed_days: Collection[dt.date] = ()
    scales_in_use: Collection[int] = ()
    first_window: dt.date | None = None
    universities_without_windows: int = 0
    has_windows: bool = False
    has_method: bool = False
    consents: Collection[str] = ()
    running: str = ""
    labels: dict[str, str] = field(default_factory=dict)


def gaps_of(facts: Facts) -> list[Gap]:
    """Everything that is missing, errors first, in the order of the admin's page."""
    found = [
        *_running_gaps(facts),
        *_date_gaps(facts),
        *_who_gaps(facts.rules),
        *_gno_gaps(facts),
        *_number_gaps(facts.season),
        *_around_gaps(facts),
    ]
    return sorted(found, key=lambda gap: gap.severity != Severity.ERROR)


def errors(gaps: Iterable[Gap]) -> list[Gap]:
    """Those that keep the season closed."""
    return [gap for gap in gaps if gap.severity == Severity.ERROR]


def _error(code: str, text: str, where: str = "season") -> Gap:
    return Gap(code, text, Severity.ERROR, where)


def _warning(code: str, text: str, where: str = "season") -> Gap:
    return Gap(code, text, Severity.WARNING, where)


def _running_gaps(facts: Facts) -> Iterator[Gap]:
    if facts.running:
        text = _("%(season)s dönemi hâlâ sürüyor; son işveren onayından önce yeni dönem yürürlüğe alınamaz.")
        yield _error("season_running", text % {"season": facts.running}, "elsewhere")


def _date_gaps(facts: Facts) -> Iterator[Gap]:
    season, moments = facts.season, [(name, getattr(facts.season, name)) for name in DATES]
    for (first, before), (second, after) in itertools.pairwise(moments):
        if before > after:
            text = _("«%(second)s», «%(first)s» tarihinden önce.")
            values = {"first": facts.labels[first], "second": facts.labels[second]}
            yield _error("dates_out_of_order", text % values)
    if season.is_current:
        pass  # it runs already; what follows is about opening
    elif season.applications_close_at <= facts.now:
        yield _error("applications_over", _("Başvuru bitişi geçmiş bir tarih; bu dönem artık başvuru alamaz."))
    elif season.applications_open_at < facts.now:
        yield _warning("applications_begun", _("Başvuru başlangıcı geçmiş; dönem yürürlüğe girer girmez açılır."))
    for name, moment in moments[1:]:
        day = moment.astimezone(facts.now.tzinfo).date()
        if day.isoweekday() >= _SUNDAY - 1 or day in facts.closed_days:
            text = _("«%(label)s» hafta sonuna ya da tatile geliyor: %(day)s.")
            yield _warning("date_on_closed_day", text % {"label": facts.labels[name], "day": tr_day(day)}, "dates")
    if facts.first_window and facts.first_window <= season.pool_opens_at.astimezone(facts.now.tzinfo).date():
        text = _("İlk staj takvimi (%(day)s) aday havuzu açılmadan başlıyor.")
        yield _warning("window_before_pool", text % {"day": tr_day(facts.first_window)}, "windows")


def _who_gaps(rules: SeasonRules) -> Iterator[Gap]:
    if not rules.levels:
        yield _error("no_levels", _("Başvurabilecek düzey ve sınıf yok; kimse başvuramaz."), "levels")
    if not rules.study_modes:
        yield _error("no_study_modes", _("Öğretim türü seçilmemiş; kimse başvuramaz."))
    if not rules.excluded_unit_kinds and not rules.excluded_group_tags:
        yield _warning("no_exclusions", _("Kapsam dışı birim ya da bölüm grubu yok."), "exclusions")
    if rules.born_after and rules.born_after > rules.open_at.date():
        yield _error("born_in_future", _("En erken doğum tarihi dönemin başlangıcından sonra."))
    for level in sorted({rule.level for rule in rules.levels}):
        asked = [one for one in rules.date_conditions if one.level == level]
        if not any(one.kind == "not_graduated" for one in asked):
            text = _("%(level)s için staj tarihinde öğrenciliğin sürmesi koşulu yok.")
            yield _warning("no_studentship_condition", text % {"level": Level(level).label}, "date_conditions")
    strangers = {one.level for one in rules.date_conditions} - {rule.level for rule in rules.levels}
    for level in sorted(strangers):
        text = _("%(level)s başvuramıyor ama staj tarihi için koşulu var.")
        yield _warning("condition_for_nobody", text % {"level": Level(level).label}, "date_conditions")


def _gno_gaps(facts: Facts) -> Iterator[Gap]:
    rules = facts.rules
    if any(not rule.gno_exempt for rule in rules.levels):
        if not rules.gno_limits:
            yield _error("no_gno_limits", _("Not ortalaması sınırı yok; ortalama aranan hiç kimse başvuramaz."), "gno")
        for scale in sorted(set(facts.scales_in_use) - set(rules.gno_limits)):
            text = _("Kayıtlarda %(scale)d’lük not sistemi var ama sınırı yok; bu öğrenciler başvuramaz.")
            yield _warning("gno_scale_missing", text % {"scale": scale}, "gno")
    for scale, minimum in sorted(rules.gno_limits.items()):
        if not Decimal(0) < minimum <= scale:
            text = _("%(scale)d’lük sistemde %(minimum)s bir sınır olamaz.")
            yield _error("gno_limit_odd", text % {"scale": scale, "minimum": tr_decimal(minimum)}, "gno")


def _number_gaps(season: Season) -> Iterator[Gap]:
    if not season.reply_weekdays:
        yield _error("no_reply_weekdays", _("Cevap günleri boş; hiçbir cevap süresi dolamaz."))
    elif not all(1 <= day <= _SUNDAY for day in season.reply_weekdays):
        yield _error("reply_weekdays_odd", _("Cevap günleri 1 (pazartesi) ile 7 (pazar) arasındadır."))
    elif max(season.reply_weekdays) >= _SUNDAY - 1:
        yield _warning("reply_on_weekend", _("Cevap süreleri hafta sonunda da dolabiliyor."))
    if season.default_reply_days * 24 < season.minimum_reply_hours:
        yield _error("reply_too_short", _("Olağan cevap süresi, en kısa cevap süresinden kısa."))
    if season.minimum_reply_hours < 24:
        yield _warning("reply_hours_few", _("En kısa cevap süresi bir günden az."))
    positive = {
        "confirm_days": _("İşverenin son onay süresi en az 1 iş günü olmalıdır."),
        "internships_per_student": _("Öğrenci başına en az 1 staj olmalıdır."),
        "max_provinces": _("En az 1 il tercihi yapılabilmelidir."),
        "max_districts": _("İlde en az 1 ilçe tercihi yapılabilmelidir."),
        "shadowing_min_days": _("İş gölgeleme en az 1 iş günüdür."),
    }
    for name, text in positive.items():
        if getattr(season, name) < 1:
            yield _error(f"{name}_zero", text)
    if season.shadowing_min_days > season.shadowing_max_days:
        yield _error("shadowing_days", _("İş gölgelemenin en azı, en çoğundan büyük."))
    if season.pool_min_universities < 2 or season.pool_min_applicants < 5:
        yield _warning("pool_limits_low", _("Havuz grubu sınırları düşük; küçük bir grupta adaylar tanınabilir."))


def _around_gaps(facts: Facts) -> Iterator[Gap]:
    season = facts.season
    if not season.support_email:
        yield _error("no_support_address", _("Destek adresi yok; hata alan öğrenci yazacak yer bulamaz."))
    elif season.support_email.endswith(".example"):
        yield _warning("support_address_example", _("Destek adresi örnek bir adres; gerçek adresi yazın."))
    if not facts.has_method:
        yield _error("no_method", _("Yayımlanmış puanlama yöntemi yok; Yöntem Raporu boş kalır."), "method")
    if "notice" not in facts.consents:
        yield _error("no_kvkk_notice", _("KVKK aydınlatma metni yok; kişisel veri toplanamaz."), "consents")
    if "statement" not in facts.consents:
        yield _warning("no_statement", _("Öğrencinin doğruluk beyanı metni yok."), "consents")
    if not facts.has_windows:
        yield _warning("no_windows", _("Hiçbir üniversite staj takvimi yayımlamadı."), "windows")
    elif facts.universities_without_windows:
        text = _("%(number)d üniversite henüz staj takvimi yayımlamadı.")
        yield _warning("universities_without_windows", text % {"number": facts.universities_without_windows}, "windows")
