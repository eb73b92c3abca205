"""``manage.py draw_states``: the state diagrams of docs/states.md, from the tables that the code obeys."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.states import TRANSITIONS
from insurance.states import CASE_MOVES
from offers.evaluation_states import EVALUATION_MOVES
from offers.states import OFFER_MOVES, PLACEMENT_MOVES, POSITION_MOVES
from usp.accounts.states import EMPLOYER_MOVES

PAGE = Path(settings.ROOT) / "docs" / "states.md"
_HEAD = """# States

Made by `manage.py draw_states` from `usp/accounts/states.py`, `applications/states.py`, `offers/states.py`,
`offers/evaluation_states.py` and `insurance/states.py`. The migrations copy the same tables into the database, whose
triggers refuse every other move; tests hold the two together.
"""


def drawn() -> str:
    """The whole page."""
    sections = (
        ("Employer", EMPLOYER_MOVES),
        ("Application", TRANSITIONS),
        ("Position", POSITION_MOVES),
        ("Offer", OFFER_MOVES),
        ("Additional evaluation", EVALUATION_MOVES),
        ("Placement", PLACEMENT_MOVES),
        ("Insurance case", CASE_MOVES),
    )
    return _HEAD + "".join(_diagram(title, moves) for title, moves in sections)


def _diagram(title: str, moves: Iterable[tuple[str, str, str, str]]) -> str:
    arrows = dict.fromkeys(f"    {source!s} --> {target!s}: {action} ({who})" for action, source, target, who in moves)
    return "\n".join(["", f"## {title}", "", "```mermaid", "stateDiagram-v2", *arrows, "```", ""])


class Command(BaseCommand):
    """Write docs/states.md, or with --check say whether it is current."""

    help = "Draws the state diagrams of docs/states.md from the tables."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--check`` changes nothing and fails when the page is out of date."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check the page."""
        page = drawn()
        if not options["check"]:
            PAGE.write_text(page, encoding="utf-8")
        elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page:
            raise CommandError("docs/states.md is out of date: run manage.py draw_states")
