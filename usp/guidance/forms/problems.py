"""«Sorun bildir»: the form, and how a form without an account is told from a machine's."""

import re
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from usp.documents.uploads import PICTURE_TYPES, CheckedUpload, UploadField
from usp.guidance.models.problems import PICTURES

_SIGNER = signing.TimestampSigner(salt="guidance.problem")
OPEN_FOR_SECONDS = 12 * 3600
FASTEST_SECONDS = 3
TOO_OLD = _("Form uzun süre açık kaldı. Yazdıklarınız duruyor; bir kez daha gönderin.")
TOO_FAST = _("Form olağandan hızlı gönderildi. Yazdıklarınız duruyor; birkaç saniye sonra bir kez daha gönderin.")
TRAPPED = _("Bildirim gönderilemedi. Sayfayı yenileyip yalnızca görünen alanları doldurun.")
_REQUEST_ID = re.compile(r"[0-9a-f]{12}\Z")
_SECRET_PATH = re.compile(r"^(/hesap/password/reset/key/).+")


def new_token() -> str:
    """A signed name for one form: sent twice it is one report, and it says when the form was opened."""
    return _SIGNER.sign(uuid.uuid4().hex)


def form_id_of(token: str) -> uuid.UUID | None:
    """The form's name; None when the token is not ours or too old."""
    try:
        return uuid.UUID(_SIGNER.unsign(token, max_age=OPEN_FOR_SECONDS))
    except (signing.BadSignature, ValueError):
        return None


def is_too_fast(token: str) -> bool:
    """Whether the form was sent faster than anybody writes."""
    try:
        _SIGNER.unsign(token, max_age=FASTEST_SECONDS)
    except signing.BadSignature:
        return False
    return True


def page_path(text: str) -> str:
    """A path of ours without its query (which may hold a secret); anything else becomes an empty text."""
    path = text.split("?", 1)[0].split("#", 1)[0][:300]
    if not path.startswith("/") or path.startswith("//") or any(sign < " " for sign in path):
        return ""
    return _SECRET_PATH.sub(r"\1…", path)


def request_name(text: str) -> str:
    """A request's number as the portal gives them; anything else becomes an empty text."""
    return text if _REQUEST_ID.match(text) else ""


class ProblemForm(forms.Form):
    """Words, up to three pictures, and for people without an account an address for the answer."""

    words = forms.CharField(
        label=_("Ne yapmak istediniz, ne oldu?"),
        help_text=_("Birkaç cümle yeter. Şifrenizi ve T.C. kimlik numaranızı yazmayın."),
        widget=forms.Textarea(attrs={"rows": 6}),
        min_length=10,
        max_length=4000,
        error_messages={
            "required": _("Ne olduğunu birkaç cümleyle yazın."),
            "min_length": _("Biraz daha ayrıntı yazın; en az %(limit_value)d harf."),
        },
    )
    email = forms.EmailField(
        label=_("E-posta adresiniz"),
        help_text=_("Yazarsanız cevap bu adrese gelir. Yazmazsanız bildiriminizi yine okuruz."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Hidden from people, filled in by machines. The name is one that browsers' own helpers leave alone.
    trap = forms.CharField(required=False, label=_("Bu alanı boş bırakın"))
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    request_id = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ask_email: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for position in range(1, PICTURES + 1):
            self.fields[f"picture_{position}"] = UploadField(
                label=_("%d. resim") % position, required=False, allowed=PICTURE_TYPES
            )
        self.fields["trap"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        if not ask_email:
            del self.fields["email"]

    def clean_page(self) -> str:
        """A path of ours, or nothing."""
        return page_path(self.cleaned_data["page"])

    def clean_request_id(self) -> str:
        """A request's number, or nothing."""
        return request_name(self.cleaned_data["request_id"])

    @property
    def picture_fields(self) -> list[forms.BoundField]:
        """The inputs for pictures."""
        return [self[f"picture_{position}"] for position in range(1, PICTURES + 1)]

    def pictures(self) -> list[CheckedUpload]:
        """The pictures that were chosen, in order."""
        found = [self.cleaned_data.get(f"picture_{position}") for position in range(1, PICTURES + 1)]
        return [picture for picture in found if picture is not None]
