"""Background work of guidance. Thin: the services do it."""

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


def queue_mail(mail_id: int) -> None:
    """Send one e-mail about a problem report now; without a broker the sweep does it within the minute."""
    try:
        send_problem_mail.delay(mail_id)
    except Exception as error:  # whatever the broker's client raises: the row waits for the sweep
        logger.warning("problem reports: the broker is away, the sweep will send: %s", error)


@shared_task(name="guidance.send_problem_mail")
def send_problem_mail(mail_id: int) -> None:
    """Send one e-mail about a problem report."""
    from usp.guidance.services.problem_mail import send_one  # noqa: PLC0415 -- they queue us

    send_one(mail_id)


@shared_task(name="guidance.send_problem_mails")
def send_problem_mails() -> None:
    """Send what is due: the task got lost, or a mail server refused."""
    from usp.guidance.services.problem_mail import send_due  # noqa: PLC0415 -- they queue us

    send_due()
