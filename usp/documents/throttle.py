"""A kind limit for guessing codes: only misses count, so a campus that checks real papers never meets it."""

import hashlib
import ipaddress
import logging

from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)
MISSES, WINDOW_SECONDS = 30, 600


def is_limited(request: HttpRequest) -> bool:
    """Whether this address asked for too many unknown codes lately; without the cache nobody did."""
    try:
        return int(cache.get(_key(request)) or 0) >= MISSES
    except Exception as error:  # whatever the cache's client raises: a paper can be checked all the same
        logger.warning("documents: the cache is away, verification is not limited: %s", error)
        return False


def count_miss(request: HttpRequest) -> None:
    """Remember one unknown code of this address for the length of the window."""
    try:
        cache.add(_key(request), 0, WINDOW_SECONDS)
        cache.incr(_key(request))
    except Exception as error:  # the counter ran out in between, or the cache is away
        logger.info("documents: a miss was not counted: %s", error)


def _key(request: HttpRequest) -> str:
    """A hash of the client's network: the last proxy's word, an IPv6 client by its /64."""
    forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    address = forwarded or request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ipaddress.ip_address(address)
        if parsed.version == 6:
            address = str(ipaddress.ip_network((parsed, 64), strict=False))
    except ValueError:
        address = "unknown"
    return f"documents:misses:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
