"""The fields of the declaration's form: days, numbers by Turkish rules, letters, documents, exams."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import LanguageExam
from usp.documents.uploads import CheckedUpload, UploadField


def without_zeros(number: Decimal | None) -> Decimal | None:
    """4.00 as 4, 82.50 as 82.5: what people would type."""
    if number is None or number != number.to_integral_value():
        return number.normalize() if number is not None else None
    return number.quantize(Decimal(1))


class DayField(forms.DateField):
    """A day in the browser's own calendar; what was typed stays as it was typed."""

    def __init__(self, **options: Any) -> None:
        text = _("Tarihi gün, ay ve yıl olarak girin.")
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
            error_messages={"invalid": text, "required": text},
            **options,
        )


class NumberField(forms.DecimalField):
    """A number by Turkish rules in a plain field; whether it may be missing is said by the kind's rules."""

    def __init__(self, *, whole: bool = False, **options: Any) -> None:
        super().__init__(
            localize=True,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"}),
            error_messages={"invalid": _("Bir sayı yazın.")},
            **options,
        )

    def validate(self, value: Decimal | None) -> None:
        """A missing number is the rules' affair."""
        if value is not None:
            super().validate(value)


class LetterField(forms.ChoiceField):
    """An exam's letter or level; whether it may be missing depends on the exam."""

    def validate(self, value: str) -> None:
        """A missing letter is the rules' affair."""
        if value:
            super().validate(value)


class ProofField(UploadField):
    """The document; one that was sent before need not be chosen again."""

    def clean(self, data: Any, initial: Any = None) -> CheckedUpload | None:
        """The checked file, or None where nothing was chosen."""
        return super().clean(data, initial) if data else None


class ExamSelect(forms.Select):
    """Tells the page's script, for each exam, its language and whether it gives points or a letter."""

    def __init__(self, exams: Iterable[LanguageExam] = (), **options: Any) -> None:
        super().__init__(**options)
        self.exams = {exam.pk: exam for exam in exams}

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """The option with what the script needs; without script the server's sentences do."""
        option = super().create_option(name, value, *args, **options)
        exam = self.exams.get(getattr(value, "value", value) or 0)
        if exam is not None:
            option["attrs"]["data-usp-language"] = exam.language_id or ""
            option["attrs"]["data-usp-result"] = "letter" if exam.max_score is None else "points"
        return option
