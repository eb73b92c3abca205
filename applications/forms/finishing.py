"""The last two steps of the form: consents one by one, and the word that it may be final."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.models import ConsentText


@dataclass(frozen=True)
class ConsentRow:
    """One text with its tick; ``resting`` is how many declarations would go if a consent is taken back."""

    text: ConsentText
    field: forms.BoundField
    is_given: bool
    resting: int

    @property
    def body(self) -> str:
        """In the page's language."""
        english = get_language() == "en" and self.text.body_en
        return self.text.body_en if english else self.text.body


class ConsentsForm(forms.Form):
    """A tick for each text in force. Only what is mandatory must be ticked in the end; nothing is ticked beforehand."""

    use_required_attribute = False

    def __init__(self, *args: object, texts: Sequence[ConsentText], given: set[int], **kwargs: object) -> None:
        self.texts, self.given = list(texts), given
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for text in self.texts:
            self.fields[f"text-{text.pk}"] = forms.BooleanField(
                label=str(text), required=False, initial=text.pk in given
            )

    def chosen(self) -> list[int]:
        """The ticked texts."""
        return [text.pk for text in self.texts if self.cleaned_data.get(f"text-{text.pk}")]

    def name_missing(self) -> bool:
        """Put a sentence by each mandatory text without its tick; whether there is one."""
        missing = [text for text in self.texts if text.is_mandatory and text.pk not in self.chosen()]
        for text in missing:
            self.add_error(f"text-{text.pk}", _("Başvurunuzu tamamlamak için bu onay gerekir."))
        return bool(missing)

    def rows(self, resting: dict[str, int]) -> list[ConsentRow]:
        """The texts as the page shows them."""
        return [
            ConsentRow(text, self[f"text-{text.pk}"], text.pk in self.given, resting.get(text.code, 0))
            for text in self.texts
        ]


class CompletionForm(forms.Form):
    """«Başvuruyu tamamla»: said knowingly."""

    use_required_attribute = False
    sure = forms.BooleanField(
        label=_("Tamamladıktan sonra başvurumu değiştiremeyeceğimi ve geri alamayacağımı biliyorum."),
        error_messages={"required": _("Tamamlamak için bu kutuyu işaretleyin.")},
    )
