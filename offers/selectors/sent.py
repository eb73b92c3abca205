"""Reads of an employer's sent offers: the tabs, the search, one offer, a choice of several.

What an employer gets before a yes is read from the pool's rows alone: its queries never touch a student. A name is
searched only among offers whose identity is open at this moment (invariant 7, ``offers.identity``).
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from applications.models import PoolLink, Season
from applications.pool.cards import class_text
from applications.pool.pseudonyms import PREFIX, pseudonym, row_of
from offers.cards.sent import SentRow
from offers.identity import identity_open, identity_opens
from offers.models import ChangeRequest, ChangeState, Offer
from offers.selectors.employer import identities
from offers.selectors.moment import place_in_line, with_line_no, with_state_told
from offers.states import OfferRank, OfferState
from usp.accounts.models import User
from usp.core import clock, turkish

S = OfferState
PAGE_SIZE = 30
MOST_CHOSEN = 100
TABS = ("onay", "cevap", "sirada", "staj", "biten")
ALL = "tumu"
_BY_DEADLINE = ("onay", "cevap")  # what runs out first stands on top; the others are newest first

_AROUND = ("position__season", "position__employer", "sent_by__user", "placement")


@dataclass(frozen=True)
class Wanted:
    """What the page asks for: a tab, a position, words to search, and where the page begins."""

    tab: str = ""
    position_id: int | None = None
    search: str = ""
    after: str = ""


@dataclass(frozen=True)
class SentPage:
    """One page of sent offers, with how many there are in each tab of what is asked for."""

    rows: list[SentRow]
    tab: str
    counts: dict[str, int]
    older: str


def sent_offers(user: User, wanted: Wanted) -> SentPage:
    """The employer's offers of one tab; without a tab the first that holds any."""
    offers = _in_tabs(Offer.objects.visible_to(user))
    if wanted.position_id is not None:
        offers = offers.filter(position=wanted.position_id)
    if wanted.search:
        offers = offers.filter(_found_by(user, wanted.search))
    counted = Counter(dict(offers.order_by().values_list("tab").annotate(number=Count("pk"))))
    counts = {name: counted[name] for name in TABS}
    tab = wanted.tab
    if tab not in TABS and tab != ALL:
        tab = next((name for name, number in counts.items() if number), "cevap")
    chosen = offers if tab == ALL else offers.filter(tab=tab)
    rows = _paged(
        with_line_no(chosen, told=True).select_related("position__season", "position__employer", "placement"),
        tab,
        wanted.after,
    )
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return SentPage(_rows(shown, user), tab, counts, _mark(shown[-1], tab) if len(found) > PAGE_SIZE else "")


def sent_offer(user: User, offer_id: int) -> SentRow | None:
    """One offer of the employer's own; None for anybody else's."""
    return next(iter(_rows(_for_employer(user).filter(pk=offer_id), user)), None)


def sent_batch(user: User, batch_id: uuid.UUID) -> list[SentRow]:
    """The offers of one sending."""
    return _rows(_for_employer(user).filter(batch_id=batch_id).order_by("pk"), user)


def chosen_offers(user: User, offer_ids: Sequence[int]) -> list[SentRow]:
    """Those of these offers that are the employer's own, position by position. At most MOST_CHOSEN of them."""
    mine = _for_employer(user).filter(pk__in=list(offer_ids)[:MOST_CHOSEN])
    return _rows(mine.order_by("position", "reserve_no", "pk"), user)


def rows_of(offers: QuerySet[Any], user: User) -> list[SentRow]:
    """Offers of the employer as rows, in their own order, for pages that choose them otherwise."""
    annotated = with_line_no(with_state_told(offers), told=True).annotate(change_by=_change_by())
    return _rows(annotated.select_related(*_AROUND), user)


def _for_employer(user: User) -> QuerySet[Any]:
    offers = Offer.objects.visible_to(user).select_related(*_AROUND)
    return with_line_no(with_state_told(offers), told=True).annotate(change_by=_change_by())


def _change_by() -> Subquery:
    """Until when a student's open question about the offer may be answered; empty where there is none."""
    asked = ChangeRequest.objects.filter(
        offer=OuterRef("pk"), state=ChangeState.OPEN, request_by__gt=clock.page_now()
    ).order_by()
    return Subquery(asked.values("request_by")[:1], output_field=DateTimeField())


def _in_tabs(offers: QuerySet[Offer]) -> QuerySet[Any]:
    """Annotate ``tab`` and ``due``: whose turn it is, and the clock that counts for the order."""
    return (
        with_state_told(offers)
        .annotate(change_by=_change_by())
        .annotate(
            tab=Case(
                When(state_now__in=[S.ACCEPTED, S.EVALUATING], then=Value("onay")),
                When(state_now=S.OPEN, change_by__isnull=False, then=Value("onay")),
                When(state_now=S.OPEN, then=Value("cevap")),
                When(state_now=S.RESERVED, then=Value("sirada")),
                When(state_now=S.CONFIRMED, then=Value("staj")),
                default=Value("biten"),
                output_field=CharField(),
            ),
            due=Case(
                When(state_now__in=[S.ACCEPTED, S.EVALUATING], then=F("confirm_by")),
                When(change_by__isnull=False, then=F("change_by")),
                # A reserve's deadline is cut at its last call; an order by it would tell lead times (docs/rules.md P2).
                When(rank=OfferRank.YEDEK, promoted_at__isnull=True, then=F("position__season__answers_close_at")),
                default=F("reply_by"),
                output_field=DateTimeField(),
            ),
        )
    )


def _found_by(user: User, words: str) -> Q:
    """A candidate's code, with or without «A-»; or a name, among those whose identity is open now."""
    employer_id = user.employer_membership.employer_id
    code = PREFIX + turkish.upper(words.strip()).removeprefix(PREFIX)
    found = Q(pk__in=[])
    for season in Season.objects.filter(positions__employer=employer_id).distinct().order_by("pk"):
        row_no = row_of(season, employer_id, code)
        if row_no is not None:
            found |= Q(
                position__season=season,
                application__in=PoolLink.objects.filter(entry__season=season, entry__row_no=row_no).values(
                    "application"
                ),
            )
    named = identity_open()
    for word in turkish.fold(words).split():
        named &= Q(application__student__search_name__contains=word)
    return found | named


def _paged(offers: QuerySet[Any], tab: str, after: str) -> QuerySet[Any]:
    moment, pk = _read_mark(after)
    if tab in _BY_DEADLINE:
        if moment is not None:
            offers = offers.filter(Q(due__gt=moment) | Q(due=moment, pk__lt=pk))
        return offers.order_by("due", "-pk")
    return (offers.filter(pk__lt=pk) if pk else offers).order_by("-pk")


def _mark(offer: Any, tab: str) -> str:
    """Where the next page begins: the last row's number, behind its clock where that makes the order."""
    return f"{int(offer.due.timestamp() * 1_000_000)}-{offer.pk}" if tab in _BY_DEADLINE else str(offer.pk)


def _read_mark(text: str) -> tuple[dt.datetime | None, int]:
    """A mark read back; what is no mark leads to the first page."""
    left, _dash, right = text.rpartition("-")
    if not right.isdecimal() or len(right) > 15 or (left and (not left.isdecimal() or len(left) > 17)):
        return None, 0
    # whole microseconds, so that the moment is exactly the one that was written down
    base = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return (timezone.localtime(base + dt.timedelta(microseconds=int(left))) if left else None), int(right)


def _rows(offers: Iterable[Any], user: User) -> list[SentRow]:
    """Rows with pseudonyms, and names only where the state of the moment opens them. Two queries more."""
    found = list(offers)
    employer_id = user.employer_membership.employer_id
    links = PoolLink.objects.filter(application__in=[offer.application_id for offer in found]).select_related("entry")
    entries = {link.application_id: link.entry for link in links}
    known = {offer.pk for offer in found if identity_opens(offer.state_now, offer.position)}
    open_to = identities([offer.application_id for offer in found if offer.pk in known])
    rows = []
    for offer in found:
        entry = entries.get(offer.application_id)
        code = pseudonym(offer.position.season, employer_id, entry.row_no) if entry else "A-•••••••"
        profile = f"{entry.group_name} · {class_text(entry.level, entry.class_year)}" if entry else ""
        identity = open_to.get(offer.application_id) if offer.pk in known else None
        rows.append(
            SentRow(offer, offer.state_now, code, profile, identity, place_in_line(offer), change_by=offer.change_by)
        )
    return rows
