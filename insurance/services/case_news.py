"""Who is told what of an insurance case. Rows only, in the verb's transaction."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from insurance.models import InsuranceCase, InsuranceEntry, InsuranceTask
from offers.models import Placement
from offers.services.endings_news import officials_for, people_of
from usp.accounts.models import User, UserKind
from usp.accounts.permissions import UniversityAction
from usp.notifications.kinds import Value
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import Department

InsuredBy = InsuranceCase.InsuredBy


def insurers(case: InsuranceCase) -> list[User]:
    """Who declares to SGK: the unit's officials, or in their place the employer's people or the operators (A8)."""
    if case.insured_by == InsuredBy.EMPLOYER:
        return people_of(case.placement)
    if case.insured_by == InsuredBy.OPERATOR:
        return operators()
    return officials_for(case.placement.department.unit, UniversityAction.DECLARE_INSURANCE)


def operators() -> list[User]:
    """The programme's people."""
    return list(User.objects.filter(kind=UserKind.OPERATOR, is_active=True).order_by("pk"))


def tell_papers_received(case: InsuranceCase) -> None:
    """The student: nothing is missing, and until when the entry is declared."""
    _to_student(case, "case_papers_received", _step(case), {"entry_by": _entry_by(case)})


def tell_papers_reopened(case: InsuranceCase, reason: str) -> None:
    """The student: something is missing after all."""
    _to_student(case, "case_papers_reopened", _step(case), {"reason": reason})


def tell_declared(entry: InsuranceEntry) -> None:
    """The student; the employer hears of it when the document is there."""
    _to_student(entry.case, "case_entry_declared", f"entry:{entry.pk}:declared")


def tell_shared(entry: InsuranceEntry) -> None:
    """Student and employer: the internship may start on its day."""
    key = f"entry:{entry.pk}:{entry.document_id}"
    _to_student(entry.case, "case_entry_shared", key)
    _to_employer(entry.case, "case_entry_shared_employer", key)


def tell_refused_by_sgk(case: InsuranceCase, actor: User) -> None:
    """Whoever declares, without who has just written it down; and the student."""
    extra: dict[str, Value] = {"note": case.refused_note, "entry_by": _entry_by(case)}
    others = [user for user in insurers(case) if user.pk != actor.pk]
    _to_desk(case, others, "case_refused_by_sgk", _step(case), extra)
    _to_student(case, "case_refused_by_sgk_student", _step(case))


def tell_exit(entry: InsuranceEntry) -> None:
    """The student."""
    if entry.exit_on is not None:
        _to_student(entry.case, "case_exit_declared", f"entry:{entry.pk}:exit", {"exit_on": entry.exit_on})


def tell_task(task: InsuranceTask, case: InsuranceCase) -> None:
    """Whoever declares: what SGK must be told, and until when."""
    extra: dict[str, Value] = {"left_on": task.left_on, "due_at": task.due_at}
    _to_desk(case, insurers(case), f"insurance_{task.kind}", f"task:{task.pk}", extra)


def tell_decision_needed(case: InsuranceCase) -> None:
    """The operators: nobody can declare this intern yet (A8)."""
    university = case.placement.department.unit.university.name
    _to_desk(case, operators(), "case_decision_needed", f"case:{case.pk}:decision", {"university": university})


def tell_decided(case: InsuranceCase, now: dt.datetime) -> None:
    """Student and employer: who insures."""
    with override("tr"):
        extra: dict[str, Value] = {"insurer": str(case.get_insured_by_display())}
    key = f"case:{case.pk}:decided:{now.isoformat()}"
    _to_student(case, "case_decided", key, extra)
    _to_employer(case, "case_decided_employer", key, extra)


def tell_record_warnings(case: InsuranceCase, texts: Sequence[str]) -> None:
    """The employer, who may cancel without a note on conduct (A2)."""
    key = f"case:{case.pk}:record:{case.record_checked_at:%Y%m%d%H%M%S}"
    _to_employer(case, "case_record_warnings", key, {"findings": " ".join(texts)})


def tell_unit_moved(case: InsuranceCase, was: Department) -> None:
    """The student, the unit that insures now and the one that did (A39)."""
    unit = case.placement.department.unit
    extra: dict[str, Value] = {"unit": str(unit), "was": str(was.unit), "papers_due_on": case.papers_due_on}
    key = f"placement:{case.placement_id}:unit:{unit.pk}:{case.placement.version}"
    _to_student(case, "case_unit_moved", key, extra)
    told = {user.pk: user for one in (unit, was.unit) for user in officials_for(one, UniversityAction.SEE_INTERNS)}
    _to_desk(case, told.values(), "case_unit_moved_center", key, extra)


def tell_cannot_start(cases: Iterable[InsuranceCase]) -> int:
    """Student, employer and office: the start day has come and no entry was shared (A1). Once for each start day."""
    told = 0
    for case in cases:
        placement = case.placement
        key = f"case:{case.pk}:cannot-start:{placement.first_day.isoformat()}"
        told += _to_student(case, "case_cannot_start", key)
        _to_employer(case, "case_cannot_start_employer", key)
        office = officials_for(placement.department.unit, UniversityAction.DECLARE_INSURANCE) or operators()
        _to_desk(case, office, "case_cannot_start_center", key)
    return told


def _step(case: InsuranceCase) -> str:
    """Each time a case comes to a state is an event of its own."""
    return f"case:{case.pk}:{case.state}:{case.changed_at:%Y%m%d%H%M%S%f}"


def _entry_by(case: InsuranceCase) -> dt.datetime:
    """The night before the start: the legal limit (B1)."""
    eve = case.placement.first_day - dt.timedelta(days=1)
    return dt.datetime.combine(eve, dt.time(23, 59), tzinfo=timezone.get_default_timezone())


def _context(placement: Placement, extra: dict[str, Value] | None) -> dict[str, Value]:
    return {
        "employer": placement.offer.terms["employer"],
        "starts_on": placement.first_day,
        "ends_on": placement.last_day,
        **(extra or {}),
    }


def _to_student(case: InsuranceCase, kind: str, key: str, extra: dict[str, Value] | None = None) -> int:
    return notify_many([Notice(kind, case.placement.student.user, key, _context(case.placement, extra))])


def _to_employer(case: InsuranceCase, kind: str, key: str, extra: dict[str, Value] | None = None) -> None:
    """The person's name only while the offer keeps it open."""
    placement = case.placement
    name = placement.student.user.full_name if placement.offer.identity_is_open else _("Adayınız")
    context = _context(placement, extra) | {"student": name}
    link = reverse("offers:intern", args=[placement.pk])
    notify_many(Notice(kind, user, key, context, link) for user in people_of(placement))


def _to_desk(
    case: InsuranceCase, people: Iterable[User], kind: str, key: str, extra: dict[str, Value] | None = None
) -> None:
    """Each where the case is theirs to move: the intern's page, the operator's list, the employer's page."""
    placement = case.placement
    context = _context(placement, extra) | {"student": placement.student.user.full_name}
    pages = {
        UserKind.CAREER_CENTER: reverse("insurance:intern", args=[placement.pk]),
        UserKind.OPERATOR: reverse("insurance:case", args=[case.pk]),
        UserKind.EMPLOYER: reverse("insurance:case", args=[case.pk]),
    }
    notify_many(Notice(kind, user, key, context, pages[UserKind(user.kind)]) for user in people)
