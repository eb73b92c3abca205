"""The form's other steps: preferred institutions, consents, and the review before completion."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from applications.declared import declaration_rows, declared_groups
from applications.eligibility import records_of
from applications.form_steps import form_frame
from applications.forms.finishing import CompletionForm, ConsentsForm
from applications.forms.institutions import InstitutionChoice
from applications.models import Application, Consent, ConsentText, Declaration, ItemKind
from applications.selectors import chosen_windows, is_open, preferences_of
from applications.services.completing import complete_application
from applications.services.declaring import give_consents, has_consent, missing_consents, save_institutions
from applications.views.form_guard import unfinished
from applications.views.student import get_or_post
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment


def _frame(application: Application, step: str) -> dict[str, Any]:
    return {
        "application": application,
        "programme": application.season,
        "is_open": is_open(application.season, clock.page_now()),
        **form_frame(application, step),
    }


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def institutions(request: HttpRequest) -> HttpResponse:
    """«Öncelikli olarak tercih ettiğiniz kurumlar»: found by name, put in order; each change is saved at once."""
    found = unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    choice = InstitutionChoice(found, request.POST.get("ara", request.GET.get("ara", "")))
    status = 200
    if request.method == "POST" and choice.edit(request.POST.get("edit", "")):
        try:
            save_institutions(actor=user_of(request), application_id=found.pk, institution_ids=choice.ids)
        except RuleViolation as rule:
            choice.error, status = str(rule), 422
            choice.reload()
        else:
            if not wants_fragment(request):
                messages.success(request, choice.note)
                query = f"?{urlencode({'ara': choice.query})}" if choice.query else ""
                return redirect(f"{reverse('applications:institutions')}{query}")
    template = "applications/institutions.html" + ("#editor" if wants_fragment(request) else "")
    context = {"choice": choice, "page_url": request.path, **_frame(found, "institutions")}
    return render(request, template, context, status=status)


@get_or_post
@student_only
@read_only
def consents(request: HttpRequest) -> HttpResponse:
    """Each text with a tick of its own; what is optional is said to be, and may be taken back."""
    found = unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    texts = list(ConsentText.objects.filter(is_current=True))
    given = set(Consent.objects.filter(application=found, withdrawn_at=None).values_list("text_id", flat=True))
    form = ConsentsForm(request.POST if request.method == "POST" else None, texts=texts, given=given)
    wanted = ItemKind.objects.filter(code=request.GET.get("tur", ""), is_active=True, by_student=True).first()
    status = 200
    if request.method == "POST" and form.is_valid():
        status = 422
        if _consents_saved(request, found, form):
            if wanted and has_consent(found, wanted):
                return redirect("applications:declaration-add", kind=wanted.code)
            if not form.name_missing():
                messages.success(request, _("Onaylarınız kaydedildi."))
                return redirect("applications:stage-two-review")
            messages.info(request, _("İşaretledikleriniz kaydedildi; tamamlamak için eksikler aşağıda."))
    resting = Counter(
        Declaration.objects.filter(application=found)
        .exclude(kind__consent_code="")
        .values_list("kind__consent_code", flat=True)
    )
    context = {"form": form, "rows": form.rows(resting), "wanted": wanted, **_frame(found, "consents")}
    return render(request, "applications/consents.html", context, status=status)


def _consents_saved(request: HttpRequest, application: Application, form: ConsentsForm) -> bool:
    shown = [int(pk) for pk in request.POST.getlist("shown") if pk.isdecimal()]
    try:
        removed = give_consents(
            actor=user_of(request), application_id=application.pk, text_ids=form.chosen(), shown_ids=shown
        )
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    if removed:
        messages.info(request, _("Geri aldığınız onaya dayanan %(number)d beyan silindi.") % {"number": removed})
    return True


@get_or_post
@student_only
@read_only
def stage_two_review(request: HttpRequest) -> HttpResponse:
    """Last page of the form: everything once more, and «Başvuruyu tamamla», which cannot be undone."""
    found = unfinished(request)
    if isinstance(found, HttpResponse):
        # A second click on the button finds the first one's answer.
        return found
    form = CompletionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            complete_application(actor=user_of(request), application_id=found.pk)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Başvurunuz tamamlandı. Bundan sonrası «Başvuru Durumum» sayfasında."))
            return redirect("applications:status")
    return render(
        request, "applications/review.html", _review(found, form), status=422 if request.method == "POST" else 200
    )


def _review(application: Application, form: CompletionForm) -> dict[str, Any]:
    records, rows = records_of(application), declaration_rows(application)
    return {
        "form": form,
        "person": records.person,
        "enrolment": next((one for one in records.enrolments if one.id == application.enrolment_id), None),
        "school": records.school.to_json() if records.school else application.highschool,
        "groups": declared_groups(rows),
        "from_records": [row for row in rows if row.item.source == Declaration.Source.EDEVLET],
        "institutions": [one.institution for one in application.institution_preferences.select_related("institution")],
        "preferences": preferences_of(application),
        "windows": chosen_windows(application),
        "consents": application.consents.filter(withdrawn_at=None).select_related("text"),
        "missing_consents": missing_consents(application),
        **_frame(application, "review"),
    }
