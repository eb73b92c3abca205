"""Messages of career centres to interns: templates, what was sent, and each intern's copy."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404

from insurance.models import MessageTemplate, SentMessage
from insurance.services.messages import KIND, notice_key
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.notifications.models import Notification


@dataclass(frozen=True)
class MessageCopy:
    """A message as one intern received it."""

    subject: str
    text: str
    official: str
    at: dt.datetime
    placement: Placement


def templates_of(user: User) -> "QuerySet[MessageTemplate]":
    """The texts of the official's university, by name."""
    university_id, _units = university_scope(user, UniversityAction.ANNOUNCE)
    return MessageTemplate.objects.filter(university=university_id).select_related("changed_by")


def sent_messages(user: User) -> "QuerySet[SentMessage]":
    """What was sent to interns of the official's units, newest first, with how many there received it."""
    university_id, unit_ids = university_scope(user, UniversityAction.ANNOUNCE)
    rows = SentMessage.objects.filter(university=university_id).select_related("sent_by")
    if unit_ids is not None:
        rows = rows.filter(placements__department__unit__in=unit_ids)
    return rows.annotate(number=Count("placements", distinct=True)).order_by("-pk")


def message_to(user: User, message_id: int, placement_id: int) -> MessageCopy:
    """One intern's copy, with the words that were delivered. Http404 for somebody else's."""
    message = SentMessage.objects.filter(pk=message_id, placements=placement_id).select_related("sent_by").first()
    placement = (
        Placement.objects.visible_to(user)
        .filter(pk=placement_id)
        .select_related("offer", "student", "application")
        .first()
    )
    if message is None or placement is None:
        raise Http404
    notice = Notification.objects.filter(
        recipient=placement.student.user_id, kind=KIND, dedupe_key=notice_key(message_id, placement_id)
    ).first()
    if notice is None:
        raise Http404
    words = notice.context
    return MessageCopy(words["subject"], words["text"], words["official"], message.sent_at, placement)


def messages_to(placements: Sequence[Placement]) -> dict[int, list[tuple[SentMessage, str]]]:
    """The messages that these interns received, newest first, each with its subject as delivered. Two queries."""
    through = SentMessage.placements.through.objects.filter(placement__in=[one.pk for one in placements])
    sent = list(through.select_related("sentmessage__sent_by").order_by("-sentmessage"))
    keys = {row.pk: notice_key(row.sentmessage_id, row.placement_id) for row in sent}
    said = Notification.objects.filter(
        recipient__in=[one.student.user_id for one in placements], kind=KIND, dedupe_key__in=keys.values()
    )
    subjects = {notice.dedupe_key: notice.context["subject"] for notice in said}
    found: dict[int, list[tuple[SentMessage, str]]] = {}
    for row in sent:
        subject = subjects.get(keys[row.pk], row.sentmessage.subject)
        found.setdefault(row.placement_id, []).append((row.sentmessage, subject))
    return found
