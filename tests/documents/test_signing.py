"""Papers carry the portal's signature without losing what makes them PDF/A; without a key they are as before."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.paper_standards import assert_archivable
from usp.documents import signing
from usp.documents.checks import signing_key_works
from usp.documents.management.commands.make_test_certificate import archive_of as archive
from usp.documents.models import Document

PASSWORD = "örnek parola"


@pytest.fixture
def key(settings, tmp_path: Path) -> Path:
    """A test certificate as the settings name it."""
    path = tmp_path / "keys" / "signing.p12"
    settings.USP_SIGNING = {"certificate": str(path), "password": PASSWORD, "tsa": ""}
    call_command("make_test_certificate", name="Örnek Mühür Şirketi")
    return path


def content_of(document: Document) -> bytes:
    with document.file.open("rb") as file:
        return file.read()


def verdict(content: bytes):
    """What pyHanko's own validator says, when the certificate itself is trusted."""
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    pem = signature.signer_cert.dump()
    trusted = ValidationContext(trust_roots=list(load_certs_from_pemder_data(pem)))
    # A browser test may have left an event loop in this thread, and pyHanko makes its own.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(validate_pdf_signature, signature, trusted).result()


def test_a_paper_is_signed_as_it_stands(key, issue):
    document = issue()
    document.refresh_from_db()
    content = content_of(document)
    status = verdict(content)
    assert status.bottom_line
    assert status.intact
    assert status.valid
    assert status.coverage.name == "ENTIRE_FILE"
    assert hashlib.sha256(content).hexdigest() == document.sha256
    assert document.signed_by == "Örnek Mühür Şirketi"
    assert document.signed_at is not None


def test_one_changed_byte_breaks_the_signature(key, issue):
    content = content_of(issue())
    at = content.index(b"/Producer") if b"/Producer" in content else 200
    assert not verdict(content[:at] + b"X" + content[at + 1 :]).intact


def test_a_signed_paper_is_still_what_it_says_it_is(key, issue):
    content = content_of(issue())
    assert_archivable(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.trailer.ID is not None
        (field,) = pdf.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert int(field.F) & 0b100111 == 0b100  # it prints and is neither hidden nor invisible nor without view
        assert len({float(side) for side in field.Rect}) == 1  # so it needs no appearance
        assert float(field.Rect[0]) < 0  # outside the page, so it needs no tag
        assert pdf.Root.Perms.DocMDP.objgen == field.V.objgen


def test_without_a_key_papers_are_issued_unsigned(issue):
    document = issue()
    assert (document.signed_by, document.signed_at) == ("", None)
    assert not PdfFileReader(io.BytesIO(content_of(document))).embedded_signatures


@pytest.mark.parametrize("harm", [b"not a key", None])
def test_a_key_that_fails_holds_no_paper_back(key, issue, harm):
    signing.load_signer.cache_clear()
    key.write_bytes(harm) if harm else key.unlink()
    assert issue().signed_by == ""


def test_a_time_stamp_server_that_is_away_leaves_the_signature_without_a_time(key, issue, settings):
    settings.USP_SIGNING = {**settings.USP_SIGNING, "tsa": "http://127.0.0.1:9/"}
    document = issue()
    assert document.signed_by
    assert verdict(content_of(document)).timestamp_validity is None


def test_the_key_is_for_its_owner_alone_and_is_never_made_twice(key):
    assert key.stat().st_mode & 0o077 == 0
    before = key.read_bytes()
    call_command("make_test_certificate")
    assert key.read_bytes() == before


def test_without_a_named_file_no_key_is_made():
    with pytest.raises(CommandError, match="USP_SIGNING_CERT"):
        call_command("make_test_certificate")


def found(**changes: str) -> list[str]:
    """What the system check says to changed settings."""
    from django.conf import settings  # noqa: PLC0415 -- the fixture's settings

    settings.USP_SIGNING = {**settings.USP_SIGNING, **changes}
    return [message.id for message in signing_key_works()]


def test_the_check_finds_a_wrong_password_a_missing_file_and_settings_without_a_key(key):
    assert found() == []
    assert found(password="başka") == ["usp.E003"]
    assert found(certificate="/nowhere/key.p12") == ["usp.E003"]
    assert found(certificate="") == ["usp.W003"]
    assert found(certificate="", password="", tsa="") == []


@pytest.mark.parametrize(("days", "said"), [(400, []), (29, ["usp.W003"]), (0, ["usp.E003"])])
def test_the_check_knows_when_the_certificate_ends(settings, tmp_path, days, said):
    path = tmp_path / f"{days}.p12"
    path.write_bytes(archive("Örnek", "", days=days))
    settings.USP_SIGNING = {"certificate": str(path), "password": "", "tsa": ""}
    assert [message.id for message in signing_key_works()] == said
