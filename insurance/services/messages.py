"""Messages to many interns at once, from templates of the university."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from insurance.message_text import filled, unknown_places
from insurance.models import MessageTemplate, SentMessage
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.notifications.services.notify import Notice, notify_many

MOST = 5000
"""More than this many recipients of one message are no message but an announcement."""
KIND = "center_message"


def reachable(actor: User) -> "QuerySet[Placement]":
    """The internships whose students the official may write to: of the units whose announcements are the official's."""
    return Placement.objects.of_university(*university_scope(actor, UniversityAction.ANNOUNCE))


@verb
def send_message(
    *, placement_ids: Collection[int], subject: str, text: str, form_id: uuid.UUID, actor: User
) -> SentMessage:
    """Send the text, filled in for each, to the students of these internships; the same form twice is one message.

    Two internships of one student are two messages: each names its own employer and dates. RuleViolation for a name in
    braces that stands for nothing, for nobody to write to and for more than `MOST`; interns of other units are left
    out.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    if before := SentMessage.objects.filter(sent_by=actor, form_id=form_id).first():
        return before
    refuse_unknown_places(subject, text)
    placements = list(
        reachable(actor)
        .filter(pk__in=placement_ids)
        .select_related("student__user", "offer", "department__unit", "insurance_case")
        .order_by("pk")[: MOST + 1]
    )
    if not placements:
        raise RuleViolation(_("Mesajı alacak stajyer seçilmedi."), code="nobody")
    if len(placements) > MOST:
        raise RuleViolation(
            _("Bir mesaj en çok %(most)d stajyere gider. Listeyi süzün ya da duyuru yayımlayın.") % {"most": MOST},
            code="too_many",
        )
    message = SentMessage.objects.create(
        university_id=placements[0].department.unit.university_id,
        sent_by=actor,
        sent_at=clock.now(),
        subject=subject.strip(),
        text=text.strip(),
        form_id=form_id,
    )
    message.placements.set(placements)
    notify_many(_notice(message, placement) for placement in placements)
    return message


def refuse_unknown_places(subject: str, text: str) -> None:
    """RuleViolation naming what stands for nothing, so that nobody receives «{isverne}»."""
    if wrong := unknown_places(f"{subject} {text}"):
        names = ", ".join(f"{{{name}}}" for name in wrong)
        raise RuleViolation(
            _("Şu alanlar tanınmıyor: %(names)s. Listedekilerden birini yazın.") % {"names": names},
            code="unknown_place",
        )


@verb
def save_template(
    *, actor: User, name: str, subject: str, text: str, template_id: int | None = None
) -> MessageTemplate:
    """Keep a text for the whole university, new or in place of the one of that id.

    Raises MessageTemplate.DoesNotExist for one of another university.
    """
    refuse_unknown_places(subject, text)
    university_id, _units = university_scope(actor, UniversityAction.ANNOUNCE)
    if university_id is None:
        raise MessageTemplate.DoesNotExist
    template = (
        MessageTemplate(university_id=university_id)
        if template_id is None
        else MessageTemplate.objects.select_for_update(of=("self",), no_key=True).get(
            pk=template_id, university=university_id
        )
    )
    template.name, template.subject, template.text = name.strip(), subject.strip(), text.strip()
    template.changed_by, template.changed_at = actor, clock.now()
    with rule_from_constraint(MessageTemplate, "message_template_name"):
        template.save()
    return template


@verb
def delete_template(*, actor: User, template_id: int) -> None:
    """Drop a text; messages that were sent with it keep their words. Twice is no error."""
    university_id, _units = university_scope(actor, UniversityAction.ANNOUNCE)
    MessageTemplate.objects.filter(pk=template_id, university=university_id).delete()


def notice_key(message_id: int, placement_id: int) -> str:
    """Names one intern's copy of a message among the notices."""
    return f"message:{message_id}:{placement_id}"


def _notice(message: SentMessage, placement: Placement) -> Notice:
    context = {
        "subject": filled(message.subject, placement),
        "text": filled(message.text, placement),
        "official": message.sent_by.full_name,
    }
    link = reverse("insurance:my-message", kwargs={"message_pk": message.pk, "pk": placement.pk})
    return Notice(KIND, placement.student.user, notice_key(message.pk, placement.pk), context, link)
