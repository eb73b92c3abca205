"""One form for every kind of declaration: which fields it has is the kind's data."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.declaration_rules import WHOLE_UNITS, Bounds, Values, problems
from applications.forms.declaration_fields import (
    DayField,
    ExamSelect,
    LetterField,
    NumberField,
    ProofField,
    without_zeros,
)
from applications.models import AmountUnit, Declaration, ItemKind, Language, LanguageExam
from applications.models.catalogue import in_language
from applications.proofs import PROOF
from usp.accounts.models import User
from usp.core.templatetags.usp import tr_day, tr_decimal
from usp.documents.models import Upload
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import MAX_BYTES

_AMOUNTS: dict[str, str | Promise] = {
    AmountUnit.HOURS: _("Kaç saat?"),
    AmountUnit.YEARS: _("Kaç yıl?"),
    AmountUnit.DAYS: _("Kaç gün?"),
    AmountUnit.TERMS: _("Kaç dönem?"),
    AmountUnit.GRADE: _("Not (100 üzerinden)"),
    AmountUnit.PERCENTILE: _("Başarı dilimi (%)"),
}


def _needed(text: Any) -> dict[str, Any]:
    return {"required": text, "invalid_choice": _("Listeden birini seçin.")}


class DeclarationForm(forms.Form):
    """What the kind asks for, the proof, and the version the page showed."""

    use_required_attribute = False  # our sentences are Turkish on every device

    def __init__(
        self,
        *args: Any,
        kind: ItemKind,
        bounds: Bounds,
        user: User,
        declaration: Declaration | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind, self.bounds, self.user, self.declaration = kind, bounds, user, declaration
        self.kept: Upload | None = None
        if declaration is not None:
            initial = Values.of(declaration).columns() | {"version": declaration.version}
            initial["amount"] = without_zeros(declaration.amount)
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        if kind.asks_exam:
            self._add_exam()
        else:
            self._add_grade()
        self._add_words()
        self._add_days()
        if kind.needs_proof:
            self._add_proof()

    def _add_grade(self) -> None:
        options = self.kind.options.filter(is_active=True)
        if options:
            few = len(options) <= 6
            self.fields["option"] = forms.ModelChoiceField(
                options,
                label=_("Hangisi?"),
                widget=forms.RadioSelect if few else forms.Select,
                empty_label=None if few else _("Seçin"),
                error_messages=_needed(_("Listeden birini seçin.")),
            )
        if self.kind.amount_unit:
            whole = self.kind.amount_unit in WHOLE_UNITS
            self.fields["amount"] = NumberField(label=_AMOUNTS[self.kind.amount_unit], whole=whole, max_digits=8)

    def _add_exam(self) -> None:
        exams = LanguageExam.objects.filter(is_active=True).prefetch_related("levels")
        self.fields["language"] = forms.ModelChoiceField(
            Language.objects.all(),
            label=_("Dil"),
            empty_label=_("Dil seçin"),
            error_messages=_needed(_("Dili seçin.")),
        )
        self.fields["exam"] = forms.ModelChoiceField(
            exams,
            label=_("Sınav"),
            empty_label=_("Sınav seçin"),
            error_messages=_needed(_("Sınavı seçin.")),
            widget=ExamSelect(exams),
        )
        points = _("Puanla sonuçlanan sınavlarda.")
        self.fields["amount"] = NumberField(label=_("Puan"), help_text=points, max_digits=6)
        letters = sorted({row.grade for exam in exams for row in exam.levels.all() if row.grade})
        self.fields["exam_grade"] = LetterField(
            label=_("Harf notu ya da düzey"),
            choices=[("", _("Seçin")), *((one, one) for one in letters)],
            help_text=_("Harfle ya da düzeyle sonuçlanan sınavlarda."),
        )

    def _add_words(self) -> None:
        if self.kind.asks_title:
            self.fields["title"] = forms.CharField(
                label=_("Başlık"),
                max_length=200,
                help_text=_("Belgede yazdığı gibi: projenin, yarışmanın ya da görevin adı."),
                error_messages=_needed(_("Kısa bir başlık yazın.")),
            )
        if self.kind.asks_issuer:
            self.fields["issuer"] = forms.CharField(
                label=_("Belgeyi veren kurum"),
                max_length=200,
                error_messages=_needed(_("Belgeyi veren kurumu yazın.")),
            )
        if self.kind.asks_code:
            label = _("Sonuç belgesi doğrulama kodu") if self.kind.asks_exam else _("Belge no, başvuru no ya da DOI")
            help_text = _("Belgenizde varsa yazın.")
            self.fields["code"] = forms.CharField(label=label, max_length=60, required=False, help_text=help_text)

    def _add_days(self) -> None:
        if self.kind.asks_period:
            self.fields["starts_on"] = DayField(label=_("Başlangıç"))
            self.fields["ends_on"] = DayField(label=_("Bitiş"), help_text=_("Sürüyorsa bugünün tarihini yazın."))
        if self.kind.asks_date:
            self.fields["dated_on"] = DayField(label=_("Sınav tarihi") if self.kind.asks_exam else _("Belge tarihi"))
        for name in {"dated_on", "starts_on", "ends_on"} & self.fields.keys():
            limits = {"max": self.bounds.today.isoformat(), "min": self.bounds.earliest.isoformat()}
            self.fields[name].widget.attrs.update(limits)

    def _add_proof(self) -> None:
        self.fields["proof"] = ProofField(
            label=_("Belge"),
            widget=forms.FileInput(attrs={"data-usp-file": str(MAX_BYTES)}),
            help_text=_("PDF, JPEG ya da PNG; en çok 10 MB ve 30 sayfa. Telefonunuzla fotoğrafını çekebilirsiniz."),
        )
        self.fields["kept_proof"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def stored_proof(self) -> Upload | None:
        """The document that counts if no other is chosen: sent a moment ago, or the declaration's own."""
        return self.kept or (self.declaration.proof if self.declaration else None)

    def clean_kept_proof(self) -> int | None:
        """A file that this student sent with an earlier try of this form; anything else is no file."""
        pk = self.cleaned_data.get("kept_proof")
        self.kept = Upload.objects.filter(pk=pk, owner=self.user, purpose=PROOF).first() if pk else None
        return pk

    def clean(self) -> dict[str, Any]:
        """The kind's own sentences, each by its field; one that has a typing error says only that."""
        data = super().clean() or {}
        has_proof = bool(data.get("proof") or self.stored_proof)
        found = problems(self.kind, self.values(), self.bounds, has_proof=has_proof)
        for name, text in found:
            self.add_problem(name, text)
        return data

    def add_problem(self, name: str, text: str) -> None:
        """One sentence by its field, or on top when the form has no such field or the field has its own already."""
        if name in self.fields and name in self.errors:
            return
        self.add_error(name if name in self.fields else None, text)

    def values(self) -> Values:
        """What the form says so far, as the verb takes it. Fields of the other sort of exam count as empty."""
        data = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        known = {name: data[name] for name in Values.__dataclass_fields__ if name in data}
        for name in ("title", "issuer", "code"):
            if name in known:
                known[name] = " ".join(known[name].split())
        exam = known.get("exam")
        if exam is not None:
            known.pop("exam_grade" if exam.max_score is not None else "amount", None)
        return Values(**known)

    @property
    def hint(self) -> str:
        """What belongs here, in the page's language."""
        return in_language(self.kind.hint, self.kind.hint_en)

    @property
    def proof_hint(self) -> str:
        """Which document proves it."""
        return in_language(self.kind.proof_hint, self.kind.proof_hint_en)

    @property
    def has_proof(self) -> bool:
        """Whether the kind asks for a document."""
        return "proof" in self.fields

    @property
    def keep_key(self) -> str:
        """Under which name the browser keeps what was typed until it is saved."""
        return f"{self.kind.code}:{self.declaration.pk if self.declaration else 'yeni'}"

    def keep_proof(self) -> None:
        """Store a good file at once, so that it need not be chosen again when another field has a mistake."""
        sent = self.cleaned_data.get("proof")
        if sent is not None:
            self.kept = store_upload(actor=self.user, file=sent, purpose=PROOF)
            self._put("kept_proof", self.kept.pk)

    def follow(self, version: int) -> None:
        """The page has shown what another tab saved: the next save knows of it."""
        self._put("version", version)

    def _put(self, name: str, value: int) -> None:
        """Write a hidden field of the form that is shown again."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict; {**data} would hold lists
        data[name] = str(value)
        self.data = data


def shown(value: Any) -> str:
    """A declaration's value for people."""
    if value is None or value == "":
        return "–"
    if isinstance(value, Decimal):
        return tr_decimal(value)
    if hasattr(value, "isoformat"):
        return tr_day(value)
    return str(value)


def differences(form: DeclarationForm, current: Declaration) -> list[tuple[str, str, str]]:
    """Label, what another tab has saved, and what stands in this form, for each field that differs."""
    stored, mine = Values.of(current).columns(), form.values().columns()
    rows = [
        (str(form.fields[name].label), shown(stored[name]), shown(mine[name]))
        for name in stored
        if name in form.fields and stored[name] != mine[name]
    ]
    if form.kept is not None and form.kept != current.proof:
        rows.append((str(_("Belge")), shown(current.proof), shown(form.kept)))
    return rows
