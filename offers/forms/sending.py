"""What an employer says when it sends offers: position, asil or yedek, when, and until when to answer."""

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
from offers.states import Kind, OfferRank
from usp.core.errors import RuleViolation

_DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class PositionField(forms.ModelChoiceField):
    """Positions with their kind, place and how many seats are free."""

    def label_from_instance(self, obj: Any) -> str:
        """«Yazılım stajyeri · Çankaya, Ankara · 2 boş yer»."""
        free = ngettext("%(number)d boş yer", "%(number)d boş yer", obj.seats_free) % {"number": obj.seats_free}
        kind = "" if obj.kind == Kind.INTERNSHIP else f" · {obj.get_kind_display()}"
        return f"{obj.title}{kind} · {obj.district}, {obj.province} · {free}"


class SendingForm(forms.Form):
    """What every sending has: a position and a deadline.

    ``cleaned_data["reply_by"]`` is the deadline as a moment inside the season's hours. ``positions`` carry their
    counts (``offers.selectors.open_positions``).
    """

    position = PositionField(label=_("Pozisyon"), queryset=Position.objects.none(), empty_label=_("Seçin"))
    starts_on = forms.DateField(label=_("Başlama tarihi"), required=False, **_DAY)  # type: ignore[arg-type]
    working_days = forms.IntegerField(label=_("Süre (iş günü)"), min_value=1, max_value=260, required=False)
    reply_day = forms.DateField(label=_("Son cevap günü"), **_DAY)  # type: ignore[arg-type]
    reply_hour = forms.ChoiceField(label=_("Son cevap saati"))

    def __init__(
        self, *args: Any, season: Season, positions: QuerySet[Position], now: dt.datetime, **kwargs: Any
    ) -> None:
        proposed = timezone.localtime(proposed_reply_by(season, now))
        proposals = {"reply_day": proposed.date(), "reply_hour": str(proposed.hour)}
        kwargs["initial"] = proposals | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.season, self.now = season, now
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]
        hours = range(season.reply_hour_from, season.reply_hour_to + 1)
        self.fields["reply_hour"].choices = [(str(hour), f"{hour:02d}.00") for hour in hours]  # type: ignore[attr-defined]
        self.fields["reply_day"].help_text = _(
            "Süreler %(first)02d.00–%(last)02d.00 arasında, iş günlerinde dolar."
        ) % {
            "first": season.reply_hour_from,
            "last": season.reply_hour_to,
        }

    def clean(self) -> dict[str, Any]:
        """Join day and hour, and hold them against the season's rule."""
        data: dict[str, Any] = super().clean() or {}
        day, hour = data.get("reply_day"), data.get("reply_hour")
        if day is not None and hour:
            wanted = dt.datetime.combine(day, dt.time(int(hour)), tzinfo=timezone.get_default_timezone())
            try:
                data["reply_by"] = checked_reply_by(self.season, self.now, wanted)
            except RuleViolation as rule:
                self.add_error("reply_day", str(rule))
        return data

    def check_start(self, data: dict[str, Any]) -> None:
        """A date that the employer names comes after the answer, and where the position sets the time, inside it."""
        start, position = data.get("starts_on"), data.get("position")
        if start is None:
            return
        if "reply_by" in data and start <= data["reply_by"].date():
            self.add_error("starts_on", str(_("Staj, adayın son cevabından sonraki bir gün başlamalıdır.")))
        elif position is not None and position.runs_from and start < position.runs_from:
            self.add_error("starts_on", str(_("Bu tarih pozisyonun en erken başlama tarihinden önce.")))


class SendForm(SendingForm):
    """One offer to one candidate.

    ``periods`` are the candidate's months and lengths; where there are none, and for shadowing and training, the
    employer names the date.
    """

    rank = forms.ChoiceField(
        label=_("Teklif türü"),
        choices=[
            (OfferRank.ASIL, _("Asil: kabul ederse yer onundur")),
            (OfferRank.YEDEK, _("Yedek: kabul ederse sıraya girer, yer boşalınca çağrılır")),
        ],
        initial=OfferRank.ASIL,
        widget=forms.RadioSelect,
    )
    # Nothing is held by the browser: what is needed hangs on the position, and is said in our own words.
    use_required_attribute = False

    period = forms.ChoiceField(
        label=_("Staj zamanı"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Adayın uygun olduğu dönemler, kendi tercih sırasıyla. Kesin tarihler kabulden sonra açılır."),
    )

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        if periods:
            kwargs["initial"] = {"period": periods[0].key} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.periods = {period.key: period for period in periods}
        self.fields["period"].choices = [(period.key, period.label) for period in periods]  # type: ignore[attr-defined]
        kinds = set(self.fields["position"].queryset.values_list("kind", flat=True))  # type: ignore[attr-defined]
        if not periods:
            del self.fields["period"]
            self.fields["starts_on"].help_text = _("Aday staj takvimi seçmemiş; tarihi siz önerin.")
            self.fields["working_days"].initial = 20
        else:
            del self.fields["working_days"]
            if kinds <= {Kind.INTERNSHIP}:
                del self.fields["starts_on"]
            else:
                self.fields["starts_on"].help_text = _("Yalnızca iş gölgeleme ve eğitim için; süre pozisyondan gelir.")
        self.order_fields(["position", "rank", "period", "starts_on", "working_days", "reply_day", "reply_hour"])
        if not self.is_bound:
            self._call_none_optional()

    def _call_none_optional(self) -> None:
        """Which of these are needed is known with the position: judging asks for them, the page calls none optional."""
        for name in ("period", "starts_on", "working_days"):
            if name in self.fields:
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for what this position needs, and say early when no seat is free."""
        data = super().clean()
        self._call_none_optional()
        position = data.get("position")
        if position is None:
            return data
        internship = position.kind == Kind.INTERNSHIP
        if internship and "period" in self.fields:
            data.pop("starts_on", None)
            if not data.get("period") and "period" not in self.errors:
                self.add_error("period", str(_("Staj zamanını seçin.")))
        elif data.get("starts_on") is None and "starts_on" not in self.errors:
            self.add_error("starts_on", str(_("Başlama tarihini yazın.")))
        if internship and "working_days" in self.fields and not data.get("working_days"):
            self.add_error("working_days", str(_("Süreyi yazın.")))
        self.check_start(data)
        if data.get("rank") == OfferRank.ASIL and position.seats_free < 1:
            self.add_error("rank", str(_("Bu pozisyonda boş yer yok; yedek teklif gönderebilirsiniz.")))
        return data


class BulkForm(SendingForm):
    """One sending to many: the first ``asil`` candidates of the order get a seat, the others stand in line."""

    asil = forms.IntegerField(
        label=_("İlk kaç aday asil?"),
        min_value=0,
        max_value=300,
        required=False,
        help_text=_("Sıradaki ilk adaylar asil olur, kalanı aynı sırayla yedek. Boş bırakırsanız boş yer kadar."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].help_text = _("İş gölgeleme ve eğitim ile staj takvimi seçmemiş adaylar için.")
        self.fields["working_days"].help_text = _("Yalnızca staj takvimi seçmemiş adaylar için.")
        self.order_fields(["position", "asil", "reply_day", "reply_hour", "starts_on", "working_days"])

    def clean(self) -> dict[str, Any]:
        """Seats bound the number of asil offers."""
        data = super().clean()
        position = data.get("position")
        if position is None:
            return data
        self.check_start(data)
        if position.kind != Kind.INTERNSHIP and data.get("starts_on") is None and "starts_on" not in self.errors:
            data["starts_on"] = self._position_start(position, data)
        if data.get("asil") is None and "asil" not in self.errors:
            data["asil"] = position.seats_free
        elif (data.get("asil") or 0) > position.seats_free:
            text = ngettext(
                "Bu pozisyonda %(number)d boş yer var; asil sayısı bunu aşamaz.",
                "Bu pozisyonda %(number)d boş yer var; asil sayısı bunu aşamaz.",
                position.seats_free,
            )
            self.add_error("asil", text % {"number": position.seats_free})
        return data

    def _position_start(self, position: Position, data: dict[str, Any]) -> dt.date | None:
        if position.runs_from and "reply_by" in data and position.runs_from > data["reply_by"].date():
            return position.runs_from
        self.add_error("starts_on", str(_("Başlama tarihini yazın.")))
        return None
