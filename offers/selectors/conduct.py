"""Conduct notes as others may read them: a sentence in the pool, the whole note once the person is known (A9)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from offers.models import ConductNote
from usp.accounts.models import User
from usp.core import clock


def conduct_flags(application_ids: Sequence[int], for_employer: int) -> dict[int, str]:
    """The one sentence the pool may show of a candidate's notes: no employer, date, text or ground (docs/rules.md P5).

    Not to the note's author, whom it would name the person. Struck and outlived notes are silent. One query.
    """
    counting = (
        ConductNote.objects.filter(
            placement__student__applications__in=application_ids, counts_until__gt=clock.page_now()
        )
        .exclude(appeal=ConductNote.Appeal.STRUCK)
        .exclude(employer=for_employer)
    )
    found = set(counting.values_list("placement__student__applications", flat=True)) & set(application_ids)
    return dict.fromkeys(sorted(found), _("geçerli not: mazeretsiz iptal"))


def notes_open_to(user: User, application_id: int) -> list[ConductNote]:
    """Notes with text and reply, for an employer that may know the person; its own ones stand at their placement."""
    counting = ConductNote.objects.filter(
        placement__student__applications=application_id, counts_until__gt=clock.page_now()
    )
    others = counting.exclude(appeal=ConductNote.Appeal.STRUCK).exclude(employer=user.employer_membership.employer_id)
    return list(others.select_related("employer"))
