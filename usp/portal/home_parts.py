"""What every home page is made of, whichever role it is for."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from applications.form_steps import Step
from usp.reference.models import Department


@dataclass(frozen=True)
class Tile:
    """One figure with what it counts; ``urgent`` ones are drawn in the colour of time."""

    number: int
    label: str
    url: str
    urgent: bool = False


@dataclass(frozen=True)
class Home:
    """A home page. ``part`` names the template of what a role sees below its figures, ``board`` what it takes."""

    headline: str
    text: str
    action: str = ""
    link: str = ""
    at: dt.datetime | None = None
    tiles: tuple[Tile, ...] = ()
    steps: tuple[Step, ...] = ()
    department: Department | None = None
    part: str = ""
    board: Any = None
