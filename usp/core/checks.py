"""System checks that keep a demo out of production."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.utils import DatabaseError

PRODUCTION_CLOCK = "select clock_timestamp()"


@register(Tags.database, deploy=True)
def clock_is_real(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """usp.E001: production's usp_now() has exactly the real body (docs/rules.md S4)."""
    if not databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("select prosrc from pg_proc where proname = 'usp_now'")
            row = cursor.fetchone()
    except DatabaseError:
        return []
    if row is None or " ".join(row[0].split()).lower() == PRODUCTION_CLOCK:
        return []
    return [
        Error(
            "usp_now() does not read the real clock",
            hint="Run: create or replace function usp_now() … $$ select clock_timestamp() $$ (docs/operations.md)",
            id="usp.E001",
        )
    ]


@register(Tags.security, deploy=True)
def edevlet_is_real(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """usp.E002: production never signs people in against the sandbox (docs/rules.md S1)."""
    suspicious = [
        name
        for name, value in settings.USP_EDEVLET.items()
        if name.endswith("_url") and ("127.0.0.1" in value or "localhost" in value or not value.startswith("https://"))
    ]
    return [
        Error(f"e-Devlet {name} is not the real service", hint=f"Set EDEVLET_{name.upper()}", id="usp.E002")
        for name in suspicious
    ]
