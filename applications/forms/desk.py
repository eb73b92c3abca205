"""Forms of the verification desk: narrowing the queue, and the verdict."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Declaration, ItemKind, RejectionReason
from applications.services.verifying import MOST_AT_ONCE, Verdict
from applications.verification.selectors import Wanted, kinds_waiting, units_waiting
from usp.accounts.models import User
from usp.reference.models import Unit

APPROVE, REJECT = "approve", "reject"


class QueueForm(forms.Form):
    """«Listele»: kind, unit and name; what it cannot read narrows nothing."""

    q = forms.CharField(label=_("Öğrenci adı ya da numarası"), max_length=80, required=False)
    tur = forms.ModelChoiceField(
        label=_("Tür"), queryset=ItemKind.objects.none(), required=False, empty_label=_("Tüm türler")
    )
    birim = forms.ModelChoiceField(
        label=_("Birim"), queryset=Unit.objects.none(), required=False, empty_label=_("Tüm birimler")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tur"].queryset = kinds_waiting(user)  # type: ignore[attr-defined]
        self.fields["birim"].queryset = units_waiting(user)  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs.update({"type": "search", "autocomplete": "off"})

    def wanted(self, *, appeals: bool) -> Wanted:
        """The narrowing as the selectors take it."""
        self.is_valid()
        kind, unit = self.cleaned_data.get("tur"), self.cleaned_data.get("birim")
        return Wanted(
            appeals=appeals,
            kind=kind.pk if kind else None,
            unit=unit.pk if unit else None,
            text=self.cleaned_data.get("q") or "",
        )


class VerdictForm(forms.Form):
    """Approve, or reject with a listed reason and words. Which of the two was pressed comes with the button."""

    action = forms.ChoiceField(choices=[(APPROVE, ""), (REJECT, "")], widget=forms.HiddenInput, required=False)
    reason = forms.ModelChoiceField(
        label=_("Ret gerekçesi"),
        queryset=RejectionReason.objects.none(),
        required=False,
        empty_label=None,
        blank=True,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Bu gerekçe artık kullanılmıyor; başka birini seçin.")},
    )
    words = forms.CharField(
        label=_("Açıklama"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Öğrenci bu açıklamayı görür."),
        error_messages={"max_length": _("Açıklama en çok 500 karakter olabilir.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = RejectionReason.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A rejection names its reason."""
        data = super().clean() or {}
        if data.get("action") not in (APPROVE, REJECT):
            raise forms.ValidationError(_("«Onayla» ya da «Reddet» düğmesine basın."))
        if data["action"] == REJECT and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Ret için listeden bir gerekçe seçin."))
        return data

    def verdict(self) -> Verdict:
        """What the official decided."""
        data = self.cleaned_data
        approved = data["action"] == APPROVE
        return Verdict(approved=approved, reason=None if approved else data["reason"], words=data["words"])


class BulkForm(VerdictForm):
    """The same verdict for several declarations that one record proves."""

    chosen = forms.ModelMultipleChoiceField(
        queryset=Declaration.objects.none(),
        error_messages={
            "required": _("En az bir öğrenci işaretleyin."),
            "invalid_choice": _("İşaretlediklerinizden biri bu arada karara bağlanmış; listeyi yeniden açın."),
        },
    )

    def __init__(self, *args: Any, members: list[Declaration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = Declaration.objects.filter(  # type: ignore[attr-defined]
            pk__in=[member.pk for member in members[:MOST_AT_ONCE]]
        )
        self.fields["reason"].help_text = _("Yalnızca reddederken seçin; öğrenci okur.")
        self.fields["words"].required = True
        self.fields["words"].label = _("Kararın dayandığı kayıt")
        self.fields["words"].help_text = _("Örnek: Robotik Topluluğu üye listesi, 12.03.2024, 2024/118 sayılı yazı.")
        self.fields["words"].error_messages["required"] = _("Kararın dayandığı kaydı yazın.")


class AppealForm(forms.Form):
    """The student's objection."""

    statement = forms.CharField(
        label=_("İtirazınız"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Kararın neden yanlış olduğunu yazın. Yeni belge eklenemez."),
        error_messages={
            "required": _("İtirazınızı yazın."),
            "max_length": _("İtiraz en çok 1.000 karakter olabilir."),
        },
    )
