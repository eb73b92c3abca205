"""Incoming official letters: registered, matched with interns, passed to units, read there (docs/rules.md A6, A14)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from insurance.models import IncomingLetter, InsuranceCase, LetterForward, LetterMatch, PaperReceipt
from insurance.paper_files import INCOMING
from insurance.paper_kinds import Paper
from insurance.papers_news import tell_forwarded, tell_missing, tell_withdrawn
from insurance.selectors.checklist import RELATIONS, missing_by_placement
from insurance.selectors.letters import keeps_letters, letters_of, may_read_for, takeable, units_named
from insurance.services.completeness import missing_papers
from insurance.services.receipts import reopen_case
from insurance.states import AT_SGK, CaseState
from offers.models import Placement
from offers.states import LIVE_PLACEMENT, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import running_memberships
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import CheckedUpload
from usp.reference.models import Unit

MOST_AT_ONCE = 500
NAMED = 5  # of those who stand in the way


@dataclass(frozen=True)
class LetterFacts:
    """What stands on the letter."""

    institution: str
    dated_on: dt.date
    number: str
    note: str = ""


def register_letter(*, actor: User, facts: LetterFacts, file: CheckedUpload) -> IncomingLetter:
    """Write an institution's letter down with its scan; the same letter is there once for each university.

    RuleViolation (not_yours, day); «incoming_letter_once» says how a wrong one that stands makes room.
    """
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
    try:
        with rule_from_constraint(IncomingLetter, "incoming_letter_once"):
            letter.save()
    except RuleViolation as rule:
        raise RuleViolation(f"{rule} {_make_room(letter)}", code=rule.code) from rule
    return letter


@verb
def match_letter(*, actor: User, letter_id: int, placement_ids: Collection[int]) -> int:
    """Say that the letter names these interns: for each it stands for the employer's acceptance paper.

    Answers how many are new. Only internships of the university that stand or are completed (a wrong letter may have to
    be replaced late); anybody else in the list is passed over. RuleViolation («withdrawn») for one that was withdrawn.
    """
    letter = _standing_letter(actor, letter_id)
    _require_keeper(actor)
    if len(placement_ids) > MOST_AT_ONCE:
        raise RuleViolation(_("Bir defada en çok 500 stajyer eşleştirin."), code="too_many")
    chosen = list(
        takeable(actor)
        .filter(pk__in=placement_ids, state__in=LIVE_PLACEMENT)
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
    relying = _relying([placement], match.letter_id)
    if relying:
        raise RuleViolation(
            _("Sigorta girişi bu yazıyla bildirildi. Önce doğru yazıyla eşleştirin ya da kabul belgesini teslim alın."),
            code="declared",
        )
    match.undone_at, match.undone_by = clock.now(), actor
    match.save(update_fields=["undone_at", "undone_by"])
    if missing_papers(placement):
        reopen_case(placement, actor, _("Yazıdaki eşleşme kaldırıldı."))
    return match


@verb
def withdraw_letter(*, actor: User, letter_id: int, reason: str) -> IncomingLetter:
    """The letter was registered wrongly: it stands for nobody any more and stays on record, struck through.

    Its matches are undone with it; students whose acceptance paper it was read what is missing now, the units it was
    passed to that it is gone. Refused, with names, while an entry at SGK rests on it alone: these interns get another
    ground first. Twice is once. RuleViolation (not_yours, no_reason, declared).
    """
    letter = _letter(actor, letter_id)
    _require_keeper(actor)
    if letter.withdrawn_at is not None:
        return letter
    if not reason.strip():
        raise RuleViolation(_("Yazıyı neden geri çektiğinizi yazın."), code="no_reason")
    standing = LetterMatch.objects.filter(letter=letter, undone_at__isnull=True)
    placements = list(
        Placement.objects.filter(pk__in=standing.values("placement"))
        .select_for_update(of=("self",), no_key=True)
        .select_related(*RELATIONS)
        .order_by("pk")
    )
    relying = _relying(placements, letter.pk)
    if relying:
        raise RuleViolation(_declared(relying), code="declared")
    now = clock.now()
    standing.update(undone_at=now, undone_by=actor)
    letter.withdrawn_at, letter.withdrawn_by, letter.withdraw_reason = now, actor, reason.strip()[:300]
    letter.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    _ask_again(placements, letter, actor)
    tell_withdrawn(letter, Unit.objects.filter(pk__in=letter.forwards.values("unit")))
    return letter


@verb
def forward_letter(*, actor: User, letter_id: int, unit_ids: Collection[int]) -> int:
    """Pass the letter to units; their officials are told and asked to confirm. Answers how many units are new."""
    letter = _standing_letter(actor, letter_id)
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


def _standing_letter(actor: User, letter_id: int) -> IncomingLetter:
    letter = _letter(actor, letter_id)
    if letter.withdrawn_at is not None:
        raise RuleViolation(_("Bu yazı geri çekildi; artık işlem yapılmaz."), code="withdrawn")
    return letter


def _relying(placements: Sequence[Placement], letter_id: int) -> list[Placement]:
    """Those whose entry at SGK rests on this letter alone: no acceptance paper is in and no other letter names them."""
    pks = [placement.pk for placement in placements]
    declared = InsuranceCase.objects.select_for_update(of=("self",), no_key=True).filter(placement__in=pks)
    at_sgk = {case.placement_id for case in declared.order_by("pk") if case.state in (*AT_SGK, CaseState.EXIT_DECLARED)}
    papers = PaperReceipt.objects.filter(placement__in=pks, kind=Paper.EMPLOYER_ACCEPTANCE, voided_at__isnull=True)
    others = LetterMatch.objects.filter(placement__in=pks, undone_at__isnull=True).exclude(letter=letter_id)
    covered = {*papers.values_list("placement", flat=True), *others.values_list("placement", flat=True)}
    return [one for one in placements if one.pk in at_sgk - covered and one.state in LIVE_PLACEMENT]


def _make_room(wanted: IncomingLetter) -> str:
    """What to do where the letter that is registered already is a wrong one.

    Whoever was declared at SGK must have a ground at every moment: the right letter is registered beside the wrong one
    then, under a number that tells them apart.
    """
    standing = LetterMatch.objects.filter(
        letter__university=wanted.university_id,
        letter__institution=wanted.institution,
        letter__dated_on=wanted.dated_on,
        letter__number=wanted.number,
        undone_at__isnull=True,
    ).select_related("placement__student__user")
    matches = list(standing.order_by("placement"))
    if not matches or not _relying([match.placement for match in matches], matches[0].letter_id):
        return _("Kayıtlı yazı yanlışsa önce onu geri çekin, sonra doğrusunu kaydedin.")
    return _(
        "Kayıtlı yazı yanlışsa: sigorta girişi ona dayandığı için hemen geri çekilemez. Doğrusunu, sayının sonuna "
        "«(düzeltme)» ekleyerek kaydedin, stajyerleri onunla eşleştirin, sonra yanlış yazıyı geri çekin."
    )


def _declared(relying: Sequence[Placement]) -> str:
    names = ", ".join(str(one.student) for one in relying[:NAMED])
    more = len(relying) - NAMED
    if more > 0:
        names = _("%(names)s ve %(more)d kişi daha") % {"names": names, "more": more}
    return _(
        "Şu stajyerlerin sigorta girişi bu yazıyla bildirildi: %(names)s. Önce doğru yazıyı kaydedip onlarla "
        "eşleştirin ya da kabul belgelerini teslim alın; sonra bu yazıyı geri çekin. Doğru yazının tarihi ve sayısı da "
        "aynıysa sayının sonuna «(düzeltme)» ekleyin."
    ) % {"names": names}


def _ask_again(placements: Sequence[Placement], letter: IncomingLetter, actor: User) -> None:
    """Cases that were complete wait again; the students read what is missing."""
    missing = missing_by_placement(placements)
    with override("tr"):
        reason = _("%(institution)s yazısı geri çekildi.") % {"institution": letter.institution}
    for placement in placements:
        if not missing[placement.pk]:
            continue
        reopen_case(placement, actor, reason)
        if placement.state == PlacementState.CONFIRMED and placement.first_day > clock.today():
            tell_missing(placement, missing[placement.pk], reason, f"letter:{letter.pk}")


def _require_keeper(actor: User) -> None:
    if not keeps_letters(actor):
        raise RuleViolation(
            _("Gelen yazıları üniversitenin bütünü için evrak alan yetkililer kaydeder ve eşleştirir."),
            code="not_yours",
        )
