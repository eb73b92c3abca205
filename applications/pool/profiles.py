"""What stands behind a candidate's scores, as employers may read it: kinds, grades and whole points."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from applications.models import Application, ItemKind, ItemOption, Language, ScoringMethod
from applications.pool.cards import SCORE_LABELS, Breakdown, Candidate, ScoreItem
from applications.scoring import statements

Lines = Sequence[dict[str, Any]]


def preview_lines(application: Application, method: ScoringMethod) -> Lines:
    """What employers would read now, of an application that is not in the pool yet: by the pool's own statement."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"season": application.season_id, "method": method.pk, "only": [application.pk]}
        cursor.execute(statements.PROFILE_LINES, values)
        # Django leaves jsonb of a raw statement as text.
        return [json.loads(line) for (line,) in cursor.fetchall()]


def breakdown(shown: Candidate) -> tuple[Breakdown, ...]:
    """The three scores, each with the items that count; the card's own lines are all it reads of the candidate."""
    items = _items(shown.lines)
    return tuple(
        Breakdown(
            label,
            getattr(shown, name),
            items.get(name, ()),
            "" if name in items else _("Bu alanda puan veren onaylı bir kalem yok."),
        )
        for name, label in SCORE_LABELS.items()
    )


def _items(lines: Lines) -> dict[str, tuple[ScoreItem, ...]]:
    kinds = ItemKind.objects.in_bulk({line["kind"] for line in lines})
    options = ItemOption.objects.in_bulk(_named(lines, "option"))
    languages = Language.objects.in_bulk(_named(lines, "language"))
    found: dict[str, list[ScoreItem]] = {}
    for line in lines:
        kind = kinds[line["kind"]]
        parts = [languages.get(line.get("language")), options.get(line.get("option"))]
        detail = " ".join(str(part) for part in parts if part)
        label = f"{kind} · {detail}" if detail else str(kind)
        found.setdefault(kind.category, []).append(ScoreItem(label, _worth(line)))
    return {category: tuple(items) for category, items in found.items()}


def _named(lines: Lines, name: str) -> Iterable[int]:
    return {line[name] for line in lines if name in line}


def _worth(line: dict[str, Any]) -> str:
    if "band" in line:
        low, high = line["band"]
        return _("100 üzerinden %(low)d–%(high)d arası") % {"low": low, "high": high}
    if line["points"] == 0:
        return _("1 puandan az")
    return _("%(points)d puan") % {"points": line["points"]}
