"""Publishing a university's «USP Uygulama İlkeleri»: each version stays, decisions cite theirs (rules A29)."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from applications.window_selectors import managed_university
from insurance.models import Guidelines
from insurance.services.dates_news import tell_guidelines
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.models import Upload
from usp.reference.models import University


@dataclass(frozen=True)
class Principles:
    """What is published: words, a PDF, or both, with the body's decision."""

    title: str
    decided_on: dt.date
    text: str = ""
    decision_no: str = ""


@verb
def publish_guidelines(*, principles: Principles, file: Upload | None, actor: User) -> Guidelines:
    """Publish the next version of the actor's university; the same words again (a second click) are no new version.

    Students with an internship under way are told. RuleViolation (not_yours, decided_later, nothing to publish).
    """
    university = managed_university(actor)
    if university is None:
        raise RuleViolation(_("İlkeleri yalnızca kariyer merkezi yöneticisi yayımlar."), code="not_yours")
    University.objects.select_for_update(of=("self",), no_key=True).get(pk=university.pk)
    now = clock.now()
    if principles.decided_on > now.date():
        raise RuleViolation(_("Karar tarihi bugünden sonra olamaz."), code="decided_later")
    before = Guidelines.objects.filter(university=university).order_by("-version").select_related("file").first()
    if before is not None and _same(before, principles, file):
        return before
    with rule_from_constraint(Guidelines, "guidelines_say_something"):
        made = Guidelines.objects.create(
            university=university,
            version=(before.version if before else 0) + 1,
            title=principles.title.strip(),
            text=principles.text.strip(),
            file=file,
            decided_on=principles.decided_on,
            decision_no=principles.decision_no.strip(),
            published_at=now,
            published_by=actor,
        )
    tell_guidelines(made, _students_under_way(university))
    return made


def _same(before: Guidelines, principles: Principles, file: Upload | None) -> bool:
    mine = (principles.title.strip(), principles.text.strip(), principles.decided_on, principles.decision_no.strip())
    theirs = (before.title, before.text, before.decided_on, before.decision_no)
    return mine == theirs and (file.sha256 if file else "") == (before.file.sha256 if before.file else "")


def _students_under_way(university: University) -> list[User]:
    rows = Placement.objects.filter(
        department__unit__university=university, state=PlacementState.CONFIRMED, kind=Kind.INTERNSHIP
    ).select_related("student__user")
    return list({row.student.user_id: row.student.user for row in rows}.values())
