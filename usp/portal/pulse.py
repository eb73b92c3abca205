"""The portal's pulse: a signed word to its own public address, which proves that it answers from outside.

Sent each minute by a worker, and by the container's health check as well, so that a dead worker alone is no outage.
Through proxy, web and database it becomes a row (``offers.services.heartbeat``); a gap in the rows pauses expiries.
"""

import logging
import time

import requests
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

HEADER = "X-USP-Pulse"
_SALT = "usp.portal.pulse"
# How far the clocks of the sender's and the web machine may be apart, and how long a word may be on its way.
_TOLERANCE_SECONDS = 120
_TIMEOUT_SECONDS = 8

logger = logging.getLogger(__name__)


def word(now: float | None = None) -> str:
    """«1716199200:hex»: the second by the real clock, signed with the portal's key."""
    second = str(int(time.time() if now is None else now))
    return f"{second}:{_signature(second)}"


def is_genuine(said: str) -> bool:
    """Whether the word was signed by us about now."""
    second, _colon, signature = said.partition(":")
    if not second.isdecimal() or abs(time.time() - int(second)) > _TOLERANCE_SECONDS:
        return False
    return constant_time_compare(signature, _signature(second))


def send_pulse() -> bool:
    """Post the word to the public address; False, with a warning in the log, when it does not get through."""
    url = settings.USP_PUBLIC_URL + reverse("pulse")
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(url, headers={HEADER: word()}, timeout=_TIMEOUT_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        logger.warning("pulse: the portal does not answer at its public address: %s", type(error).__name__)
        return False
    if answer.status_code != 204:
        logger.warning("pulse: the portal answered %d at its public address", answer.status_code)
        return False
    return True


def _signature(second: str) -> str:
    return salted_hmac(_SALT, second, algorithm="sha256").hexdigest()
