"""Look at many students' records before their file is made (docs/rules.md B9), as long as one request may take."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from insurance.models import InsuranceCase
from insurance.selectors.sgk import cases_in_scope
from insurance.services.record_checks import check_record, is_fresh
from insurance.states import CaseState
from usp.accounts.models import User
from usp.core import clock
from usp.core.errors import RuleViolation

SECONDS = 10.0


@dataclass(frozen=True)
class Looked:
    """How many records were read, how many of them stop the entry, and the cases still to be read."""

    done: int
    stopped: int
    left: tuple[int, ...]
    answers: bool = True


def look_at_records(*, actor: User, case_ids: Sequence[int], seconds: float | None = SECONDS) -> Looked:
    """Read the records that were not read lately, one after the other; stop when the time is over or nobody answers.

    Without ``seconds`` until the end (a worker). Not a transaction: what was read stays, whoever stops it.
    """
    began, done, stopped = time.monotonic(), 0, 0
    wanted = cases_in_scope(actor).filter(pk__in=case_ids, state=CaseState.PAPERS_RECEIVED)
    stale = [case.pk for case in wanted if not is_fresh(case, clock.now())]
    for position, case_id in enumerate(stale):
        if seconds is not None and time.monotonic() - began > seconds:
            return Looked(done, stopped, tuple(stale[position:]))
        try:
            found = check_record(case_id=case_id, actor=actor)
        except (RuleViolation, InsuranceCase.DoesNotExist):
            continue
        if not found.asked:
            return Looked(done, stopped, tuple(stale[position:]), answers=False)
        done += 1
        stopped += found.stops
    return Looked(done, stopped, ())
