"""A student's home page: what to do next and until when, how each offer went, who looked at the profile."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.form_steps import Step
from applications.models import Application, Season
from applications.pool.looks import Look, Named, newest_looks
from applications.selectors import student_overview
from applications.states import ApplicationState
from insurance.deadlines import last_moment
from insurance.models import InsuranceCase, PaperRules
from insurance.states import CaseState
from offers.cards.received_words import label_of
from offers.evaluation_states import EvaluationState
from offers.overviews import StudentOffers, overview_of
from offers.selectors.moment import place_in_line
from offers.selectors.student import offers_at_a_glance
from offers.states import Kind, OfferState, PlacementState
from usp.accounts.models import User, UserKind
from usp.core import clock
from usp.core.prepared import Prepared
from usp.portal.home_parts import Home

S = OfferState
LOOKS, BARS = 4, 6
# How a stretch of an offer's way is drawn; what is over is not drawn.
_DRAWN = {S.OPEN: "open", S.RESERVED: "reserved", S.ACCEPTED: "yes", S.EVALUATING: "yes", S.CONFIRMED: "confirmed"}


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where it is done, and until when."""

    label: str
    about: str
    url: str
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Bar:
    """One offer's way: stretches of its states as (name, start, width) of 100, and where it stands."""

    employer: str
    url: str
    parts: tuple[tuple[str, float, float], ...]
    label: str
    tone: str
    since: dt.datetime


@dataclass(frozen=True)
class Board:
    """The part of the page below the next step."""

    tasks: tuple[Task, ...]
    bars: tuple[Bar, ...]
    begins: dt.datetime | None
    now: dt.datetime
    legend: tuple[tuple[str, str], ...]
    looks: tuple[Look, ...]
    in_pool: bool


def student_home(user: User) -> Home:
    """What a student reads first. One query for all offers, one for who looked."""
    before = student_overview(user)
    application = before.application
    completed = application is not None and application.state == ApplicationState.COMPLETED
    rows = _offers(student=user.pk)
    offers = overview_of(rows)
    steps = _steps(application, before.season, offers)
    department = application.department if application else None
    if not completed or application is None:
        return Home(
            before.headline, before.text, before.action, before.link, before.at, steps=steps, department=department
        )
    board = _board(rows, application, before.season)
    # A board without anything on it would be a row of empty frames.
    part = "portal/parts/student_board.html" if board.in_pool or rows else ""
    if not offers.total:
        return Home(
            before.headline, before.text, before.action, before.link, before.at,
            steps=steps, department=department, part=part, board=board,
        )  # fmt: skip
    first = board.tasks[0] if board.tasks else None
    return Home(
        offers.headline, offers.text, "" if first else offers.action, "" if first else offers.link,
        steps=steps, department=department, part=part, board=board,
    )  # fmt: skip


def _offers_of(*, student: int) -> QuerySet[Any]:
    waiting = InsuranceCase.objects.filter(placement__offer=OuterRef("pk"), state=CaseState.AWAITING_PAPERS)
    rules = PaperRules.objects.filter(university=OuterRef("placement__department__unit__university"))
    return offers_at_a_glance(
        User(pk=student, kind=UserKind.STUDENT),
        papers_due_on=Subquery(waiting.values("papers_due_on")[:1]),
        papers_hour=Subquery(rules.values("last_hour")[:1]),
    )


_offers: Prepared[Any] = Prepared(_offers_of)


def _board(rows: Sequence[Any], application: Application, season: Season | None) -> Board:
    now = clock.page_now()
    known: dict[int, Named] = {}
    for row in reversed(rows):  # the newest offer's page names its employer
        link = reverse("offers:offer", args=[row.pk])
        known[row.position.employer_id] = Named(row.terms["employer"], link)
    shown = sorted(rows, key=lambda row: (row.state_now not in _DRAWN, -row.pk))[:BARS]
    begins = min((row.sent_at for row in shown), default=None)
    in_pool = season is not None and now >= season.pool_opens_at
    return Board(
        tuple(tasks_of(rows)),
        tuple(_bar(row, begins or now, now) for row in shown),
        begins,
        now,
        (
            ("open", _("cevabınız bekleniyor")),
            ("reserved", _("yedek sırada")),
            ("yes", _("kabul ettiniz")),
            ("confirmed", _("son onay")),
        ),
        newest_looks(application, LOOKS, known) if in_pool else (),
        in_pool,
    )


def tasks_of(rows: Iterable[Any]) -> list[Task]:
    """What the student has to do, what runs out first on top; what has no moment comes last."""
    tasks: list[Task] = []
    for row in rows:
        tasks += _tasks(row)
    timed = [(task.at, task) for task in tasks if task.at is not None]
    return [task for _at, task in sorted(timed, key=lambda pair: pair[0])] + [task for task in tasks if task.at is None]


def _tasks(row: Any) -> list[Task]:
    about, url = row.terms["employer"], reverse("offers:offer", args=[row.pk])
    tasks: list[Task] = []
    if row.state_now == S.OPEN:
        tasks.append(Task(_("Teklife cevap verin"), about, url, row.reply_by))
    for evaluation in row.evaluation if row.state_now == S.EVALUATING else ():
        tasks += _evaluation_task(evaluation, about, url)
    placement = getattr(row, "placement", None)
    if placement is not None and placement.state == PlacementState.COMPLETED and not row.is_reviewed:
        tasks.append(
            Task(
                _("Staj yerinizi değerlendirin") if placement.kind == Kind.INTERNSHIP else _("Programı değerlendirin"),
                about,
                reverse("offers:review-workplace", args=[placement.pk]),
            )
        )
    if placement is None or placement.state != PlacementState.CONFIRMED:
        return tasks
    if row.papers_due_on:
        until = _papers_until(row)
        what = (
            _("Staj evrakınızı teslim edin")
            if clock.page_now() <= until
            else _("Staj evrakınız gecikti; bugün biriminizle görüşün")
        )
        tasks.append(Task(what, about, reverse("insurance:my-documents"), until))
    missing = row.wanted - row.handed_in
    if missing > 0:
        text = ngettext(
            "İşverenin istediği %(n)d belgeyi yükleyin", "İşverenin istediği %(n)d belgeyi yükleyin", missing
        )
        tasks.append(Task(text % {"n": missing}, about, reverse("offers:my-placement", args=[placement.pk])))
    return tasks


def _evaluation_task(evaluation: dict[str, Any], about: str, url: str) -> list[Task]:
    """What the running evaluation wants: an answer, a choice of time, or to be there."""
    due_at, starts_at = (_moment(evaluation[key]) for key in ("due_at", "starts_at"))
    if due_at is not None:
        return [Task(_("Ek değerlemeyi cevaplayın"), about, f"{url}#degerleme", due_at)]
    if evaluation["state"] == EvaluationState.PROPOSED:
        # After the last time that was proposed there is nothing left to choose.
        return [Task(_("Mülakat saatini seçin"), about, reverse("offers:interviews"), _moment(evaluation["choose_by"]))]
    if starts_at is not None and starts_at > clock.page_now():
        return [Task(_("Mülakata katılın"), about, reverse("offers:interviews"), starts_at)]
    return []


def _moment(text: str | None) -> dt.datetime | None:
    return parse_datetime(text) if text else None


def _papers_until(row: Any) -> dt.datetime:
    """The last moment by the university's own rules, or by the usual ones."""
    rules = PaperRules(last_hour=row.papers_hour) if row.papers_hour else PaperRules()
    return last_moment(rules, row.papers_due_on)


def _bar(row: Any, begins: dt.datetime, now: dt.datetime) -> Bar:
    """The offer's states from move to move; a clock that ran out ends the last one, whether or not it is settled."""
    moves = [(move["to"], parse_datetime(move["at"])) for move in row.moves]
    total = max(1.0, (now - begins).total_seconds())
    ended = row.state_now not in _DRAWN
    settled = moves[-1][0] == row.state_now
    last = now if not ended else moves[-1][1] if settled else _ran_out(row)
    parts = []
    for (state, at), after in zip(moves, [*(at for _state, at in moves[1:]), last], strict=True):
        if state in _DRAWN and at is not None and after is not None:
            start = max(0.0, (at - begins).total_seconds() / total * 100)
            width = max(0.0, (after - at).total_seconds() / total * 100)
            parts.append((_DRAWN[S(state)], round(start, 2), round(width, 2)))
    label, tone = label_of(row, row.state_now)
    place = place_in_line(row)
    if place is not None and row.state_now == S.RESERVED:
        label = _("Yedek sırada %(place)d.") % {"place": place}
    since = moves[-1][1] if settled else last
    if hasattr(row, "placement") and row.placement.ended_at:
        since = row.placement.ended_at
    return Bar(
        row.terms["employer"],
        reverse("offers:offer", args=[row.pk]),
        tuple(parts),
        label,
        tone,
        since or now,
    )


def _ran_out(row: Any) -> dt.datetime | None:
    moment: dt.datetime | None = {S.OPEN: row.reply_by, S.RESERVED: row.last_call_at}.get(row.state, row.confirm_by)
    return moment


def _steps(application: Application | None, season: Season | None, offers: StudentOffers) -> tuple[Step, ...]:
    """The five steps of an internship with where the student stands."""
    completed = application is not None and application.state == ApplicationState.COMPLETED
    scored = completed and season is not None and clock.page_now() >= season.pool_opens_at
    current = (offers.stage if scored else 1) if completed else 0
    labels = (
        _("Başvuru tamamlandı") if completed else _("Başvuru"),
        _("Puanlar açıklandı") if scored else _("Puanlar"),
        _("Teklifler"),
        _("Son onay"),
        _("Evrak ve sigorta"),
    )
    return tuple(
        Step(label, "done" if index < current else "current" if index == current else "next")
        for index, label in enumerate(labels)
    )
