"""How verbs talk to the database: one transaction, an actor, retries, constraints as sentences."""

import functools
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from usp.core.errors import RuleViolation

logger = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

# deadlock detected, lock not available, serialization failure (docs/architecture.md)
_TRANSIENT = {"40P01", "55P03", "40001"}
# statement timeout: many waited for the same rows, one after the other
_WAITED_TOO_LONG = "57014"
_TRIES = 4


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's five-letter state of a Django database error, or an empty text."""
    return str(getattr(error.__cause__, "sqlstate", "") or "")


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a business verb atomic and, when it is the outermost block, try it again after a lost lock.

    After four tries, or a wait as long as a statement may take, the user gets a sentence instead of an error page.
    A verb called inside another one joins that transaction behind a savepoint; only the outermost block may retry.
    """

    def once(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            try:
                return function(*args, **kwargs)
            except RuleViolation as refusal:
                if not refusal.keeps_work:
                    raise
                kept = refusal
        raise kept

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return once(*args, **kwargs)
        for attempt in range(1, _TRIES + 1):
            try:
                return once(*args, **kwargs)
            except DatabaseError as error:
                if sqlstate(error) == _WAITED_TOO_LONG:
                    logger.error("%s was cancelled after its longest time", function.__name__, exc_info=error)
                    break
                if sqlstate(error) not in _TRANSIENT:
                    raise
                logger.warning("%s lost a lock (%s), try %d", function.__name__, sqlstate(error), attempt)
                time.sleep(0.05 * attempt)
        raise RuleViolation(
            _("Bu kayıtta şu anda çok işlem var. Hiçbir şey değişmedi; birkaç saniye sonra yeniden deneyin."),
            code="busy",
        )

    return run


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Let the planner know at once what a bulk load has just written, in the load's own transaction.

    Autovacuum looks a minute later at the earliest. Until then the planner may believe that a table of thousands is
    empty, and join it row by row.
    """
    names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
    if names:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")


@contextmanager
def rule_from_constraint(model: type[models.Model], *names: str) -> Iterator[None]:
    """Turn the refusal of one of the model's named constraints into its own sentence.

    Rules that triggers hold carry a constraint name as well; their sentences stand in the model's
    ``trigger_rules``. Runs the block in a savepoint. Any other integrity error goes through untouched.
    """
    messages: dict[str, Any] = {
        constraint.name: constraint.get_violation_error_message()
        for constraint in model._meta.constraints
        if constraint.name in names
    }
    triggers: dict[str, Any] = getattr(model, "trigger_rules", {})
    messages |= {name: triggers[name] for name in names if name in triggers}
    missing = set(names) - set(messages)
    if missing:
        raise LookupError(f"{model.__name__} has no constraint {', '.join(sorted(missing))}")
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnostics = getattr(error.__cause__, "diag", None)
        name = getattr(diagnostics, "constraint_name", None)
        if name not in messages:
            raise
        raise RuleViolation(messages[name], code=name) from error


@contextmanager
def acting(actor: str, reason: str = "") -> Iterator[None]:
    """Name who acts, and why, for the transition rows that the database writes in this block.

    Uses settings local to the transaction, so it must run inside one; the earlier names come back at the end.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(current_setting('usp.actor', true), ''), coalesce(current_setting('usp.reason', true), '')"
        )
        before = cursor.fetchone()
        cursor.execute("select set_config('usp.actor', %s, true), set_config('usp.reason', %s, true)", [actor, reason])
        yield
        cursor.execute("select set_config('usp.actor', %s, true), set_config('usp.reason', %s, true)", list(before))
