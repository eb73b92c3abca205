"""Reminders before a clock runs out: one statement for everybody, each step once for each deadline."""

import datetime as dt
from typing import Any

from applications.models import Season
from offers.models import EngineSwitch, Offer
from offers.services.news import STUDENT_CONTEXT
from offers.states import OfferState
from usp.calendars.working_days import add_working_days
from usp.core import clock
from usp.core.db import verb
from usp.notifications.services.bulk import notify_rows
from usp.reference.selectors import closed_days

# Both sides hear of a final approval that is still missing so many working days before its end.
CONFIRM_STEPS = (5, 2)

_RUNNING = """
join offers_position p on p.id = o.position_id and p.rests_since is null
join accounts_employer e on e.id = p.employer_id and e.status = 'approved'
join applications_application a on a.id = o.application_id join accounts_student s on s.id = a.student_id
"""
# Of half time, 48 hours and 24 hours the nearest one that has begun: after an absence nobody gets three at once.
# A step that would come in the first quarter of the time makes no sense, nor a half time beside another step.
_REPLY = f"""
with o as (
  select o.*, o.reply_by - greatest(o.visible_from, o.promoted_at) as given, o.reply_by - usp_now() as left_over
  from offers_offer o
  where o.state = 'open' and o.reply_by > usp_now() and o.visible_from <= usp_now()
)
select s.user_id as recipient_id,
  case step.name when '24h' then 'offer_reminder_last' else 'offer_reminder' end as kind,
  concat('offer:', o.id, ':', step.name, ':', extract(epoch from o.reply_by)::bigint) as dedupe_key,
  {STUDENT_CONTEXT} as context
from o {_RUNNING},
lateral (
  select name from (values
    ('24h', interval '24 hours'), ('48h', interval '48 hours'),
    ('half', case when o.given >= interval '120 hours' or o.given <= interval '40 hours' then o.given / 2 end)
  ) steps (name, remains)
  where o.left_over <= remains and remains <= o.given * 0.75
  order by remains limit 1
) step
where o.left_over < o.given
"""  # noqa: S608 -- constants
_STUDENT_WAITS = f"""
select s.user_id as recipient_id, 'offer_confirm_waiting' as kind,
  concat('offer:', o.id, ':confirm:', %(step)s::int, ':', extract(epoch from o.confirm_by)::bigint) as dedupe_key,
  {STUDENT_CONTEXT} as context
from offers_offer o {_RUNNING}
where o.state in ('accepted', 'evaluating') and a.season_id = %(season)s
  and o.confirm_by > greatest(usp_now(), %(after)s) and o.confirm_by <= %(until)s
"""  # noqa: S608 -- constants
_EMPLOYER_WAITED_FOR = (
    """
select m.user_id as recipient_id, 'offer_confirm_soon' as kind,
  concat('position:', o.position_id, ':confirm:', %(step)s::int, ':', extract(epoch from min(o.confirm_by))::bigint)
    as dedupe_key,
  jsonb_build_object('title', o.terms->>'title', 'count', count(*)::text, 'confirm_by',
    to_char(min(o.confirm_by) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')) as context
from offers_offer o join accounts_employermembership m on m.id = o.sent_by_id """
    + _RUNNING
    + """
where o.state in ('accepted', 'evaluating') and a.season_id = %(season)s
  and o.confirm_by > greatest(usp_now(), %(after)s) and o.confirm_by <= %(until)s
group by m.user_id, o.position_id, o.terms->>'title', o.confirm_by::date
"""
)


@verb
def send_reminders() -> int:
    """Remind whoever has to answer or to approve; answers how many notices are new.

    The key of a reply's reminder is (offer, step, deadline), so that an extended deadline is reminded of anew.
    """
    if EngineSwitch.objects.filter(is_stopped=True).exists():
        return 0
    told = notify_rows(_untold(_REPLY), {}, ("offer_reminder", "offer_reminder_last"))
    waiting = Offer.objects.filter(state__in=(OfferState.ACCEPTED, OfferState.EVALUATING))
    for season in Season.objects.filter(pk__in=waiting.values("application__season")):
        told += sum(_remind_of_approval(season, *span) for span in _spans())
    return told


def _spans() -> list[tuple[int, dt.datetime, dt.datetime]]:
    """(step, after, until): which ends of the confirmation time a step is about today; each end in one step."""
    now, closed = clock.now(), closed_days()
    ends = {step: _end_of(add_working_days(now.date(), step, closed=closed), now) for step in CONFIRM_STEPS}
    return [(5, ends[2], ends[5]), (2, now, ends[2])]


def _end_of(day: dt.date, now: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.max, tzinfo=now.tzinfo)


def _remind_of_approval(season: Season, step: int, after: dt.datetime, until: dt.datetime) -> int:
    values: dict[str, Any] = {"step": step, "season": season.pk, "after": after, "until": until}
    told = notify_rows(_untold(_STUDENT_WAITS), values, ("offer_confirm_waiting",))
    return told + notify_rows(_untold(_EMPLOYER_WAITED_FOR), values, ("offer_confirm_soon",))


def _untold(select: str) -> str:
    """The same rows without those that were told already: most of them, every five minutes."""
    return f"""
        select r.* from ({select}) r where not exists (
          select 1 from notifications_notification n
          where n.recipient_id = r.recipient_id and n.kind = r.kind and n.dedupe_key = r.dedupe_key)
    """  # noqa: S608 -- constants
