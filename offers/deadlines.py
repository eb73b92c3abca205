"""When an answer, a call and a final approval fall due: inside the season's allowed hours, never after its ends."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Season
from usp.calendars.deadlines import next_allowed_moment
from usp.calendars.working_days import add_working_days
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_datetime
from usp.reference.selectors import closed_days

# What a candidate sees first: the sender may take an offer back until then (docs/states.md).
UNDO_SECONDS = 10


@dataclass(frozen=True)
class CallDeadlines:
    """The moments of somebody called from the line now."""

    reply_by: dt.datetime
    confirm_from: dt.datetime
    confirm_by: dt.datetime


def allowed(season: Season, moment: dt.datetime) -> dt.datetime:
    """The moment, or the next one at which a deadline of this season may end."""
    return next_allowed_moment(
        moment,
        (dt.time(season.reply_hour_from), dt.time(season.reply_hour_to)),
        season.reply_weekdays,
        closed_days(),
    )


def proposed_reply_by(season: Season, now: dt.datetime) -> dt.datetime:
    """The season's usual time to answer, ending at the last hour of its day or of the next one that is allowed.

    Nobody is to answer first thing on a Monday because five days end on a Saturday; half days end when they do.
    """
    day = now + dt.timedelta(days=season.default_reply_days)
    wanted = day.replace(hour=season.reply_hour_to, minute=0, second=0, microsecond=0)
    nearest = allowed(season, wanted)
    evening = nearest.replace(hour=season.reply_hour_to)
    return min(evening if allowed(season, evening) == evening else nearest, season.answers_close_at)


def checked_reply_by(season: Season, now: dt.datetime, wanted: dt.datetime) -> dt.datetime:
    """The wanted deadline if the season allows it; otherwise a RuleViolation that names the nearest one that does."""
    earliest = now + dt.timedelta(hours=season.minimum_reply_hours)
    if wanted < earliest:
        raise RuleViolation(
            _("Adaya cevap için en az %(hours)s saat tanınmalıdır.") % {"hours": season.minimum_reply_hours},
            code="reply_too_short",
        )
    if wanted > season.answers_close_at:
        raise RuleViolation(_("Son cevap anı dönemin son cevap tarihinden sonra olamaz."), code="reply_too_late")
    nearest = allowed(season, wanted)
    if nearest != wanted:
        raise RuleViolation(
            _("Süreler mesai saatleri dışında, hafta sonunda ya da tatilde dolmaz. En yakın uygun an: %(moment)s")
            % {"moment": tr_datetime(nearest)},
            code="reply_outside_hours",
        )
    return wanted


def confirm_deadline(season: Season, now: dt.datetime) -> dt.datetime:
    """Until when the employer may give the final approval, counted in working days from a yes."""
    day = add_working_days(now.date(), season.confirm_days, closed=closed_days())
    end = dt.datetime.combine(day, dt.time(season.reply_hour_to), tzinfo=now.tzinfo)
    return min(end, season.confirm_close_at)


def call_deadlines(season: Season, now: dt.datetime) -> CallDeadlines:
    """What somebody called now gets: the minimum time to answer, and a day of allowed hours to leave freely.

    In a season's last days the free day gives way: a yes that can never be approved would help nobody.
    """
    confirm_by = confirm_deadline(season, now)
    free_until = allowed(season, now + dt.timedelta(days=1))
    return CallDeadlines(
        reply_by=min(allowed(season, now + dt.timedelta(hours=season.minimum_reply_hours)), season.answers_close_at),
        confirm_from=free_until if free_until < confirm_by else now,
        confirm_by=confirm_by,
    )


def fresh_reply_by(season: Season, now: dt.datetime) -> dt.datetime:
    """The deadline of an offer that an operator brings back: the season's usual time, at least the minimum."""
    return max(proposed_reply_by(season, now), call_deadlines(season, now).reply_by)


def moved_on(
    season: Season, deadline: dt.datetime, length: dt.timedelta, now: dt.datetime, end: dt.datetime
) -> dt.datetime:
    """A deadline after the service was away for so long: as much later, in allowed hours, and in the future.

    ``end`` is the season's own end of this clock, which no deadline passes; never earlier than it was.
    """
    wanted = allowed(season, max(deadline, now) + length)
    return max(deadline, min(wanted, end))


def last_call_before(
    season: Season, starts_on: dt.date, papers_due: dt.date | None, zone: dt.tzinfo | None
) -> dt.datetime:
    """Until when a call makes sense: the season's last call, and the minimum reply time before papers or start.

    ``papers_due`` is the last day on which the university takes papers for that start (internships only).
    """
    if papers_due is None:
        latest = dt.datetime.combine(starts_on, dt.time(0), tzinfo=zone)
    else:
        latest = dt.datetime.combine(papers_due, dt.time(season.reply_hour_to), tzinfo=zone)
    return min(season.offers_close_at, latest - dt.timedelta(hours=season.minimum_reply_hours))
