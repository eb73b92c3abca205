"""What an employer says about a position. Rules of the seats are the verbs'."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Season
from offers.models import Position, RequestedDocument
from offers.services.positions import AskedDocument, length_text
from offers.states import Kind
from usp.accounts.models import Employer, EmployerMembership
from usp.core import turkish
from usp.core.ordering import turkish_order
from usp.reference.models import DepartmentGroup
from usp.reference.place_fields import PlaceFields

MOST_SEATS = 999
MOST_DAYS = 120
OTHER_DOCUMENTS = 3
_KINDS = [kind for kind in RequestedDocument.Kind if kind != RequestedDocument.Kind.OTHER]


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SupervisorField(forms.ModelChoiceField):
    """People of the employer by name and post."""

    def label_from_instance(self, obj: Any) -> str:
        """«Mehmet Demir · Bilgi İşlem Müdürü»."""
        return f"{obj.user.full_name} · {obj.job_title or obj.get_role_display()}"


class GroupsField(forms.ModelMultipleChoiceField):
    """Department groups, in the order of their broad fields."""

    def label_from_instance(self, obj: Any) -> str:
        """«Bilgisayar Mühendisliği · lisans»: one name may exist at two levels."""
        return f"{obj.name} · {obj.get_level_display()}"


class PositionForm(PlaceFields, forms.ModelForm):
    """All that a position says; with ``quota`` only while it is new.

    The districts offered are those of the chosen province; without script a button fetches them. Documents are one
    box with a note for each kind, and three lines for others.
    """

    quota = forms.IntegerField(
        label=_("Kontenjan"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        help_text=_("Aynı anda kaç stajyer kabul edebilirsiniz? Sonradan değiştirilebilir."),
    )
    working_days = forms.IntegerField(
        label=_("Süre (iş günü)"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("İş gölgeleme ve eğitimde yazılır; stajda süreyi adayın staj takvimi belirler."),
    )
    runs_from = forms.DateField(label=_("En erken başlama"), required=False, widget=Day())
    runs_until = forms.DateField(
        label=_("En geç bitiş"),
        required=False,
        widget=Day(),
        help_text=_("Boş bırakırsanız adayın uygun olduğu her tarih olur."),
    )
    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Pozisyon"), ("kind", "title", "workplace_unit", "quota", "tasks")),
        (_("Yer"), ("province", "district", "address")),
        (_("Zaman"), ("weekly_days", "working_days", "runs_from", "runs_until")),
        (_("Kişiler"), ("supervisor", "mentor_name", "mentor_title")),
        (_("Sunduklarınız"), ("meal", "transport", "lodging")),
    )

    class Meta:
        model = Position
        fields = [
            "kind", "title", "workplace_unit", "province", "district", "address", "weekly_days", "working_days",
            "runs_from", "runs_until", "tasks", "supervisor", "mentor_name", "mentor_title", "meal", "transport",
            "lodging", "wanted_groups",
        ]  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "weekly_days": forms.RadioSelect,
            "tasks": forms.Textarea(attrs={"rows": 5}),
        }
        field_classes = {"supervisor": SupervisorField, "wanted_groups": GroupsField}
        labels = {
            "tasks": _("Stajyerin yapacağı işler"),
            "mentor_name": _("Birlikte çalışacağı kişi"),
            "mentor_title": _("Bu kişinin görevi"),
            "meal": _("Yemek"),
            "transport": _("Servis ya da yol desteği"),
            "lodging": _("Konaklama"),
        }
        help_texts = {
            "title": _("Adayın göreceği ad. Örnek: Yazılım geliştirme stajyeri"),
            "tasks": _("Aday teklifte bunu okur: hangi işler, kiminle, nasıl."),
            "supervisor": _("Adı, e-postası ve telefonu adaya gösterilir."),
            "mentor_name": _("Staj sorumlusu değilse, stajyerle her gün çalışacak kişi."),
            "working_days": "",
        }

    def __init__(self, *args: Any, employer: Employer, season: Season | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.season = season
        if self.instance.pk:
            del self.fields["quota"]
        members = EmployerMembership.objects.running().filter(employer=employer).select_related("user")
        self.fields["supervisor"].queryset = members.order_by(turkish_order("user__full_name"), "pk")
        self.fields["supervisor"].empty_label = _("Seçin")
        self.fields["weekly_days"].choices = Position._meta.get_field("weekly_days").choices
        self.fields["kind"].choices = Kind.choices
        self.fields["wanted_groups"].queryset = DepartmentGroup.objects.all()
        self._add_documents()
        self.offer_places()

    def _add_documents(self) -> None:
        asked = list(self.instance.requested_documents.all()) if self.instance.pk else []
        notes = {one.kind: one.note for one in asked}
        others = [one.note for one in asked if one.kind == RequestedDocument.Kind.OTHER]
        for kind in _KINDS:
            self.fields[f"doc_{kind}"] = forms.BooleanField(label=kind.label, required=False, initial=kind in notes)
            self.fields[f"note_{kind}"] = forms.CharField(
                label=_("%(document)s: açıklama") % {"document": kind.label},
                required=False,
                max_length=200,
                initial=notes.get(kind, ""),
            )
        for number in range(1, OTHER_DOCUMENTS + 1):
            self.fields[f"other_{number}"] = forms.CharField(
                label=_("Başka belge %(number)d") % {"number": number},
                required=False,
                max_length=200,
                initial=others[number - 1] if len(others) >= number else "",
            )

    def clean(self) -> dict[str, Any]:
        """Job shadowing and training last as long as the position says; internships as the candidate's window."""
        data = super().clean() or {}
        kind, days = data.get("kind"), data.get("working_days")
        if kind == Kind.INTERNSHIP:
            data["working_days"] = None
        elif kind and "working_days" not in self.errors:
            if days is None:
                self.add_error("working_days", _("Süreyi iş günü olarak yazın."))
            elif kind == Kind.SHADOWING and self.season is not None:
                least, most = self.season.shadowing_min_days, self.season.shadowing_max_days
                if not least <= days <= most:
                    self.add_error("working_days", length_text(least, most))
        if data.get("runs_from") and data.get("runs_until") and data["runs_from"] > data["runs_until"]:
            self.add_error("runs_until", _("En geç bitiş, en erken başlamadan önce olamaz."))
        return data

    @property
    def sections(self) -> list[tuple[Any, list[BoundField]]]:
        """The fields in their groups; documents and departments stand in parts of their own."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.groups]

    @property
    def document_rows(self) -> list[tuple[BoundField, BoundField]]:
        """A box and a note for each kind of document."""
        return [(self[f"doc_{kind}"], self[f"note_{kind}"]) for kind in _KINDS]

    @property
    def other_rows(self) -> list[BoundField]:
        """The lines for documents of other kinds."""
        return [self[f"other_{number}"] for number in range(1, OTHER_DOCUMENTS + 1)]

    def group_choices(self) -> Iterator[tuple[str, int, list[tuple[Any, str, bool]]]]:
        """(broad field, how many of it are chosen, (value, label, chosen) rows), in the order of the alphabet."""
        chosen = {str(value) for value in self["wanted_groups"].value() or ()}
        field = self.fields["wanted_groups"]
        groups = sorted(field.queryset, key=lambda one: (turkish.sort_key(one.field_name), one.sort_key, one.level))
        rows = [(group.field_name, group.pk, field.label_from_instance(group)) for group in groups]
        for name, found in groupby(rows, key=lambda row: row[0]):
            boxes = [(pk, label, str(pk) in chosen) for _name, pk, label in found]
            yield name, sum(1 for box in boxes if box[2]), boxes

    def documents(self) -> list[AskedDocument]:
        """What was asked for, as the verb takes it."""
        data = self.cleaned_data
        asked = [AskedDocument(kind.value, data[f"note_{kind}"]) for kind in _KINDS if data[f"doc_{kind}"]]
        others = (data[f"other_{number}"] for number in range(1, OTHER_DOCUMENTS + 1))
        return [*asked, *(AskedDocument(RequestedDocument.Kind.OTHER.value, name) for name in others if name)]

    def own_values(self) -> dict[str, Any]:
        """The position's own columns."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name != "wanted_groups"}


class QuotaForm(forms.Form):
    """The number of seats of an open position."""

    quota = forms.IntegerField(label=_("Kontenjan"), min_value=1, max_value=MOST_SEATS)


class PositionReasonForm(forms.Form):
    """Why a position is closed or cancelled; kept on record."""

    reason = forms.CharField(label=_("Gerekçe"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, required: bool, help_text: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        self.fields["reason"].help_text = str(help_text)


class HandOverForm(forms.Form):
    """To whom somebody's positions go."""

    taker = SupervisorField(
        label=_("Kime devredilsin?"), queryset=EmployerMembership.objects.none(), empty_label=_("Seçin")
    )

    def __init__(self, *args: Any, giver: EmployerMembership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = EmployerMembership.objects.running().filter(employer=giver.employer_id).exclude(pk=giver.pk)
        ordered = colleagues.select_related("user").order_by(turkish_order("user__full_name"), "pk")
        self.fields["taker"].queryset = ordered  # type: ignore[attr-defined]
