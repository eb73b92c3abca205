"""The steps of an application: which are done, which are needed, and where the student goes next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import (
    Application,
    Consent,
    ConsentText,
    Declaration,
    InstitutionPreference,
    ProvincePreference,
    WindowChoice,
)
from applications.states import UNFINISHED, ApplicationState

# key: (label, address, needed to complete), in the order of the form
STEPS: dict[str, tuple[str | Promise, str, bool]] = {
    "edevlet": (gettext_lazy("e-Devlet aşaması"), "applications:stage-one", True),
    "declarations": (gettext_lazy("Beyanlar"), "applications:declarations", False),
    "institutions": (gettext_lazy("Tercih edilen kurumlar"), "applications:institutions", False),
    "places": (gettext_lazy("İl ve ilçe tercihleri"), "applications:stage-two", True),
    "windows": (gettext_lazy("Staj takvimleri"), "applications:stage-two-windows", False),
    "consents": (gettext_lazy("Onaylar"), "applications:consents", True),
    "review": (gettext_lazy("Kontrol ve tamamlama"), "applications:stage-two-review", True),
}


@dataclass(frozen=True)
class Step:
    """One step of the line: ``state`` is «done», «current» or «next»; ``url`` is empty while it cannot be opened."""

    label: str
    state: str
    note: str = ""
    url: str = ""
    number: int = 0


@dataclass(frozen=True)
class FormCounts:
    """How much of the form is filled in."""

    declarations: int
    institutions: int
    places: int
    windows: int
    missing_consents: int

    def is_done(self, key: str) -> bool:
        """Whether the step holds what completing needs, or anything at all where nothing is needed."""
        if key == "consents":
            return self.missing_consents == 0
        return bool(getattr(self, key, 0))


@dataclass(frozen=True)
class Progress:
    """Needed steps: how many there are and how many are done."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """For the bar."""
        return 100 * self.done // self.total


def form_counts(application: Application) -> FormCounts:
    """What the form holds. One query."""
    answered = Consent.objects.filter(application=OuterRef(OuterRef("pk")), withdrawn_at=None).values("text")
    mandatory = ConsentText.objects.filter(is_current=True).exclude(kind=ConsentText.Kind.CONSENT)
    row = (
        Application.objects.filter(pk=application.pk)
        .annotate(
            n_declarations=_number(
                Declaration.objects.filter(application=OuterRef("pk"), source=Declaration.Source.STUDENT)
            ),
            n_institutions=_number(InstitutionPreference.objects.filter(application=OuterRef("pk"))),
            n_places=_number(ProvincePreference.objects.filter(application=OuterRef("pk"))),
            n_windows=_number(WindowChoice.objects.filter(application=OuterRef("pk"))),
            n_missing=_number(mandatory.exclude(pk__in=answered), by="is_current"),
        )
        .values_list("n_declarations", "n_institutions", "n_places", "n_windows", "n_missing")
        .get()
    )
    return FormCounts(*row)


def _number(rows: QuerySet, by: str = "application") -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def form_frame(application: Application, current: str) -> dict[str, Any]:
    """What every page of the form shows around itself: steps, progress, and the counts behind them. One query."""
    counts = form_counts(application) if application.state == ApplicationState.REGISTERED else None
    return {
        "steps": _steps(application, current, counts),
        "progress": _progress(application, counts),
        "counts": counts,
    }


def _steps(application: Application, current: str, counts: FormCounts | None) -> list[Step]:
    """The line over the pages of an application; ``current`` is a key of STEPS."""
    if application.state not in UNFINISHED:
        return [Step(str(label), "done", number=at) for at, (label, _url, _needed) in enumerate(STEPS.values(), 1)]
    steps = []
    for number, (key, (label, route, needed)) in enumerate(STEPS.items(), 1):
        done = counts is not None and (key == "edevlet" or counts.is_done(key))
        state = "current" if key == current else "done" if done else "next"
        note = "" if needed else _("isteğe bağlı")
        url = reverse(route) if counts is not None or key == "edevlet" else ""
        steps.append(Step(str(label), state, note, url, number))
    return steps


def progress_of(application: Application) -> Progress:
    """How many of the needed steps are done. One query while the form is open."""
    return _progress(
        application, form_counts(application) if application.state == ApplicationState.REGISTERED else None
    )


def _progress(application: Application, counts: FormCounts | None) -> Progress:
    """Completing itself is the last of the needed steps."""
    needed = [key for key, (_label, _url, is_needed) in STEPS.items() if is_needed]
    if application.state == ApplicationState.STARTED:
        return Progress(0, len(needed))
    if counts is None:
        return Progress(len(needed), len(needed))
    return Progress(sum(key == "edevlet" or (key != "review" and counts.is_done(key)) for key in needed), len(needed))


def next_step_url(application: Application) -> str:
    """Where «Başvuruyu Tamamla» leads: the first stage that is not done."""
    return reverse("applications:stage-one" if application.state == ApplicationState.STARTED else "applications:form")


def first_open_step(application: Application) -> str:
    """The address of the form's first unfinished step; an untouched form begins at its beginning."""
    counts = form_counts(application)
    if not any((counts.declarations, counts.institutions, counts.places, counts.windows)):
        return reverse(STEPS["declarations"][1])
    missing = (key for key in ("places", "consents") if not counts.is_done(key))
    return reverse(STEPS[next(missing, "review")][1])
