"""A change request and its answer: choices only from the student, an address from the employer.

No free text travels from a student, so nobody's name does (docs/rules.md P9).
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import InternshipWindow
from offers.cards.changes import window_text
from offers.change_options import PlaceGroup
from offers.models import ChangeRequest
from offers.services.change_terms import NewPlace
from offers.services.changes import Wish
from usp.reference.selectors import districts_of


class ChangeForm(forms.Form):
    """Another place, another of the student's own windows, or both."""

    place = forms.ChoiceField(
        label=_("Başka bir yer"),
        required=False,
        help_text=_("İşverenin pozisyonu olan iller ve teklifin ilindeki öteki ilçeler."),
    )
    window = forms.ChoiceField(
        label=_("Başka bir dönem"),
        required=False,
        help_text=_("Kendi staj takvimlerinizden. İşveren yalnızca ayı ve süreyi görür."),
    )

    def __init__(
        self, *args: Any, places: Sequence[PlaceGroup], windows: Sequence[InternshipWindow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        groups = [(str(group.province), _place_choices(group)) for group in places]
        found = [group for group in groups if group[1]]
        self.fields["place"].choices = [("", _("Yer aynı kalsın")), *found]  # type: ignore[attr-defined]
        self.windows = {str(window.pk): window for window in windows}
        dates = [(key, window_text(one.starts_on, one.working_days)) for key, one in self.windows.items()]
        self.fields["window"].choices = [("", _("Dönem aynı kalsın")), *dates]  # type: ignore[attr-defined]
        for name, has_any in (("place", found), ("window", dates)):
            if not has_any:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Something must be asked for."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not (data.get("place") or data.get("window")):
            raise forms.ValidationError(_("Başka bir yer ya da başka bir dönem seçin."))
        return data

    @property
    def wish(self) -> Wish:
        """What was chosen, for the verb."""
        kind, _colon, numbers = self.cleaned_data.get("place", "").partition(":")
        province, _dash, district = numbers.partition("-")
        window = self.windows.get(self.cleaned_data.get("window", ""))
        return Wish(
            province_id=int(province) if kind else None,
            district_id=int(district) if kind == "ilce" else None,
            starts_on=window.starts_on if window else None,
            working_days=window.working_days if window else None,
        )


def _place_choices(group: PlaceGroup) -> list[tuple[str, Any]]:
    number = group.province.pk
    whole = [(f"il:{number}", _("%(province)s, ilçe fark etmez") % {"province": group.province})]
    districts = [(f"ilce:{number}-{one.pk}", f"{one}, {group.province}") for one in group.districts]
    return (whole if group.whole else []) + districts


class NewPlaceForm(forms.Form):
    """Where the employer has room instead: the district asked for, or one of the province, with its address."""

    district = forms.TypedChoiceField(label=_("İlçe"), coerce=int)
    unit = forms.CharField(label=_("Birim"), max_length=120)
    address = forms.CharField(label=_("Adres"), max_length=250, help_text=_("Aday yeni teklifte bu adresi görür."))

    def __init__(self, *args: Any, request: ChangeRequest, **kwargs: Any) -> None:
        kwargs["initial"] = {"unit": request.offer.terms["unit"]} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if request.district is not None:
            choices = [(request.district.pk, str(request.district))]
        else:
            found = districts_of(request.province_id) if request.province_id else []
            choices = [("", _("Seçin")), *((one.pk, str(one)) for one in found)]  # type: ignore[list-item]
        self.fields["district"].choices = choices  # type: ignore[attr-defined]

    @property
    def place(self) -> NewPlace:
        """The new place for the verb."""
        data = self.cleaned_data
        return NewPlace(data["district"], data["unit"].strip(), data["address"].strip())
