"""Announcing, changing what was announced, and withdrawing it (A30)."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.guidance.models import Announcement, Audience
from usp.guidance.places import place_for
from usp.guidance.policies import may_announce

_RULES = (
    "announcement_names_one_place",
    "announcement_of_university_speaks_inside",
    "announcement_ends_after_it_begins",
)


@dataclass(frozen=True)
class Wording:
    """What an announcement says, to whom, where and when. ``place`` is a key of ``usp.guidance.places``."""

    place: str
    audience: str
    title: str
    body: str
    shows_from: dt.datetime | None = None
    shows_until: dt.datetime | None = None
    pinned: bool = False


@verb
def announce(*, actor: User, wording: Wording) -> Announcement:
    """Write a new announcement; without ``shows_from`` it is shown at once.

    Raises RuleViolation for a place that is not the actor's, and where a rule of the announcement refuses.
    """
    announcement = Announcement(author=actor)
    _take(announcement, actor, wording)
    with rule_from_constraint(Announcement, *_RULES):
        announcement.save()
    return announcement


@verb
def change_announcement(*, actor: User, announcement_id: int, version: int, wording: Wording) -> Announcement:
    """Make a new version. Refused when somebody else has made one since ``version`` was read.

    Raises Announcement.DoesNotExist for one that is not the actor's to change.
    """
    announcement = _locked(actor, announcement_id)
    if announcement.withdrawn_at is not None:
        raise RuleViolation(_("Geri çekilen duyuru değiştirilemez; yeni bir duyuru yazın."), code="withdrawn")
    if announcement.version != version:
        raise RuleViolation(
            _("Bu duyuru siz düzenlerken değişti. Yazdıklarınız duruyor; son hâlini yeni sekmede açıp karşılaştırın."),
            code="announcement_changed",
        )
    _take(announcement, actor, wording)
    announcement.version += 1
    with rule_from_constraint(Announcement, *_RULES):
        announcement.save()
    return announcement


@verb
def withdraw_announcement(*, actor: User, announcement_id: int) -> Announcement:
    """Stop showing an announcement. It stays with its versions; a second call changes nothing."""
    announcement = _locked(actor, announcement_id)
    if announcement.withdrawn_at is None:
        announcement.withdrawn_at = announcement.changed_at = clock.now()
        announcement.save(update_fields=["withdrawn_at", "changed_at"])
    return announcement


def _locked(actor: User, announcement_id: int) -> Announcement:
    # The scope joins other tables, and a lock must name the announcement alone.
    found = Announcement.objects.filter(pk__in=Announcement.objects.editable_by(actor).values("pk"))
    return found.select_for_update(of=("self",), no_key=True).get(pk=announcement_id)


def _take(announcement: Announcement, actor: User, wording: Wording) -> None:
    place = place_for(actor, wording.place) if may_announce(actor) else None
    if place is None:
        raise RuleViolation(_("Yalnızca kendi biriminiz ve bölümleriniz için duyuru yazabilirsiniz."), code="place")
    if wording.audience not in Audience.values:
        raise RuleViolation(_("Duyurunun kime yazıldığını seçin."), code="audience")
    now = clock.now()
    announcement.university_id = place.university_id
    announcement.unit_id = place.unit_id
    announcement.department_id = place.department_id
    announcement.audience = wording.audience
    announcement.title = wording.title.strip()
    announcement.body = wording.body.strip()
    announcement.shows_from = wording.shows_from or announcement.shows_from or now
    announcement.shows_until = wording.shows_until
    announcement.pinned = wording.pinned
    announcement.changed_at = now
