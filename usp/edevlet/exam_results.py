"""The register of exams: whether a result code is on record, and with which score (docs/edevlet.md)."""

import datetime as dt
import logging
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from usp.edevlet import http
from usp.edevlet.options import options

logger = logging.getLogger(__name__)

QUERY_PATH = "/sinav-sonucu"


class RegisterAway(Exception):  # noqa: N818 -- reads as what it says
    """The register does not answer, or not in the agreed form: worth another try later. Carries nothing of anybody."""


@dataclass(frozen=True)
class RegisteredResult:
    """One result as the body that held the exam has it."""

    exam: str
    score: Decimal
    taken_on: dt.date


def find_result(*, tckn: str, exam: str, code: str) -> RegisteredResult | None:
    """What the register says of this person's result code; None when it knows none.

    Takes up to ``timeout_seconds``: never inside a transaction. The identity number travels in the body only.
    Raises RegisterAway.
    """
    service = options()
    try:
        answer = http.post(
            service.records_url.rstrip("/") + QUERY_PATH,
            body={"tckn": tckn, "exam": exam, "code": code},
            auth=(service.client_id, service.client_secret),
        )
    except http.ServiceTrouble as trouble:
        logger.warning("exam register: %s", trouble.kind)
        raise RegisterAway from None
    if answer.status == 404 and answer.data.get("error") == "no_result":
        return None
    if answer.status != 200:
        logger.warning("exam register: HTTP %d", answer.status)
        raise RegisterAway
    return _read(answer.data, tckn)


def _read(data: dict[str, Any], tckn: str) -> RegisteredResult:
    try:
        if data["tckn"] != tckn:
            raise ValueError
        return RegisteredResult(
            exam=str(data["exam"]), score=Decimal(data["score"]), taken_on=dt.date.fromisoformat(data["taken_on"])
        )
    except (KeyError, TypeError, ValueError, InvalidOperation):
        logger.error("exam register: a malformed answer")
        raise RegisterAway from None
