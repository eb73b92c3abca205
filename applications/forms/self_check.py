"""The form of «Başvurabilir miyim?»: only what the current season's rules ask about."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from applications.rules import SeasonRules
from applications.self_check import Citizenship, Place, Studentship, areas
from usp.edevlet.records import StudyMode
from usp.reference.models import Level

_OTHER_SCALE = "other"
CLASS_YEARS = [("0", _("Hazırlık")), *((str(year), f"{year}") for year in range(1, 7))]


class SelfCheckForm(forms.Form):
    """A visitor's answers. Birth year and citizenship are asked only where the season has a rule about them."""

    studentship = forms.ChoiceField(label=_("Öğrenciliğiniz"), choices=Studentship.choices, widget=forms.RadioSelect)
    level = forms.ChoiceField(label=_("Düzey"), choices=[("", _("Seçin")), *Level.choices])
    class_year = forms.ChoiceField(label=_("Sınıf"), choices=[("", _("Seçin")), *CLASS_YEARS])
    is_final_year = forms.BooleanField(label=_("Son sınıftayım; bu yıl mezun olabilirim"), required=False)
    study_mode = forms.ChoiceField(label=_("Öğretim türü"), choices=[("", _("Seçin")), *StudyMode.choices])
    gno = forms.DecimalField(
        label=_("Not ortalaması"),
        required=False,
        localize=True,
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text=_("Henüz yoksa boş bırakın."),
    )
    gno_scale = forms.ChoiceField(label=_("Not sistemi"))
    area = forms.ChoiceField(label=_("Biriminiz ya da bölümünüz bunlardan biri mi?"), required=False)
    place = forms.ChoiceField(label=_("Üniversiteniz nerede?"), choices=Place.choices)
    citizenship = forms.ChoiceField(label=_("Vatandaşlık"), choices=Citizenship.choices)
    birth_year = forms.IntegerField(label=_("Doğum yılınız"), help_text=_("Dört rakamla, örneğin 2003."))

    def __init__(self, *args: Any, about: SeasonRules, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scales = [(str(scale), _("%(scale)d’lük") % {"scale": scale}) for scale in sorted(about.gno_limits)]
        self.fields["gno_scale"].choices = [*scales, (_OTHER_SCALE, _("Başka"))]  # type: ignore[attr-defined]
        if not about.gno_limits:  # a season that asks for no average
            del self.fields["gno"], self.fields["gno_scale"]
        self.fields["area"].choices = areas(about)  # type: ignore[attr-defined]
        if not any(rule.only_abroad for rule in about.levels):
            del self.fields["citizenship"]
        if about.born_after is None:
            del self.fields["birth_year"]
        else:
            limits = (MinValueValidator(this_year - 100), MaxValueValidator(this_year - 10))
            self.fields["birth_year"].validators = [*self.fields["birth_year"].validators, *limits]

    def clean(self) -> dict[str, Any]:
        """An average above its own scale is a typing error."""
        data = super().clean() or {}
        gno, scale = data.get("gno"), data.get("gno_scale", "")
        if gno is not None and scale.isdecimal() and gno > int(scale):
            self.add_error("gno", _("Seçtiğiniz not sisteminin en yüksek notunu aşıyor."))
        return data
