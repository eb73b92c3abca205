"""What the applications do with their own news, in the transaction that tells it."""

from typing import Any

from django.dispatch import receiver

from applications.models import Application
from applications.signals import application_completed
from applications.verification.exams import await_exam_checks


@receiver(application_completed, dispatch_uid="applications.await_exam_checks")
def await_result_codes(application: Application, **_more: Any) -> None:
    """Result codes of a completed application wait for the register of exams."""
    await_exam_checks(application)
