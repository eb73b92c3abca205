"""The settings of e-Devlet, typed."""

from dataclasses import dataclass, fields

from django.conf import settings


@dataclass(frozen=True)
class Options:
    """Where the services are, who we are to them, and how long we wait (docs/edevlet.md)."""

    authorize_url: str
    token_url: str
    resource_url: str
    records_url: str
    client_id: str
    client_secret: str
    timeout_seconds: float


def options() -> Options:
    """``settings.USP_EDEVLET`` as it is now; a test may have changed it."""
    return Options(**{one.name: settings.USP_EDEVLET[one.name] for one in fields(Options)})
