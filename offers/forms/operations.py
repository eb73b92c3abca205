"""What operators write when they touch the clocks: a reason, and the span of an outage."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_REASON = {"required": _("Gerekçe yazın; kayıtta durur.")}


class StopForm(forms.Form):
    """Why the clocks stand still."""

    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=200,
        help_text=_("Örnek: Sunucu bakımı, 14.00–16.00. Kayıtta durur."),
        error_messages=_REASON,
    )


class ReinstateForm(forms.Form):
    """Why an ended offer comes back."""

    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=200,
        help_text=_("Aday ve işveren bu sözleri okur; kişisel bilgi yazmayın."),
        error_messages=_REASON,
    )


class ExtendForm(forms.Form):
    """The outage by its two ends, and what everybody concerned is told."""

    since = forms.DateTimeField(
        label=_("Kesintinin başlangıcı"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Başlangıcı seçin."), "invalid": _("Gün ve saati seçin.")},
    )
    until = forms.DateTimeField(
        label=_("Kesintinin bitişi"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Bitişi seçin."), "invalid": _("Gün ve saati seçin.")},
    )
    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=150,
        help_text=_("Süresi uzatılan herkes bu sözleri okur."),
        error_messages=_REASON,
    )

    def clean(self) -> dict[str, Any]:
        """Both ends in order; longer than two weeks is a slip of the hand."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and not since < until:
            self.add_error("until", _("Bitiş, başlangıçtan sonra olmalıdır."))
        elif since and until and until - since > dt.timedelta(days=14):
            self.add_error("until", _("En çok 14 günlük bir kesinti için süre uzatılabilir."))
        return cleaned
