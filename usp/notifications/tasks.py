"""Background work of the outbox. Thin: the services do it."""

from celery import shared_task


@shared_task(name="notifications.deliver")
def deliver(notification_id: int) -> None:
    """Send one notice on its channels now."""
    from usp.notifications.services.deliver import deliver_notification  # noqa: PLC0415 -- they queue us

    deliver_notification(notification_id)


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """Send what was left: the task got lost, the moment came later, or an e-mail is tried again."""
    from usp.notifications.services.deliver import sweep_due  # noqa: PLC0415 -- they queue us

    sweep_due()
