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
        ("", S.STARTED.value): _("Başvuru başlatıldı"),
        (S.STARTED.value, S.REGISTERED.value): _("e-Devlet aşaması tamamlandı"),
        (S.REGISTERED.value, S.STARTED.value): _("Kayıtlar yenilendi; «Başvur» yeniden bekleniyor"),
        (S.REGISTERED.value, S.COMPLETED.value): _("Başvuru tamamlandı"),
        (S.STARTED.value, S.CANCELLED.value): _("Başvuru iptal edildi"),
        (S.REGISTERED.value, S.CANCELLED.value): _("Başvuru iptal edildi"),
        (S.COMPLETED.value, S.DISQUALIFIED.value): _("Başvuru geçersiz sayıldı"),
    }
    rows = application.transitions.order_by("-id")
    return [
        Event(
            words[row.from_state, row.to_state],
            row.at,
            row.reason if row.to_state == S.DISQUALIFIED else "",
        )
        for row in rows
    ]
