"""Background work of the applications: thin leaves over the services."""

from celery import shared_task


@shared_task(name="applications.build_due_pool", ignore_result=True)
def build_due_pool() -> None:
    """Build the current season's pool once its day has come; afterwards there is nothing to do."""
    from applications.pool.due import build_due_pool as build  # noqa: PLC0415 -- leaf

    build()
