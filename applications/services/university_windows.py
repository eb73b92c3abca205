"""What a career centre decides about internship windows: which there are, and when its terms run (A10, A12)."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from applications.models import InternshipWindow, Season, Term, WindowChoice, WindowRules, WindowState
from applications.selectors import WindowRow, with_ends
from applications.states import ApplicationState
from applications.window_selectors import (
    managed_university,
    offers_in,
    overlap_is_refused,
    rules_of,
    terms_of,
    with_overlaps,
)
from usp.accounts.models import User
from usp.calendars.days import Week
from usp.calendars.working_days import check_start, end_date, next_working_day
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_day
from usp.notifications.kinds import Value
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import University
from usp.reference.selectors import closed_days

WEEKS: tuple[Week, Week] = (5, 6)


def window_ends(starts_on: dt.date, working_days: int) -> tuple[dt.date, dt.date]:
    """The last days of a window in weeks of five and of six days.

    Raises RuleViolation, naming the next working day, for a start on a day that is not worked in both weeks.
    """
    closed = closed_days()
    check_start(starts_on, 5, closed)
    five, six = (end_date(starts_on, working_days, week=week, closed=closed) for week in WEEKS)
    return five, six


def ends_preview(university: University, starts_on: dt.date, working_days: int) -> WindowRow:
    """What a window would be: both ends and the terms it would run into. Writes nothing."""
    window = InternshipWindow(university=university, starts_on=starts_on, working_days=working_days)
    return with_overlaps(with_ends([window]), terms_of(university))[0]


@verb
def add_window(
    *, actor: User, season_id: int, starts_on: dt.date, working_days: int, publish: bool = True
) -> InternshipWindow:
    """Publish a window of the actor's university, or keep it as a draft.

    Raises RuleViolation for a start that is past or not a working day, a window that is there already, and an overlap
    with term dates where the university refuses that.
    """
    university = _own_university(actor)
    season = Season.objects.get(pk=season_id)
    _check(university, season, starts_on, working_days)
    state = WindowState.OPEN if publish else WindowState.DRAFT
    window = InternshipWindow(
        season=season, university=university, starts_on=starts_on, working_days=working_days, state=state
    )
    return _saved(window)


@verb
def change_window(*, actor: User, window_id: int, starts_on: dt.date, working_days: int) -> InternshipWindow:
    """Give a window that nobody has chosen or was offered other dates."""
    window = _locked(actor, window_id)
    if (window.starts_on, window.working_days) == (starts_on, working_days):
        return window
    _require_unused(window)
    _check(window.university, window.season, starts_on, working_days)
    window.starts_on, window.working_days = starts_on, working_days
    return _saved(window)


@verb
def publish_windows(*, actor: User, window_ids: Collection[int]) -> int:
    """Publish drafts, each checked anew; answers how many. One that is refused leaves all of them drafts."""
    drafts = _locked_all(actor, window_ids)
    for window in drafts:
        if window.state == WindowState.DRAFT:
            _check(window.university, window.season, window.starts_on, window.working_days)
            window.state = WindowState.OPEN
            _saved(window)
    return len(drafts)


@verb
def close_window(*, actor: User, window_id: int, reason: str) -> InternshipWindow:
    """Take a window out of new choices and new offers, and tell every student who ranked it.

    Offers that were sent keep their dates. A second call changes nothing.
    """
    window = _locked(actor, window_id)
    if window.state != WindowState.OPEN:
        return window
    if not reason.strip():
        raise RuleViolation(_("Öğrencilere gösterilecek gerekçeyi yazın."), code="reason_missing")
    window.state, window.reason = WindowState.CLOSED, reason.strip().rstrip(".")
    _saved(window)
    _tell_who_ranked(window)
    return window


@verb
def reopen_window(*, actor: User, window_id: int) -> InternshipWindow:
    """Open a closed window for choices again; its dates have stood all the while."""
    window = _locked(actor, window_id)
    if window.state == WindowState.CLOSED:
        window.state, window.reason = WindowState.OPEN, ""
        _saved(window)
    return window


@verb
def remove_window(*, actor: User, window_id: int) -> None:
    """Remove a window that nobody has chosen or was offered; its history stays."""
    window = _locked(actor, window_id)
    _require_unused(window)
    window.delete()


@verb
def copy_windows(*, actor: User, from_season_id: int, to_season_id: int) -> int:
    """Propose the windows of an earlier season as drafts of a later one: same weekday, moved to a working day.

    What is there already stays as it is. Answers how many drafts are new.
    """
    university = _own_university(actor)
    season, earlier = Season.objects.get(pk=to_season_id), Season.objects.get(pk=from_season_id)
    years = season.applications_close_at.year - earlier.applications_close_at.year
    if years < 1:
        raise RuleViolation(_("Yalnızca önceki bir dönemin takvimleri kopyalanabilir."), code="copy_backwards")
    closed, made = closed_days(), 0
    windows = InternshipWindow.objects.published().filter(university=university, season=earlier)
    for days, starts_on in windows.order_by("working_days", "starts_on").values_list("working_days", "starts_on"):
        moved = next_working_day(starts_on + dt.timedelta(days=364 * years), 5, closed)
        _window, new = InternshipWindow.objects.get_or_create(
            season=season,
            university=university,
            working_days=days,
            starts_on=moved,
            defaults={"state": WindowState.DRAFT, "changed_at": clock.now()},
        )
        made += new
    return made


@verb
def save_term(*, actor: User, term_id: int | None, name: str, starts_on: dt.date, ends_on: dt.date) -> Term:
    """Add or change a term of the actor's university. Published windows stay and are flagged anew."""
    university = _own_university(actor)
    term = Term.objects.get(pk=term_id, university=university) if term_id else Term(university=university)
    term.name, term.starts_on, term.ends_on, term.changed_at = name.strip(), starts_on, ends_on, clock.now()
    with rule_from_constraint(Term, "term_name_once", "term_ends_after_it_begins"):
        term.save()
    return term


@verb
def remove_term(*, actor: User, term_id: int) -> None:
    """Take a term away; its history stays."""
    Term.objects.get(pk=term_id, university=_own_university(actor)).delete()


@verb
def save_window_rules(*, actor: User, term_overlap: str, usual_days: int, largest_days: int | None) -> WindowRules:
    """Write the university's rules about windows. They hold for what is chosen and published from now on."""
    rules = rules_of(_own_university(actor))
    rules.term_overlap, rules.usual_days, rules.largest_days = term_overlap, usual_days, largest_days
    rules.changed_at = clock.now()
    with rule_from_constraint(WindowRules, "window_rules_days_positive"):
        rules.save()
    return rules


def _own_university(actor: User) -> University:
    university = managed_university(actor)
    if university is None:
        raise RuleViolation(_("Staj takvimlerini yalnızca kariyer merkezi yöneticisi belirler."), code="not_yours")
    return university


def _locked(actor: User, window_id: int) -> InternshipWindow:
    """One window of the actor's university, locked; InternshipWindow.DoesNotExist for anybody else's."""
    found = _locked_all(actor, [window_id])
    if not found:
        raise InternshipWindow.DoesNotExist
    return found[0]


def _locked_all(actor: User, window_ids: Collection[int]) -> Sequence[InternshipWindow]:
    found = InternshipWindow.objects.filter(pk__in=window_ids, university=_own_university(actor))
    return list(
        found.select_related("university", "season").select_for_update(of=("self",), no_key=True).order_by("pk")
    )


def _require_unused(window: InternshipWindow) -> None:
    if window.choices.exists():
        raise RuleViolation(InternshipWindow.trigger_rules["internship_window_in_use"], code="window_in_use")
    if offers_in([window]).get(window.pk):
        raise RuleViolation(
            _("Bu takvimle gönderilmiş teklifler var; değiştirilemez. Yeni seçime kapatıp yenisini ekleyin."),
            code="window_in_use",
        )


def _check(university: University, season: Season, starts_on: dt.date, working_days: int) -> None:
    """Refuse what students could not use, in the sentence that names the way out."""
    window_ends(starts_on, working_days)
    if starts_on <= clock.today():
        raise RuleViolation(_("Başlangıç bugünden sonraki bir gün olmalıdır."), code="window_past")
    if starts_on <= season.applications_close_at.date():
        text = _("Staj, başvuruların sona erdiği günden (%(day)s) sonra başlar.")
        raise RuleViolation(text % {"day": tr_day(season.applications_close_at)}, code="window_too_early")
    if overlap_is_refused(university):
        row = ends_preview(university, starts_on, working_days)
        if row.overlaps:
            text = _(
                "Bu takvim «%(term)s» ile çakışıyor; üniversitenizin kuralı ders dönemiyle çakışmaya izin vermiyor."
            )
            raise RuleViolation(text % {"term": row.overlaps[0].name}, code="window_overlaps_term")


def _saved(window: InternshipWindow) -> InternshipWindow:
    window.changed_at = clock.now()
    with rule_from_constraint(
        InternshipWindow, "internship_window_once", "internship_window_days_positive", "internship_window_in_use"
    ):
        window.save()
    return window


def _tell_who_ranked(window: InternshipWindow) -> None:
    concerned = (
        WindowChoice.objects.filter(
            window=window, application__state__in=[ApplicationState.REGISTERED, ApplicationState.COMPLETED]
        )
        .select_related("application__student__user")
        .order_by("pk")
    )
    context: dict[str, Value] = {
        "university": window.university.name,
        "starts_on": window.starts_on,
        "days": window.working_days,
        "reason": window.reason,
    }
    key = f"window:{window.pk}:closed:{window.changed_at:%Y-%m-%dT%H:%M:%S}"
    notify_many(
        Notice("window_closed", choice.application.student.user, key, context)
        for choice in concerned.iterator(chunk_size=2000)
    )
