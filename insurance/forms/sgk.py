"""The forms of the insurance desk: which people into a file, answers, entry documents, one intern by hand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from insurance.models import Encoding, SgkFile
from insurance.sgk.matching import MAX_ALL
from usp.documents.uploads import MAX_BYTES


class MakeFileForm(forms.Form):
    """Who goes into a file: ``case`` fresh ones, ``again`` those of an earlier file («case:file»)."""

    kind = forms.ChoiceField(choices=SgkFile.Kind.choices, widget=forms.HiddenInput)
    workplace = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    encoding = forms.ChoiceField(choices=Encoding.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Numbers only; nobody chosen is said."""
        cleaned = super().clean() or {}
        chosen = [text for text in self._list("case") if text.isascii() and text.isdigit()]
        again = [text.split(":") for text in self._list("again")]
        cleaned["case_ids"] = [int(text) for text in chosen]
        cleaned["again"] = {
            int(pair[0]): int(pair[1]) for pair in again if len(pair) == 2 and all(one.isdigit() for one in pair)
        }
        if not chosen and not cleaned["again"]:
            self.add_error(None, _("Dosyaya girecek en az bir kişi seçin."))
        return cleaned

    def _list(self, name: str) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return list(getlist(name)) if getlist else []


class AnswersForm(forms.Form):
    """A file of SGK's answers, and to which kind of file it answers."""

    kind = forms.ChoiceField(
        label=_("Hangi bildirimin cevabı?"), choices=SgkFile.Kind.choices, widget=forms.RadioSelect, initial="entry"
    )
    file = forms.FileField(
        label=_("Cevap dosyası"),
        help_text=_("XLSX, CSV ya da XML; en çok 4 MB ve 5.000 satır."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.xml,.txt"}),
        error_messages={"required": _("Bir dosya seçin."), "empty": _("Dosya boş.")},
    )


class ByHandForm(forms.Form):
    """What SGK answered about one intern of a file, typed by the officer."""

    class Answer(models.TextChoices):
        """What SGK said."""

        ACCEPTED = "accepted", _("Kabul etti")
        REFUSED = "refused", _("Kabul etmedi")

    answer = forms.ChoiceField(label=_("SGK ne dedi?"), choices=Answer.choices, widget=forms.RadioSelect)
    reference = forms.CharField(label=_("SGK referans kodu"), max_length=40, required=False)
    exit_on = forms.DateField(
        label=_("Çıkış tarihi"), help_text=_("SGK’ya bildirilen gerçek son gün."), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    message = forms.CharField(
        label=_("SGK’nın açıklaması"), max_length=300, required=False,
        help_text=_("Ret için yazın; öğrenci ve işveren bunu okur."), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, is_exit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_exit:
            del self.fields["exit_on"]

    def clean(self) -> dict[str, Any]:
        """A refusal has its reason, an accepted exit its day."""
        cleaned = super().clean() or {}
        refused = cleaned.get("answer") == self.Answer.REFUSED
        if refused and not cleaned.get("message", "").strip():
            self.add_error("message", _("SGK’nın açıklamasını yazın."))
        if "exit_on" in self.fields and not refused and not cleaned.get("exit_on") and "exit_on" not in self.errors:
            self.add_error("exit_on", _("Çıkış tarihini yazın."))
        return cleaned


class ManyFilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each with content, together what one request may bring; the cleaned value is their list."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file judged for itself; none at all is one refusal."""
        files = [super(ManyFilesField, self).clean(one, initial) for one in data or [None]]
        if any(file.size > MAX_BYTES for file in files):
            raise ValidationError(_("10 MB’tan büyük dosya yüklenemez; ZIP’i bölün."))
        if sum(file.size for file in files) > MAX_ALL:
            raise ValidationError(_("Bir seferde toplam en çok 36 MB yüklenir. Belgeleri bölüp yükleyin."))
        return files


class DocumentsForm(forms.Form):
    """Entry documents: PDFs, or ZIP files of them."""

    documents = ManyFilesField(
        label=_("SGK işe giriş bildirgeleri"),
        help_text=_(
            "En çok 100 dosya, toplam 36 MB: PDF ya da ZIP (10 MB). Kişi; referans kodu, kimlik no ya da adla bulunur."
        ),
        widget=ManyFilesInput(attrs={"multiple": True, "accept": ".pdf,.zip"}),
        error_messages={"required": _("Bir ya da birkaç dosya seçin."), "empty": _("Seçtiğiniz dosyalardan biri boş.")},
    )
