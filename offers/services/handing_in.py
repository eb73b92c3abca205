"""The documents an employer asks for after the final approval: handed in, and ticked (A16)."""

from django.utils.translation import gettext_lazy as _

from offers.models import HandedInDocument, Placement, RequestedDocument
from offers.services import endings_news as news
from offers.services.ending import require_side
from offers.states import OfferState, PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.documents.models import Upload


@verb
def hand_in_document(*, placement_id: int, requested_id: int, file: Upload, actor: User) -> HandedInDocument:
    """The student hands in one document; until it is ticked another file may take its place."""
    require_side(actor.is_student)
    placement = _placement(placement_id, actor)
    requested = RequestedDocument.objects.get(pk=requested_id, position=placement.offer.position_id)
    return _put(placement, requested, file)


@verb
def hand_in(*, placement: Placement, kind: str, file: Upload) -> list[HandedInDocument]:
    """Documents that arrive by themselves (SGK's entry document): put wherever the position asks for this kind.

    The caller's own verb has decided that the placement goes on. What the employer has ticked is left alone.
    """
    asked = RequestedDocument.objects.filter(position=placement.offer.position_id, kind=kind)
    ticked = HandedInDocument.objects.filter(placement=placement, checked_at__isnull=False)
    return [_put(placement, one, file) for one in asked.exclude(handed_in__in=ticked)]


@verb
def check_document(*, placement_id: int, requested_id: int, actor: User) -> HandedInDocument:
    """The employer ticks a document; also one that was handed over on paper."""
    require_side(actor.is_employer)
    placement = _placement(placement_id, actor)
    requested = RequestedDocument.objects.get(pk=requested_id, position=placement.offer.position_id)
    row, _new = _row(placement, requested)
    if row.checked_at is None:
        row.checked_at, row.checked_by = clock.now(), actor
        row.save(update_fields=["checked_at", "checked_by"])
    return row


def _placement(placement_id: int, actor: User) -> Placement:
    """A placement that goes on, whose person the employer may know."""
    placement = (
        Placement.objects.visible_to(actor).select_related("offer__position", "student__user").get(pk=placement_id)
    )
    if placement.state != PlacementState.CONFIRMED or placement.offer.state != OfferState.CONFIRMED:
        raise RuleViolation(_("Bu staj sürmüyor; belge alınmıyor."), code="placement_transition")
    return placement


def _row(placement: Placement, requested: RequestedDocument) -> tuple[HandedInDocument, bool]:
    row, new = HandedInDocument.objects.get_or_create(placement=placement, requested=requested)
    return HandedInDocument.objects.select_for_update(of=("self",)).select_related("requested").get(pk=row.pk), new


def _put(placement: Placement, requested: RequestedDocument, file: Upload) -> HandedInDocument:
    row, _new = _row(placement, requested)
    if row.checked_at is not None:
        raise RuleViolation(_("İşveren bu belgeyi tamam olarak işaretledi; değiştirilemez."), code="document_ticked")
    row.file, row.handed_in_at = file, clock.now()
    row.save(update_fields=["file", "handed_in_at"])
    row.placement = placement
    news.tell_handed_in(row)
    return row
