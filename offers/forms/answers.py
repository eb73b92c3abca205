"""What a student adds to a no, and which offers stand side by side."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from offers.cards.received import ReceivedCard
from offers.cards.shared import DECLINE_REASONS


class DeclineForm(forms.Form):
    """The reason, chosen from a list, so that no text can name the student to the employer."""

    reason = forms.ChoiceField(
        label=_("Neden?"),
        required=False,
        choices=[("", _("Belirtmek istemiyorum")), *DECLINE_REASONS],
        help_text=_("Seçerseniz işveren adınızı değil, yalnızca bu nedeni görür."),
    )


class CompareForm(forms.Form):
    """``?teklif=1&teklif=2``: which of the student's own offers to compare."""

    MOST = 4

    def __init__(self, data: Any, *, cards: Sequence[ReceivedCard]) -> None:
        super().__init__(data)
        self._asked: list[str] = data.getlist("teklif") if data else []
        self._cards = {str(card.offer.pk): card for card in cards}

    def chosen(self) -> list[ReceivedCard] | None:
        """The offers asked for, at most four; None where one of them is not the student's own."""
        asked = list(dict.fromkeys(self._asked))[: self.MOST]
        found = [self._cards[pk] for pk in asked if pk in self._cards]
        return found if len(found) == len(asked) else None
