"""System checks of the signing certificate: a wrong key stops a start, not a paper."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils import timezone

from usp.documents.signing import SigningKeyError, load_signer, runs_until

EARLY = dt.timedelta(days=30)


@register(Tags.security)
def signing_key_works(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """usp.E003: a configured certificate can be used; usp.W003: it ends within 30 days, or has a server without it."""
    path = settings.USP_SIGNING["certificate"]
    if not path:
        return _unused_settings()
    try:
        until = runs_until(load_signer(path, settings.USP_SIGNING["password"]))
    except SigningKeyError as error:
        return [Error(f"Papers cannot be signed: {error}", hint="USP_SIGNING_CERT, README.md", id="usp.E003")]
    if until <= timezone.now():
        return [Error(f"The signing certificate ended on {until:%Y-%m-%d}", id="usp.E003")]
    if until <= timezone.now() + EARLY:
        return [Warning(f"The signing certificate ends on {until:%Y-%m-%d}", id="usp.W003")]
    return []


def _unused_settings() -> list[CheckMessage]:
    if not (settings.USP_SIGNING["password"] or settings.USP_SIGNING["tsa"]):
        return []
    return [Warning("USP_SIGNING_… is set without USP_SIGNING_CERT: papers are not signed", id="usp.W003")]
