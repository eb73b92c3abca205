"""Reads of the talent pool's lists, each for the employer whose they are; candidates are pool rows, never people."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import ProfileView
from applications.pool.cards import SCORE_LABELS, Candidate
from offers.asking import Asker
from offers.cards.sent import EMPLOYER_WORDS
from offers.models import Offer, OfferTransition, TalentList, TalentPoolEntry
from offers.selectors.moment import with_state_told
from offers.states import LIVE_OFFER, SEATED_YES, OfferState
from usp.accounts.models import Employer

ADDED = "eklenme"
SORTS: dict[str, Promise] = {ADDED: _("Eklenme sırası")} | SCORE_LABELS


@dataclass(frozen=True)
class Member:
    """A candidate on a list, with what the employer's people know and wrote."""

    application_id: int  # for verbs; pages name the candidate by its code
    candidate: Candidate
    tags: Sequence[str]
    note: str
    added_at: dt.datetime
    opened: bool
    offer_text: str
    known: bool


@dataclass(frozen=True)
class ListPage:
    """A list's members in order; ``lost`` members stand in the pool no more."""

    members: list[Member]
    tags: list[str]
    lost: int


def lists_of(asker: Asker) -> QuerySet[TalentList]:
    """The employer's lists of the season with their number of ``members``, by name."""
    lists = TalentList.objects.filter(employer=asker.employer, season=asker.season)
    return lists.annotate(members=Count("entries")).order_by("name", "pk")


def read_list(asker: Asker, talent_list: TalentList, *, tag: str = "", sort: str = ADDED) -> ListPage:
    """Everybody on the list, or those with a tag; best score first, or newest first. Five queries."""
    entries = list(talent_list.entries.order_by("-added_at", "-pk"))
    members, lost = members_of(asker, entries)
    tags = sorted({tag for member in members for tag in member.tags})
    if tag:
        members = [member for member in members if tag in member.tags]
    if sort in SCORE_LABELS:
        members.sort(key=lambda member: -getattr(member.candidate, sort))
    return ListPage(members, tags, lost)


def members_of(asker: Asker, entries: Sequence[TalentPoolEntry]) -> tuple[list[Member], int]:
    """The entries as pages show them, in their order, and how many stand in the pool no more."""
    applications = [entry.application_id for entry in entries]
    shown = asker.shown(applications)
    opened = opened_by(asker.employer, applications)
    offers = offer_texts(asker.employer, applications)
    known = known_to(asker.employer, applications)
    members = [
        Member(
            application_id=entry.application_id,
            candidate=shown[entry.application_id],
            tags=entry.tags,
            note=entry.note,
            added_at=entry.added_at,
            opened=entry.application_id in opened,
            offer_text=offers.get(entry.application_id, ""),
            known=entry.application_id in known,
        )
        for entry in entries
        if entry.application_id in shown
    ]
    return members, len(entries) - len(members)


def opened_by(employer: Employer, application_ids: Iterable[int]) -> set[int]:
    """Those whose profile somebody of the employer has opened (docs/rules.md A18). One query."""
    views = ProfileView.objects.filter(employer=employer, application__in=list(application_ids))
    return set(views.order_by().values_list("application_id", flat=True).distinct())


def offer_texts(employer: Employer, application_ids: Iterable[int]) -> dict[int, str]:
    """Where the newest offer of this employer to each stands, in words. One query."""
    offers = Offer.objects.filter(position__employer=employer, application__in=list(application_ids))
    rows = with_state_told(offers.exclude(state=OfferState.UNDONE)).order_by("pk")
    return {one: str(EMPLOYER_WORDS[state][0]) for one, state in rows.values_list("application_id", "state_now")}


def known_to(employer: Employer, application_ids: Iterable[int]) -> set[int]:
    """Those whom the employer came to know by an acceptance that has ended since (docs/rules.md P6). One query.

    Of the same season's application only: a mark on somebody accepted last year would name this year's row.
    """
    moves = OfferTransition.objects.filter(
        offer__position__employer=employer, offer__application__in=list(application_ids), to_state__in=SEATED_YES
    )
    ended = moves.exclude(offer__state__in=LIVE_OFFER)
    return set(ended.order_by().values_list("offer__application_id", flat=True).distinct())


def lists_with(asker: Asker, application_id: int) -> list[TalentPoolEntry]:
    """The entries of one candidate on the employer's lists of the season. One query."""
    entries = TalentPoolEntry.objects.filter(
        talent_list__employer=asker.employer, talent_list__season=asker.season, application=application_id
    )
    return list(entries.select_related("talent_list").order_by("talent_list__name", "pk"))


def listed(asker: Asker, application_ids: Iterable[int]) -> set[int]:
    """Those of the applications that are on any list of the employer. One query."""
    entries = TalentPoolEntry.objects.filter(
        talent_list__employer=asker.employer, talent_list__season=asker.season, application__in=list(application_ids)
    )
    return set(entries.order_by().values_list("application_id", flat=True).distinct())
