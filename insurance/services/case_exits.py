"""What follows a declared entry: it is deleted, changed, or ended by an exit (docs/rules.md B1, B3, B8)."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import override

from insurance.models import InsuranceCase, InsuranceEntry, InsuranceTask
from insurance.services import case_news as news
from insurance.services import sgk_rows as rows
from insurance.services.case_core import (
    SYSTEM,
    HeldCase,
    close_tasks,
    exit_days_of,
    hold,
    lock_placement,
    locked_case,
    move,
    open_entry,
    open_task,
    require_move,
    require_running,
    require_side,
    write_entry,
)
from insurance.services.sgk_rows import answer_rows
from insurance.states import AT_SGK, CaseState
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_day

DAY = dt.timedelta(days=1)
Kind = InsuranceTask.Kind


def may_delete(entry: InsuranceEntry, today: dt.date) -> bool:
    """An entry can be taken back until the night of the day after the start."""
    return today <= entry.starts_on + DAY


@verb
def declare_exit(*, case_id: int, exit_on: dt.date, actor: User, reference: str = "") -> InsuranceEntry:
    """The intern's exit stands at SGK, with the real last day. Twice is once.

    Not while the internship still runs, and not ahead of the day. Where the entry could not be deleted in time, the
    exit is on the start day.
    """
    held = hold(case_id=case_id, actor=actor)
    case = held.case
    who = require_side(actor, case, "declare_exit")
    entry = open_entry(case)
    if entry is None:
        return _exit_before(case, who)
    last_day = _last_day_at_work(held, entry)
    if not entry.starts_on <= exit_on <= max(last_day, entry.starts_on):
        raise RuleViolation(
            _("Çıkış tarihi %(first)s ile %(last)s arasında olmalıdır.")
            % {"first": tr_day(entry.starts_on), "last": tr_day(last_day)},
            code="exit_outside",
        )
    end_entry(held, entry, exit_on=exit_on, actor=actor, reference=reference)
    if case.state in AT_SGK:
        move(held, "declare_exit", CaseState.EXIT_DECLARED, who=who, actor=actor)
        news.tell_exit(entry)
    close_tasks(held, actor)
    answer_rows(case=case, kind=rows.EXIT, outcome=rows.ACCEPTED, entry=entry)
    return entry


def _exit_before(case: InsuranceCase, who: str) -> InsuranceEntry:
    """The exit that was declared before; without any entry there is nothing to end."""
    last = case.entries.filter(exit_declared_at__isnull=False).last()
    if last is None:
        require_move(case, "declare_exit", who)
        raise RuleViolation(_("SGK’da açık bir giriş yok."), code="no_entry")
    return last


def _last_day_at_work(held: HeldCase, entry: InsuranceEntry) -> dt.date:
    """The last day that an exit may name; refuses while the internship runs or nobody was told of the entry."""
    placement = held.placement
    if placement.state == PlacementState.CANCELLED:
        return max(entry.starts_on, min(placement.last_day, held.today))
    if placement.state == PlacementState.CONFIRMED:
        if held.today < placement.last_day:
            raise RuleViolation(
                _("Staj sürüyor; çıkış son günden önce bildirilmez. Erken biten staj önce sona erdirilir."),
                code="placement_runs",
            )
        if held.case.state == CaseState.ENTRY_DECLARED:
            raise RuleViolation(
                _("Önce giriş belgesini öğrenci ve işverenle paylaşın; paylaşılmayan girişle staj başlatılamaz."),
                code="entry_not_shared",
            )
    return placement.last_day


def end_entry(held: HeldCase, entry: InsuranceEntry, *, exit_on: dt.date, actor: User, reference: str = "") -> None:
    """Write the exit onto an open entry; the database refuses one ahead of the day."""
    entry.exit_on, entry.exit_declared_at, entry.exit_declared_by = exit_on, held.now, actor
    entry.exit_reference = reference.strip()[:40]
    with rule_from_constraint(InsuranceEntry, "insurance_entry_exit_whole", *InsuranceEntry.trigger_rules):
        entry.save(update_fields=["exit_on", "exit_declared_at", "exit_declared_by", "exit_reference"])


@verb
def delete_entry(*, entry_id: int, actor: User) -> InsuranceEntry:
    """The entry of an internship that never began was deleted at SGK, in time. Twice is once."""
    found = InsuranceEntry.objects.filter(case__in=InsuranceCase.objects.visible_to(actor)).get(pk=entry_id)
    held = hold(case_id=found.case_id, actor=actor)
    require_side(actor, held.case, "delete_entry")
    entry = InsuranceEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry_id)
    if entry.deleted_at is not None:
        return entry
    if held.case.state != CaseState.CANCELLED:
        raise RuleViolation(
            _("Giriş yalnızca iptal edilen bir stajda silinir; tarihi değişen staj için girişi düzeltin."),
            code="placement_runs",
        )
    _delete(held, entry, actor)
    close_tasks(held, actor)
    return entry


def _delete(held: HeldCase, entry: InsuranceEntry, actor: User) -> None:
    entry.deleted_at, entry.deleted_by = held.now, actor
    with rule_from_constraint(InsuranceEntry, *InsuranceEntry.trigger_rules):
        entry.save(update_fields=["deleted_at", "deleted_by"])


@verb
def change_entry(*, case_id: int, actor: User, reference: str = "") -> InsuranceEntry:
    """The internship's start has moved: the old entry is deleted at SGK and one with the new days declared.

    Past the night of the day after the old start the old one is ended by an exit on that day instead. Twice is once.
    """
    held = hold(case_id=case_id, actor=actor)
    case = held.case
    require_side(actor, case, "change_entry")
    entry = open_entry(case)
    if case.state != CaseState.ENTRY_DECLARED or entry is None:
        require_running(held)
        raise RuleViolation(
            _("Bu sigorta işlemi artık «%(state)s» durumunda; bu adım atılamaz.") % {"state": case.get_state_display()},
            code="insurance_transition",
        )
    if entry.starts_on == held.placement.first_day:
        return entry
    if may_delete(entry, held.today):
        _delete(held, entry, actor)
    else:
        end_entry(held, entry, exit_on=entry.starts_on, actor=actor)
    new = write_entry(held, actor=actor, reference=reference)
    close_tasks(held, actor)
    _forget_refusal(held)
    answer_rows(case=case, kind=rows.ENTRY, outcome=rows.ACCEPTED, entry=new)
    news.tell_declared(new)
    return new


def finish_task(*, task_id: int, actor: User) -> InsuranceTask:
    """An officer has done at SGK what a task names. Twice is once."""
    task = InsuranceTask.objects.get(pk=task_id, case__in=InsuranceCase.objects.visible_to(actor))
    if task.done_at is None:
        if task.kind == Kind.CHANGE_ENTRY:
            change_entry(case_id=task.case_id, actor=actor)
        elif task.kind == Kind.DELETE_ENTRY:
            entry = InsuranceEntry.objects.get(
                case=task.case_id, exit_declared_at__isnull=True, deleted_at__isnull=True, refused_at__isnull=True
            )
            delete_entry(entry_id=entry.pk, actor=actor)
        else:
            declare_exit(case_id=task.case_id, exit_on=task.left_on, actor=actor)
        task.refresh_from_db()
    return task


@verb
def stop_case(*, placement: Placement) -> InsuranceTask | None:
    """An internship was cancelled or broken off: close its case, or leave what SGK must still be told.

    Somebody who never worked: the entry is deleted as long as that is possible, and the case is cancelled. Otherwise
    the case stays as it is until an officer has declared the exit. Without an entry it is cancelled at once. Part of
    the verb that stopped the placement, which holds its locks.
    """
    found = InsuranceCase.objects.filter(placement=placement).values_list("pk", flat=True).first()
    if found is None:
        return None
    lock_placement(placement.pk)
    held = HeldCase(locked_case(found), clock.now())
    if held.case.state in (CaseState.CANCELLED, CaseState.EXIT_DECLARED):
        return None
    entry = open_entry(held.case)
    worked = placement.state == PlacementState.ABANDONED
    deletes = entry is not None and not worked and may_delete(entry, held.today)
    if entry is None or deletes:
        with override("tr"):
            reason = str(placement.get_ending_display())
        move(held, "cancel", CaseState.CANCELLED, who=SYSTEM, actor=None, reason=reason)
    InsuranceTask.objects.filter(case=held.case, kind=Kind.CHANGE_ENTRY, done_at__isnull=True).delete()
    if entry is None:
        return None
    left_on = placement.last_day if worked else entry.starts_on
    within = 1 if deletes else exit_days_of(held.placement.department.unit.university)
    return _owe(held, Kind.DELETE_ENTRY if deletes else Kind.DECLARE_EXIT, left_on, left_on + within * DAY)


def follow_dates(*, placement: Placement, actor: User | None) -> None:
    """The internship has other dates: what an open entry needs. Part of the verb that moved it, under its locks.

    Before the entry there is nothing to do. A later end only changes the planned exit, since SGK's entry names no end.
    Another start: whoever declared corrects it until the night of the day after the old start, and the document that
    was shared holds no more.
    """
    lock_placement(placement.pk)
    found = InsuranceCase.objects.filter(placement=placement).values_list("pk", flat=True).first()
    if found is None:
        return
    held = HeldCase(locked_case(found), clock.now())
    case = held.case
    entry = open_entry(case) if case.state in AT_SGK else None
    if entry is None:
        return
    task = open_task(case, Kind.CHANGE_ENTRY)
    if entry.starts_on == held.placement.first_day:
        if entry.ends_on != held.placement.last_day:
            entry.ends_on = held.placement.last_day
            entry.save(update_fields=["ends_on"])
        if task is not None:
            _as_it_was(held, entry, task)
        return
    if case.state == CaseState.ENTRY_SHARED:
        move(held, "unshare_entry", CaseState.ENTRY_DECLARED, who="system", actor=actor, shared_at=None)
    _owe_change(held, entry, task)


def _as_it_was(held: HeldCase, entry: InsuranceEntry, task: InsuranceTask) -> None:
    """The start is again the one that SGK knows: nothing is owed, and the document holds."""
    task.delete()
    _forget_refusal(held)
    if entry.document_id is not None:
        move(held, "share_entry", CaseState.ENTRY_SHARED, who="system", actor=None, shared_at=held.now)
        news.tell_shared(entry)


def _owe_change(held: HeldCase, entry: InsuranceEntry, task: InsuranceTask | None) -> None:
    """Until the old entry can be deleted and the new one declared, whichever ends first."""
    if task is not None:
        task.delete()
        _forget_refusal(held)
    last = min(entry.starts_on + DAY, held.placement.first_day - DAY)
    _owe(held, Kind.CHANGE_ENTRY, entry.starts_on, last)


def _forget_refusal(held: HeldCase) -> None:
    """What SGK said of an earlier start holds no more."""
    InsuranceCase.objects.filter(pk=held.case.pk).update(refused_ground="", refused_note="")
    held.case.refused_ground = held.case.refused_note = ""


def _owe(held: HeldCase, kind: InsuranceTask.Kind, left_on: dt.date, last: dt.date) -> InsuranceTask:
    """Write down what SGK must be told until the night of ``last``, and tell those who owe it."""
    due_at = dt.datetime.combine(last, dt.time(23, 59, 59), tzinfo=held.now.tzinfo)
    task, _new = InsuranceTask.objects.get_or_create(
        case=held.case,
        kind=kind,
        done_at=None,
        defaults={"left_on": left_on, "due_at": due_at, "made_at": held.now},
    )
    news.tell_task(task, held.case)
    return task
