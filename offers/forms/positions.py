"""What an employer says about a position. Rules of the seats are the verbs'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from offers.models import Position
from usp.accounts.models import Employer, EmployerMembership
from usp.reference.selectors import districts_of, provinces

MOST_SEATS = 999


class SupervisorField(forms.ModelChoiceField):
    """People of the employer by name and post."""

    def label_from_instance(self, obj: Any) -> str:
        """«Mehmet Demir · Bilgi İşlem Müdürü»."""
        return f"{obj.user.full_name} · {obj.job_title or obj.get_role_display()}"


class PositionForm(forms.ModelForm):
    """A position's place, week, tasks and supervisor; with ``quota`` only while it is new.

    The districts offered are those of the chosen province; without script a button fetches them.
    """

    quota = forms.IntegerField(
        label=_("Kontenjan"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        help_text=_("Aynı anda kaç stajyer kabul edebilirsiniz? Sonradan değiştirilebilir."),
    )

    class Meta:
        model = Position
        fields = [
            "title", "workplace_unit", "province", "district", "address", "weekly_days", "tasks",
            "supervisor",
        ]  # fmt: skip
        widgets = {
            "weekly_days": forms.RadioSelect,
            "tasks": forms.Textarea(attrs={"rows": 5}),
            "province": forms.Select(
                attrs={
                    "hx-get": ".",
                    "hx-target": "#usp-district",
                    "hx-swap": "outerHTML",
                    "hx-trigger": "change",
                }
            ),
        }
        field_classes = {"supervisor": SupervisorField}
        # Django makes a label by English rules: «il» would become «Il».
        labels = {"province": _("İl"), "district": _("İlçe"), "tasks": _("Stajyerin yapacağı işler")}
        help_texts = {
            "title": _("Adayın göreceği ad. Örnek: Yazılım geliştirme stajyeri"),
            "tasks": _("Aday teklifte bunu okur: hangi işler, kiminle, nasıl."),
            "supervisor": _("Adı, e-postası ve telefonu adaya gösterilir."),
        }

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["quota"]
        members = EmployerMembership.objects.filter(employer=employer, user__is_active=True).select_related("user")
        self.fields["supervisor"].queryset = members.order_by("user__full_name")  # type: ignore[attr-defined]
        self.fields["supervisor"].empty_label = _("Seçin")  # type: ignore[attr-defined]
        self.fields["province"].queryset = provinces()  # type: ignore[attr-defined]
        self.fields["province"].empty_label = _("Seçin")  # type: ignore[attr-defined]
        self.fields["weekly_days"].choices = Position._meta.get_field("weekly_days").choices  # type: ignore[attr-defined]
        self._offer_districts()

    def _offer_districts(self) -> None:
        field = self.fields["district"]
        field.template_name = "offers/_district_field.html"  # type: ignore[attr-defined]
        chosen = str(self["province"].value() or "")
        known = chosen.isdecimal()
        field.queryset = districts_of(int(chosen)) if known else districts_of(0)  # type: ignore[attr-defined]
        field.empty_label = _("Seçin") if known else _("Önce il seçin")  # type: ignore[attr-defined]


class QuotaForm(forms.Form):
    """The number of seats of an open position."""

    quota = forms.IntegerField(label=_("Kontenjan"), min_value=1, max_value=MOST_SEATS)
