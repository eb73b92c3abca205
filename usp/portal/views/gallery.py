"""The gallery: every component of the screens in each of its states. It exists in the demo only."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from re import findall

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from usp.core import clock
from usp.core.http import read_only
from usp.core.policies import public

SPRITE = Path(__file__).resolve().parents[3] / "static" / "icons" / "sprite.svg"


class GalleryForm(forms.Form):
    """One field of each kind; shown empty, filled, with errors and disabled."""

    name = forms.CharField(label=_("Adınız"), help_text=_("Kimliğinizde yazdığı gibi."))
    email = forms.EmailField(label=_("E-posta"), required=False)
    province = forms.ChoiceField(
        label=_("İl"), choices=[("", _("Seçin")), ("06", "Ankara"), ("11", "Bilecik"), ("34", "İstanbul")]
    )
    days = forms.ChoiceField(
        label=_("Haftada kaç gün?"), widget=forms.RadioSelect, choices=[("5", _("5 gün")), ("6", _("6 gün"))]
    )
    languages = forms.MultipleChoiceField(
        label=_("Yabancı diller"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("en", _("İngilizce")), ("de", _("Almanca")), ("fr", _("Fransızca"))],
    )
    start = forms.DateField(label=_("Başlangıç"), widget=forms.DateInput(attrs={"type": "date"}))
    letter = forms.CharField(label=_("Ön yazı"), widget=forms.Textarea, required=False)
    paper = forms.FileField(label=_("Belge"), required=False, help_text=_("PDF, en çok 5 MB."))
    consent = forms.BooleanField(label=_("Aydınlatma metnini okudum."))


@dataclass(frozen=True)
class Step:
    """One step of the step line or of the time line."""

    label: str
    state: str
    note: str = ""
    when: str = ""


STEP_LABELS = (
    _("Başvuru tamamlandı"),
    _("Puanlar açıklandı"),
    _("Teklifler"),
    _("Son onay"),
    _("Evrak ve sigorta"),
)


def steps_at(current: int) -> list[Step]:
    """The application's five steps with the one numbered ``current`` (from 0) under way."""
    states = ["done"] * current + ["current"] + ["next"] * (len(STEP_LABELS) - current - 1)
    return [Step(str(label), state) for label, state in zip(STEP_LABELS, states, strict=True)]


@lru_cache
def icon_names() -> list[str]:
    """Every icon of the sprite."""
    return findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8"))


@public
@require_safe
@read_only
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in each of its states; 404 outside the demo."""
    if not settings.USP_DEMO:
        raise Http404
    now = clock.page_now()
    wrong = GalleryForm({"name": "", "email": "ayse@", "province": "06", "start": "", "days": "7"}, auto_id="wrong_%s")
    disabled = GalleryForm(initial={"name": "Ayşe Çınar", "province": "11", "days": "5"}, auto_id="off_%s")
    for field in disabled.fields.values():
        field.disabled = True
    context = {
        "icons": icon_names(),
        "tones": ["plain", "brand", "clock", "done", "danger"],
        "form_empty": GalleryForm(auto_id="empty_%s"),
        "form_wrong": wrong,
        "form_disabled": disabled,
        "step_lines": [steps_at(0), steps_at(2), steps_at(4)],
        "soon": now + dt.timedelta(hours=6, minutes=12),
        "later": now + dt.timedelta(days=9, hours=3),
        "past": now - dt.timedelta(hours=1),
        "facts": [
            (_("Staj tarihleri"), "5 Ağu – 2 Eyl 2024"),
            (_("Süre"), _("20 iş günü, haftada 5")),
            (_("Yasal ücret"), _("5.100,64 TL / ay")),
            (_("Son cevap"), _("17 Nisan Çarşamba 17.00")),
        ],
        "timeline": [
            Step(str(_("Başvuru dönemi")), "done", when="28 Aralık 2023 – 10 Mart 2024"),
            Step(str(_("Teklif dönemi")), "current", when="1 Nisan – 31 Ağustos 2024"),
            Step(str(_("Stajlar")), "next", when="16 Temmuz – 16 Eylül 2024"),
        ],
    }
    return render(request, "portal/gallery.html", context)
