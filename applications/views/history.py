"""An application's moves in words, for «Başvuru Durumum»."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application
from applications.states import ApplicationState as S


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    text: str
    at: dt.datetime
    reason: str


def history_of(application: Application) -> list[Event]:
    """What happened to the application, newest first."""
    words = {
        S.STARTED: _("Başvuru başlatıldı"),
        S.REGISTERED: _("e-Devlet aşaması tamamlandı"),
        S.COMPLETED: _("Başvuru tamamlandı"),
        S.CANCELLED: _("Başvuru iptal edildi"),
        S.DISQUALIFIED: _("Başvuru geçersiz sayıldı"),
    }
    reopened = _("Kayıtlar yenilendi; «Başvur» yeniden bekleniyor")
    rows = application.transitions.order_by("-id")
    return [
        Event(
            reopened if row.from_state == S.REGISTERED and row.to_state == S.STARTED else words[S(row.to_state)],
            row.at,
            row.reason if row.to_state == S.DISQUALIFIED else "",
        )
        for row in rows
    ]
