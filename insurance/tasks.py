"""Background work after acceptance: thin leaves over the services."""

import logging

from celery import shared_task

from usp.core.errors import RuleViolation

logger = logging.getLogger(__name__)


@shared_task(name="insurance.make_acceptance_form", ignore_result=True)
def make_acceptance_form(placement_id: int) -> None:
    """Make the acceptance form unless it is there; a second run returns at once."""
    from insurance.services.papers import ensure_acceptance_form  # noqa: PLC0415 -- leaf

    try:
        ensure_acceptance_form(placement_id=placement_id, actor=None)
    except RuleViolation as rule:  # nobody reads a task's sentence; the student's page asks again
        logger.warning("insurance: no acceptance form for placement %s: %s", placement_id, rule.code)


@shared_task(name="insurance.look_at_records", ignore_result=True)
def look_at_records(case_ids: list[int], user_id: int) -> None:
    """Read the students' records that one request had no time for; what was read already is passed over."""
    from insurance.services import sgk_records  # noqa: PLC0415 -- leaf
    from usp.accounts.models import User  # noqa: PLC0415 -- leaf

    looked = sgk_records.look_at_records(actor=User.objects.get(pk=user_id), case_ids=case_ids, seconds=None)
    if not looked.answers:
        logger.warning("insurance: e-Devlet did not answer; %d records were not read", len(looked.left))


@shared_task(name="insurance.send_digests", ignore_result=True)
def send_digests() -> None:
    """Each morning: tell officials in whose units the intern list changed; a second run tells nobody twice."""
    from insurance.services import digest  # noqa: PLC0415 -- leaf

    digest.send_digests()


@shared_task(name="insurance.issue_certificate", ignore_result=True)
def issue_certificate(placement_id: int) -> None:
    """Make the completion certificate unless it is there; the sweep finds what this leaves."""
    from insurance.services import completion  # noqa: PLC0415 -- leaf

    try:
        completion.issue_certificate(placement_id=placement_id)
    except RuleViolation as rule:
        logger.warning("insurance: no certificate for placement %s: %s", placement_id, rule.code)


@shared_task(name="insurance.issue_certificates", ignore_result=True)
def issue_certificates() -> None:
    """Certificates that a task left behind."""
    from insurance.services import completion  # noqa: PLC0415 -- leaf

    completion.issue_missing_certificates()


@shared_task(name="insurance.work_on_batch", ignore_result=True)
def work_on_batch(batch_id: int) -> None:
    """One portion of a batch of prints, then the next in a task of its own: other work is not kept waiting."""
    from insurance.services import batch_work  # noqa: PLC0415 -- leaf

    if batch_work.work_on(batch_id):
        work_on_batch.delay(batch_id)


@shared_task(name="insurance.follow_batches", ignore_result=True)
def follow_batches() -> None:
    """Go on with batches that nobody has worked on for a minute."""
    from insurance.services import batch_work  # noqa: PLC0415 -- leaf

    for batch_id, lacking in batch_work.stalled().items():
        for _strand in range(lacking):
            work_on_batch.delay(batch_id)


@shared_task(name="insurance.clear_batches", ignore_result=True)
def clear_batches() -> None:
    """Each night: remove results whose days are over."""
    from insurance.services import batch_work  # noqa: PLC0415 -- leaf

    batch_work.remove_old_files()


@shared_task(name="insurance.remind", ignore_result=True)
def remind() -> None:
    """Remind of what is missing before papers are due and before starts; each step is told once."""
    from insurance.services import reminders  # noqa: PLC0415 -- leaf

    reminders.remind()


@shared_task(name="insurance.recount_papers_due", ignore_result=True)
def recount_papers_due() -> None:
    """Give waiting cases the later day that changed rules or closed days make."""
    from insurance.services import paper_rules  # noqa: PLC0415 -- leaf

    paper_rules.recount_papers_due()


@shared_task(name="insurance.read_entry_documents", ignore_result=True)
def read_entry_documents(batch_id: int) -> None:
    """Read SGK's entry documents of one sending; a second run reads only what is left."""
    from insurance.services.sgk_documents import read_documents  # noqa: PLC0415 -- leaf

    read_documents(batch_id=batch_id, seconds=None)


@shared_task(name="insurance.tell_uninsured", ignore_result=True)
def tell_uninsured() -> None:
    """On a start day without a shared entry: tell student, employer and office, once for each start day."""
    from insurance.services.uninsured import tell_uninsured as tell  # noqa: PLC0415 -- leaf

    tell()


@shared_task(name="insurance.close_date_changes", ignore_result=True)
def close_date_changes() -> None:
    """Each night: proposals of new dates that nobody answered before the start are over."""
    from insurance.services import date_changes  # noqa: PLC0415 -- leaf

    date_changes.close_overdue()
