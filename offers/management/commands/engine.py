"""``manage.py engine stop|start|status``: the kill switch, and how the clocks stand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from offers.models import EngineSwitch, Heartbeat, Outage
from offers.services.sweep import overdue
from offers.services.switch import start_engine, stop_engine
from usp.accounts.models import User
from usp.core.errors import RuleViolation


class Command(BaseCommand):
    """Stop or start everything that happens by the clock, or say how it stands."""

    help = "The offers' kill switch: stop, start or status."

    def add_arguments(self, parser: CommandParser) -> None:
        """Stopping and starting name the operator; stopping a reason as well."""
        parser.add_argument("action", choices=["stop", "start", "status"])
        parser.add_argument("--operator", default="", help="the e-mail of the operator who decides this")
        parser.add_argument("--reason", default="", help="why it is stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and print how it stands."""
        if options["action"] != "status":
            actor = User.objects.filter(email=options["operator"], is_active=True).first()
            if actor is None:
                raise CommandError("name the operator: --operator e-mail")
            try:
                if options["action"] == "stop":
                    stop_engine(actor=actor, reason=options["reason"])
                else:
                    start_engine(actor=actor)
            except RuleViolation as refusal:
                raise CommandError(str(refusal)) from refusal
        self._status()

    def _status(self) -> None:
        switch = EngineSwitch.objects.filter(is_stopped=True).first()
        pulse = Heartbeat.objects.order_by("-real_at").first()
        self.stdout.write(f"stopped: {switch.reason}" if switch else "running")
        self.stdout.write(f"last pulse: {pulse.real_at.isoformat() if pulse else 'never'}")
        self.stdout.write(f"outages that wait: {Outage.objects.filter(handled_at__isnull=True).count()}")
        self.stdout.write(f"overdue for more than 15 minutes: {overdue()}")
