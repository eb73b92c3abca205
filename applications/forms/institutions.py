"""«Tercih edilen kurumlar»: a list in order, changed by one button at a time."""

from django.utils.translation import gettext as _

from applications.forms.ordering import moved, whole_numbers
from applications.models import Application
from usp.core.turkish import fold
from usp.reference.models import Institution

SHOWN = 10


class InstitutionChoice:
    """What is chosen, what a search finds, and the edits of the page's buttons.

    An edit changes the stored list as it is now, not as the page showed it, so that two tabs never undo each other.
    """

    def __init__(self, application: Application, query: str = "") -> None:
        self.application, self.query = application, query.strip()[:80]
        self.note = self.error = ""
        self.reload()

    def reload(self) -> None:
        """Take the list as it is stored."""
        rows = self.application.institution_preferences.select_related("institution__province").order_by("rank")
        self.rows: list[Institution] = [row.institution for row in rows]

    @property
    def ids(self) -> list[int]:
        """For the verb."""
        return [one.pk for one in self.rows]

    @property
    def is_full(self) -> bool:
        """Whether the season's number is reached."""
        return len(self.rows) >= self.application.season.max_institutions

    def edit(self, command: str) -> bool:
        """One button: «add:17», «up:17», «down:17», «remove:17»; whether there is anything to save."""
        action, _mark, rest = command.partition(":")
        pk = next(iter(whole_numbers([rest])), None)
        if action == "add":
            one = Institution.objects.filter(pk=pk).first() if pk else None
            if one is None or one in self.rows:
                return False
            self.rows.append(one)
            self.note = _("%(name)s eklendi ve kaydedildi.") % {"name": one}
            return True
        one = next((row for row in self.rows if row.pk == pk), None)
        if one is None or action not in ("up", "down", "remove"):
            return False
        if action == "remove":
            self.rows.remove(one)
            self.note = _("%(name)s listeden çıkarıldı.") % {"name": one}
        else:
            self.rows = moved(self.rows, lambda row: row is one, -1 if action == "up" else 1)
            self.note = _("%(name)s artık %(place)d. sırada.") % {"name": one, "place": self.rows.index(one) + 1}
        return True

    def found(self) -> tuple[list[Institution], bool]:
        """What may still be added and fits the search, in Turkish order; and whether there is more than is shown."""
        wanted = fold(self.query).split()
        chosen = set(self.ids)
        fitting = [
            one
            for one in Institution.objects.filter(is_active=True).select_related("province")
            if one.pk not in chosen and all(word in fold(f"{one.name} {one.province or ''}") for word in wanted)
        ]
        return fitting[:SHOWN], len(fitting) > SHOWN
