"""The career centre asks each accepted student, or the student says it with one tap (docs/rules.md A36)."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from insurance.models import ContactEntry, InternEvent
from insurance.services.list_events import note_event
from offers.models import Placement
from offers.services.endings_news import officials_for
from offers.states import PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.notifications.services.notify import Notice, notify_many

Way, Intends, Unit = ContactEntry.Way, ContactEntry.Intends, ContactEntry.Unit
_TWICE = dt.timedelta(minutes=1)  # the same words again within a minute are a button pressed twice


@verb
def log_contact(
    *, placement_id: int, way: str, intends: str = "", been_to_unit: str = "", note: str = "", actor: User
) -> ContactEntry:
    """An official keeps what was said with an intern; the same words twice within a minute are one entry.

    A first «yapmayacak» changes the list, and the student is led to the cancellation request: nobody is cancelled by
    a word on the telephone. Raises Placement.DoesNotExist for an intern of another unit.
    """
    placement = _locked(placement_id, actor)
    if way == Way.PORTAL:
        raise RuleViolation(_("Bu yolu yalnızca öğrenci kullanır."), code="students_way")
    made = _add(placement, actor, way, intends, been_to_unit, note.strip())
    if intends == Intends.NO and placement.state == PlacementState.CONFIRMED:
        notify_many([_lead_to_cancellation(made)])
    return made


@verb
def answer_ask(*, placement_id: int, intends: str = "", been_to_unit: str = "", actor: User) -> ContactEntry:
    """The student's own tap; the same answer as the last one is no second entry. Only while the internship stands."""
    if not actor.is_student:
        raise Placement.DoesNotExist
    placement = _locked(placement_id, actor)
    if placement.state != PlacementState.CONFIRMED:
        raise RuleViolation(_("Bu staj sonuçlandı; cevap alınmıyor."), code="placement_over")
    if intends == Intends.UNREACHED or (intends, been_to_unit) == ("", ""):
        raise RuleViolation(_("Bir cevap seçin."), code="no_answer")
    last = ContactEntry.objects.filter(placement=placement).order_by("-pk")
    kept = {
        "intends": last.exclude(intends="").values_list("intends", flat=True).first(),
        "been_to_unit": last.exclude(been_to_unit="").values_list("been_to_unit", flat=True).first(),
    }
    newest = last.first()
    if newest and all(not value or kept[name] == value for name, value in
                      (("intends", intends), ("been_to_unit", been_to_unit))):  # fmt: skip
        return newest
    return _add(placement, actor, Way.PORTAL, intends, been_to_unit, "")


def _locked(placement_id: int, actor: User) -> Placement:
    mine = Placement.objects.visible_to(actor).filter(pk=placement_id)
    return (
        Placement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("student__user", "offer", "department__unit__university")
        .get(pk__in=mine.values("pk"))
    )


def _add(placement: Placement, actor: User, way: str, intends: str, been_to_unit: str, note: str) -> ContactEntry:
    now = clock.now()
    words = {"by": actor, "way": way, "intends": intends, "been_to_unit": been_to_unit, "note": note}
    said = ContactEntry.objects.filter(placement=placement)
    if twice := said.filter(at__gt=now - _TWICE, **words).first():
        return twice
    before = said.exclude(intends="").order_by("-pk").values_list("intends", flat=True).first()
    with rule_from_constraint(ContactEntry, "contact_entry_says_something"):
        made = ContactEntry.objects.create(placement=placement, at=now, **words)
    if intends == Intends.NO != before and placement.state == PlacementState.CONFIRMED:
        note_event(placement, InternEvent.Kind.SAID_NO)
        if way == Way.PORTAL:
            notify_many(_said_no(official, made) for official in officials_for(
                placement.department.unit, UniversityAction.SEE_INTERNS))  # fmt: skip
    return made


def _said_no(official: User, made: ContactEntry) -> Notice:
    placement = made.placement
    context = {"student": placement.student.user.full_name, "employer": placement.offer.terms["employer"]}
    link = reverse("insurance:intern", args=[placement.pk])
    return Notice("intern_said_no", official, f"contact:{made.pk}", context, link)


def _lead_to_cancellation(made: ContactEntry) -> Notice:
    placement = made.placement
    link = reverse("offers:ask-cancellation", args=[placement.pk])
    context = {"employer": placement.offer.terms["employer"]}
    return Notice("ask_for_cancellation", placement.student.user, f"contact:{made.pk}", context, link)
