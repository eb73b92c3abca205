"""Codes that prove nothing any more hold somebody's address: they go once no limit counts them."""

import datetime as dt
import logging

from usp.accounts.models import ContactCode
from usp.core import clock

logger = logging.getLogger(__name__)
KEPT = dt.timedelta(days=2)  # the longest limit looks back one day


def purge_codes() -> int:
    """Delete the codes that were asked for more than two days ago; answers how many."""
    removed, _by_table = ContactCode.objects.filter(issued_at__lt=clock.real_now() - KEPT).delete()
    if removed:
        logger.info("contact: %d dead codes removed", removed)
    return removed
