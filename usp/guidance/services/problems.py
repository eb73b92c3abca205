"""What happens to a problem report: written, taken up, answered, closed (A31)."""

import datetime as dt
import functools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.documents.models import Upload
from usp.guidance import tasks
from usp.guidance.models import ProblemAnswer, ProblemMail, ProblemPicture, ProblemReport, ProblemState
from usp.guidance.models.problems import new_report_code
from usp.guidance.upward import support_address
from usp.notifications.services.notify import notify

S = ProblemState
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "take_up": (frozenset({S.NEW, S.ANSWERED, S.CLOSED}), S.IN_PROGRESS),
    "answer": (frozenset({S.NEW, S.IN_PROGRESS, S.ANSWERED, S.CLOSED}), S.ANSWERED),
    "close": (frozenset({S.NEW, S.IN_PROGRESS, S.ANSWERED}), S.CLOSED),
}
# An account's own limits. Without an account nobody is told apart: a campus shares its address, so the only limit is
# what all of them together may send in a day (docs/rules.md S3).
ACCOUNT_LIMITS = ((dt.timedelta(hours=1), 6), (dt.timedelta(days=1), 20))
ANONYMOUS_A_DAY = 400


@dataclass(frozen=True)
class Story:
    """What a report says, as the form gives it."""

    form_id: uuid.UUID
    words: str
    email: str = ""
    page: str = ""
    request_id: str = ""
    browser: str = ""
    language: str = "tr"


def sent_before(form_id: uuid.UUID) -> ProblemReport | None:
    """The report that this very form has made already, if it was sent twice."""
    return ProblemReport.objects.filter(form_id=form_id).first()


def refuse_too_many(actor: User | None) -> None:
    """RuleViolation when the account, or all people without one, have sent as much as is read in time."""
    if actor is None:
        since = Now() - dt.timedelta(days=1)
        if ProblemReport.objects.filter(reporter__isnull=True, received_at__gt=since).count() >= ANONYMOUS_A_DAY:
            raise RuleViolation(
                _(
                    "Bugün giriş yapmadan gönderilebilecek bildirimlerin sınırına ulaşıldı. Giriş yapıp yeniden "
                    "gönderin ya da %(address)s adresine yazın."
                )
                % {"address": support_address()},
                code="anonymous_day",
            )
        return
    for window, most in ACCOUNT_LIMITS:
        if ProblemReport.objects.filter(reporter=actor, received_at__gt=Now() - window).count() >= most:
            raise RuleViolation(
                _(
                    "Kısa sürede çok bildirim gönderdiniz; hepsi bize ulaştı. Bir süre sonra yeniden deneyin ya da "
                    "%(address)s adresine yazın."
                )
                % {"address": support_address()},
                code="account_limit",
            )


@verb
def report_problem(*, actor: User | None, story: Story, pictures: Sequence[Upload] = ()) -> ProblemReport:
    """Keep a report with up to three pictures and queue its e-mail to the season's support address.

    The same form sent again answers the report it made. RuleViolation over the limits.
    """
    if before := sent_before(story.form_id):
        return before
    refuse_too_many(actor)
    report, made = ProblemReport.objects.get_or_create(
        form_id=story.form_id,
        defaults={
            "code": new_report_code(),
            "reporter": actor,
            "email": "" if actor else story.email,
            "words": story.words,
            "page": story.page,
            "request_id": story.request_id,
            "browser": story.browser,
            "language": story.language,
        },
    )
    if made:
        for position, upload in enumerate(pictures, start=1):
            ProblemPicture.objects.create(report=report, position=position, upload=upload)
        _queue_mail(report, to=support_address())
    return report


@verb
def take_up_problem(*, report_id: int, actor: User) -> None:
    """An operator has begun to look into it; also opens a closed report again."""
    _move(_locked(report_id, actor), "take_up")


@verb
def answer_problem(*, report_id: int, text: str, actor: User) -> ProblemAnswer:
    """Answer the reporter: by notice who has an account, by e-mail who left an address."""
    if not text.strip():
        raise RuleViolation(_("Cevabı yazın."), code="empty_answer")
    report = _locked(report_id, actor)
    _move(report, "answer")
    answer = ProblemAnswer.objects.create(report=report, text=text.strip(), author=actor)
    if report.reporter is not None:
        _tell(report, "problem_answered", f"answer:{answer.pk}")
    elif report.email:
        _queue_mail(report, to=report.email, answer=answer)
    return answer


@verb
def close_problem(*, report_id: int, actor: User) -> None:
    """Nothing more will be done; who was never answered is told."""
    report = _locked(report_id, actor)
    _move(report, "close")
    if report.reporter is not None and not report.answers.exists():
        _tell(report, "problem_closed", f"closed:{report.pk}")


def _locked(report_id: int, actor: User) -> ProblemReport:
    if not actor.is_operator:
        raise RuleViolation(_("Bildirimlerle program yürütücüleri ilgilenir."), code="not_operator")
    return ProblemReport.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)


def _move(report: ProblemReport, action: str) -> None:
    """The only place that writes a report's state."""
    allowed, target = TRANSITIONS[action]
    if report.state not in allowed:
        raise RuleViolation(
            _("%(code)s numaralı bildirim «%(state)s» durumunda.")
            % {"code": report.code, "state": report.get_state_display()},
            code="wrong_state",
        )
    report.state = target
    report.save(update_fields=["state"])


def _tell(report: ProblemReport, kind: str, event: str) -> None:
    reporter = report.reporter
    if reporter is not None:
        link = reverse("guidance:my-problem", args=[report.code])
        notify(kind=kind, recipient=reporter, dedupe_key=f"problem:{event}", context={"code": report.code}, link=link)


def _queue_mail(report: ProblemReport, *, to: str, answer: ProblemAnswer | None = None) -> None:
    mail = ProblemMail.objects.create(report=report, to=to, answer=answer)
    transaction.on_commit(functools.partial(tasks.queue_mail, mail.pk), robust=True)
