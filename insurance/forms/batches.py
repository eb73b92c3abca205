"""The form of a print of many papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.models import PaperBatch
from insurance.services.batches import batch_kinds


class BatchForm(forms.Form):
    """Which papers, and how the result comes."""

    kinds = forms.MultipleChoiceField(
        label=_("Belgeler"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("En az bir belge seçin.")},
        help_text=_("Önceden düzenlenmiş geçerli belgeler yeniden yapılmaz, olduğu gibi alınır."),
    )
    shape = forms.ChoiceField(
        label=_("Dosya"),
        choices=[
            (PaperBatch.Shape.PDF.value, _("Tek PDF: arka arkaya yazdırmak için (dijital imzalar burada olmaz)")),
            (PaperBatch.Shape.ZIP.value, _("ZIP: her belge ayrı dosya, dijital imzalarıyla")),
        ],
        widget=forms.RadioSelect,
        initial=PaperBatch.Shape.PDF.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in batch_kinds()]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [choices[0][0]]
