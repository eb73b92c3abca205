"""Who is told what of an additional evaluation. Rows only, in the verb's transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from offers.evaluation_states import EvaluationKind
from offers.models import Evaluation, InterviewSlot
from usp.notifications.kinds import Value
from usp.notifications.services.notify import Notice, notify_many


def tell_requested(evaluation: Evaluation) -> None:
    """Invite the student: to pick a time, or to hand something in."""
    kind = "evaluation_interview" if evaluation.is_interview else "evaluation_task"
    notify_many([to_student(evaluation, kind)])


def tell_new_times(evaluation: Evaluation) -> None:
    """Other times were proposed; what was agreed before no longer holds."""
    notify_many([to_student(evaluation, "interview_new_times")])


def tell_chosen(evaluation: Evaluation, slot: InterviewSlot) -> None:
    """The employer learns the time the student picked."""
    notify_many([to_employer(evaluation, "interview_chosen", slot=slot)])


def tell_employer(evaluation: Evaluation, kind: str) -> None:
    """The student said that no time suits, asked for another one, or handed in the task."""
    notify_many([to_employer(evaluation, kind)])


def tell_decided(evaluation: Evaluation) -> None:
    """The student learns the result; the note stands on the page."""
    passed = evaluation.state == "passed"
    notify_many([to_student(evaluation, "evaluation_passed" if passed else "evaluation_failed")])


def tell_cancelled(evaluation: Evaluation) -> None:
    """The student learns that the employer goes on without it."""
    notify_many([to_student(evaluation, "evaluation_cancelled")])


def tell_closed(position_ids: Iterable[int]) -> int:
    """Tell both sides of evaluations at these positions that an offer's end closed; answers how many.

    Settling does so, which every verb that ends an offer does last: the notices belong to the transaction of the end.
    """
    untold = Evaluation.objects.filter(is_end_told=False, offer__position__in=list(position_ids))
    rows = list(untold.select_related("offer__application__student__user", "created_by__user").order_by("pk"))
    if not rows:
        return 0
    notices = []
    for evaluation in rows:
        notices.append(to_student(evaluation, "evaluation_closed"))
        notices.append(to_employer(evaluation, "evaluation_closed_employer"))
    notify_many(notices)
    return Evaluation.objects.filter(pk__in=[row.pk for row in rows], is_end_told=False).update(is_end_told=True)


def to_student(evaluation: Evaluation, kind: str, key: str = "", slot: InterviewSlot | None = None) -> Notice:
    """One notice to the student. Without a key of its own it is told once in each round of times."""
    offer = evaluation.offer
    context: dict[str, Value] = {
        "employer": offer.terms["employer"],
        "title": offer.terms["title"],
        "kind": str(evaluation.get_kind_display()),
        "confirm_by": _moment(offer.confirm_by),
        "due_at": _moment(evaluation.due_at),
        "starts_at": _moment(slot.starts_at if slot else None),
        "way": way_in(evaluation),
    }
    link = reverse("offers:interviews") if evaluation.is_interview else reverse("offers:offer", args=[offer.pk])
    return Notice(kind, offer.application.student.user, key or _key(evaluation), context, link)


def to_employer(evaluation: Evaluation, kind: str, key: str = "", slot: InterviewSlot | None = None) -> Notice:
    """One notice to whoever asked for the evaluation. Names only while the offer opens them."""
    offer = evaluation.offer
    context: dict[str, Value] = {
        "title": offer.terms["title"],
        "kind": str(evaluation.get_kind_display()),
        "starts_at": _moment(slot.starts_at if slot else None),
        "student": offer.application.student.user.full_name if offer.identity_is_open else "",
    }
    link = reverse("offers:sent-offer", args=[offer.pk])
    return Notice(kind, evaluation.created_by.user, key or _key(evaluation), context, link)


def way_in(evaluation: Evaluation) -> str:
    """How to get there, in one sentence."""
    if evaluation.kind == EvaluationKind.ONLINE:
        return _("Bağlantı: %(link)s") % {"link": evaluation.link}
    if evaluation.kind == EvaluationKind.ON_SITE:
        return _("Yer: %(place)s") % {"place": evaluation.place}
    return _("İşveren sizi telefonla arayacak.")


def _key(evaluation: Evaluation) -> str:
    return f"evaluation:{evaluation.pk}:{evaluation.round}"


def _moment(moment: datetime | None) -> Value:
    return moment if moment is not None else ""
