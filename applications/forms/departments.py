"""The table of a unit's departments: compulsory internship, lengths, criteria; one form a row."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from applications.lengths import compulsory_days_of
from applications.models.university_rules import LONGEST
from applications.services.departments import DepartmentAnswer, token_of
from applications.window_selectors import DepartmentLine

_SEPARATORS = re.compile(r"[\s,;]+")


class LengthsField(forms.CharField):
    """Lengths as people write them: «20, 40»."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """Whole numbers of working days, each once, in order."""
        words = [word for word in _SEPARATORS.split(str(super().clean(value) or "")) if word]
        if not all(word.isdecimal() and 1 <= int(word) <= LONGEST for word in words):
            raise forms.ValidationError(_("İş günü sayılarını virgülle ayırarak yazın; örneğin 20, 40."))
        return tuple(sorted({int(word) for word in words}))


class DepartmentForm(forms.Form):
    """One department's row."""

    compulsory_days = forms.IntegerField(label=_("Zorunlu staj"), min_value=1, max_value=LONGEST, required=False)
    other_lengths = LengthsField(label=_("Başka süreler"), max_length=60, required=False)
    usual_after_earlier = forms.BooleanField(label=_("Önceden bitiren serbest"), required=False)
    criteria = forms.CharField(
        label=_("Ölçütler"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 1})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, line: DepartmentLine) -> None:
        rule = line.rule
        initial = {
            "compulsory_days": compulsory_days_of(line.department, rule),
            "other_lengths": ", ".join(str(one) for one in rule.other_lengths) if rule else "",
            "usual_after_earlier": rule.usual_after_earlier if rule else False,
            "criteria": rule.criteria if rule else "",
            "seen": token_of(rule),
        }
        super().__init__(data, prefix=f"d{line.department.pk}", initial=initial)
        self.line = line
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", f"{line.department.name}: {field.label}")

    def answer(self) -> DepartmentAnswer:
        """What the verb takes."""
        return DepartmentAnswer(department_id=self.line.department.pk, **self.cleaned_data)
