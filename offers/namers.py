"""Which employers a student knows by name: those that have sent an offer the student may see (docs/rules.md A43)."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from applications.pool.looks import Named, register_namer
from offers.models import Offer
from offers.states import OfferState
from usp.core.clock import UspNow


def known_employers(application_ids: Sequence[int]) -> Mapping[int, Named]:
    """The employers behind these applications' visible offers, each with its newest offer's page. One query."""
    rows = (
        Offer.objects.filter(application__in=application_ids, visible_from__lte=UspNow())
        .exclude(state=OfferState.UNDONE)
        .order_by("pk")
        .values_list("pk", "position__employer_id", "terms__employer")
    )
    return {employer: Named(name, reverse("offers:offer", kwargs={"pk": offer})) for offer, employer, name in rows}


register_namer(known_employers)
