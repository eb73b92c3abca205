"""The operators' forms about a season: its own row, a moved deadline, a disqualification's reason."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from applications.models import Season, SeasonDate
from applications.services.disqualifying import REASON_LENGTH as DISQUALIFY_LENGTH
from applications.services.extending import REASON_LENGTH as EXTEND_LENGTH
from usp.edevlet.records import StudyMode

# ISO weekdays, Monday first, by Django's translated names.
ISO_WEEKDAYS = [(number + 1, name) for number, name in WEEKDAYS.items()]


class SeasonForm(forms.ModelForm):
    """A season as its operators edit it: modes and weekdays are ticked, not typed."""

    study_modes = forms.MultipleChoiceField(
        label=_("öğretim türleri"), choices=StudyMode.choices, widget=forms.CheckboxSelectMultiple
    )
    reply_weekdays = forms.TypedMultipleChoiceField(
        label=_("cevap günleri"),
        choices=ISO_WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cevap süreleri yalnızca bu günlerde dolar."),
    )

    class Meta:
        model = Season
        fields = ("study_modes", "reply_weekdays")  # the admin adds the others by its fieldsets


class LimitForm(forms.ModelForm):
    """A row with a limit on the grade average, typed as people write it: «53,33»."""

    class Meta:
        fields = ("minimum",)  # the admin adds the others
        localized_fields = ("minimum",)


class ExtensionForm(forms.Form):
    """Which date moves where, and why; the verb judges."""

    field = forms.ChoiceField(label=_("Tarih"), choices=SeasonDate.choices)
    new_moment = forms.SplitDateTimeField(label=_("Yeni an"), widget=AdminSplitDateTime)
    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=EXTEND_LENGTH,
        help_text=_("Haber verilen herkes okur; kişi adı yazmayın."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DisqualificationForm(forms.Form):
    """Why an application is no longer valid; the student reads it."""

    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=DISQUALIFY_LENGTH,
        help_text=_("Öğrenci bu gerekçeyi okur; işverenlere gösterilmez."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Gerekçe yazın; öğrenci bu gerekçeyi okur.")
