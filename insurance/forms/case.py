"""Forms of an insurance case's steps; each knows which verb its answer goes to."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.models import InsuranceCase
from usp.documents.models import FileType
from usp.documents.uploads import UploadField

Ground, InsuredBy = InsuranceCase.Ground, InsuranceCase.InsuredBy
_REFERENCE = _("SGK’nın verdiği kod; bilmiyorsanız boş bırakın.")


def _words(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class CaseForm(forms.Form):
    """What every step's form is made with: the case, for what may be chosen."""

    def __init__(self, *args: Any, case: InsuranceCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case


class PapersForm(CaseForm):
    """The reason is asked for only where the papers are late; the verb knows."""

    late_reason = _words(
        _("Geç evrakın gerekçesi"), required=False, help_text=_("Yalnızca son evrak günü geçtiyse yazın.")
    )


class ReasonForm(CaseForm):
    """Why a step is taken back."""

    reason = _words(_("Nedeni"), help_text=_("Öğrenci okur."))


class CoverForm(CaseForm):
    """Document type 22 or 43, in the words of a family."""

    has_cover = forms.TypedChoiceField(
        label=_("Sağlık hizmetini ailesi üzerinden alıyor mu?"),
        choices=((True, _("Evet, anne, baba ya da eşi üzerinden (belge türü 22)")),
                 (False, _("Hayır, genel sağlık sigortası yok ya da kendisi ödüyor (belge türü 43)"))),
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        help_text=_("SPAS müstehaklık belgesinde yazar; e-Devlet’ten alınır."),
    )  # fmt: skip

    def __init__(self, *args: Any, for_student: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_student:
            self.fields["has_cover"].label = _("Sağlık hizmetini aileniz üzerinden alıyor musunuz?")
            self.fields["has_cover"].choices = (  # type: ignore[attr-defined]
                (True, _("Evet, annem, babam ya da eşim üzerinden (belge türü 22)")),
                (False, _("Hayır, genel sağlık sigortam yok ya da kendim ödüyorum (belge türü 43)")),
            )


class EntryForm(CaseForm):
    """What SGK answered."""

    reference = forms.CharField(label=_("SGK referans kodu"), max_length=40, required=False, help_text=_REFERENCE)


class DocumentForm(CaseForm):
    """SGK's entry document as a PDF."""

    document = UploadField(
        label=_("SGK işe giriş bildirgesi"), allowed=(FileType.PDF,),
        help_text=_("PDF. Öğrenci ve işveren aynı anda görür."),
    )  # fmt: skip


class RefusalForm(CaseForm):
    """SGK's refusal goes back to the desk; the unit's own cancels the internship."""

    ground = forms.ChoiceField(label=_("Neden"), widget=forms.RadioSelect)
    note = _words(_("Açıklama"), help_text=_("Öğrenci ve işveren okur."))

    def __init__(self, *args: Any, grounds: tuple[InsuranceCase.Ground, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            Ground.STUDENTSHIP: _("Öğrencilik sona erdi: staj iptal edilir"),
            Ground.TERM: _("Ders dönemiyle çakışıyor: staj iptal edilir"),
            Ground.PAPERS: _("Evrak tamamlanmadı: staj iptal edilir"),
            Ground.SGK: _("SGK kabul etmedi: düzeltilip yeniden bildirilir"),
        }
        self.fields["ground"].choices = [(one.value, words[one]) for one in grounds]  # type: ignore[attr-defined]


class ExitForm(CaseForm):
    """The real last day."""

    exit_on = forms.DateField(
        label=_("Çalıştığı son gün"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(label=_("SGK referans kodu"), max_length=40, required=False, help_text=_REFERENCE)

    def __init__(self, *args: Any, case: InsuranceCase, last_day: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.fields["exit_on"].initial = last_day or case.placement.last_day


class InsurerForm(CaseForm):
    """Who insures the student of a university that cannot file with SGK, and on what ground (A8)."""

    insured_by = forms.ChoiceField(
        label=_("Sigortayı kim yapar?"),
        choices=(
            (InsuredBy.EMPLOYER.value, _("İşveren: girişi kendisi bildirir, belgesini portala yükler")),
            (InsuredBy.OPERATOR.value, _("Program yürütücüsü: girişi siz bildirir, belgesini siz yüklersiniz")),
            (InsuredBy.UNIVERSITY.value, _("Üniversite: kendi ülkesinde sigortaladı; belgesini siz yüklersiniz")),
        ),
        widget=forms.RadioSelect,
    )
    ground = _words(_("Kararın dayanağı"), help_text=_("Örnek: yazının tarihi ve sayısı, protokol maddesi."))
