"""``manage.py make_test_certificate``: a key for trying signed papers out; nobody else trusts it."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

YEARS = 3


class Command(BaseCommand):
    """Write the archive that USP_SIGNING_CERT names, with a self-signed test certificate; one that is there stays."""

    help = __doc__
    requires_system_checks = ()  # one of them misses the file that is about to be made

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom it names."""
        parser.add_argument("--name", default="Ulusal Staj Programı Portalı (DENEME)")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """Make it for the owner's eyes only."""
        if not settings.USP_SIGNING["certificate"]:
            raise CommandError("USP_SIGNING_CERT names no file; see the configuration table in README.md")
        path, password = Path(settings.USP_SIGNING["certificate"]), settings.USP_SIGNING["password"]
        if path.exists():
            self.stdout.write(f"{path} is there already")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        archive = archive_of(name, password)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(archive)
        self.stdout.write(f"{path} signs papers as «{name}» for {YEARS} years; for trying out only")


def archive_of(name: str, password: str, *, days: int = 365 * YEARS) -> bytes:
    """A new key with a certificate it signed itself, fit for signing documents and for nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "TR"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    encryption: KeySerializationEncryption = NoEncryption()
    if password:
        encryption = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, encryption)
