"""How often a code may be asked for: nobody guesses by asking again, nobody is bombed with codes (docs/rules.md S3).

Counted in the rows themselves, by account and by target, under locks: a cache that is away or two requests at once
change nothing. A code that certainly never left counts as an attempt, not as a message to somebody.
"""

import datetime as dt

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usp.accounts.models import CodeState, ContactCode, Student
from usp.core.errors import RuleViolation

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# Seconds to wait after the first, second … message of an hour on one channel.
COOL_DOWN = (30, 60, 120, 300)
# (most messages, within): of one account on both channels; to one target, whoever asks.
ACCOUNT_LIMITS = ((6, HOUR), (15, DAY))
TARGET_LIMITS = ((4, HOUR), (8, DAY))
# Attempts of one account that did not even leave, so that a mail server that is away is left alone.
MOST_FAILURES = (10, HOUR)


def wait_seconds(student: Student, channel: str, now: dt.datetime) -> int:
    """Seconds until the next code may be asked for on this channel; 0 when now. One query."""
    sent = ContactCode.objects.filter(student=student, channel=channel, issued_at__gt=now - HOUR)
    moments = list(sent.exclude(state=CodeState.FAILED).order_by("-issued_at").values_list("issued_at", flat=True))
    if not moments:
        return 0
    pause = COOL_DOWN[min(len(moments), len(COOL_DOWN)) - 1]
    left = (moments[0] + dt.timedelta(seconds=pause) - now).total_seconds()
    return max(0, -int(-left // 1))


def refuse_too_often(student: Student, channel: str, target: str, now: dt.datetime) -> None:
    """Raise RuleViolation when this account, or anybody for this target, has asked too often.

    The caller holds the student's row; the target is locked here until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contact:{target}"])
    if seconds := wait_seconds(student, channel, now):
        raise RuleViolation(too_soon_text(seconds), code="too_soon")
    mine = ContactCode.objects.filter(student=student)
    most, within = MOST_FAILURES
    failures = mine.filter(state=CodeState.FAILED, issued_at__gt=now - within).count()
    if failures >= most or any(_reached(mine, limit, now) for limit in ACCOUNT_LIMITS):
        raise RuleViolation(
            _("Kısa sürede çok fazla kod istediniz. Bilgileriniz değişmedi; birkaç saat sonra yeniden deneyin."),
            code="account_limit",
        )
    if any(_reached(ContactCode.objects.filter(target=target), limit, now) for limit in TARGET_LIMITS):
        raise RuleViolation(
            _("Bu adrese ya da numaraya kısa sürede çok fazla kod gönderildi. Birkaç saat sonra yeniden deneyin."),
            code="target_limit",
        )


def too_soon_text(seconds: int) -> str:
    """When the next code may be asked for."""
    return ngettext(
        "Yeni kodu %d saniye sonra isteyebilirsiniz.", "Yeni kodu %d saniye sonra isteyebilirsiniz.", seconds
    ) % (seconds,)


def _reached(codes: QuerySet[ContactCode], limit: tuple[int, dt.timedelta], now: dt.datetime) -> bool:
    most, within = limit
    return codes.filter(issued_at__gt=now - within).exclude(state=CodeState.FAILED).count() >= most
