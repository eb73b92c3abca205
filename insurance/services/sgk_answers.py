"""SGK's answers: kept, looked at, and written down row by row, whatever becomes of the others."""

import datetime as dt
import hashlib
import logging
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from insurance.models import InsuranceCase, InsuranceTask, SgkAnswers, SgkFile, SgkFileRow
from insurance.selectors.sgk import cases_in_scope
from insurance.selectors.sgk_answers import Line, Outcome, lines_of
from insurance.services.case_exits import change_entry, declare_exit
from insurance.services.case_moves import declare_entry
from insurance.services.case_refusals import refuse_entry
from insurance.services.sgk_rows import answer_rows
from insurance.sgk.answers import read_answers
from usp.accounts import crypto
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation

logger = logging.getLogger(__name__)


@verb
def receive_answers(*, actor: User, kind: str, name: str, content: bytes) -> SgkAnswers:
    """Keep a file of answers for its preview; the same file again is the same row. UnreadableError: no such file."""
    read_answers(content)
    university_id, _units = university_scope(actor, UniversityAction.DECLARE_INSURANCE)
    if university_id is None:
        raise SgkAnswers.DoesNotExist
    clean = re.sub(r"[0-9]{11}", "***********", re.split(r"[\\/]", name)[-1])  # a name may carry an identity number
    answers, _new = SgkAnswers.objects.get_or_create(
        university_id=university_id,
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "name": clean[:150], "content": crypto.encrypt_bytes(content), "sent_at": clock.now(), "sent_by": actor,
        },
    )  # fmt: skip
    return answers


def apply_answers(*, answers: SgkAnswers, actor: User) -> Counter[str]:
    """Write every line down by the desk's verbs; answers how many came to what.

    Each line is a transaction of its own: what one refuses stops nobody else, and whoever presses twice, or after a
    break, finds the earlier lines as «already».
    """
    results: list[dict[str, Any]] = []
    for line in lines_of(answers, cases_in_scope(actor)):
        outcome, reason = _apply(line, answers.kind, actor)
        case = line.case.pk if line.case else None
        results.append({"line": line.answer.line, "case": case, "outcome": outcome.value, "reason": reason})
    _note(answers, results, actor)
    return Counter(result["outcome"] for result in results)


def _apply(line: Line, kind: str, actor: User) -> tuple[Outcome, str]:
    if line.outcome not in (Outcome.ACCEPTED, Outcome.REFUSED) or line.case is None:
        return line.outcome, str(line.reason)
    try:
        if line.outcome == Outcome.REFUSED:
            write_refusal(case=line.case, kind=kind, message=line.answer.message, actor=actor)
        else:
            write_acceptance(
                case=line.case, kind=kind, reference=line.answer.reference,
                row=line.row, at=_moment(line), actor=actor,
            )  # fmt: skip
    except RuleViolation as rule:
        return Outcome.FAILED, str(rule)
    except InsuranceCase.DoesNotExist:
        return Outcome.FAILED, _("Bu stajyerin sigorta işlemini siz yapamazsınız.")
    except DatabaseError:
        logger.exception("sgk: an answer for case %d could not be written", line.case.pk)
        return Outcome.FAILED, _("Beklenmeyen bir sorun oldu; kişiyi elle işleyin.")
    return line.outcome, line.answer.message if line.outcome == Outcome.REFUSED else ""


def _moment(line: Line) -> dt.datetime | None:
    """When SGK took it: as the line says, but neither before our file was made nor in the future."""
    if line.answer.at is None or line.row is None:
        return None
    said = line.answer.at.replace(tzinfo=timezone.get_default_timezone())
    return min(max(said, line.row.file.made_at), clock.now())


def write_acceptance(
    *,
    case: InsuranceCase,
    kind: str,
    reference: str,
    actor: User,
    row: SgkFileRow | None = None,
    at: dt.datetime | None = None,
    exit_on: dt.date | None = None,
) -> None:
    """SGK has taken it: the entry, the changed entry or the exit is written down, then the rows of its files.

    An answer that comes on the start day or later counts from the file's own moment, which lies before the start
    (docs/rules.md B1); the database judges.
    """
    if kind == SgkFile.Kind.EXIT:
        day = exit_on or (row.day if row else case.placement.last_day)
        declare_exit(case_id=case.pk, exit_on=day, actor=actor, reference=reference)
    elif InsuranceTask.objects.filter(
        case=case, kind=InsuranceTask.Kind.CHANGE_ENTRY, done_at__isnull=True
    ).exists():  # fmt: skip
        change_entry(case_id=case.pk, actor=actor, reference=reference)
    else:
        if at is None and row is not None and case.placement.first_day <= clock.today():
            at = row.file.made_at
        declare_entry(case_id=case.pk, actor=actor, reference=reference, at=at)


def write_refusal(*, case: InsuranceCase, kind: str, message: str, actor: User) -> None:
    """SGK has not taken it: a refused entry goes back to the desk; a refused exit stays to be declared again."""
    said = message or _("SGK açıklama yazmadı.")
    if kind == SgkFile.Kind.ENTRY:
        refuse_entry(case_id=case.pk, ground=InsuranceCase.Ground.SGK, note=said, actor=actor)
    else:
        _refuse_exit(case=case, message=said, actor=actor)


@verb
def _refuse_exit(*, case: InsuranceCase, message: str, actor: User) -> None:
    """The case stays where it is; its row says why, and the next file may hold it again."""
    held = cases_in_scope(actor).select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    answer_rows(case=held, kind=SgkFile.Kind.EXIT, outcome=SgkFileRow.Outcome.REFUSED, message=message)


@verb
def _note(answers: SgkAnswers, results: Sequence[dict[str, Any]], actor: User) -> None:
    """What became of each line; a second run keeps what the first one wrote of lines that are done by now."""
    held = SgkAnswers.objects.select_for_update(of=("self",), no_key=True).get(pk=answers.pk)
    before = {one["line"]: one for one in held.results}
    held.results = [
        before[one["line"]]
        if one["outcome"] == Outcome.ALREADY and before.get(one["line"], {}).get("outcome") in _DONE
        else one
        for one in results
    ]
    held.applied_at, held.applied_by = clock.now(), actor
    held.save(update_fields=["results", "applied_at", "applied_by"])


_DONE = (Outcome.ACCEPTED.value, Outcome.REFUSED.value)


def write_by_hand(
    *,
    case: InsuranceCase,
    kind: str,
    accepted: bool,
    actor: User,
    reference: str = "",
    message: str = "",
    exit_on: dt.date | None = None,
) -> None:
    """What an officer read at SGK about one intern of a file. Raises what the desk's verbs raise."""
    if not accepted:
        write_refusal(case=case, kind=kind, message=message, actor=actor)
        return
    rows = SgkFileRow.objects.filter(case=case, file__kind=kind, outcome=SgkFileRow.Outcome.WAITING)
    row = rows.select_related("file").order_by("-file").first()
    write_acceptance(case=case, kind=kind, reference=reference, actor=actor, row=row, exit_on=exit_on)
