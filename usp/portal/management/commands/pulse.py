"""``manage.py pulse``: the container's health check proves the public address as well as the worker does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from usp.portal.pulse import send_pulse


class Command(BaseCommand):
    """Post one pulse; fails when it does not get through."""

    help = "Posts one pulse to the portal's public address."

    def handle(self, *args: Any, **options: Any) -> None:
        """One pulse."""
        if not send_pulse():
            raise CommandError("the portal does not answer at its public address")
