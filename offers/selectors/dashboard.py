"""The numbers of an employer's home page: seats, whose turn it is and until when, and how far offers lead.

One statement, because the home page is opened most; ends that are not told yet (offers.told) are its own part of it.
States are those of the moment, whether or not a worker has settled them.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.models import Offer
from offers.states import OfferRank
from offers.told import ended_untold
from usp.core import clock

_SQL = """
with untold as materialized ({untold}), mine as (
  select o.id, o.position_id, o.application_id, o.seat_no, o.visible_from, o.confirm_by,
    -- a reserve's deadline is cut at its last call, which would tell the university's lead time (docs/rules.md P2)
    case when o.rank = 'yedek' and o.promoted_at is null then null else o.reply_by end as reply_by,
    ask.request_by as change_by,
    case when o.id in (select u.id from untold u)
           then case when o.state in ('open', 'expired') then 'open' else 'reserved' end
         when o.state = 'open' and o.reply_by <= %(now)s then 'expired'
         when o.state in ('accepted', 'evaluating') and o.confirm_by <= %(now)s then 'lapsed'
         when o.state = 'reserved' and o.last_call_at <= %(now)s then 'lapsed'
         else o.state end as state
  from offers_offer o
  join offers_position p on p.id = o.position_id
  left join offers_changerequest ask
    on ask.offer_id = o.id and ask.state = 'open' and ask.request_by > %(now)s
  where p.employer_id = %(employer)s and p.season_id = %(season)s and o.state <> 'undone'
), seats as (
  select p.id, p.title, p.state,
    (select count(*) from offers_seat s where s.position_id = p.id) as total,
    count(m.id) filter (where m.state = 'confirmed') as confirmed,
    count(m.id) filter (where m.state in ('accepted', 'evaluating')) as promised,
    count(m.id) filter (where m.state = 'open' and m.seat_no is not null) as offered,
    count(m.id) filter (where m.state in ('open', 'reserved') and m.seat_no is null) as waiting
  from offers_position p left join mine m on m.position_id = p.id
  where p.employer_id = %(employer)s and p.season_id = %(season)s and p.state in ('published', 'closed')
  group by p.id
), clocks as (
  select position_id, case state when 'accepted' then 'confirm' else 'evaluate' end as what, confirm_by as at
    from mine where state in ('accepted', 'evaluating')
  union all
  select position_id, case when change_by is null then 'reply' else 'change' end, coalesce(change_by, reply_by)
    from mine where state = 'open'
), moves as (
  select m.id, m.application_id, m.visible_from, t.from_state, t.to_state, t.at
  from mine m join offers_offertransition t on t.offer_id = m.id
  where t.to_state in ('accepted', 'reserved', 'declined') and t.from_state in ('open', 'reserved')
)
select json_build_object(
  'seats', (select coalesce(json_agg(s order by s.state desc, s.id desc), '[]') from seats s),
  'clocks', (select coalesce(json_agg(c order by c.at), '[]') from (
    select position_id, what, at, count(*) as number from clocks where at is not null
    group by position_id, what, at order by at limit 6) c),
  'turns', (select json_object_agg(what, n) from (select what, count(*) as n from clocks group by what) w),
  'ours_today', (select count(*) from clocks where what <> 'reply' and at < %(tomorrow)s),
  'ours_week', (select count(*) from clocks where what <> 'reply' and at < %(next_week)s),
  'theirs_today', (select count(*) from clocks where what = 'reply' and at < %(tomorrow)s),
  'theirs_week', (select count(*) from clocks where what = 'reply' and at < %(next_week)s),
  'drafts', (select count(*) from offers_position p
    where p.employer_id = %(employer)s and p.season_id = %(season)s and p.state = 'draft'),
  'opened', (select count(distinct v.application_id) from applications_profileview v
    join applications_application a on a.id = v.application_id
    where v.employer_id = %(employer)s and a.season_id = %(season)s),
  'asked', (select count(distinct application_id) from mine),
  'agreed', (select count(distinct application_id) from moves where to_state in ('accepted', 'reserved')),
  'confirmed', (select count(distinct application_id) from mine where state = 'confirmed'),
  'answer_seconds', (select percentile_cont(0.5) within group (order by extract(epoch from at - visible_from))
    from moves where from_state = 'open'),
  'wants_out', (select count(*) from offers_cancellationrequest r
    join offers_placement l on l.id = r.placement_id join mine m on m.id = l.offer_id where r.state = 'open'),
  'finished', (select count(*) from offers_placement l join mine m on m.id = l.offer_id
    where l.state = 'confirmed' and upper(l.dates) <= %(today)s)
)::text
"""


SEAT_LABELS: dict[str, str | Promise] = {
    "confirmed": _("Kesinleşen"),
    "promised": _("Evet dedi"),
    "offered": _("Cevap bekleniyor"),
    "free": _("Boş"),
}


@dataclass(frozen=True)
class PositionSeats:
    """The seats of one position: who holds them, in numbers."""

    id: int
    title: str
    state: str
    total: int
    confirmed: int
    promised: int
    offered: int
    waiting: int

    @property
    def free(self) -> int:
        """Seats nobody holds."""
        return max(0, self.total - self.confirmed - self.promised - self.offered)

    @property
    def parts(self) -> list[tuple[str, int, float, float]]:
        """(name, number, from, width) of the bar's pieces, in hundredths of its length."""
        named = (
            ("confirmed", self.confirmed), ("promised", self.promised), ("offered", self.offered), ("free", self.free)
        )  # fmt: skip
        whole, at, parts = sum(number for _name, number in named), 0.0, []
        for name, number in named:
            width = round(100 * number / whole, 2) if whole else 0.0
            parts.append((name, number, round(at, 2), width))
            at += width
        return parts

    @property
    def labelled(self) -> list[tuple[str, int]]:
        """The same numbers with their names."""
        return [(str(SEAT_LABELS[name]), number) for name, number, _at, _width in self.parts]


@dataclass(frozen=True)
class Due:
    """Some clocks that run out at the same moment at one position; ``what`` says whose turn it is."""

    what: str
    title: str
    position_id: int
    number: int
    at: dt.datetime


@dataclass(frozen=True)
class Dashboard:
    """An employer's season in numbers."""

    seats: tuple[PositionSeats, ...]
    due: tuple[Due, ...]
    turns: dict[str, int]
    ours_today: int
    ours_week: int
    theirs_today: int
    theirs_week: int
    drafts: int
    opened: int
    asked: int
    agreed: int
    confirmed: int
    answer_seconds: float | None
    wants_out: int
    finished: int

    @property
    def positions(self) -> int:
        """Published positions."""
        return sum(1 for one in self.seats if one.state == "published")

    @property
    def free(self) -> int:
        """Seats of published positions that nobody holds."""
        return sum(one.free for one in self.seats if one.state == "published")

    @property
    def ours(self) -> int:
        """How many offers wait for the employer."""
        return sum(number for what, number in self.turns.items() if what != "reply")

    @property
    def waiting(self) -> int:
        """How many wait in lines."""
        return sum(one.waiting for one in self.seats)

    @property
    def funnel(self) -> list[tuple[str, int, float]]:
        """(step, candidates, hundredths of the longest) from opened profiles to confirmed interns."""
        steps = (
            ("opened", max(self.opened, self.asked)), ("asked", self.asked), ("agreed", self.agreed),
            ("confirmed", self.confirmed),
        )  # fmt: skip
        most = max(number for _name, number in steps)
        return [(name, number, round(100 * number / most, 1) if most else 0.0) for name, number in steps]


def employer_dashboard(employer_id: int, season_id: int | None) -> Dashboard:
    """The numbers of the employer's season. One query."""
    now = clock.page_now()
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    untold, values = _untold(employer_id, season_id, now)
    asked: dict[str, Any] = values | {
        "employer": employer_id, "season": season_id or 0, "now": now, "tomorrow": tomorrow,
        "next_week": tomorrow + dt.timedelta(days=6), "today": now.date(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL.replace("{untold}", untold), asked)
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    seats = tuple(PositionSeats(**row) for row in found.pop("seats"))
    titles = {one.id: one.title for one in seats}
    due = tuple(
        Due(row["what"], titles.get(row["position_id"], ""), row["position_id"], row["number"], _moment(row["at"]))
        for row in found.pop("clocks")
    )
    return Dashboard(seats=seats, due=due, turns=found.pop("turns") or {}, **found)


def _untold(employer_id: int, season_id: int | None, now: dt.datetime) -> tuple[str, dict[str, Any]]:
    """What ended in the line before the employer may know it, as SQL with named values: it counts as waiting."""
    line = Offer.objects.filter(position__employer=employer_id, position__season=season_id, rank=OfferRank.YEDEK)
    found = line.filter(ended_untold(now)).order_by().values_list("id", flat=True)
    sql, values = found.query.sql_with_params()
    named = {f"untold_{number}": value for number, value in enumerate(values)}
    return sql % tuple(f"%({name})s" for name in named), named


def _moment(text: str) -> dt.datetime:
    return timezone.localtime(dt.datetime.fromisoformat(text))
