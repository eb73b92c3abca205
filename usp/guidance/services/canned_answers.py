"""Answers that a unit keeps ready for what is asked again and again (A15)."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.guidance.models import CannedAnswer
from usp.reference.models import Unit


@verb
def save_canned_answer(
    *, actor: User, unit_id: int | None, title: str, body: str, answer_id: int | None = None
) -> CannedAnswer:
    """Keep a new ready answer, or change one, for a unit of the actor's (None: for the whole university)."""
    university_id = _refuse_elsewhere(actor, unit_id)
    answer = CannedAnswer(university_id=university_id)
    if answer_id is not None:
        answer = CannedAnswer.objects.select_for_update(of=("self",), no_key=True).get(pk=answer_id)
        _refuse_elsewhere(actor, answer.unit_id, answer.university_id)
    answer.unit_id, answer.title, answer.body, answer.written_by = unit_id, title.strip(), body.strip(), actor
    with rule_from_constraint(CannedAnswer, "canned_answer_title_once", "canned_answer_unit_of_university"):
        answer.save()
    return answer


@verb
def delete_canned_answer(*, actor: User, answer_id: int) -> None:
    """Forget a ready answer; what was sent with it stays. Twice is no error."""
    answer = CannedAnswer.objects.select_for_update(of=("self",), no_key=True).filter(pk=answer_id).first()
    if answer is not None:
        _refuse_elsewhere(actor, answer.unit_id, answer.university_id)
        answer.delete()


def _refuse_elsewhere(actor: User, unit_id: int | None, university_id: int | None = None) -> int:
    """The actor's university, when the actor answers for this unit of it."""
    own, units = university_scope(actor, UniversityAction.ANSWER_QUESTIONS)
    of_own = unit_id is None or Unit.objects.filter(pk=unit_id, university=own).exists()
    if own is None or (university_id or own) != own or not of_own or (units is not None and unit_id not in units):
        raise RuleViolation(_("Hazır cevapları yalnızca kendi biriminiz için yazabilirsiniz."), code="not_your_unit")
    return own
