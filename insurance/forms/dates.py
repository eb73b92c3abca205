"""Forms about new dates and the unit's decisions."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models.university_rules import LONGEST
from insurance.models import CompulsoryCriteria, DateChange
from insurance.services.date_changes import Proposal
from usp.documents.models import FileType
from usp.documents.uploads import UploadField

Choices = Iterable[tuple[Any, "str | Promise"]]


def _words(label: Any, *, length: int = 500, required: bool = True, rows: int = 3, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class ProposalForm(forms.Form):
    """New dates: the first day, how many working days, how many of them a week; the last day is computed."""

    starts_on = day_field(_("Yeni başlama tarihi"))
    working_days = forms.IntegerField(label=_("İş günü"), min_value=1, max_value=LONGEST)
    weekly_days = forms.TypedChoiceField(
        label=_("Haftada çalışılan gün"),
        coerce=int,
        choices=[(5, _("5 gün (pazartesi–cuma)")), (6, _("6 gün (pazartesi–cumartesi)"))],
        widget=forms.RadioSelect,
    )
    why = forms.ChoiceField(label=_("Neden"), choices=DateChange.Why.choices, widget=forms.RadioSelect)

    COUNTED = ("starts_on", "working_days", "weekly_days")

    @property
    def counted(self) -> tuple[dt.date, int, int] | None:
        """What the calculator needs, where all of it is readable."""
        data = getattr(self, "cleaned_data", {})
        if any(data.get(name) in (None, "") for name in self.COUNTED):
            return None
        return data["starts_on"], data["working_days"], data["weekly_days"]

    def proposal(self) -> Proposal:
        """What the verb takes."""
        data = self.cleaned_data
        return Proposal(data["starts_on"], data["working_days"], data["weekly_days"], data["why"])


class AnswerForm(forms.Form):
    """The unit's words about a proposal; students and employers only press a button."""

    reason = _words(_("Birimin gerekçesi"), length=300, required=False, help_text=_("Öğrenci ve işveren okur."))


class TermDecisionForm(forms.Form):
    """Whether an internship may run during lectures."""

    granted = forms.TypedChoiceField(
        label=_("Karar"),
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", _("Uygun: staj bu tarihlerde yapılabilir")),
            ("no", _("Uygun değil: bu tarihlerle sigorta girişi yapılmaz")),
        ],
        widget=forms.RadioSelect,
    )
    reason = _words(_("Gerekçe"), help_text=_("Dayandığınız yönetmelik maddesini yazın. Öğrenci ve işveren okur."))


class CompulsoryDecisionForm(forms.Form):
    """Whether an internship counts as the curriculum's, in full or in part."""

    granted = forms.TypedChoiceField(
        label=_("Karar"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Zorunlu staj yerine sayılır")), ("no", _("Zorunlu staj yerine sayılmaz"))],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("Sayılan iş günü"),
        min_value=1,
        max_value=LONGEST,
        required=False,
        help_text=_("Sayılmıyorsa boş bırakın. Stajın bir bölümü de sayılabilir."),
    )
    reason = _words(_("Gerekçe"), help_text=_("Öğrenci okur. Sigorta bu karardan etkilenmez."))

    def clean(self) -> dict[str, Any]:
        """What counts has a number of days."""
        data = super().clean() or {}
        if data.get("granted") and not data.get("days") and "days" not in self.errors:
            self.add_error("days", _("Kaç iş gününün sayıldığını yazın."))
        return data


class CriteriaForm(forms.ModelForm):
    """What a department asks of an internship that is to count; an empty field asks nothing."""

    supervisor_titles = forms.CharField(
        label=_("Sorumlunun unvanı şunlardan biri"),
        required=False,
        max_length=500,
        help_text=_("Virgülle ayırın. Örnek: mühendis, mimar"),
    )
    class_years = forms.TypedMultipleChoiceField(
        label=_("Hangi sınıfların stajı sayılır?"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hiçbiri işaretlenmezse bütün sınıflar sayılır."),
    )

    class Meta:
        model = CompulsoryCriteria
        fields = [
            "min_days",
            "max_days_a_term",
            "sector",
            "min_personnel",
            "supervisor_titles",
            "class_years",
            "content",
        ]
        widgets = {"sector": forms.RadioSelect, "content": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"content": _("Hangi işlerin sayıldığı, kendi sözlerinizle. Öğrenci teklif kartında okur.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["supervisor_titles"] = ", ".join(self.instance.supervisor_titles)
        years = [(year, gettext("%(year)d. sınıf") % {"year": year}) for year in range(1, 7)]
        self.fields["class_years"].choices = years  # type: ignore[attr-defined]

    def clean_supervisor_titles(self) -> list[str]:
        """The titles, one by one."""
        words = [word.strip() for word in str(self.cleaned_data["supervisor_titles"]).split(",")]
        if any(len(word) > 60 for word in words):
            raise forms.ValidationError(_("Bir unvan en çok 60 harf olabilir."))
        return list(dict.fromkeys(word for word in words if word))


class GuidelinesForm(forms.Form):
    """A new version of the university's principles: words, a PDF, or both."""

    title = forms.CharField(label=_("Başlık"), max_length=150, initial=_("USP Uygulama İlkeleri"))
    decided_on = day_field(_("Karar tarihi"))
    decision_no = forms.CharField(label=_("Karar sayısı"), max_length=60, required=False)
    text = _words(
        _("Metin"),
        length=20000,
        required=False,
        rows=14,
        help_text=_("Boş satır paragraf açar. «- » ile başlayan satırlar liste olur, **kalın** yazılır."),
    )
    file = UploadField(
        label=_("PDF"),
        required=False,
        allowed=(FileType.PDF,),
        help_text=_("Senatonun ya da komisyonun kabul ettiği metin."),
    )

    def clean(self) -> dict[str, Any]:
        """Words or a file."""
        data = super().clean() or {}
        if not data.get("text", "").strip() and not data.get("file") and not self.errors:
            self.add_error("text", _("Metni yazın ya da PDF dosyasını ekleyin."))
        return data
