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
