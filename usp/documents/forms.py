"""The forms of the verification page: a code, and a file to compare."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from usp.documents.codes import normalise
from usp.documents.uploads import MAX_BYTES


class VerificationForm(forms.Form):
    """One code, in any spelling."""

    kod = forms.CharField(
        label=_("Doğrulama kodu"),
        max_length=64,
        help_text=_("Belgenin altında yazar: dörder dörder ayrılmış 16 harf ve rakam."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_kod(self) -> str:
        """The code as it is stored."""
        code = normalise(self.cleaned_data["kod"])
        if not code:
            raise ValidationError(
                _("Bu bir doğrulama kodu değil. Kod 16 harf ve rakamdan oluşur; 0, O, 1, I ve L içermez.")
            )
        return code


class FileCheckForm(forms.Form):
    """The paper as a file, only to compare it: nobody opens or keeps it."""

    file = forms.FileField(
        label=_("Elinizdeki PDF dosyası"),
        help_text=_("Dosya yalnızca karşılaştırılır; portalda saklanmaz."),
        error_messages={"required": _("Bir dosya seçin."), "empty": _("Dosya boş geldi. Başka bir dosya seçin.")},
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf", "data-usp-hash-file": ""}),
    )

    def clean_file(self) -> UploadedFile:
        """A file of the size that papers have."""
        file: UploadedFile = self.cleaned_data["file"]
        if getattr(file, "is_broken", False):
            raise ValidationError(_("Dosya şu anda alınamadı. Birkaç dakika sonra yeniden deneyin."))
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(_("Dosya 10 MB’tan büyük; portalda düzenlenen belgeler bundan küçüktür."))
        return file

    def sha256(self) -> str:
        """Of the file, read piece by piece."""
        found = hashlib.sha256()
        for piece in self.cleaned_data["file"].chunks():
            found.update(piece)
        return found.hexdigest()
