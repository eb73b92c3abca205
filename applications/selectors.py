"""Reads: the current season, a student's application, windows with both ends, and what a student does next."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import rules
from applications.form_steps import next_step_url
from applications.models import (
    Application,
    DistrictPreference,
    InternshipWindow,
    ProvincePreference,
    Season,
    Term,
    WindowChoice,
)
from applications.states import UNFINISHED, ApplicationState
from usp.accounts.models import User, UserKind
from usp.calendars.working_days import end_date
from usp.core import clock, per_request
from usp.core.errors import RuleViolation
from usp.core.prepared import Prepared
from usp.core.templatetags.usp import tr_datetime
from usp.reference.models import University
from usp.reference.selectors import closed_days


def current_season() -> Season | None:
    """The season in force, if there is one; read once a request."""
    return per_request.remember("season", _read_season)


def _read_season() -> Season | None:
    """The clock's reading comes along, so that a page asks the database once for both."""
    season = Season.objects.filter(is_current=True).annotate(read_at=clock.UspNow()).first()
    if season is not None:
        clock.take_reading(season.read_at)
    return season


def is_open(season: Season, now: dt.datetime) -> bool:
    """Whether the season takes applications at that moment; its last second still counts."""
    return season.applications_open_at <= now < season.applications_close_at + rules.LAST_SECOND


def latest_application(user: User, season: Season | None) -> Application | None:
    """The user's live application of the season, else the one cancelled last."""
    if season is None or not user.is_student:
        return None
    found = _of_season(student=user.pk, season=season.pk)
    live = [one for one in found if one.state != ApplicationState.CANCELLED]
    return next(iter(live or found), None)


def _lacks_windows() -> Q:
    """Whether the student has picked no window although the university has published some."""
    published = InternshipWindow.objects.choosable().filter(
        season=OuterRef("season"), university=OuterRef("department__unit__university")
    )
    return Q(~Exists(WindowChoice.objects.filter(application=OuterRef("pk"))) & Exists(published))


def _applications_of(*, student: int, season: int) -> QuerySet[Application]:
    return (
        Application.objects.visible_to(User(pk=student, kind=UserKind.STUDENT))
        .filter(season=season)
        .select_related("season", "student__user", "department__unit__university", "department__group")
        .annotate(lacks_windows=_lacks_windows())
        .order_by("-id")
    )


_of_season = Prepared(_applications_of)


def live_application(user: User, season: Season | None) -> Application | None:
    """The user's application of the season unless it was cancelled."""
    application = latest_application(user, season)
    return application if application and application.state != ApplicationState.CANCELLED else None


def preferences_of(application: Application) -> list[ProvincePreference]:
    """The provinces in order, each with its districts in order. Two queries however many there are."""
    districts = Prefetch("districts", DistrictPreference.objects.select_related("district").order_by("rank"))
    rows = application.province_preferences.select_related("province").prefetch_related(districts)
    return list(rows.order_by("rank"))


@dataclass(frozen=True)
class WindowRow:
    """A window with the ends that a week of 5 and of 6 working days give (A12), and the terms it runs into (A10)."""

    window: InternshipWindow
    ends_on_5: dt.date | None
    ends_on_6: dt.date | None
    overlaps: tuple[Term, ...] = ()

    @property
    def label(self) -> str:
        """«20 iş günü»."""
        return _("%(days)d iş günü") % {"days": self.window.working_days}


def with_ends(windows: Iterable[InternshipWindow]) -> list[WindowRow]:
    """Both ends of each window; None where the start has become a closed day since. One query."""
    closed = closed_days()
    return [WindowRow(window, _end(window, 5, closed), _end(window, 6, closed)) for window in windows]


def windows_of(university: University | int, season: Season) -> list[WindowRow]:
    """What the Rektörlük allows now, shortest first: neither drafts nor windows closed for new choices. Two queries."""
    found = InternshipWindow.objects.choosable().filter(university=university, season=season)
    return with_ends(found.order_by("working_days", "starts_on"))


def chosen_windows(application: Application) -> list[WindowRow]:
    """The student's «Staj Takvimlerim», in order. Two queries."""
    choices = WindowChoice.objects.filter(application=application).select_related("window").order_by("rank")
    return with_ends([choice.window for choice in choices])


def _end(window: InternshipWindow, week: int, closed: frozenset[dt.date]) -> dt.date | None:
    try:
        return end_date(window.starts_on, window.working_days, week=week, closed=closed)
    except RuleViolation:
        return None


@dataclass(frozen=True)
class StudentOverview:
    """What goes on for a student before offers: a sentence, a text, one way on; ``at`` is the moment that counts."""

    season: Season | None
    application: Application | None
    headline: str
    text: str
    action: str = ""
    link: str = ""
    at: dt.datetime | None = None


def student_overview(user: User) -> StudentOverview:
    """The student's place in the season, for the home page. At most three queries."""
    season = current_season()
    if season is None:
        return StudentOverview(
            None, None, _("Şu anda açık bir dönem yok"), _("Yeni dönemin tarihleri burada duyurulur.")
        )
    application = live_application(user, season)
    now = clock.page_now()
    if application is None:
        return _before_application(season, now)
    if application.state in UNFINISHED:
        return _unfinished(season, application, now)
    if application.state == ApplicationState.DISQUALIFIED:
        return StudentOverview(
            season,
            application,
            _("Başvurunuz geçersiz sayıldı"),
            _("Gerekçesi başvuru durumunuzda yazar."),
            _("Başvuru Durumum"),
            reverse("applications:status"),
        )
    return _completed(season, application, now)


def _before_application(season: Season, now: dt.datetime) -> StudentOverview:
    link = reverse("applications:start")
    if now < season.applications_open_at:
        return StudentOverview(
            season,
            None,
            _("Başvurular yakında başlıyor"),
            _("%(title)s başvuruları %(at)s tarihinde açılır.")
            % {"title": season.title, "at": tr_datetime(season.applications_open_at)},
            _("Koşulları görün"),
            link,
            season.applications_open_at,
        )
    if is_open(season, now):
        return StudentOverview(
            season,
            None,
            _("Staj başvurunuzu yapın"),
            _("Başvuru iki aşamadır: önce e-Devlet bilgileriniz, sonra başvuru formu."),
            _("Başvuru Yap"),
            link,
            season.applications_close_at,
        )
    return StudentOverview(
        season,
        None,
        _("Bu dönemin başvuruları sona erdi"),
        _("Bu dönem başvurunuz yok. Yeni dönemin tarihleri burada duyurulur."),
        _("Dönemin tarihleri"),
        link,
    )


def _unfinished(season: Season, application: Application, now: dt.datetime) -> StudentOverview:
    if not is_open(season, now):
        return StudentOverview(
            season,
            application,
            _("Başvurunuz yarım kaldı"),
            _("Başvurular sona erdi; yarım kalan başvurular değerlemeye alınmaz."),
            _("Başvuru Durumum"),
            reverse("applications:status"),
        )
    if application.state == ApplicationState.STARTED:
        text = _("e-Devlet bilgilerinizi kontrol edip «Başvur» düğmesine basın.")
    else:
        text = _("e-Devlet aşaması tamam. Başvuru formunu doldurup başvurunuzu tamamlayın.")
    return StudentOverview(
        season,
        application,
        _("Başvurunuz yarım kaldı"),
        text,
        _("Başvuruyu Tamamla"),
        next_step_url(application),
        season.applications_close_at,
    )


def _completed(season: Season, application: Application, now: dt.datetime) -> StudentOverview:
    before_pool = now < season.pool_opens_at
    text = (
        _("İşverenler adayları %(at)s tarihinden itibaren inceler.") % {"at": tr_datetime(season.pool_opens_at)}
        if before_pool
        else _("Profiliniz, adınız gizli olarak aday havuzunda. Teklif geldiğinde haber veririz.")
    )
    lacks_windows = application.lacks_windows  # type: ignore[attr-defined]  # annotated by latest_application
    if now < season.offers_close_at and lacks_windows:
        text += " " + _("Staj yapabileceğiniz tarihleri de seçin.")
        action, link = _("Staj Takvimlerim"), reverse("applications:windows")
    else:
        action, link = _("Profilim"), reverse("applications:profile")
    return StudentOverview(
        season,
        application,
        _("Başvurunuz tamamlandı"),
        text,
        action,
        link,
        season.pool_opens_at if before_pool else None,
    )
