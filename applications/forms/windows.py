"""The draft of «Staj Takvimlerim»: windows picked and put in order, stored when the student saves."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from applications.forms.ordering import moved, whole_numbers
from applications.selectors import WindowRow
from usp.core.templatetags.usp import tr_day


class WindowsDraft:
    """The chosen windows in order; ``rows`` are all that this student may choose or has chosen."""

    def __init__(self, rows: Sequence[WindowRow], chosen: Sequence[int]) -> None:
        known = {row.window.pk: row for row in rows}
        self.rows = list(rows)
        self.chosen = [known[pk] for pk in chosen if pk in known]
        self.note = ""

    @classmethod
    def posted(cls, rows: Sequence[WindowRow], data: QueryDict) -> "WindowsDraft":
        """The draft as the browser sent it."""
        return cls(rows, whole_numbers(data.getlist("window")))

    @property
    def options(self) -> list[WindowRow]:
        """Windows that can still be added."""
        return [row for row in self.rows if row not in self.chosen]

    @property
    def ids(self) -> list[int]:
        """What the verb takes."""
        return [row.window.pk for row in self.chosen]

    def edit(self, command: str) -> None:
        """One button: «add:7», «up:7», «down:7», «remove:7». Unknown commands change nothing."""
        action, _mark, rest = command.partition(":")
        row = next((one for one in self.rows if [one.window.pk] == whole_numbers([rest])), None)
        if row is None:
            return
        name = {"name": _("%(day)s başlangıcı") % {"day": tr_day(row.window.starts_on)}}
        if action == "add" and row not in self.chosen:
            self.chosen.append(row)
            self.note = _("%(name)s eklendi.") % name
        elif action == "remove" and row in self.chosen:
            self.chosen.remove(row)
            self.note = _("%(name)s çıkarıldı.") % name
        elif action in ("up", "down") and row in self.chosen:
            self.chosen = moved(self.chosen, lambda one: one is row, -1 if action == "up" else 1)
            place = self.chosen.index(row) + 1
            self.note = _("%(name)s artık %(place)d. sırada.") % (name | {"place": place})
