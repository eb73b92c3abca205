"""Final approval: an offer becomes a placement, and the student's other offers are released."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.pool.build import refresh_availability
from applications.states import ApplicationState
from offers.models import Offer, Placement
from offers.services.engine import (
    actor_name,
    check_running_position,
    lock_applications,
    lock_positions,
    move,
    move_many,
    own_side,
    settle,
)
from offers.services.findings import confirm_findings
from offers.services.news import tell_confirmed, tell_released
from offers.signals import placement_confirmed
from offers.states import LIVE_OFFER, Kind, OfferRank, OfferState, offer_may
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation


def confirm_offer(*, offer_id: int, actor: User) -> Placement:
    """Give the final approval inside the offer's time; the first employer to confirm takes the place.

    For an internship the student's record is fetched again first, before any lock (docs/rules.md A2): a lost
    studentship refuses. Class and average only warn (``confirm_findings``); a service that does not answer does not
    refuse either, since the record is looked at again before the insurance entry.
    Confirming twice answers with the same placement. Raises Offer.DoesNotExist, RuleViolation.
    """
    own_side(actor, "employer")
    asked = Offer.objects.visible_to(actor).get(pk=offer_id)
    if asked.state == OfferState.ACCEPTED:
        stops = [finding for finding in confirm_findings(asked) if finding.stops]
        if stops:
            raise RuleViolation(
                _("Son onay verilemez: %(reason)s Teklifi «koşulu sağlamıyor» nedeniyle geri çekebilirsiniz.")
                % {"reason": " ".join(finding.text for finding in stops)},
                code="not_a_student",
            )
    return _confirm(offer_id=offer_id, actor=actor)


@verb
def _confirm(*, offer_id: int, actor: User) -> Placement:
    """In one transaction: the offer is confirmed, the placement written (the database holds the number of rights and
    the overlap of dates), every other offer that can no longer become an internship is released, and each freed seat
    goes to its line.
    """
    asked = Offer.objects.visible_to(actor).select_related("application").get(pk=offer_id)
    applications = {row.pk: row for row in lock_applications(asked.application.student_id)}
    application = applications[asked.application_id]
    live = Offer.objects.filter(application__in=applications, state__in=LIVE_OFFER)
    positions = lock_positions([*live.values_list("position_id", flat=True), asked.position_id])
    settle(positions)
    offer = Offer.objects.select_related("position__employer", "position__season", "sent_by__user").get(pk=offer_id)
    if offer.state == OfferState.CONFIRMED:
        return offer.placement
    _check(offer, application)
    move(offer, "confirm", OfferState.CONFIRMED, who="employer", actor=actor)
    placement = _place(offer, application, actor)
    released, waited = _release_others(offer, application)
    placement_confirmed.send(sender=Placement, placement=placement)
    tell_confirmed(placement)
    tell_released(released, placement)
    settle(positions, left=waited)
    return placement


def _check(offer: Offer, application: Application) -> None:
    ended = _ENDED.get(OfferState(offer.state))
    if ended is not None:
        raise RuleViolation(ended[1], code=ended[0], keeps_work=True)
    check_running_position(offer.position)
    if application.state != ApplicationState.COMPLETED:
        raise RuleViolation(_("Adayın başvurusu geçerli değil; son onay verilemez."), code="application_state")
    if not offer_may("confirm", offer.state, "employer"):
        return  # the move says so
    if offer.kind == Kind.INTERNSHIP and application.used >= application.allowed:
        raise RuleViolation(_("Adayın bu dönemdeki staj hakkını başka bir işveren kullandı."), code="placement_right")


_ENDED = {
    OfferState.RELEASED: (
        "placement_right",
        _("Adayın stajını az önce başka bir işveren başlattı; teklifiniz serbest bırakıldı."),
    ),
    OfferState.LAPSED: ("offer_confirm_in_time", _("Son onay süresi doldu; teklif artık onaylanamaz.")),
    OfferState.DECLINED: ("offer_declined", _("Aday az önce vazgeçti; teklif artık onaylanamaz.")),
    OfferState.WITHDRAWN: ("offer_withdrawn", _("Teklif az önce geri çekildi; artık onaylanamaz.")),
}


def _place(offer: Offer, application: Application, actor: User) -> Placement:
    """Write the placement; an internship uses one of the application's rights."""
    right_no = None
    if offer.kind == Kind.INTERNSHIP:
        with rule_from_constraint(Application, "application_right_not_overdrawn"):
            Application.objects.filter(pk=application.pk).update(used=F("used") + 1)
        application.refresh_from_db(fields=["used"])
        right_no = _free_right(application)
        refresh_availability(application_id=application.pk)
    with (
        acting(actor_name(actor)),
        rule_from_constraint(Placement, "placement_right", "placement_no_overlap"),
    ):
        return Placement.objects.create(
            offer=offer,
            kind=offer.kind,
            application=application,
            student=application.student,
            department=application.enrolled_at,
            right_no=right_no,
            dates=DateRange(offer.starts_on, offer.ends_on + dt.timedelta(days=1)),
            working_days=offer.working_days,
            weekly_days=offer.weekly_days,
            confirmed_at=clock.now(),
        )


def _free_right(application: Application) -> int:
    taken = set(
        Placement.objects.filter(application=application, right_no__isnull=False).values_list("right_no", flat=True)
    )
    return next(number for number in range(1, application.allowed + 1) if number not in taken)


def _release_others(offer: Offer, application: Application) -> tuple[list[Offer], list[int]]:
    """Release the offers that can no longer become an internship: the right is used up, or the dates overlap.

    Answers them, and which of them stood in a line.
    """
    others: QuerySet[Offer] = Offer.objects.filter(
        application__student=application.student_id, state__in=LIVE_OFFER
    ).exclude(state=OfferState.CONFIRMED)
    waited = list(others.filter(rank=OfferRank.YEDEK, seat_no__isnull=True).values_list("pk", flat=True))
    overlapping = others.filter(starts_on__lte=offer.ends_on, ends_on__gte=offer.starts_on)
    released = _release(overlapping, "overlap")
    if offer.kind == Kind.INTERNSHIP and application.used >= application.allowed:
        released += _release(others.filter(kind=Kind.INTERNSHIP, application=application), "right_used")
    return released, [pk for pk in waited if pk in {one.pk for one in released}]


def _release(offers: QuerySet[Offer], reason: str) -> list[Offer]:
    return move_many(offers, "release", OfferState.RELEASED, who="system", actor="system", reason=reason, seat_no=None)
