"""The form of the e-Devlet stage: which enrolment, and the school record where e-Devlet has none."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from applications.eligibility import Eligibility
from usp.edevlet.records import School

SCHOOL_KINDS = (
    ("", _("Seçin")),
    ("Anadolu Lisesi", _("Anadolu Lisesi")),
    ("Fen Lisesi", _("Fen Lisesi")),
    ("Sosyal Bilimler Lisesi", _("Sosyal Bilimler Lisesi")),
    ("Mesleki ve Teknik Anadolu Lisesi", _("Mesleki ve Teknik Anadolu Lisesi")),
    ("Anadolu İmam Hatip Lisesi", _("Anadolu İmam Hatip Lisesi")),
    ("Güzel Sanatlar Lisesi", _("Güzel Sanatlar Lisesi")),
    ("Spor Lisesi", _("Spor Lisesi")),
    ("Açık Öğretim Lisesi", _("Açık Öğretim Lisesi")),
    ("Yurt dışında lise", _("Yurt dışında lise")),
    ("Diğer", _("Diğer")),
)
SCHOOL_FIELDS = ("school_name", "school_kind", "graduated_year", "diploma_grade", "grade_scale")


class StageOneForm(forms.Form):
    """«Başvur»: the chosen enrolment among those that may apply, and «Beyan Etmek İçin Tıklayınız» if it is needed."""

    enrolment = forms.ChoiceField(
        label=_("Başvuracağınız öğrenim"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Başvuracağınız öğrenim kaydını seçin."),
            "invalid_choice": _("Bu öğrenim kaydıyla başvurulamıyor; nedenleri kaydın altında yazıyor."),
        },
    )
    school_name = forms.CharField(label=_("Lisenizin adı"), max_length=200)
    school_kind = forms.ChoiceField(label=_("Lise türü"), choices=SCHOOL_KINDS)
    graduated_year = forms.IntegerField(label=_("Mezuniyet yılı"), help_text=_("Dört rakamla, örneğin 2021."))
    diploma_grade = forms.DecimalField(
        label=_("Diploma notu"),
        localize=True,
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    grade_scale = forms.ChoiceField(label=_("Not sistemi"), choices=(("100", _("100’lük")), ("5", _("5’lik"))))

    def __init__(self, *args: Any, eligibility: Eligibility, chosen: str = "", this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = eligibility.eligible_cards
        choices = [(card.enrolment.id, str(card.enrolment.department_name)) for card in cards]
        self.fields["enrolment"].choices = choices  # type: ignore[attr-defined]
        ids = [pk for pk, _name in choices]
        self.initial["enrolment"] = chosen if chosen in ids else ids[0] if len(ids) == 1 else ""
        self.declares_school = eligibility.records.school is None
        if not self.declares_school:
            for name in SCHOOL_FIELDS:
                del self.fields[name]
            return
        year = self.fields["graduated_year"]
        limits = (MinValueValidator(this_year - 60), MaxValueValidator(this_year))
        year.validators = [*year.validators, *limits]

    @property
    def school_fields(self) -> list[forms.BoundField]:
        """The declaration's fields; none when e-Devlet shows the school."""
        return [self[name] for name in SCHOOL_FIELDS if name in self.fields]

    @property
    def school_has_errors(self) -> bool:
        """Whether the declaration needs a correction, so that it is shown open."""
        return any(name in self.errors for name in SCHOOL_FIELDS)

    def clean(self) -> dict[str, Any]:
        """A grade above its own scale is a typing error."""
        data = super().clean() or {}
        grade, scale = data.get("diploma_grade"), data.get("grade_scale")
        if grade is not None and scale and grade > Decimal(scale):
            self.add_error("diploma_grade", _("Seçtiğiniz not sisteminin en yüksek notunu aşıyor."))
        return data

    def school(self) -> School | None:
        """The declared school, or None when e-Devlet has the record."""
        if not self.declares_school:
            return None
        data = self.cleaned_data
        return School(
            name=data["school_name"],
            kind=data["school_kind"],
            graduated_year=data["graduated_year"],
            diploma_grade=str(data["diploma_grade"]),
            grade_scale=data["grade_scale"],
        )
