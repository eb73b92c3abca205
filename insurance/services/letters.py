"""Incoming official letters: registered, matched with interns, passed to units, read there (docs/rules.md A6, A14)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from insurance.models import IncomingLetter, InsuranceCase, LetterForward, LetterMatch
from insurance.paper_files import INCOMING
from insurance.papers_news import tell_forwarded
from insurance.selectors.letters import keeps_letters, letters_of, may_read_for, takeable, units_named
from insurance.services.completeness import missing_papers
from insurance.services.receipts import reopen_case
from insurance.states import AT_SGK
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import running_memberships
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import CheckedUpload
from usp.reference.models import Unit

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class LetterFacts:
    """What stands on the letter."""

    institution: str
    dated_on: dt.date
    number: str
    note: str = ""


def register_letter(*, actor: User, facts: LetterFacts, file: CheckedUpload) -> IncomingLetter:
    """Write an institution's letter down with its scan; the same letter is there once for each university."""
    _require_keeper(actor)
    if facts.dated_on > clock.today():
        raise RuleViolation(_("Yazının tarihi bugünden sonra olamaz."), code="day")
    upload = store_upload(actor=actor, file=file, purpose=INCOMING)
    return _register(actor, facts, upload.pk)


@verb
def _register(actor: User, facts: LetterFacts, upload_id: int) -> IncomingLetter:
    letter = IncomingLetter(
        university=running_memberships(actor)[0].university,
        institution=" ".join(facts.institution.split()),
        dated_on=facts.dated_on,
        number=facts.number.strip(),
        scan_id=upload_id,
        note=facts.note.strip(),
        registered_at=clock.now(),
        registered_by=actor,
    )
    with rule_from_constraint(IncomingLetter, "incoming_letter_once"):
        letter.save()
    return letter


@verb
def match_letter(*, actor: User, letter_id: int, placement_ids: Collection[int]) -> int:
    """Say that the letter names these interns: for each it stands for the employer's acceptance paper.

    Answers how many are new. Only confirmed internships of the university; anybody else in the list is passed over.
    """
    letter = _letter(actor, letter_id)
    _require_keeper(actor)
    if len(placement_ids) > MOST_AT_ONCE:
        raise RuleViolation(_("Bir defada en çok 500 stajyer eşleştirin."), code="too_many")
    chosen = list(
        takeable(actor)
        .filter(pk__in=placement_ids, state=PlacementState.CONFIRMED)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    known = set(
        LetterMatch.objects.filter(letter=letter, undone_at__isnull=True).values_list("placement_id", flat=True)
    )
    now = clock.now()
    new = [one for one in chosen if one.pk not in known]
    LetterMatch.objects.bulk_create(
        [LetterMatch(letter=letter, placement=one, matched_at=now, matched_by=actor) for one in new]
    )
    return len(new)


@verb
def undo_match(*, actor: User, match_id: int) -> LetterMatch:
    """The letter does not name this intern after all; the row stays on record. Twice is once."""
    found = LetterMatch.objects.get(pk=match_id, letter__in=letters_of(actor).values("pk"))
    _require_keeper(actor)
    placement = (
        Placement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("department__unit__university")
        .get(pk=found.placement_id)
    )
    match = LetterMatch.objects.select_for_update(of=("self",), no_key=True).get(pk=match_id)
    if match.undone_at is not None:
        return match
    case = InsuranceCase.objects.select_for_update(of=("self",), no_key=True).filter(placement=placement).first()
    if case is not None and case.state in AT_SGK:
        raise RuleViolation(_("Sigorta girişi bu yazıyla bildirildi; eşleşme kaldırılamaz."), code="declared")
    match.undone_at, match.undone_by = clock.now(), actor
    match.save(update_fields=["undone_at", "undone_by"])
    if missing_papers(placement):
        reopen_case(placement, actor, _("Yazıdaki eşleşme kaldırıldı."))
    return match


@verb
def forward_letter(*, actor: User, letter_id: int, unit_ids: Collection[int]) -> int:
    """Pass the letter to units; their officials are told and asked to confirm. Answers how many units are new."""
    letter = _letter(actor, letter_id)
    _require_keeper(actor)
    units = list(Unit.objects.filter(university=letter.university_id, pk__in=unit_ids).order_by("pk"))
    if not units:
        raise RuleViolation(_("Yazıyı ileteceğiniz en az bir birim seçin."), code="no_unit")
    known = set(LetterForward.objects.filter(letter=letter).values_list("unit_id", flat=True))
    now = clock.now()
    new = [unit for unit in units if unit.pk not in known]
    LetterForward.objects.bulk_create(
        [LetterForward(letter=letter, unit=unit, forwarded_at=now, forwarded_by=actor) for unit in new],
        ignore_conflicts=True,  # two officials who pass it on at once
    )
    tell_forwarded(letter, new, units_named(letter))
    return len(new)


@verb
def confirm_letter(*, actor: User, letter_id: int) -> int:
    """Confirm having read a letter for the actor's units; answers for how many. The first confirmation counts."""
    letter = _letter(actor, letter_id)
    rows = list(
        LetterForward.objects.select_for_update(of=("self",), no_key=True)
        .filter(letter=letter, read_at__isnull=True)
        .select_related("unit")
        .order_by("pk")
    )
    mine = [row.pk for row in rows if may_read_for(actor, row.unit)]
    LetterForward.objects.filter(pk__in=mine).update(read_at=clock.now(), read_by=actor)
    return len(mine)


def _letter(actor: User, letter_id: int) -> IncomingLetter:
    """The letter, locked, if the actor sees it."""
    seen = letters_of(actor).values("pk")
    return IncomingLetter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter_id, pk__in=seen)


def _require_keeper(actor: User) -> None:
    if not keeps_letters(actor):
        raise RuleViolation(
            _("Gelen yazıları üniversitenin bütünü için evrak alan yetkililer kaydeder ve eşleştirir."),
            code="not_yours",
        )
