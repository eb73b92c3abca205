"""What an employer chooses before it decides on several offers at once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from offers.cards import SentRow
from offers.reasons import AFTER_A_YES, WithdrawReason
from offers.selectors.sent import MOST_CHOSEN
from offers.states import OfferState


def chosen_ids(data: QueryDict) -> list[int]:
    """The offers named in a form or an address (``teklif``), each once; what is no number is left out."""
    numbers = [int(text) for text in data.getlist("teklif") if text.isdecimal() and len(text) < 16]
    return list(dict.fromkeys(numbers))[:MOST_CHOSEN]


class WithdrawForm(forms.Form):
    """The reason, from the list that fits everybody chosen: after a yes «by mistake» is none."""

    reason = forms.ChoiceField(
        label=_("Neden?"),
        widget=forms.RadioSelect,
        help_text=_("Aday bu nedeni görür."),
        error_messages={"required": _("Geri çekme nedenini seçin."), "invalid_choice": _("Listeden bir neden seçin.")},
    )

    def __init__(self, *args: Any, rows: Iterable[SentRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said_yes = any(row.state != OfferState.OPEN for row in rows)
        listed = AFTER_A_YES if said_yes else tuple(WithdrawReason)
        self.fields["reason"].choices = [(one.value, one.label) for one in listed]  # type: ignore[attr-defined]
