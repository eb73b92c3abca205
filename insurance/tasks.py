"""Background work after acceptance: thin leaves over the services."""

from celery import shared_task


@shared_task(name="insurance.make_acceptance_form", ignore_result=True)
def make_acceptance_form(placement_id: int) -> None:
    """Make the acceptance form unless it is there; a second run returns at once."""
    from insurance.services.papers import ensure_acceptance_form  # noqa: PLC0415 -- leaf

    ensure_acceptance_form(placement_id=placement_id, actor=None)
