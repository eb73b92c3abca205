"""Forms about the end of a placement; what may be chosen is decided by offers.endings_rules for the moment."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers import endings_rules as rules
from offers.attendance import attended_of
from offers.models import ConductNote, Placement
from offers.states import Ending
from usp.documents.uploads import UploadField

Choices = Iterable[tuple[Any, "str | Promise"]]
_PROOF = _("PDF, JPEG ya da PNG. Belgeyi yalnızca üniversitenizin yetkilileri görür; işverene açılmaz.")


def _words(
    label: Any, *, rows: int = 4, length: int = 500, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _radio(label: Any, choices: Choices = (), **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def ending_choices(endings: Iterable[Ending]) -> list[tuple[str, str | Promise]]:
    """The reasons in words."""
    return [(one.value, one.label) for one in endings]


class CancellationForm(forms.Form):
    """Why a student asks to cancel."""

    ground = _radio(_("Nedeniniz"))
    text = _words(
        _("Açıklama"), rows=5, length=1000, help_text=_("İşveren ve üniversiteniz okur. Ne olduğunu kısaca yazın.")
    )
    file = UploadField(label=_("Belge"), required=False, help_text=_PROOF)

    def __init__(self, *args: Any, asked: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = rules.grounds_for(asked)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An employer's answer to a request. Whoever had begun has a real last day."""

    verdict = _radio(
        _("Kararınız"), [("approve", _("İptali onaylıyorum")), ("refuse", _("Onaylamıyorum, staj sürsün"))]
    )
    left_on = _day(
        _("Stajyerin çalıştığı son gün"),
        required=False,
        help_text=_("Stajyer işe hiç başlamadıysa boş bırakın; staj yarıda bırakılmış değil, iptal edilmiş sayılır."),
    )
    answer = _words(
        _("Cevabınız"), required=False, help_text=_("Onaylamıyorsanız nedenini yazın; öğrenci ve üniversitesi okur.")
    )

    def __init__(self, *args: Any, placement: Placement, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rules.has_begun(placement, today):
            del self.fields["left_on"]

    def clean(self) -> dict[str, Any]:
        """A refusal has words."""
        data = super().clean() or {}
        if data.get("verdict") == "refuse" and not data.get("answer", "").strip():
            self.add_error("answer", _("Neden onaylamadığınızı yazın."))
        return data


class EndForm(forms.Form):
    """Why it ends, in one of the listed reasons and a few words."""

    ending = _radio(_("Neden"))
    note = _words(
        _("Açıklama"), required=False, help_text=_("Öğrencinin kaydında durur. Kişi adı ve sağlık bilgisi yazmayın.")
    )

    def __init__(self, *args: Any, endings: Iterable[Ending], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ending"].choices = ending_choices(endings)  # type: ignore[attr-defined]


class AbandonForm(EndForm):
    """What was begun is broken off with its real last day."""

    left_on = _day(_("Çalıştığı son gün"))
    field_order = ["ending", "left_on", "note"]


class CenterEndForm(EndForm):
    """The university stops it; a last day only where the student had begun."""

    left_on = _day(_("Çalıştığı son gün"), required=False, help_text=_("Öğrenci işe hiç başlamadıysa boş bırakın."))
    field_order = ["ending", "left_on", "note"]

    def __init__(self, *args: Any, placement: Placement, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rules.has_begun(placement, today):
            del self.fields["left_on"]


class CenterCancelForm(forms.Form):
    """The career centre cancels in the student's place."""

    left_on = _day(_("Çalıştığı son gün"), required=False, help_text=_("Öğrenci işe hiç başlamadıysa boş bırakın."))
    answer = _words(_("Not"), required=False, help_text=_("İşveren ve öğrenci okur."))

    def __init__(self, *args: Any, placement: Placement, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rules.has_begun(placement, today):
            del self.fields["left_on"]


class OperatorEndForm(EndForm):
    """An operator's cancellation has words."""

    note = _words(_("Gerekçe"))


class CompleteForm(forms.Form):
    """Attendance, in working days."""

    days_attended = forms.IntegerField(label=_("Devam ettiği iş günü"), min_value=1, max_value=366)
    unexcused_days = forms.IntegerField(label=_("Özürsüz devamsızlık (iş günü)"), min_value=0, max_value=366, initial=0)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marked = attended_of(placement)
        self.fields["days_attended"].initial = marked.attended if marked else placement.working_days
        self.fields["unexcused_days"].initial = marked.unexcused if marked else 0
        planned = _("%(days)d iş günü olarak planlandı.") % {"days": placement.working_days}
        self.fields["days_attended"].help_text = (
            _("%(planned)s Sayılar devam çizelgesinden gelir; işaretlenmemiş gün: %(unmarked)d.")
            % {"planned": planned, "unmarked": marked.unmarked}
            if marked
            else planned
        )


class NoteForm(forms.Form):
    """A note: chosen sentences, and words that an operator reads first."""

    said = forms.MultipleChoiceField(
        label=_("Ne oldu?"),
        choices=ConductNote.Said.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("En az bir cümle seçin.")},
    )
    text = _words(
        _("Ek söz"),
        length=300,
        required=False,
        help_text=_(
            "Kişi ve kurum adı, telefon, e-posta ve kimlik numarası yazılamaz. Program yürütücüsü uygun bulana kadar "
            "yalnızca siz ve öğrenci görürsünüz."
        ),
    )


class ReplyForm(forms.Form):
    """A student's reply to a note."""

    reply = _words(
        _("Cevabınız"), rows=5, length=1000, help_text=_("Notun yanında, notu okuyabilen herkese gösterilir.")
    )


class AppealForm(forms.Form):
    """A student's objection to a note."""

    text = _words(
        _("İtirazınız"),
        rows=5,
        length=1000,
        help_text=_("Yalnızca kariyer merkeziniz okur. Bir kez itiraz edebilirsiniz."),
    )


class AppealDecisionForm(forms.Form):
    """The career centre's decision on an objection."""

    verdict = _radio(_("Karar"), [("upheld", _("Not yerinde")), ("struck", _("Notu kaldır"))])
    decision = _words(_("Gerekçe"), help_text=_("Öğrenci okur."))


class HandInForm(forms.Form):
    """One document that the employer asked for."""

    file = UploadField(label=_("Dosya"), help_text=_("PDF, JPEG ya da PNG, en çok 10 MB. Yalnızca işveren görür."))


class ReviewForm(forms.Form):
    """Marks from 1 to 5 and words; the employer also says whether they would work together again."""

    def __init__(self, *args: Any, criteria: Mapping[str, str | Promise], ask_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for key, label in criteria.items():
            self.fields[f"mark_{key}"] = forms.TypedChoiceField(
                label=str(label),
                coerce=int,
                choices=[(mark, str(mark)) for mark in rules.MARKS],
                widget=forms.RadioSelect,
                error_messages={"required": _("1 ile 5 arasında bir puan seçin.")},
            )
        if ask_again:
            yes_no = [("1", _("Evet")), ("0", _("Hayır"))]
            self.fields["again"] = forms.TypedChoiceField(
                label=_("Bu stajyerle yeniden çalışmak ister misiniz?"),
                coerce=lambda value: value == "1", choices=yes_no, widget=forms.RadioSelect,
            )  # fmt: skip
        self.fields["text"] = _words(_("Görüşünüz"), length=2000, required=False)

    def marks(self) -> dict[str, int]:
        """By criterion, as the verb takes them."""
        return {key: self.cleaned_data[f"mark_{key}"] for key in self.criteria}
