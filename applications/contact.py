"""What «İletişim Bilgileri» reads: the contact in use, what e-Devlet says, and the code that is on its way."""

import datetime as dt
from dataclasses import dataclass

from applications.models import Application
from usp.accounts.models import CODE_LIFE, CodeState, ContactChannel, ContactCode, Student
from usp.accounts.services.contact import contact_of, is_own
from usp.accounts.services.contact_limits import wait_seconds
from usp.accounts.services.contact_values import readable_contact
from usp.core import clock
from usp.edevlet.records import Contact, Records

# How long a dead code's page still says what became of it.
_REMEMBERED = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class EdevletContact:
    """The contact data of the last e-Devlet answer, and when it came."""

    contact: Contact
    fetched_at: dt.datetime

    def of(self, channel: str) -> str:
        """The address or number, as stored; empty when e-Devlet has none."""
        return self.contact.email if channel == ContactChannel.EMAIL else self.contact.phone


def edevlet_contact(student: Student) -> EdevletContact | None:
    """What e-Devlet said last, whichever season it was for; None before the first application. One query."""
    application = Application.objects.filter(student=student).order_by("-records_fetched_at", "-pk").first()
    if application is None:
        return None
    return EdevletContact(Records.from_snapshot(application.records).contact, application.records_fetched_at)


@dataclass(frozen=True)
class ContactRow:
    """One channel as the page shows it. ``differs``: e-Devlet has another one to go back to."""

    channel: ContactChannel
    value: str
    own: bool
    edevlet: str
    differs: bool


def contact_rows(student: Student, edevlet: EdevletContact | None) -> list[ContactRow]:
    """Both channels, e-mail first."""
    return [_row(student, channel, edevlet.of(channel) if edevlet else "") for channel in ContactChannel]


def _row(student: Student, channel: ContactChannel, known: str) -> ContactRow:
    value = contact_of(student, channel)
    return ContactRow(
        channel=channel,
        value=readable_contact(channel, value),
        own=is_own(student, channel),
        edevlet=readable_contact(channel, known),
        differs=bool(known) and (known != value or is_own(student, channel)),
    )


@dataclass(frozen=True)
class PendingCode:
    """The last code of a channel: where it went, until when it counts, and when the next one may be asked for.

    All times are real ones, not the season clock's. ``now`` is the moment of reading.
    """

    code: ContactCode
    now: dt.datetime
    wait: int

    @property
    def is_live(self) -> bool:
        """Whether it may still be typed."""
        return self.code.state == CodeState.SENT and self.now < self.until

    @property
    def may_arrive(self) -> bool:
        """Whether it is being sent right now, or may still be typed."""
        return self.code.state == CodeState.SENDING or self.is_live

    @property
    def is_over(self) -> bool:
        """Whether its 90 seconds ran out before it was typed."""
        return self.code.state == CodeState.SENT and not self.is_live

    @property
    def is_exhausted(self) -> bool:
        """Whether it was typed wrongly five times."""
        return self.code.state == CodeState.EXHAUSTED

    @property
    def until(self) -> dt.datetime:
        """The moment from which it is refused."""
        return self.code.expires_at or self.code.issued_at

    @property
    def where(self) -> str:
        """The address or number that it was sent to."""
        return readable_contact(self.code.channel, self.code.value)

    @property
    def typed(self) -> str:
        """The contact as it would be typed again."""
        return self.code.value.removeprefix("+90")

    @property
    def seconds_left(self) -> int:
        """Whole seconds that are left, for readers without script."""
        return max(0, int((self.until - self.now).total_seconds()))

    @property
    def life(self) -> int:
        """How long a code counts."""
        return int(CODE_LIFE.total_seconds())


def pending_code(student: Student, channel: ContactChannel) -> PendingCode | None:
    """The last code of this channel, unless it was used or is long gone. Three queries."""
    now = clock.real_now()
    code = (
        ContactCode.objects.filter(student=student, channel=channel, issued_at__gt=now - _REMEMBERED)
        .exclude(state=CodeState.FAILED)
        .order_by("-pk")
        .first()
    )
    if code is None or code.state == CodeState.USED:
        return None
    return PendingCode(code, now, wait_seconds(student, channel, now))
