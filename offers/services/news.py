"""Who is told what when an offer moves. Rows only, in the verb's transaction; delivery is the notifications' work.

What may happen to thousands of offers at once (settling, reminders, extensions) is told by one statement.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from offers.models import Offer, Placement
from offers.papers_time import papers_days
from offers.states import Kind, OfferState
from usp.accounts.models import User
from usp.notifications.kinds import Value
from usp.notifications.services.bulk import notify_rows
from usp.notifications.services.notify import Notice, cancel_pending, notify_many

if TYPE_CHECKING:
    from offers.services.engine import Settled


def _iso(column: str) -> str:
    return f"""coalesce(to_char({column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'), '')"""


# What a student's texts need of the offer «o».
STUDENT_CONTEXT = f"""jsonb_build_object(
    'employer', o.terms->>'employer',
    'place', concat(o.terms->>'unit', ', ', o.terms->>'province', '/', o.terms->>'district'),
    'rank', o.rank,
    'starts_on', to_char(o.starts_on, 'YYYY-MM-DD'), 'ends_on', to_char(o.ends_on, 'YYYY-MM-DD'),
    'reply_by', {_iso("o.reply_by")}, 'last_call_at', {_iso("o.last_call_at")},
    'confirm_by', {_iso("o.confirm_by")}, 'confirm_from', {_iso("o.confirm_from")})"""
_TO_STUDENT = (
    "join applications_application a on a.id = o.application_id join accounts_student s on s.id = a.student_id"
)
_TO_SENDER = "join accounts_employermembership m on m.id = o.sent_by_id"

_SETTLED = f"""
with moved as (
  select o.*, v.dst, v.waited
  from unnest(%(ids)s::bigint[], %(dsts)s::text[], %(waited)s::boolean[]) v(id, dst, waited)
  join offers_offer o using (id)
)
select s.user_id as recipient_id,
  case when o.dst = 'expired' then 'offer_expired' when o.dst = 'accepted' then 'offer_called_yes'
       when o.dst = 'open' then 'offer_called' when o.waited then 'offer_line_over' else 'offer_lapsed' end as kind,
  concat('offer:', o.id, ':', o.dst) as dedupe_key, {STUDENT_CONTEXT} as context
from moved o {_TO_STUDENT}
union all
select m.user_id, case o.dst when 'expired' then 'offer_unanswered' else 'offer_not_confirmed' end,
  concat('offer:', min(o.id), ':', o.dst), jsonb_build_object('title', o.terms->>'title', 'count', count(*)::text)
from moved o {_TO_SENDER}
-- of a waiting reserve's end the employer hears nothing: its moment tells a lead time (docs/rules.md P2)
where o.dst in ('expired', 'lapsed') and not o.waited
group by m.user_id, o.position_id, o.dst, o.terms->>'title'
union all
select m.user_id, 'offer_accepted', concat('offer:', o.id, ':offer_accepted'),
  jsonb_build_object('title', o.terms->>'title', 'student', u.full_name, 'confirm_by', {_iso("o.confirm_by")})
from moved o {_TO_SENDER} {_TO_STUDENT} join accounts_user u on u.id = s.user_id
where o.dst = 'accepted'
"""  # noqa: S608 -- constants
_SETTLED_KINDS = (
    "offer_expired",
    "offer_called",
    "offer_called_yes",
    "offer_line_over",
    "offer_lapsed",
    "offer_unanswered",
    "offer_not_confirmed",
    "offer_accepted",
)

_LINE_MOVED = f"""
with gone as (
  select position_id, min(reserve_no) as number from offers_offer where id = any(%(ids)s) group by position_id
),
line as (
  select o.*, gone.number, row_number() over (partition by o.position_id order by o.reserve_no) as turn
  from offers_offer o join gone on gone.position_id = o.position_id
  where o.rank = 'yedek' and o.seat_no is null and o.state in ('open', 'reserved') and o.visible_from <= usp_now()
)
select s.user_id as recipient_id, 'offer_line_moved' as kind, concat('offer:', o.id, ':line:', o.turn) as dedupe_key,
  {STUDENT_CONTEXT} || jsonb_build_object('turn', o.turn::text) as context
from line o {_TO_STUDENT}
where o.state = 'reserved' and o.turn <= 3 and o.reserve_no > o.number
"""  # noqa: S608 -- constants


def place_of(offer: Offer) -> str:
    """«Bilgi İşlem Dairesi, Ankara/Çankaya»."""
    terms = offer.terms
    return f"{terms['unit']}, {terms['province']}/{terms['district']}"


def tell_sent(offers: Sequence[Offer]) -> None:
    """«Staj Teklifi Aldınız», held back until the candidate can see the offer; a programme is not called internship."""
    notify_many(
        _to_student(offer, _received_kind(offer), f"offer:{offer.pk}:sent", not_before=offer.visible_from)
        for offer in offers
    )


def untell_sent(offers: Sequence[Offer]) -> None:
    """Take the notices of an undone sending back before anybody saw them."""
    for kind in {_received_kind(offer) for offer in offers}:  # one position, one kind
        cancel_pending(
            kind=kind,
            recipients=[offer.application.student.user for offer in offers],
            dedupe_keys=[f"offer:{offer.pk}:sent" for offer in offers],
        )


def _received_kind(offer: Offer) -> str:
    return "offer_received" if offer.kind == Kind.INTERNSHIP else "programme_offer_received"


def tell_answered(offer: Offer) -> None:
    """Tell the employer of a yes, a standing yes or a no."""
    kind = {
        OfferState.ACCEPTED: "offer_accepted",
        OfferState.RESERVED: "offer_reserved",
        OfferState.DECLINED: "offer_declined",
    }[OfferState(offer.state)]
    notify_many([_to_employer(offer, kind)])


def tell_settled(moved: "Sequence[Settled]") -> None:
    """Tell both sides of expiries, lapses and calls; the employer once a position, not once an offer."""
    if not moved:
        return
    values = {
        "ids": [row.offer_id for row in moved],
        "dsts": [row.target for row in moved],
        "waited": [row.waited for row in moved],
    }
    notify_rows(_SETTLED, values, _SETTLED_KINDS)


def tell_line(left: Sequence[int]) -> None:
    """Tell the first three of a line that somebody before them left it: once a step."""
    if left:
        notify_rows(_LINE_MOVED, {"ids": list(left)}, ("offer_line_moved",))


def tell_offers(kind: str, key: str, offers: Iterable[Offer], **more: str) -> None:
    """Tell the students of these offers; ``key`` names the event beside the offer, ``more`` fills further places."""
    select = f"""
        select s.user_id as recipient_id, %(kind)s as kind, concat('offer:', o.id, ':', %(key)s::text) as dedupe_key,
          {STUDENT_CONTEXT} || %(more)s::jsonb as context
        from offers_offer o {_TO_STUDENT} where o.id = any(%(ids)s)"""  # noqa: S608 -- constants
    values: dict[str, Any] = {"kind": kind, "key": key, "more": _json(more), "ids": [offer.pk for offer in offers]}
    if values["ids"]:
        notify_rows(select, values, (kind,))


def tell_senders(kind: str, key: str, offers: Iterable[Offer], **more: str) -> None:
    """Tell those who sent these offers: once a position, with their number."""
    select = f"""
        select m.user_id as recipient_id, %(kind)s as kind, concat('offer:', min(o.id), ':', %(key)s::text)
          as dedupe_key, jsonb_build_object('title', o.terms->>'title', 'count', count(*)::text) || %(more)s::jsonb
          as context
        from offers_offer o {_TO_SENDER} where o.id = any(%(ids)s)
        group by m.user_id, o.position_id, o.terms->>'title'"""  # noqa: S608 -- constants
    values: dict[str, Any] = {"kind": kind, "key": key, "more": _json(more), "ids": [offer.pk for offer in offers]}
    if values["ids"]:
        notify_rows(select, values, (kind,))


def tell_confirmed(placement: Placement) -> None:
    """Tell the student of the final approval; shadowing and training need no papers (docs/rules.md A3)."""
    kind = "placement_confirmed" if placement.kind == Kind.INTERNSHIP else "programme_confirmed"
    extra: dict[str, Value] = {}
    if placement.kind == Kind.INTERNSHIP:
        start = (placement.department.unit.university_id, placement.first_day)
        # Without an answer from above the papers are due before the start, as everywhere.
        extra["papers_by"] = papers_days({start}).get(start, placement.first_day)
    notice = _to_student(placement.offer, kind, f"placement:{placement.pk}:confirmed")
    notify_many([replace(notice, context={**notice.context, **extra})])


def tell_released(offers: Sequence[Offer], placement: Placement) -> None:
    """Tell the employers whose offers were released, and the student which ones fell away, each with its ground.

    The winner's name stays its own business; the student learns who the others were.
    """
    if not offers:
        return
    notify_many(_to_employer(offer, "offer_released") for offer in offers)
    # Moved dates and programmes use up no right, nor does an internship that leaves the student another one.
    application = placement.application
    is_used_up = (
        placement.kind == Kind.INTERNSHIP and placement.version == 1 and application.used >= application.allowed
    )
    by_right = [
        offer
        for offer in offers
        if is_used_up and offer.kind == Kind.INTERNSHIP and offer.application_id == application.pk
    ]
    by_days = [offer for offer in offers if offer not in by_right]
    key = f"placement:{placement.pk}:released" + (f":{placement.version}" if placement.version > 1 else "")
    days: dict[str, Value] = {"starts_on": placement.first_day, "ends_on": placement.last_day}
    notify_many(
        Notice(kind, placement.student.user, key, _fallen(fallen, placement) | more)
        for kind, fallen, more in (("offers_fell_away", by_right, {}), ("offers_fell_away_days", by_days, days))
        if fallen
    )


def _fallen(offers: Sequence[Offer], placement: Placement) -> dict[str, Value]:
    names = ", ".join(dict.fromkeys(offer.terms["employer"] for offer in offers))
    return {"employer": placement.offer.terms["employer"], "others": names, "count": len(offers)}


def tell_candidate_out(offers: Iterable[Offer]) -> None:
    """Tell the employers that a candidate's application is no longer valid; the reason stays with the student."""
    notify_many(_to_employer(offer, "offer_candidate_out") for offer in offers)


def _json(values: dict[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _to_student(offer: Offer, kind: str, key: str, **extra: object) -> Notice:
    user: User = offer.application.student.user
    context = {
        "employer": offer.terms["employer"],
        "place": place_of(offer),
        "rank": str(offer.rank),
        "starts_on": offer.starts_on,
        "ends_on": offer.ends_on,
        "reply_by": offer.reply_by,
    }
    return Notice(kind, user, key, context, **extra)  # type: ignore[arg-type]


def _to_employer(offer: Offer, kind: str) -> Notice:
    context = {"title": offer.terms["title"]}
    if offer.identity_is_open:
        context |= {"student": offer.application.student.user.full_name, "confirm_by": offer.confirm_by}
    return Notice(kind, offer.sent_by.user, f"offer:{offer.pk}:{kind}", context)
