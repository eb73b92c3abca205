"""No entry: SGK refuses it, or the unit does, which cancels the internship (docs/rules.md A2)."""

from django.utils.translation import gettext as _

from insurance.models import InsuranceCase, InsuranceTask
from insurance.services import case_news as news
from insurance.services import sgk_rows as rows
from insurance.services.case_core import (
    HeldCase,
    hold,
    lock_placement,
    locked_case,
    move,
    open_entry,
    open_task,
    require_move,
    require_running,
    require_side,
)
from insurance.services.sgk_rows import answer_rows
from insurance.states import AT_SGK, CaseState
from offers.services.ending import held_placement, stop
from offers.states import Ending, PlacementState
from usp.accounts.models import User
from usp.core.db import verb
from usp.core.errors import RuleViolation

S, Ground = CaseState, InsuranceCase.Ground
ENDINGS = {
    Ground.STUDENTSHIP: Ending.NOT_STUDENT,
    Ground.TERM: Ending.INSURANCE_REFUSED,
    Ground.PAPERS: Ending.NO_PAPERS,
}
"""A unit's refusal ends the internship, excused, never with a note on conduct (A2)."""


def refuse_entry(*, case_id: int, ground: str, note: str, actor: User) -> InsuranceCase:
    """No entry: SGK's refusal goes back to the desk; the unit's own cancels the internship, excused (A2)."""
    if ground not in Ground.values:
        raise RuleViolation(_("Ret nedenini seçin."), code="ground_needed")
    if not note.strip():
        raise RuleViolation(_("Açıklama yazın; öğrenci ve işveren bunu okur."), code="note_needed")
    if ground == Ground.SGK:
        return _refused_by_sgk(case_id=case_id, note=note.strip()[:500], actor=actor)
    return _refused_by_unit(case_id=case_id, ground=Ground(ground), note=note.strip()[:500], actor=actor)


@verb
def _refused_by_sgk(*, case_id: int, note: str, actor: User) -> InsuranceCase:
    held = hold(case_id=case_id, actor=actor)
    who = require_side(actor, held.case, "declare_entry")
    if held.case.state == S.ENTRY_REFUSED and held.case.refused_ground == Ground.SGK:
        return held.case
    if held.case.state == S.AWAITING_PAPERS:
        raise RuleViolation(_("Henüz SGK’ya giriş bildirilmedi."), code="insurance_transition")
    require_move(held.case, "refuse_entry", who)
    if open_task(held.case, InsuranceTask.Kind.CHANGE_ENTRY) is not None:
        return _changed_entry_refused(held, note, actor)
    entry = open_entry(held.case)
    if entry is not None:
        entry.refused_at = held.now
        entry.save(update_fields=["refused_at"])
    move(
        held, "refuse_entry", S.ENTRY_REFUSED, who=who, actor=actor, reason=note,
        refused_ground=Ground.SGK, refused_note=note,
    )  # fmt: skip
    answer_rows(case=held.case, kind=rows.ENTRY, outcome=rows.REFUSED, message=note, entry=entry)
    news.tell_refused_by_sgk(held.case, actor)
    return held.case


def _changed_entry_refused(held: HeldCase, note: str, actor: User) -> InsuranceCase:
    """SGK has not taken the new start: the old entry still stands there, and so does the task to correct it."""
    case = held.case
    answer_rows(case=case, kind=rows.ENTRY, outcome=rows.REFUSED, message=note)
    if (case.refused_ground, case.refused_note) == (Ground.SGK, note):
        return case
    refused = {"refused_ground": Ground.SGK, "refused_note": note, "changed_at": held.now}
    InsuranceCase.objects.filter(pk=case.pk).update(**refused)
    for name, value in refused.items():
        setattr(case, name, value)
    news.tell_refused_by_sgk(case, actor)
    return case


@verb
def _refused_by_unit(*, case_id: int, ground: InsuranceCase.Ground, note: str, actor: User) -> InsuranceCase:
    """Locks in the order of an ending: applications, positions, placement, case."""
    found = InsuranceCase.objects.visible_to(actor).select_related(
        "placement__department__unit__university", "placement__offer__position__employer"
    ).get(pk=case_id)  # fmt: skip
    who = require_side(actor, found, "refuse_entry")
    if who == "employer":
        raise InsuranceCase.DoesNotExist
    ending = held_placement(placement_id=found.placement_id, actor=actor)
    lock_placement(found.placement_id)
    case = locked_case(case_id)
    if case.state == S.CANCELLED and case.refused_ground == ground:
        return case
    if ending.placement.state != PlacementState.CONFIRMED or case.state in (S.CANCELLED, S.EXIT_DECLARED):
        require_running(HeldCase(case, ending.now))
        require_move(case, "refuse_entry", who)
    held = HeldCase(case, ending.now)
    if case.state in AT_SGK and ending.has_begun:
        raise RuleViolation(
            _("Staj başladı; giriş reddedilemez. Stajı gerçek son günüyle sona erdirin."), code="placement_begun"
        )
    refused = {"refused_ground": ground, "refused_note": note}
    if case.state in (S.AWAITING_PAPERS, S.PAPERS_RECEIVED):
        move(held, "refuse_entry", S.ENTRY_REFUSED, who=who, actor=actor, reason=note, **refused)
    else:
        InsuranceCase.objects.filter(pk=case.pk).update(**refused)
    stop(ending, ending=ENDINGS[ground], note=note, actor=actor, who=who)
    case.refresh_from_db()
    return case
