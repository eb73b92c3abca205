"""Who is told what when a placement ends, or somebody asks for it. Rows only, in the verb's transaction."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from offers.models import CancellationRequest, ConductNote, HandedInDocument, Placement
from offers.services.news import place_of
from offers.states import PlacementState
from usp.accounts.models import EmployerMembership, UniversityMembership, User
from usp.accounts.permissions import UniversityAction, role_holders
from usp.notifications.kinds import Value
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import Unit


def officials_for(unit: Unit, action: UniversityAction) -> list[User]:
    """The university's people whose role grants the action for this unit, each once."""
    rows = UniversityMembership.objects.running().filter(
        university=unit.university_id, role__in=role_holders(action), user__is_active=True
    )
    concerned = (rows.filter(unit=unit) | rows.filter(unit__isnull=True)).select_related("user")
    return list({row.user_id: row.user for row in concerned}.values())


def people_of(placement: Placement) -> list[User]:
    """Whom the employer has for this intern: who sent the offer and who looks after the position, if still there."""
    offer = placement.offer
    rows = EmployerMembership.objects.running().filter(pk__in=[offer.sent_by_id, offer.position.supervisor_id])
    return [row.user for row in rows.select_related("user")]


def tell_asked(made: CancellationRequest) -> None:
    """Employer, career centre and insurance officer at once; the student's reason only where it is read in place."""
    placement = made.placement
    extra: dict[str, Value] = {"center_from": made.center_from}
    _to_employer(placement, "cancellation_asked", f"request:{made.pk}", extra)
    _to_center(placement, "cancellation_asked_center", f"request:{made.pk}", extra, _request_page(made))


def tell_taken_back(found: CancellationRequest) -> None:
    """Whoever was told of the request."""
    _to_employer(found.placement, "cancellation_taken_back", f"request:{found.pk}")
    _to_center(found.placement, "cancellation_taken_back_center", f"request:{found.pk}", {}, _request_page(found))


def tell_refused(found: CancellationRequest) -> None:
    """The student reads the employer's answer; the career centre knows that it was given."""
    _to_student(found.placement, "cancellation_refused", f"request:{found.pk}", {"answer": found.answer})
    _to_center(found.placement, "cancellation_refused_center", f"request:{found.pk}", {}, _request_page(found))


def tell_ended(placement: Placement, actor: User) -> None:
    """The student, the employer unless it acted itself, and the university's officials."""
    kind = "placement_abandoned" if placement.state == PlacementState.ABANDONED else "placement_cancelled"
    with override("tr"):
        extra: dict[str, Value] = {"reason": str(placement.get_ending_display()), "last_day": placement.last_day}
    key = f"placement:{placement.pk}:ended"
    _to_student(placement, kind, key, extra)
    if not actor.is_employer:
        _to_employer(placement, "placement_ended_employer", key, extra)
    _to_center(placement, "placement_ended_center", key, extra, reverse("insurance:intern", args=[placement.pk]))


def tell_completed(placement: Placement) -> None:
    """The student: what was stated, and that an evaluation may be written."""
    extra: dict[str, Value] = {"days": placement.days_attended or 0}
    _to_student(placement, "placement_completed", f"placement:{placement.pk}:completed", extra)


def tell_note(note: ConductNote) -> None:
    """The student at once: that there is a note, what can be answered, and to whom one may object."""
    _to_student(note.placement, "conduct_note_written", f"note:{note.pk}", page="offers:my-note")


def tell_note_answered(note: ConductNote) -> None:
    """The employer: the student has replied."""
    _to_employer(note.placement, "conduct_note_replied", f"note:{note.pk}:reply")


def tell_words_judged(note: ConductNote) -> None:
    """The author: the added words are open, or are not."""
    _to_employer(note.placement, f"conduct_words_{note.words}", f"note:{note.pk}:{note.words}")


def tell_appeal(note: ConductNote) -> None:
    """The officials who decide on objections."""
    placement = note.placement
    page = reverse("offers:note-appeal", args=[note.pk])
    _to_center(
        placement, "conduct_note_appealed", f"note:{note.pk}:appeal", {}, page, action=UniversityAction.DECIDE_CONDUCT
    )


def tell_appeal_decided(note: ConductNote) -> None:
    """Both sides read the decision."""
    extra: dict[str, Value] = {"decision": note.decision}
    _to_student(note.placement, f"conduct_note_{note.appeal}", f"note:{note.pk}:decided", extra, page="offers:my-note")
    _to_employer(note.placement, f"conduct_note_{note.appeal}_employer", f"note:{note.pk}:decided")


def tell_handed_in(row: HandedInDocument) -> None:
    """The employer: one of the documents it asked for is there. Each file that was handed in is an event."""
    with override("tr"):
        extra: dict[str, Value] = {"document": str(row.requested)}
    _to_employer(row.placement, "document_handed_in", f"handed-in:{row.pk}:{row.file_id}", extra)


def remind_of_end(placements: Iterable[Placement]) -> None:
    """The employers: the internship is over, please state attendance. Once."""
    for placement in placements:
        _to_employer(placement, "completion_due", f"placement:{placement.pk}:over")


def tell_silent(placements: Iterable[Placement]) -> None:
    """Employer and career centre: two weeks have passed and nobody has stated attendance. Once."""
    for placement in placements:
        key = f"placement:{placement.pk}:silent"
        _to_employer(placement, "completion_due", key)
        _to_center(placement, "completion_silent", key, {}, reverse("offers:cancellations") + "?sekme=bitmis")


def remind_of_review(placement: Placement, *, student: bool, employer: bool) -> None:
    """Whoever has not written an evaluation yet. Once."""
    key = f"placement:{placement.pk}:review"
    if student:
        _to_student(placement, "review_due_student", key)
    if employer:
        _to_employer(placement, "review_due_employer", key)


def _request_page(found: CancellationRequest) -> str:
    return reverse("offers:cancellation", args=[found.pk])


def _context(placement: Placement, extra: dict[str, Value] | None) -> dict[str, Value]:
    offer = placement.offer
    return {
        "employer": offer.terms["employer"],
        "place": place_of(offer),
        "title": offer.terms["title"],
        "starts_on": placement.first_day,
        "ends_on": placement.last_day,
        **(extra or {}),
    }


def _to_student(
    placement: Placement,
    kind: str,
    key: str,
    extra: dict[str, Value] | None = None,
    page: str = "offers:my-placement",
) -> None:
    link = reverse(page, args=[placement.pk])
    notify_many([Notice(kind, placement.student.user, key, _context(placement, extra), link)])


def _to_employer(placement: Placement, kind: str, key: str, extra: dict[str, Value] | None = None) -> None:
    """The person's name only while the offer keeps it open."""
    name = placement.student.user.full_name if placement.offer.identity_is_open else _("Adayınız")
    context = _context(placement, extra) | {"student": name}
    link = reverse("offers:intern", args=[placement.pk])
    notify_many(Notice(kind, user, key, context, link) for user in people_of(placement))


def _to_center(
    placement: Placement,
    kind: str,
    key: str,
    extra: dict[str, Value],
    link: str,
    *,
    action: UniversityAction = UniversityAction.DECIDE_CANCELLATIONS,
) -> None:
    context = _context(placement, extra) | {"student": placement.student.user.full_name}
    officials = officials_for(placement.department.unit, action)
    notify_many(Notice(kind, user, key, context, link) for user in officials)
