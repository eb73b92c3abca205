"""Forms of questions, answers and what is kept ready to answer with."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.documents.uploads import PROOF_TYPES, UploadField
from usp.guidance.models import CannedAnswer, Question
from usp.guidance.question_selectors import units_answered
from usp.guidance.services.questions import forward_targets
from usp.reference.models import Unit

_WHOLE = "tum"
_FILE = _("PDF, JPEG ya da PNG. Kimlik numaranızı ve şifrenizi göndermeyin.")


def _words(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class ThreadForm(forms.Form):
    """What both sides write: words, perhaps a file. ``form_id`` makes a form sent twice one message."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    body = _words(_("Mesajınız"), 5)
    file = UploadField(label=_("Dosya"), required=False, allowed=PROOF_TYPES, help_text=_FILE)


class AskForm(ThreadForm):
    """A new question."""

    subject = forms.CharField(label=_("Konu"), max_length=120, help_text=_("Örnek: Staj takvimim sınavla çakışıyor"))
    body = _words(_("Sorunuz"), 7, _("Ne olduğunu ve neyi öğrenmek istediğinizi yazın."))
    field_order = ["form_id", "subject", "body", "file"]


class AnswerForm(ThreadForm):
    """An official's answer."""

    body = _words(_("Cevabınız"), 7)


class QuestionFilterForm(forms.Form):
    """What an official's list is narrowed to. Anything unreadable in the address counts as not chosen."""

    q = forms.CharField(label=_("Öğrenci ya da konu"), required=False, max_length=80)
    unit = forms.ModelChoiceField(
        label=_("Birim"), queryset=Unit.objects.none(), required=False, empty_label=_("Bütün birimler")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_answered(user)  # type: ignore[attr-defined]
        if user.is_operator:
            del self.fields["unit"]


class ForwardForm(forms.Form):
    """To whom a question goes, and why."""

    to = forms.TypedChoiceField(label=_("Kime"), coerce=int)
    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Yetkililer görür, öğrenci görmez."),
    )

    def __init__(self, *args: Any, question: Question, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [
            (str(one.pk), f"{one.full_name} · {one.email}")
            for one in forward_targets(question)
            if one.pk not in (user.pk, question.forwarded_to_id)
        ]
        self.has_targets = bool(people)
        self.fields["to"].choices = [("", _("Seçin")), *people]  # type: ignore[attr-defined]


class CannedAnswerForm(forms.Form):
    """A ready answer and for which unit it is kept."""

    title = forms.CharField(label=_("Başlık"), max_length=80, help_text=_("Listede bununla bulursunuz."))
    body = _words(_("Cevap"), 7)
    unit = forms.ChoiceField(label=_("Birim"))

    def __init__(self, *args: Any, user: User, answer: CannedAnswer | None = None, **kwargs: Any) -> None:
        if answer is not None:
            kwargs["initial"] = {"title": answer.title, "body": answer.body, "unit": str(answer.unit_id or _WHOLE)}
        super().__init__(*args, **kwargs)
        _university_id, unit_ids = university_scope(user, UniversityAction.ANSWER_QUESTIONS)
        whole = [(_WHOLE, _("Bütün üniversite"))] if unit_ids is None else []
        units = [(str(unit.pk), unit.name) for unit in units_answered(user)]
        self.fields["unit"].choices = [*whole, *units]  # type: ignore[attr-defined]

    @property
    def unit_id(self) -> int | None:
        """The chosen unit; None for the whole university."""
        return None if self.cleaned_data["unit"] == _WHOLE else int(self.cleaned_data["unit"])
