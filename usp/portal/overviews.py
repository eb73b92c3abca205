"""What each role's home page says: one sentence about now, one way on, a few figures."""

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, Season
from applications.states import ApplicationState
from applications.verification.selectors import pace
from insurance.selectors import figures
from insurance.selectors.worklist import pressing
from usp.accounts.models import User, UserKind
from usp.accounts.permissions import answers_questions, running_memberships, sees_interns
from usp.core import clock
from usp.guidance.question_selectors import waiting_count
from usp.portal.home_employer import employer_home
from usp.portal.home_operator import operator_home
from usp.portal.home_parts import Home, Tile
from usp.portal.home_student import student_home


def of(user: User, season: Season | None) -> Home:
    """The home page of whoever is signed in."""
    match user.kind:
        case UserKind.STUDENT:
            return student_home(user)
        case UserKind.EMPLOYER:
            return employer_home(user, season)
        case UserKind.CAREER_CENTER:
            return _career_center(user, season)
        case UserKind.INSTITUTION:
            return _institution(user, season)
    return operator_home(season)


def _career_center(user: User, season: Season | None) -> Home:
    counts = figures(user)
    listing = reverse("insurance:interns")
    work = pressing(user) if sees_interns(user) else 0
    tiles = (
        *((Tile(work, _("geciken ya da bugün biten iş"), reverse("insurance:worklist"), True),) if work else ()),
        Tile(counts.accepted, _("staja kabul edilen"), listing),
        Tile(counts.awaiting, _("evrakı beklenen"), f"{listing}?sekme=awaiting"),
        Tile(counts.late, _("evrakı geciken"), f"{listing}?sekme=late", counts.late > 0),
        Tile(counts.this_week, _("bu hafta son gün"), f"{listing}?sekme=week", counts.this_week > 0),
        *_questions(user),
    )
    if counts.late:
        headline = _("%(number)d stajyerin evrakı gecikti") % {"number": counts.late}
    elif counts.awaiting:
        headline = _("%(number)d stajyerin evrakı bekleniyor") % {"number": counts.awaiting}
    elif season is not None and clock.page_now() < season.pool_opens_at:
        return _career_center_before(user, season, tiles)
    else:
        headline = _("Bekleyen evrak yok")
    text = _(
        "Sigorta girişi en geç staj başlamadan önceki gün yapılır; bunun için kabul belgesi teslim alınmış olmalıdır."
    )
    if work:
        return Home(headline, text, _("Yapılacakları aç"), reverse("insurance:worklist"), tiles=tiles)
    return Home(headline, text, _("Stajyerleri listele"), listing, tiles=tiles)


def _questions(user: User) -> tuple[Tile, ...]:
    """Students' questions that wait for this person's answer; nothing where none does."""
    number = waiting_count(user) if answers_questions(user) else 0
    return (Tile(number, _("cevabınızı bekleyen soru"), reverse("guidance:questions"), True),) if number else ()


def _career_center_before(user: User, season: Season, tiles: tuple[Tile, ...]) -> Home:
    """Before offers: how the applications of the university's students go."""
    university = running_memberships(user)[0].university_id if running_memberships(user) else None
    unfinished = Application.objects.filter(
        season=season, state=ApplicationState.REGISTERED, department__unit__university=university
    ).count()
    completed = Application.objects.filter(
        season=season, state=ApplicationState.COMPLETED, department__unit__university=university
    ).count()
    return Home(
        _("%(number)d öğrencinizin başvurusu yarım") % {"number": unfinished}
        if unfinished
        else _("%(number)d öğrenciniz başvurusunu tamamladı") % {"number": completed},
        _("%(number)d öğrenciniz başvurusunu tamamladı. Staj takvimlerinizin doğru yayımlandığından emin olun.")
        % {"number": completed},
        _("Staj takvimleri"),
        reverse("applications:university-windows"),
        season.applications_close_at if clock.page_now() < season.applications_close_at else season.pool_opens_at,
        tiles,
    )


def _institution(user: User, season: Season | None) -> Home:
    desk = reverse("applications:desk")
    if season is None:
        return Home(_("Açık bir dönem yok"), _("Yeni dönem açılınca kontrol edilecek beyanlar burada görünür."))
    counts = pace(user, season)
    tiles = (
        Tile(counts.waiting, _("karar bekleyen"), desk),
        Tile(counts.very_old, _("7 günden eski"), desk, counts.very_old > 0),
        Tile(counts.appeals, _("İtiraz"), f"{desk}?sekme=itiraz", counts.appeals > 0),
    )
    headline = (
        _("%(number)d beyan kararınızı bekliyor") % {"number": counts.waiting}
        if counts.waiting
        else _("Bekleyen beyan yok")
    )
    text = _("Kurumunuzun türündeki beyanları tüm üniversiteler için siz doğrularsınız.")
    return Home(headline, text, _("Beyanları aç"), desk, counts.ends_at, tiles)
