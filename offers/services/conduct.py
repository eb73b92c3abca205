"""«Sorumsuz davranış notu»: what the records allow, read by an operator, answered, objected to, forgotten (A9)."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from applications.models import Season
from offers import endings_rules as rules
from offers.models import ConductNote, Placement
from offers.progress import could_begin, progress_of
from offers.services import endings_news as news
from offers.services.ending import held_placement, require_side
from usp.accounts.models import EmployerMembership, User
from usp.accounts.permissions import UniversityAction, university_may
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation

Appeal, Words = ConductNote.Appeal, ConductNote.Words
A_YEAR = dt.timedelta(days=365)


def names_around(placement: Placement) -> rules.Names:
    """Whoever could be named in words about this placement: the student, the employer and its people, the school."""
    offer = placement.offer
    people = EmployerMembership.objects.filter(employer=offer.position.employer_id)
    department = placement.department
    texts = [
        str(placement.student),
        offer.position.employer.name,
        offer.position.mentor_name,
        department.unit.university.name,
        *people.values_list("user__full_name", flat=True),
    ]
    return rules.Names.of(texts)


def counts_until(season: Season) -> dt.datetime:
    """When notes of this season count no more: with the end of the next one, known or a year after this one's."""
    following = (
        Season.objects.filter(applications_open_at__gt=season.applications_open_at)
        .order_by("applications_open_at")
        .first()
    )
    return following.confirm_close_at if following else season.confirm_close_at + A_YEAR


@verb
def write_note(*, placement_id: int, said: Sequence[str], text: str = "", actor: User) -> ConductNote:
    """The employer notes what the records support, once, within a month; the student is told at once.

    Sentences come from a list. Added words without names, numbers and addresses wait for an operator: until then
    only author and student read them.
    """
    require_side(actor.is_employer)
    held = held_placement(placement_id=placement_id, actor=actor)
    placement = held.placement
    progress = progress_of([placement.pk]).get(placement.pk)
    ground = rules.note_ground(
        placement, placement.cancellation_requests.all(), could_begin=could_begin(placement, progress)
    )
    if ground is None or placement.ended_at is None:
        raise RuleViolation(_("Kayıtlar bu staj için not yazılmasına izin vermiyor."), code="note_without_ground")
    if ConductNote.objects.filter(placement=placement).exists():
        raise RuleViolation(_("Bu staj için not daha önce yazılmış."), code="note_once")
    if held.now > placement.ended_at + dt.timedelta(days=rules.NOTE_DAYS):
        raise RuleViolation(_("Not yazma süresi (30 gün) doldu."), code="note_too_late")
    chosen = [one.value for one in ConductNote.Said if one in said]
    if not chosen:
        raise RuleViolation(_("En az bir cümle seçin."), code="note_says_nothing")
    text = text.strip()
    refusal = rules.refused_words(text, names_around(placement))
    if refusal:
        raise RuleViolation(refusal, code="note_words")
    season = placement.application.season
    note = ConductNote.objects.create(
        placement=placement,
        employer=placement.offer.position.employer,
        season=season,
        ground=ground,
        said=chosen,
        text=text,
        words=Words.WAITING if text else Words.NONE,
        written_by=actor,
        written_at=held.now,
        counts_until=counts_until(season),
    )
    news.tell_note(note)
    return note


@verb
def judge_words(*, note_id: int, release: bool, actor: User) -> ConductNote:
    """An operator lets the added words be seen, or refuses them; the chosen sentences stand either way."""
    require_side(actor.is_operator)
    note = _locked(note_id)
    target = Words.RELEASED if release else Words.REFUSED
    if note.words == target:
        return note
    if note.words != Words.WAITING:
        raise RuleViolation(_("Bu söz az önce incelendi."), code="words_judged")
    note.words, note.words_by, note.words_at = target, actor, clock.now()
    note.save(update_fields=["words", "words_by", "words_at"])
    news.tell_words_judged(note)
    return note


@verb
def reply_to_note(*, note_id: int, reply: str, actor: User) -> ConductNote:
    """The student's own words, once; they stand beside the note wherever its text is shown."""
    note = _own(note_id, actor)
    if note.replied_at:
        raise RuleViolation(_("Nota daha önce cevap yazdınız."), code="replied")
    note.reply, note.replied_at = reply, clock.now()
    note.save(update_fields=["reply", "replied_at"])
    news.tell_note_answered(note)
    return note


@verb
def appeal_note(*, note_id: int, text: str, actor: User) -> ConductNote:
    """The student objects at the career centre, once."""
    note = _own(note_id, actor)
    if note.appeal != Appeal.NONE:
        raise RuleViolation(_("Bu nota daha önce itiraz ettiniz; ikinci kez itiraz edilemez."), code="appealed")
    note.appeal, note.appeal_text, note.appealed_at = Appeal.OPEN, text, clock.now()
    note.save(update_fields=["appeal", "appeal_text", "appealed_at"])
    news.tell_appeal(note)
    return note


@verb
def decide_appeal(*, note_id: int, struck: bool, decision: str, actor: User) -> ConductNote:
    """The student's university decides, with reasons; a struck note counts no more but stays on record."""
    note = _locked(note_id)
    unit = note.placement.department.unit
    if not university_may(actor, UniversityAction.DECIDE_CONDUCT, unit):
        raise ConductNote.DoesNotExist
    if not decision.strip():
        raise RuleViolation(_("Kararın gerekçesini yazın."), code="decision_needed")
    if note.appeal != Appeal.OPEN:
        raise RuleViolation(_("Bu itiraz az önce sonuçlandı."), code="appeal_decided")
    note.appeal = Appeal.STRUCK if struck else Appeal.UPHELD
    note.decision, note.decided_by, note.decided_at = decision, actor, clock.now()
    note.save(update_fields=["appeal", "decision", "decided_by", "decided_at"])
    news.tell_appeal_decided(note)
    return note


@verb
def renew_ends() -> int:
    """Notes end with the season after theirs, whose dates may have become known or moved; answers how many changed."""
    changed = 0
    for season in Season.objects.filter(pk__in=ConductNote.objects.values("season")):
        until = counts_until(season)
        changed += ConductNote.objects.filter(season=season).exclude(counts_until=until).update(counts_until=until)
    return changed


def _locked(note_id: int) -> ConductNote:
    return (
        ConductNote.objects.select_for_update(of=("self",), no_key=True)
        .select_related("placement__department__unit", "placement__student__user", "placement__offer")
        .get(pk=note_id)
    )


def _own(note_id: int, actor: User) -> ConductNote:
    note = _locked(note_id)
    if note.placement.student.user_id != actor.pk:
        raise ConductNote.DoesNotExist
    return note
