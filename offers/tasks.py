"""Background work of the offers: thin leaves over the services."""

from celery import shared_task


@shared_task(name="offers.sweep", ignore_result=True)
def sweep() -> None:
    """Settle what is due. A second sweep at the same time skips what this one holds."""
    from offers.services.sweep import sweep_due  # noqa: PLC0415 -- leaf

    sweep_due()
