"""Other bodies of usp_now(): the demo's and the tests'. Production's check refuses both."""

from django.db import connection

_DEMO = """
create or replace function usp_now() returns timestamptz language sql volatile as $$
  select clock_timestamp() + coalesce((select shift from core_seasonclock), interval '0') $$
"""
_TEST = """
create or replace function usp_now() returns timestamptz language sql volatile as $$
  select coalesce(nullif(current_setting('usp.now', true), '')::timestamptz,
                  clock_timestamp() + coalesce((select shift from core_seasonclock), interval '0')) $$
"""


def install_demo_clock() -> None:
    """Make usp_now() the real time plus the season clock's shift."""
    _install(_DEMO)


def install_test_clock() -> None:
    """Make usp_now() obey the session setting ``usp.now`` first, then the season clock."""
    _install(_TEST)


def _install(body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(body)
