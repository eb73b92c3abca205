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
