"""The two questions of the career centre that a student may answer by one tap (docs/rules.md A36)."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from insurance.models import ContactEntry, InsuranceCase
from insurance.selectors.contacts import Answers, answers_of
from insurance.states import CaseState
from offers.asks import Ask, register_asks
from offers.states import PlacementState
from usp.core import clock

Intends, Unit = ContactEntry.Intends, ContactEntry.Unit


def of_placements(placement_ids: Sequence[int]) -> Mapping[int, tuple[Ask, ...]]:
    """Before an internship begins: will you do it; until the papers are in: have you been to your unit. Two queries."""
    waiting = InsuranceCase.objects.filter(
        placement__in=placement_ids,
        placement__state=PlacementState.CONFIRMED,
        placement__dates__startswith__gt=clock.page_now().date(),
    ).values_list("placement", "state")
    answers = answers_of(placement_ids)
    return {placement: _asks(placement, state, answers.get(placement, Answers())) for placement, state in waiting}


def _asks(placement: int, state: str, answers: Answers) -> tuple[Ask, ...]:
    url = reverse("insurance:my-answer", args=[placement])
    will = Ask(
        _("Bu stajı yapacak mısınız?"),
        "intends",
        url,
        (
            (Intends.YES.value, _("Yapacağım"), answers.intends == Intends.YES),
            (Intends.NO.value, _("Yapmayacağım"), answers.intends == Intends.NO),
        ),
    )
    been = Ask(
        _("Evrakınız için biriminizle görüştünüz mü?"),
        "been_to_unit",
        url,
        (
            (Unit.YES.value, _("Görüştüm"), answers.been_to_unit == Unit.YES),
            (Unit.NO.value, _("Henüz görüşmedim"), answers.been_to_unit == Unit.NO),
        ),
    )
    papers_open = state in (CaseState.AWAITING_PAPERS, CaseState.AWAITING_DECISION)
    return (will, been) if papers_open else (will,)


register_asks(of_placements)
