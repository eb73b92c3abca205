"""What a student adds to a no."""

from django import forms
from django.utils.translation import gettext_lazy as _

from offers.cards import DECLINE_REASONS


class DeclineForm(forms.Form):
    """The reason, chosen from a list, so that no text can name the student to the employer."""

    reason = forms.ChoiceField(
        label=_("Neden?"),
        required=False,
        choices=[("", _("Belirtmek istemiyorum")), *DECLINE_REASONS],
        help_text=_("Seçerseniz işveren adınızı değil, yalnızca bu nedeni görür."),
    )
