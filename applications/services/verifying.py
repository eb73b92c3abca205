"""The verbs of the verification desk: opening a declaration, deciding on it or on many that one record proves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.declaration_states import DECLARATION_TRANSITIONS, DeclarationState
from applications.models import Decision, Declaration, DeclarationClaim, RejectionReason
from applications.scoring.services import correct_scores
from applications.verification import scope
from applications.verification.selectors import holder
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_datetime
from usp.notifications.services.notify import Notice, notify_many

# What one request decides at most; a longer list is worked off in pieces.
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Verdict:
    """What the official says of a declaration; a rejection names a listed reason."""

    approved: bool
    reason: RejectionReason | None = None
    words: str = ""


@verb
def claim_declaration(*, actor: User, declaration_id: int, take_over: bool = False) -> DeclarationClaim:
    """Open a declaration at the desk; answers who has it now, which is somebody else while that one is working on it.

    ``take_over`` takes it from them knowingly. Raises Declaration.DoesNotExist for what is not the actor's to decide.
    """
    declaration = _locked(actor, declaration_id)
    held = DeclarationClaim.objects.select_related("user").filter(declaration=declaration).first()
    if not take_over and (other := holder(held, actor)):
        return other
    claim, _new = DeclarationClaim.objects.update_or_create(
        declaration=declaration, defaults={"user": actor, "claimed_at": timezone.now()}
    )
    return claim


@verb
def release_declaration(*, actor: User, declaration_id: int) -> None:
    """Let others open it again. Somebody else's claim stays."""
    DeclarationClaim.objects.filter(declaration=declaration_id, user=actor).delete()


@verb
def decide(*, actor: User, declaration_id: int, verdict: Verdict) -> Declaration:
    """Approve or reject one declaration, or decide on the appeal against its rejection (docs/states.md).

    Refused while somebody else has it open, when it has been decided meanwhile, and for whoever rejected it first.
    Raises Declaration.DoesNotExist for what is not the actor's to decide, RuleViolation otherwise.
    """
    return _decide(actor, declaration_id, verdict)


def decide_many(
    *, actor: User, declaration_ids: Sequence[int], verdict: Verdict
) -> tuple[list[Declaration], list[tuple[Declaration, str]]]:
    """The same verdict for declarations that one record proves; answers the decided, and the refused with the sentence.

    Each is decided by itself: one that somebody else has just taken stops none of the others.
    """
    if not verdict.words.strip():
        raise RuleViolation(_("Kararın dayandığı kaydı yazın (liste adı, tarih, sayı)."), code="record_missing")
    if len(declaration_ids) > MOST_AT_ONCE:
        raise RuleViolation(
            _("Bir kerede en çok %(most)d beyan karara bağlanır.") % {"most": MOST_AT_ONCE}, code="too_many"
        )
    known = scope.first_round(actor).select_related("application__student__user", "kind").in_bulk(declaration_ids)
    done, refused = [], []
    for pk, declaration in known.items():
        try:
            done.append(decide(actor=actor, declaration_id=pk, verdict=verdict))
        except RuleViolation as rule:
            refused.append((declaration, str(rule)))
    return done, refused


def _decide(actor: User, declaration_id: int, verdict: Verdict) -> Declaration:
    declaration = _locked(actor, declaration_id)
    now = clock.now()
    _refuse_if_open_elsewhere(declaration, actor)
    second = declaration.state == DeclarationState.APPEALED
    desk = scope.appeals(actor) if second else scope.first_round(actor)
    if not desk.filter(pk=declaration.pk).exists():
        raise RuleViolation(
            _("İtirazlara yalnızca itiraz değerlendiricisi karar verir.")
            if second
            else _("İlk kararı belge kontrol yetkilisi verir."),
            code="not_yours_to_decide",
        )
    action = {
        (False, True): "approve",
        (False, False): "reject",
        (True, True): "overturn",
        (True, False): "uphold",
    }[second, verdict.approved]
    _check_words(verdict)
    record_decision(declaration, action=action, verdict=verdict, by=actor, at=now)
    DeclarationClaim.objects.filter(declaration=declaration).delete()
    return declaration


def record_decision(
    declaration: Declaration, *, action: str, verdict: Verdict, by: User | None, at: dt.datetime
) -> None:
    """Move the declaration, keep the decision, bring the score up to date and tell the student.

    Part of a verb that holds the declaration's lock. ``by`` is None where an institution's register answered.
    """
    source, target = {name: (frm, dst) for name, frm, dst, _who in DECLARATION_TRANSITIONS}[action]
    actor = f"user:{by.pk}" if by else "system:exam-check"
    with acting(actor, str(verdict.reason or "")[:200]), rule_from_constraint(Declaration, "declaration_transition"):
        changed = Declaration.objects.filter(pk=declaration.pk, state=source).update(state=target)
    if changed != 1:
        raise RuleViolation(Declaration.trigger_rules["declaration_transition"], code="declaration_transition")
    declaration.state = target
    second = source == DeclarationState.APPEALED
    try:
        with rule_from_constraint(
            Decision, "decision_once_per_round", "decision_second_person", "decision_rejection_has_reason"
        ):
            Decision.objects.create(
                declaration=declaration,
                round=2 if second else 1,
                approved=verdict.approved,
                reason=None if verdict.approved else verdict.reason,
                words=verdict.words.strip(),
                by=by,
                at=at,
            )
    except IntegrityError as error:
        raise RuleViolation(Declaration.trigger_rules["declaration_transition"], code="decided") from error
    # Until publication a plain rescore, afterwards a recorded correction (docs/rules.md I6). It locks the application,
    # so that of two decisions at once the later one counts both.
    text = _("Beyan kararı: %(item)s") % {"item": declaration}
    correct_scores(actor=by, application_id=declaration.application_id, reason=text)
    _tell_student(declaration, verdict, second=second, now=at)


def appeal_until(declaration: Declaration, decided_at: dt.datetime) -> dt.datetime:
    """The last moment of an appeal: the end of the season's last day for it, in Istanbul."""
    day = timezone.localtime(decided_at).date() + dt.timedelta(days=declaration.application.season.appeal_days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))


def _locked(actor: User, declaration_id: int) -> Declaration:
    """One of the actor's desk, locked until the transaction ends; read the clock only after this."""
    row: Declaration = (
        scope.desk(actor)
        .filter(pk=declaration_id)
        .select_related("kind", "application__season", "application__student__user")
        .select_for_update(of=("self",), no_key=True)
        .get()
    )
    return row


def _refuse_if_open_elsewhere(declaration: Declaration, actor: User) -> None:
    claim = DeclarationClaim.objects.select_related("user").filter(declaration=declaration).first()
    if other := holder(claim, actor):
        text = _("Bu beyan şu anda %(name)s tarafından inceleniyor. Gerekirse «Devral» düğmesini kullanın.")
        raise RuleViolation(text % {"name": other.user.full_name}, code="open_elsewhere")


def _check_words(verdict: Verdict) -> None:
    if verdict.approved:
        return
    if verdict.reason is None:
        raise RuleViolation(_("Ret için listeden bir gerekçe seçin."), code="decision_rejection_has_reason")
    if verdict.reason.needs_words and len(verdict.words.strip()) < 10:
        raise RuleViolation(_("Bu gerekçe için en az birkaç kelimelik açıklama yazın."), code="words_missing")


def _tell_student(declaration: Declaration, verdict: Verdict, *, second: bool, now: dt.datetime) -> None:
    """Each rejection with its reason and the way to object; an appeal's result; one notice when nothing waits."""
    student = declaration.application.student.user
    name = str(declaration)
    notices = []
    if second:
        kind = "appeal_overturned" if verdict.approved else "appeal_upheld"
        notices.append(Notice(kind, student, f"declaration:{declaration.pk}:2", {"item": name}))
    elif not verdict.approved:
        context = {
            "item": name,
            "reason": str(verdict.reason),
            "until": tr_datetime(appeal_until(declaration, now)),
        }
        notices.append(Notice("declaration_rejected", student, f"declaration:{declaration.pk}:1", context))
    mine = Declaration.objects.filter(application=declaration.application_id)
    if not mine.filter(state__in=[DeclarationState.PENDING, DeclarationState.APPEALED]).exists():
        approved = mine.filter(state=DeclarationState.APPROVED, source=Declaration.Source.STUDENT).count()
        total = mine.filter(source=Declaration.Source.STUDENT).count()
        context = {"approved": str(approved), "total": str(total)}
        notices.append(
            Notice("declarations_decided", student, f"application:{declaration.application_id}:decided", context)
        )
    notify_many(notices)
