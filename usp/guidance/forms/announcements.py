"""What is announced, to whom, where and how long."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.guidance.models import Announcement, Audience
from usp.guidance.places import key_of, place_choices
from usp.guidance.services.announcements import Wording

_MOMENT = "%Y-%m-%dT%H:%M"
_INSIDE = (Audience.STUDENTS, Audience.OFFICIALS)


class MomentField(forms.DateTimeField):
    """A moment in the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
        super().__init__(widget=widget, input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"], **kwargs)


class AnnouncementForm(forms.Form):
    """An announcement as its author writes it; ``version`` tells what the author has read."""

    place = forms.ChoiceField(label=_("Nerede duyurulsun?"))
    audience = forms.ChoiceField(label=_("Kime?"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Başlık"), max_length=120)
    body = forms.CharField(
        label=_("Metin"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Düz metin. Boş satır yeni paragraf açar; yazdığınız adresler bağlantı olur."),
    )
    shows_from = MomentField(
        label=_("Yayın başlangıcı"), required=False, help_text=_("Boş bırakırsanız hemen yayımlanır.")
    )
    shows_until = MomentField(
        label=_("Yayın bitişi"), required=False, help_text=_("Boş bırakırsanız geri çekilene kadar görünür.")
    )
    pinned = forms.BooleanField(label=_("Başa sabitle"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, announcement: Announcement | None = None, **kwargs: Any) -> None:
        if announcement is not None:
            kwargs["initial"] = _initial(announcement) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(user)  # type: ignore[attr-defined]
        audiences = list(Audience) if user.is_operator else _INSIDE
        self.fields["audience"].choices = [(one.value, one.label) for one in audiences]  # type: ignore[attr-defined]
        self.fields["audience"].initial = Audience.STUDENTS.value

    def clean(self) -> dict[str, Any]:
        """The end lies after the beginning."""
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("shows_from"), data.get("shows_until")
        if begins and ends and ends <= begins:
            self.add_error("shows_until", str(_("Yayın bitişi, yayın başlangıcından sonra olmalıdır.")))
        return data

    def wording(self) -> Wording:
        """What the verb takes."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Wording(**data)


def _initial(announcement: Announcement) -> dict[str, Any]:
    return {
        "place": key_of(announcement.university_id, announcement.unit_id, announcement.department_id),
        "audience": announcement.audience,
        "title": announcement.title,
        "body": announcement.body,
        "shows_from": timezone.localtime(announcement.shows_from),
        "shows_until": timezone.localtime(announcement.shows_until) if announcement.shows_until else None,
        "pinned": announcement.pinned,
        "version": announcement.version,
    }
