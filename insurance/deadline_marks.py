"""The days of an internship in words and in order of time: for the rules' preview and the intern's own page."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from insurance.deadlines import Deadlines
from insurance.models import PaperRules
from usp.core.templatetags.usp import tr_date, tr_datetime

START = "start"


@dataclass(frozen=True)
class Mark:
    """One point of the line: ``key`` names it, ``when`` says the day or moment in full, ``note`` what else holds."""

    key: str
    day: dt.date
    label: str
    when: str
    note: str = ""


def before(days: Deadlines, first_day: dt.date) -> list[Mark]:
    """Everything up to the start and its correction, in order of time."""
    found = [
        Mark("change", days.change_by, _("Tarih değişikliği için son gün"), tr_date(days.change_by)),
        _moment("papers", days.papers_by, _("Evrak teslimi için son an")),
        Mark("approval", days.approval_by, _("Birim onayı için son gün"), tr_date(days.approval_by)),
        Mark("late", days.late_until, _("Geç evrakın gerekçeyle alınabileceği son gün"), tr_date(days.late_until)),
        Mark(
            "entry",
            days.entry_plan,
            _("Sigorta girişi için planlanan gün"),
            tr_date(days.entry_plan),
            _("yasal sınır %(at)s") % {"at": tr_datetime(days.entry_by)},
        ),
        Mark(
            START,
            first_day,
            _("Staj başlar"),
            tr_date(first_day),
            _("giriş %(at)s anına kadar düzeltilebilir") % {"at": tr_datetime(days.correction_by)},
        ),
    ]
    return sorted(found, key=lambda mark: mark.day)


def after(days: Deadlines, last_day: dt.date, rules: PaperRules, *, label: str = "") -> list[Mark]:
    """The last day and what follows it, in order of time."""
    found = [
        Mark("end", last_day, label or _("Stajın son günü"), tr_date(last_day)),
        _moment("exit", days.exit_by, _("Sigorta çıkışı için son an")),
    ]
    if days.start_form_by:
        found.append(
            Mark("start_form", days.start_form_by, _("Staj başlangıç formu için son gün"), tr_date(days.start_form_by))
        )
    if rules.wants_report:
        found.append(Mark("report", days.report_by, _("Staj raporu için son gün"), tr_date(days.report_by)))
    return sorted(found, key=lambda mark: mark.day)


def _moment(key: str, at: dt.datetime, label: str) -> Mark:
    return Mark(key, timezone.localtime(at).date(), label, tr_datetime(at))
