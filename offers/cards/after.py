"""What follows the final approval, on the offer's card: papers, insurance, days, outcome (docs/rules.md A19)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.form_steps import Step
from offers.cards.shared import day_range
from offers.models import Placement
from offers.progress import Progress, standing
from offers.states import Kind, PlacementState
from usp.core.templatetags.usp import tr_date, tr_datetime


def after_steps(placement: Placement, progress: Progress | None, today: dt.date) -> tuple[Step, ...]:
    """The way of a placement so far and from here. The first step that is not done is the current one."""
    steps = [
        (_("Son onay"), tr_datetime(placement.confirmed_at), True, ""),
        *_insurance(placement, progress, today),
        _days(placement, progress, today),
        _outcome(placement),
    ]
    over = placement.state != PlacementState.CONFIRMED
    current = next((number for number, step in enumerate(steps) if not step[2]), len(steps))
    return tuple(
        Step(label, "done" if done else "current" if number == current and not over else "next", note=note, url=url)
        for number, (label, note, done, url) in enumerate(steps)
        if not over or done or number == len(steps) - 1
    )


def _insurance(placement: Placement, progress: Progress | None, today: dt.date) -> list[tuple[str, str, bool, str]]:
    """Papers and entry; shadowing and training need neither (A3)."""
    if placement.kind != Kind.INTERNSHIP or progress is None:
        return []
    if progress.papers_in:
        papers = _("Teslim alındı")
    elif progress.papers_due_on and progress.papers_due_on < today:
        papers = _("Gecikti; son gün %(day)s idi") % {"day": tr_date(progress.papers_due_on)}
    elif progress.papers_due_on:
        papers = _("Son gün %(day)s") % {"day": tr_date(progress.papers_due_on)}
    else:
        papers = ""
    entry = str(progress.label) if progress.papers_in else _("Evraktan sonra; girişi olmayan staj başlayamaz")
    return [
        (_("Staj evrakı"), papers, progress.papers_in, progress.url),
        (_("Sigorta girişi"), entry, progress.entry_shared, ""),
    ]


def _days(placement: Placement, progress: Progress | None, today: dt.date) -> tuple[str, str, bool, str]:
    named = standing(placement, progress, today)
    period = day_range(placement.first_day, placement.last_day)
    note = f"{period} · {named.label}" if named.group != "ended" else period
    return (
        _("Staj günleri") if placement.kind == Kind.INTERNSHIP else _("Program günleri"),
        note,
        (placement.state == PlacementState.COMPLETED),
        "",
    )


def _outcome(placement: Placement) -> tuple[str, str, bool, str]:
    if placement.state == PlacementState.CONFIRMED:
        pay = placement.kind == Kind.INTERNSHIP
        return _("Sonuç"), _("Ücret, staj tamamlanınca ödenir") if pay else "", False, ""
    moment = placement.ended_at
    day = tr_date(timezone.localtime(moment)) if moment else ""
    label = str(placement.get_state_display())
    if placement.state == PlacementState.ABANDONED and placement.kind == Kind.INTERNSHIP:
        # No amount: what is due to somebody who left is between the two (A11).
        return (
            _("Sonuç"),
            _("%(label)s · %(day)s · Ücret için işverenle görüşülür") % {"label": label, "day": day},
            True,
            "",
        )
    return _("Sonuç"), f"{label} · {day}" if day else label, True, ""
