"""The institution's signature on every paper: PAdES over the finished PDF/A, so that a file proves itself offline.

One certificate signs for the portal (docs/decisions/0016): it says that the portal issued the paper, not that a
university agreed to it; whoever agrees signs on the paper. Without a certificate papers are issued unsigned. Time comes
from a time-stamp server where one is configured (level B-T), otherwise the signature has none of its own (B-B).
"""

import datetime as dt
import io
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from pyhanko.sign import SimpleSigner

logger = logging.getLogger(__name__)
FIELD = "Imza"
TSA_PATIENCE_SECONDS = 5
_lock = threading.Lock()  # the signer and its certificates are shared by all threads of a process


class SigningKeyError(RuntimeError):
    """The key file that the settings name cannot be used: says why, never the password."""


@dataclass(frozen=True)
class Signed:
    """A paper after signing. ``by`` is the certificate's holder, empty where nobody signed."""

    content: bytes
    by: str = ""
    at: dt.datetime | None = None


def sign_pdf(content: bytes) -> Signed:
    """The paper with the portal's signature as its last revision; unchanged where no certificate is configured.

    A key or a time-stamp server that fails is logged as an error and does not hold a paper back: deadlines at SGK do
    not wait, and the verification page says whether a paper is signed. 60 ms without a time stamp.
    """
    path, password = settings.USP_SIGNING["certificate"], settings.USP_SIGNING["password"]
    if not path:
        return Signed(content)
    try:
        signer = load_signer(path, password)
        with _lock:
            signed = _signed(content, signer, settings.USP_SIGNING["tsa"])
    except Exception as error:  # whatever the libraries raise: the paper itself is finished
        logger.error("documents: a paper could not be signed: %s", error)
        return Signed(content)
    return Signed(signed, holder_of(signer), timezone.now())


def _signed(content: bytes, signer: "SimpleSigner", tsa: str) -> bytes:
    if not tsa:
        return _with_signature(content, signer, "")
    try:
        return _with_signature(content, signer, tsa)
    except Exception as error:  # it is a network away; what it adds can be done without
        logger.error("documents: the time-stamp server did not answer, the signature carries no time: %s", error)
        return _with_signature(content, signer, "")


def _with_signature(content: bytes, signer: "SimpleSigner", tsa: str) -> bytes:
    """One more revision with a certifying signature, to which only further signatures may be added.

    Its widget is set to print, as PDF/A wants it, and lies outside the page, so that PDF/UA asks for no tag.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 -- half a second
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415 -- as above
    from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415 -- as above
    from pyhanko.sign.timestamps import HTTPTimeStamper  # noqa: PLC0415 -- as above

    class AsItStands(IncrementalPdfFileWriter):
        """Leaves the paper's metadata alone: written anew, its description of PDF/UA would no longer be PDF/A's."""

        def _update_meta(self) -> None:
            pass

    pdf_signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=holder_of(signer),
            reason="Belge Ulusal Staj Programı portalında düzenlenmiştir.",
            certify=True,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        ),
        signer=signer,
        timestamper=HTTPTimeStamper(tsa, timeout=TSA_PATIENCE_SECONDS) if tsa else None,
        new_field_spec=SigFieldSpec(
            FIELD,
            readable_field_name="Portalın dijital imzası",
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        ),
    )
    output = io.BytesIO()
    # pyHanko makes an event loop of its own, which a thread that has one already may not: so in a thread of its own.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(pdf_signer.sign_pdf, AsItStands(io.BytesIO(content)), output=output).result()
    return output.getvalue()


@cache
def load_signer(path: str, password: str) -> "SimpleSigner":
    """The key and certificates of a PKCS#12 file, read once per process; SigningKeyError says what is wrong."""
    from pyhanko.sign import SimpleSigner  # noqa: PLC0415 -- as above

    try:
        return SimpleSigner.load_pkcs12_data(Path(path).read_bytes(), [], password.encode() or None)
    except OSError as error:
        raise SigningKeyError(f"the file {path} cannot be read: {error.strerror}") from None
    except Exception:  # its own words may quote the file
        raise SigningKeyError(f"the file {path} is no PKCS#12 archive with this password") from None


def holder_of(signer: "SimpleSigner") -> str:
    """Who signs, as the certificate names the holder: «Örnek Kurum – Belge Mührü»."""
    subject = signer.signing_cert.subject.native if signer.signing_cert is not None else {}
    names = [subject.get("organization_name", ""), subject.get("common_name", "")]
    return " – ".join(dict.fromkeys(name for name in names if name))[:200]


def runs_until(signer: "SimpleSigner") -> dt.datetime:
    """When the certificate ends."""
    until: dt.datetime = signer.signing_cert.not_valid_after  # type: ignore[union-attr]
    return until
