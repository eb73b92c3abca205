"""A form's province and district: the districts offered are those of the chosen province, with and without script."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usp.reference.selectors import districts_of, provinces


class PlaceFields:
    """Mixin for a form with ``province`` and ``district``: htmx asks the form's own address for the districts.

    Without script a button named ``districts`` fetches them (templates/components/district_field.html).
    """

    fields: dict[str, Any]

    def offer_places(self) -> None:
        """Call at the end of ``__init__``."""
        province, district = self.fields["province"], self.fields["district"]
        province.queryset, province.empty_label = provinces(), gettext_lazy("Seçin")
        # Django makes a label by English rules: «il» would become «Il».
        province.label, district.label = gettext_lazy("İl"), gettext_lazy("İlçe")
        province.widget.attrs |= {
            "hx-get": ".",
            "hx-target": "#usp-district",
            "hx-swap": "outerHTML",
            "hx-trigger": "change",
        }
        district.template_name = "components/district_field.html"
        chosen = str(self["province"].value() or "")  # type: ignore[index]
        known = chosen.isdecimal()
        district.queryset = districts_of(int(chosen) if known else 0)
        district.empty_label = gettext_lazy("Seçin") if known else gettext_lazy("Önce il seçin")

    def clean_district(self) -> Any:
        """The district is one of the province's."""
        data: dict[str, Any] = self.cleaned_data  # type: ignore[attr-defined]
        province, district = data.get("province"), data["district"]
        if province and district.province_id != province.pk:
            raise ValidationError(_("%(district)s bu ilin ilçesi değil.") % {"district": district})
        return district


def asks_for_districts(data: Any) -> bool:
    """Whether the button without script was pressed: the form comes back with the districts, without a complaint."""
    return "districts" in data


def typed_so_far(data: Any, form: type[forms.BaseForm]) -> dict[str, Any]:
    """What was typed, as the initial values of a fresh form that complains of nothing; the district starts anew."""
    multiple = {
        name
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]  # the metaclass puts it there
        if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    }
    return {
        name: data.getlist(name) if name in multiple else data[name]
        for name in data
        if name not in ("district", "csrfmiddlewaretoken", "districts")
    }
