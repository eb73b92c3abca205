"""``manage.py demo``: the demo season of ``make run``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from usp.accounts.models import User
from usp.core.demo_clock import install_demo_clock
from usp.portal.demo.accounts import ACCOUNTS
from usp.portal.demo.scenario import make_demo


class Command(BaseCommand):
    """Fill an empty database with a season in which something waits for each role. Demo settings only."""

    help = "Makes the demo season: organisations, applicants and a clock that can be run forwards."

    def add_arguments(self, parser: CommandParser) -> None:
        """Both may be given; without either the demo is made, and refused where there already is one."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are users already")
        parser.add_argument("--accounts", action="store_true", help="only print the demo's accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the demo or print its accounts."""
        if not settings.USP_DEMO:
            raise CommandError("The demo is for make run only; this is not a demo's settings module.")
        if options["accounts"]:
            self._print_accounts()
            return
        if User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There are users already; the demo fills an empty database only.")
        install_demo_clock()
        make_demo()
        self.stdout.write("Demo season ready.")

    def _print_accounts(self) -> None:
        for account in ACCOUNTS:
            self.stdout.write(f"{account.email:<28} {account.password}  {account.role} · {account.name}")
        self.stdout.write("Students sign in through the e-Devlet sandbox's page of ready-made people.")
