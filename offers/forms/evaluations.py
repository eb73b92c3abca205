"""What is said about an additional evaluation: the meeting or the task, its answer, its result."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.evaluation_states import INTERVIEWS, EvaluationKind
from offers.evaluation_times import MOST_TIMES, check_times
from offers.services.evaluate import Meeting, Task
from usp.core.errors import RuleViolation
from usp.documents.uploads import PROOF_TYPES, UploadField

_TASKS = (EvaluationKind.TEST, EvaluationKind.TASK, EvaluationKind.PORTFOLIO)
_MINUTES = (15, 20, 30, 45, 60, 90, 120)
READY_NOTES = (
    ("", _("Hazır not yok")),
    (_("Görüşme için teşekkür ederiz; sizinle çalışmak isteriz."),) * 2,
    (_("Görüşme için teşekkür ederiz; aradığımız yetkinliklere daha yakın adaylarla devam ediyoruz."),) * 2,
    (_("Aday görüşmeye katılmadı."),) * 2,
    (_("Süresi içinde cevap gelmedi."),) * 2,
)


class _MomentField(forms.DateTimeField):
    """A day and an hour in one native control, in Istanbul time."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "300"}, format="%Y-%m-%dT%H:%M")
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], widget=widget, **kwargs)


class _TimesForm(forms.Form):
    """One to five times of one length; ``cleaned_data["times"]`` holds them in order."""

    minutes = forms.TypedChoiceField(
        label=_("Görüşme süresi"),
        coerce=int,
        choices=[(number, _("%(number)d dakika") % {"number": number}) for number in _MINUTES],
        initial=30,
    )

    def __init__(self, *args: Any, now: dt.datetime, confirm_by: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.confirm_by = now, confirm_by
        first = timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")
        last = timezone.localtime(confirm_by).strftime("%Y-%m-%dT%H:%M")
        for number in range(1, MOST_TIMES + 1):
            field = _MomentField(label=_("%(number)d. saat") % {"number": number}, required=number == 1)
            field.widget.attrs |= {"min": first, "max": last}
            self.fields[f"time_{number}"] = field

    @property
    def time_fields(self) -> list[forms.BoundField]:
        """The fields of the times, for the page."""
        return [self[f"time_{number}"] for number in range(1, MOST_TIMES + 1)]

    def clean(self) -> dict[str, Any]:
        """Hold the times against the rules that need no other row; each refusal stands by its field."""
        data: dict[str, Any] = super().clean() or {}
        typed = [(name, data[name]) for name in self.fields if name.startswith("time_") and data.get(name)]
        data["times"] = tuple(moment for _name, moment in typed)
        if "minutes" not in data or not typed:
            return data
        for name, moment in typed:
            self._hold(name, (moment,), data["minutes"])
        if not self.errors:
            self._hold(typed[-1][0], data["times"], data["minutes"])
        return data

    def _hold(self, name: str, times: tuple[dt.datetime, ...], minutes: int) -> None:
        try:
            check_times(times, minutes, self.now, self.confirm_by)
        except RuleViolation as rule:
            self.add_error(name, str(rule))


class _WayForm(_TimesForm):
    """The times, and the way to the meeting of a kind."""

    use_required_attribute = False

    link = forms.URLField(
        label=_("Görüşme bağlantısı"),
        max_length=200,
        assume_scheme="https",
        help_text=_("Çevrim içi mülakatta gerekir. Adaya hemen gösterilir."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    place = forms.CharField(
        label=_("Görüşme yeri"),
        max_length=250,
        help_text=_("Yüz yüze mülakatta gerekir: açık adres, kat, oda."),
    )

    def meeting_of(self, kind: str) -> Meeting:
        """What was typed, as the verb takes it; only what the kind needs."""
        data = self.cleaned_data
        return Meeting(
            times=data["times"],
            minutes=data["minutes"],
            link=data.get("link", "") if kind == EvaluationKind.ONLINE else "",
            place=data.get("place", "") if kind == EvaluationKind.ON_SITE else "",
        )


class InterviewForm(_WayForm):
    """An interview: its kind, the way in, one to five times, words for the candidate."""

    kind = forms.ChoiceField(
        label=_("Görüşme türü"),
        choices=[(kind.value, kind.label) for kind in INTERVIEWS],
        initial=EvaluationKind.ONLINE.value,
        widget=forms.RadioSelect,
    )
    instructions = forms.CharField(
        label=_("Adaya not"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kimlerle görüşecek, ne hazırlasın? Aday olduğu gibi görür."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.data.get("kind") if self.is_bound else None
        # Each is asked for with its kind; the page, which does not know the kind yet, calls neither optional.
        self.fields["link"].required = kind in (None, EvaluationKind.ONLINE)
        self.fields["place"].required = kind in (None, EvaluationKind.ON_SITE)

    def clean(self) -> dict[str, Any]:
        """Whoever corrects the form may change the kind: again neither is called optional."""
        data = super().clean()
        self.fields["link"].required = self.fields["place"].required = True
        return data

    @property
    def what(self) -> Meeting:
        """The meeting for the verb."""
        return self.meeting_of(self.cleaned_data["kind"])


class TaskForm(forms.Form):
    """A test, a task or a portfolio: what to do, by when."""

    kind = forms.ChoiceField(
        label=_("Tür"),
        choices=[(kind.value, kind.label) for kind in _TASKS],
        initial=EvaluationKind.TASK.value,
        widget=forms.RadioSelect,
    )
    instructions = forms.CharField(
        label=_("Ne istiyorsunuz?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Aday olduğu gibi görür; yazıyla, dosyayla (PDF, JPEG, PNG) ya da ikisiyle cevap verir."),
    )
    due_at = _MomentField(label=_("Son teslim"))

    def __init__(self, *args: Any, now: dt.datetime, confirm_by: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.confirm_by = now, confirm_by

    def clean_due_at(self) -> dt.datetime:
        """In the future, before the final approval is due."""
        due_at: dt.datetime = self.cleaned_data["due_at"]
        if not self.now < due_at < self.confirm_by:
            raise forms.ValidationError(_("Son teslim anı ileride ve son onay anından önce olmalıdır."))
        return due_at

    @property
    def what(self) -> Task:
        """The task for the verb."""
        return Task(self.cleaned_data["due_at"])


class ProposeForm(_WayForm):
    """Other times for an interview that stands; its kind stays."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, needed in (("link", EvaluationKind.ONLINE), ("place", EvaluationKind.ON_SITE)):
            if kind != needed:
                del self.fields[name]

    @property
    def what(self) -> Meeting:
        """The meeting for the verb."""
        return self.meeting_of(self.kind)


class DecideForm(forms.Form):
    """The result, with words for the student: a ready sentence, own words, or both."""

    result = forms.ChoiceField(
        label=_("Sonuç"),
        choices=[
            ("passed", _("Olumlu: aday son onayınızı bekler")),
            ("failed", _("Olumsuz: teklif sona erer, yer sıradakine geçer")),
        ],
        widget=forms.RadioSelect,
    )
    ready = forms.ChoiceField(label=_("Hazır not"), required=False, choices=READY_NOTES)
    note = forms.CharField(
        label=_("Adaya notunuz"),
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Aday bu notu görür."),
    )

    @property
    def words(self) -> str:
        """The note as the student reads it."""
        parts = (self.cleaned_data["ready"], self.cleaned_data["note"].strip())
        return "\n\n".join(part for part in parts if part)


class AnswerForm(forms.Form):
    """What the student hands in: words, a file, or both."""

    text = forms.CharField(
        label=_("Cevabınız"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
    file = UploadField(
        label=_("Dosya"), required=False, allowed=PROOF_TYPES, help_text=_("PDF, JPEG ya da PNG; en çok 10 MB.")
    )

    def clean(self) -> dict[str, Any]:
        """Something must be handed in."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("text", "").strip() and not data.get("file"):
            self.add_error("text", str(_("Bir cevap yazın ya da dosya ekleyin.")))
        return data
