"""Background work of papers. Thin: the services do it."""

from celery import shared_task

from usp.documents.services import cleanup


@shared_task(name="documents.remove_orphans")
def remove_orphans() -> None:
    """Remove files that no paper knows; once a night."""
    cleanup.remove_orphans()
