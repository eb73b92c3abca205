"""The records gateway: a student's study, school, exam and insurance records, from server to server."""

import logging
from typing import Any

from django.utils.translation import gettext_lazy as _
from stdnum.tr import tckimlik

from usp.core import clock
from usp.core.errors import RuleViolation
from usp.edevlet import http
from usp.edevlet.options import options
from usp.edevlet.reading import MalformedRecords
from usp.edevlet.records import Records

logger = logging.getLogger(__name__)

QUERY_PATH = "/sorgu"


class GatewayError(RuleViolation):
    """The records cannot be read; the text tells the student what to do."""


class GatewayUnavailable(GatewayError):  # noqa: N818 -- see RuleViolation
    """Nobody answers, too late, or not in the agreed form: worth another try."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Öğrenim kayıtlarınız şu anda alınamıyor: kayıt servisi yanıt vermiyor. "
                "Kaydettiğiniz bilgiler duruyor; birkaç dakika sonra yeniden deneyin."
            ),
            code="records_unavailable",
        )


class NoRecord(GatewayError):  # noqa: N818 -- see RuleViolation
    """The service knows no student with this identity number (A40: whom to ask, in this order)."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Adınıza kayıtlı bir yükseköğretim bilgisi bulunamadı. Önce ÖSYM Aday İşlemleri’nde "
                "(ais.osym.gov.tr) «Eğitim Bilgilerim» başlığını güncelleyin; olmazsa sırasıyla "
                "üniversitenizin kariyer merkezine, üniversite yönetimine ve öğrenci işlerine başvurun."
            ),
            code="records_none",
        )


class GatewayRefused(GatewayError):  # noqa: N818 -- see RuleViolation
    """The service refuses us: a fault of the portal's set-up, not of the student."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kayıt servisi portalın sorgusunu kabul etmedi. Bu sizden kaynaklanan bir sorun değil; "
                "programın destek adresine yazın, düzelince kaldığınız yerden devam edersiniz."
            ),
            code="records_refused",
        )


def fetch_records(tckn: str) -> Records:
    """Ask the record services about one student, as of now.

    Takes up to ``timeout_seconds``: call it before opening a transaction, never inside one.
    Raises GatewayUnavailable, NoRecord or GatewayRefused. The identity number travels in the body only.
    """
    tckimlik.validate(tckn)
    service = options()
    try:
        answer = http.post(
            service.records_url.rstrip("/") + QUERY_PATH,
            body={"tckn": tckn},
            auth=(service.client_id, service.client_secret),
        )
    except http.ServiceTrouble as trouble:
        logger.warning("records gateway: %s", trouble.kind)
        raise GatewayUnavailable from None
    return _read(answer, tckn)


def _read(answer: http.Answer, tckn: str) -> Records:
    if answer.status == 404 and answer.data.get("error") == "no_record":
        raise NoRecord
    if answer.status in (400, 401, 403):
        logger.error("records gateway refuses us: HTTP %d", answer.status)
        raise GatewayRefused
    if answer.status != 200:
        logger.warning("records gateway: HTTP %d", answer.status)
        raise GatewayUnavailable
    data: dict[str, Any] = {**answer.data, "fetched_at": clock.now().isoformat()}
    if data.get("tckn") != tckn:
        logger.error("records gateway: the answer is about somebody else")
        raise GatewayUnavailable
    try:
        return Records.from_snapshot(data, tckn=tckn)
    except MalformedRecords as error:
        logger.error("records gateway: malformed %s", error)
        raise GatewayUnavailable from None
