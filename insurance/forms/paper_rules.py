"""The form of a university's terms for papers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.models import PaperRules
from insurance.services.paper_rules import PaperTerms

WEEKDAYS = (
    ("", _("Fark etmez")),
    (1, _("Pazartesi")),
    (2, _("Salı")),
    (3, _("Çarşamba")),
    (4, _("Perşembe")),
    (5, _("Cuma")),
    (6, _("Cumartesi")),
    (7, _("Pazar")),
)
# What the preview beside the form is counted from.
COUNTED = (
    "lead_days", "lead_unit", "last_hour", "approval_days", "late_days", "change_days", "starts_on_weekday",
    "start_form_days", "report_days", "wants_report",
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Fields that belong together, with what they are about."""

    key: str
    title: str | Promise
    text: str | Promise
    fields: tuple[forms.BoundField, ...]


_GROUPS: tuple[tuple[str, str | Promise, str | Promise, tuple[str, ...]], ...] = (
    (
        "teslim",
        _("Evrak teslimi"),
        _("Öğrenci imzalı evrakı bu güne kadar teslim eder; öğrenciye, işverene ve size bu güne göre hatırlatılır."),
        ("lead_days", "lead_unit", "last_hour", "taken_by", "papers_to", "explanation"),
    ),
    (
        "onay",
        _("Onay ve geç evrak"),
        _("Sigorta girişi en geç başlamadan önceki iş günü planlanır; onay ve geç evrak bundan sonraya kalamaz."),
        ("approval_days", "late_days"),
    ),
    (
        "tarih",
        _("Staj tarihleri"),
        _("Kesinleşen tarihlerin değişmesi ve bir öğrencinin stajları için üniversitenizin koşulları."),
        ("change_days", "entry_freezes_dates", "starts_on_weekday", "free_days_between", "voluntary_days_a_year"),
    ),
    (
        "sonra",
        _("Başladıktan sonra"),
        _("Staj sürerken ve bittiğinde beklenen belgeler, devam sınırları ve ücretin sayıldığı günler."),
        (
            "start_form_days", "wants_report", "report_days",
            "sick_days", "leave_days", "absence_percent", "pays_working_days",
        ),
    ),
)  # fmt: skip


class PaperRulesForm(forms.ModelForm):
    """What a manager says about papers: until when, to whom, and what follows the start."""

    starts_on_weekday = forms.TypedChoiceField(
        label=_("Staj hangi gün başlar?"), choices=WEEKDAYS, coerce=int, empty_value=None, required=False
    )

    class Meta:
        model = PaperRules
        fields = [name for _key, _title, _text, names in _GROUPS for name in names]
        widgets = {
            "lead_unit": forms.RadioSelect,
            "last_hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "explanation": forms.Textarea(attrs={"rows": 3}),
            "pays_working_days": forms.RadioSelect,
        }
        labels = {
            "lead_days": _("Staj başlamadan en geç kaç gün önce?"),
            "lead_unit": _("Hangi günler sayılsın?"),
            "approval_days": _("Teslimden sonra onay için kaç iş günü?"),
            "late_days": _("Geç evrak, başlamadan en az kaç iş günü önce?"),
            "change_days": _("Tarih değişikliği, başlamadan en az kaç iş günü önce?"),
            "entry_freezes_dates": _("Sigorta girişi bildirildikten sonra tarih değiştirilemez"),
            "free_days_between": _("İki staj arasında en az kaç boş gün?"),
            "voluntary_days_a_year": _("Zorunlu olmayan stajda yılda en çok kaç gün sigorta yapılır?"),
            "start_form_days": _("Staj başlangıç formu, başladıktan sonra kaç gün içinde?"),
            "report_days": _("Staj raporu, bitişten sonra kaç gün içinde?"),
            "sick_days": _("En çok kaç gün raporlu olunabilir?"),
            "leave_days": _("En çok kaç gün izin alınabilir?"),
            "absence_percent": _("Devamsızlık en çok yüzde kaç olabilir?"),
            "pays_working_days": _("Ücret hangi günler için sayılır?"),
            "wants_report": _("Staj bitince staj raporu istenir"),
        }
        help_texts = {
            "last_hour": _("Yarım iş günlerinde (arife, 28 Ekim) en geç 13.00’e kadar sayılır."),
            "papers_to": _("Boş bırakırsanız öğrencinin birimi yazılır. Örnek: Kariyer Merkezi, B Blok 104"),
            "explanation": _("Staj kabul formunda basılır."),
            "late_days": _(
                "Son evrak gününden sonra gelen evrakı yetkili, gerekçesini yazarak bu sınıra kadar alabilir."
            ),
            "free_days_between": _("0 yazarsanız biri bitince ertesi gün öbürü başlayabilir."),
            "voluntary_days_a_year": _("Boş bırakırsanız sınır yoktur."),
            "start_form_days": _("Boş bırakırsanız başlangıç formu istenmez."),
            "report_days": _("Son gün kapalı bir güne rastlarsa ertesi iş günü sayılır."),
            "sick_days": _("Boş bırakırsanız sınır yoktur."),
            "leave_days": _("Boş bırakırsanız sınır yoktur."),
        }

    def groups(self) -> Iterator[Group]:
        """The fields as they stand on the page."""
        for key, title, text, names in _GROUPS:
            yield Group(key, title, text, tuple(self[name] for name in names))

    def terms(self) -> PaperTerms:
        """What the verb takes."""
        return PaperTerms(**self.cleaned_data)
