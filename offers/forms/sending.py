"""What an employer says when it sends an offer: position, asil or yedek, when, and until when to answer."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Season
from offers.deadlines import checked_reply_by, proposed_reply_by
from offers.models import Position
from offers.periods import Period
from offers.states import OfferRank
from usp.core.errors import RuleViolation


class PositionField(forms.ModelChoiceField):
    """Positions with their place and how many seats are free."""

    def label_from_instance(self, obj: Any) -> str:
        """«Yazılım stajyeri · Çankaya, Ankara · 2 boş yer»."""
        free = ngettext("%(number)d boş yer", "%(number)d boş yer", obj.seats_free) % {"number": obj.seats_free}
        return f"{obj.title} · {obj.district}, {obj.province} · {free}"


class SendForm(forms.Form):
    """One offer to one candidate.

    ``periods`` are the candidate's months and lengths; where there are none the employer names the date.
    ``cleaned_data["reply_by"]`` is the deadline as a moment inside the season's hours.
    """

    position = PositionField(label=_("Pozisyon"), queryset=Position.objects.none(), empty_label=_("Seçin"))
    rank = forms.ChoiceField(
        label=_("Teklif türü"),
        choices=[
            (OfferRank.ASIL, _("Asil: kabul ederse yer onundur")),
            (OfferRank.YEDEK, _("Yedek: kabul ederse sıraya girer, yer boşalınca çağrılır")),
        ],
        initial=OfferRank.ASIL,
        widget=forms.RadioSelect,
    )
    period = forms.ChoiceField(
        label=_("Staj zamanı"),
        widget=forms.RadioSelect,
        help_text=_("Adayın uygun olduğu dönemler, kendi tercih sırasıyla. Kesin tarihler kabulden sonra açılır."),
    )
    starts_on = forms.DateField(
        label=_("Başlama tarihi"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Aday staj takvimi seçmemiş; tarihi siz önerin."),
    )
    working_days = forms.IntegerField(label=_("Süre (iş günü)"), min_value=1, max_value=260, initial=20)
    reply_day = forms.DateField(
        label=_("Son cevap günü"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reply_hour = forms.ChoiceField(label=_("Son cevap saati"))

    def __init__(
        self,
        *args: Any,
        season: Season,
        positions: QuerySet[Position],
        periods: Sequence[Period],
        now: dt.datetime,
        **kwargs: Any,
    ) -> None:
        proposed = timezone.localtime(proposed_reply_by(season, now))
        proposals = {"reply_day": proposed.date(), "reply_hour": str(proposed.hour)}
        if periods:
            proposals["period"] = periods[0].key
        kwargs["initial"] = proposals | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.season, self.now = season, now
        self.periods = {period.key: period for period in periods}
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]
        hours = range(season.reply_hour_from, season.reply_hour_to + 1)
        self.fields["reply_hour"].choices = [(str(hour), f"{hour:02d}.00") for hour in hours]  # type: ignore[attr-defined]
        self.fields["period"].choices = [(period.key, period.label) for period in periods]  # type: ignore[attr-defined]
        for name in ("starts_on", "working_days") if periods else ("period",):
            del self.fields[name]
        self.order_fields(["position", "rank", "period", "starts_on", "working_days", "reply_day", "reply_hour"])

    def clean(self) -> dict[str, Any]:
        """Join day and hour, and hold them against the season's rule; say early when no seat is free."""
        data: dict[str, Any] = super().clean() or {}
        day, hour = data.get("reply_day"), data.get("reply_hour")
        if day is not None and hour:
            wanted = dt.datetime.combine(day, dt.time(int(hour)), tzinfo=timezone.get_default_timezone())
            try:
                data["reply_by"] = checked_reply_by(self.season, self.now, wanted)
            except RuleViolation as rule:
                self.add_error("reply_day", str(rule))
        start = data.get("starts_on")
        if start is not None and "reply_by" in data and start <= data["reply_by"].date():
            self.add_error("starts_on", str(_("Staj, adayın son cevabından sonraki bir gün başlamalıdır.")))
        position = data.get("position")
        if position is not None and data.get("rank") == OfferRank.ASIL and position.seats_free < 1:
            self.add_error("rank", str(_("Bu pozisyonda boş yer yok; yedek teklif gönderebilirsiniz.")))
        return data
