"""The test database: migrated once, copied for every worker, emptied without asking each table to be made anew."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

_PREFIX = "usp_test_template_"
# Other checkouts on the same server, and other branches, may be about to copy theirs.
_TEMPLATES_KEPT = 4
_LOCK = 1_853_081_777
# Below this, deleting row by row is faster than new files for all tables and their indexes.
_MANY_BYTES = 8 << 20
# What `migrate` writes for Django itself; no test changes it, and making it anew took half of every flush.
_KEPT = ("django_content_type", "auth_permission")


def template_database() -> str:
    """The name of a migrated, empty database to copy; made when these migrations have none yet.

    Migrating takes twelve seconds of a core, copying a tenth of one. Workers that come at once wait for the first.
    The next `migrate` on a copy still looks for itself: a template of older migrations could not deceive it.
    """
    name = _PREFIX + _fingerprint()
    with connection._nodb_cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute("set lock_timeout = 0")
        cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
        cursor.execute("select datname from pg_database where datname like %s order by oid", [_PREFIX + "%"])
        known = [row[0] for row in cursor.fetchall()]
        if name not in known:
            for old in known[: -_TEMPLATES_KEPT + 1]:
                _drop(cursor, old)
            _migrate(unfinished := f"{_PREFIX}unfinished")
            # Only a whole one gets the name; closed to connections, it can be copied at any time.
            cursor.execute(f'alter database "{unfinished}" rename to "{name}"')
            cursor.execute(f'alter database "{name}" with is_template true allow_connections false')
    return name


def test_database_exists() -> bool:
    """Whether an earlier run has left its database (`--reuse-db`)."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [connection.creation._get_test_db_name()])
        return cursor.fetchone() is not None


test_database_exists.__test__ = False  # type: ignore[attr-defined] -- a helper in spite of its name


@contextmanager
def held(django_db_blocker: Any) -> Iterator[None]:
    """A transaction around many tests: what is written inside is there for each of them and gone at the end.

    Each test's own transaction becomes a savepoint in it, so none of them may need real ones.
    """
    around = transaction.atomic()
    around._from_testcase = True  # a durable block may stand inside, as in any test
    with django_db_blocker.unblock():
        around.__enter__()
    try:
        yield
    finally:
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


def end_other_sessions() -> None:
    """A thread that a test has left behind must not keep the database from being dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


def flush_swiftly() -> None:
    """After a test with real transactions: empty the tables it wrote to and leave Django's own rows alone.

    Django truncates every table, which costs as much for an empty one as for a full one, and then writes all content
    types and permissions anew.
    """
    TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[method-assign]


def _empty_tables(_case: TransactionTestCase) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        quoted = _tables()
        cursor.execute("select " + ", ".join(f"exists(select from {name})" for name in quoted))
        written = [name for name, is_written in zip(quoted, cursor.fetchone(), strict=True) if is_written]
        cursor.execute(
            "select coalesce(sum(pg_relation_size(name::regclass)), 0)::bigint, "
            "has_parameter_privilege('session_replication_role', 'set') from unnest(%s::text[]) as name",
            [written],
        )
        size, may_pass_triggers = cursor.fetchone()
        if may_pass_triggers and size < _MANY_BYTES:
            cursor.execute("set local session_replication_role = replica")  # neither guards nor keys in the way
            for name in written:
                cursor.execute(f"delete from {name}")
        elif written:
            cursor.execute(f"truncate {', '.join(quoted)}")


@cache
def _tables() -> tuple[str, ...]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(connection.ops.quote_name(name) for name in names if name not in _KEPT)


def _migrate(name: str) -> None:
    with _named(name):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Let Django make its test database under another name."""
    was, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    was_test = test["NAME"]
    test["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        test["NAME"] = was_test
        connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = was


def _drop(cursor: object, name: str) -> None:
    cursor.execute(f'alter database "{name}" with is_template false')  # type: ignore[attr-defined]
    cursor.execute(f'drop database "{name}" with (force)')  # type: ignore[attr-defined]


def _fingerprint() -> str:
    """What makes two migrated databases differ: the migrations, ours and other people's, and who ran them."""
    digest = hashlib.sha256()
    for package in ("django", "psycopg", "django-pgtrigger", "django-pghistory"):
        digest.update(metadata.version(package).encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
