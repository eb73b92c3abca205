"""«Uygulama ilkeleri»: a university's principles for internships, by version; whoever has the link reads them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications.window_selectors import managed_university
from insurance.documents import GUIDELINES
from insurance.forms.dates import GuidelinesForm
from insurance.models import Guidelines
from insurance.services.guidelines import Principles, publish_guidelines
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, running_memberships
from usp.accounts.policies import career_center_only, signed_in, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.documents.services.uploads import store_upload
from usp.guidance.upward import department_of
from usp.reference.models import University


@require_safe
@signed_in
@read_only
def guidelines(request: HttpRequest) -> HttpResponse:
    """One's own university's principles; for everybody else the newest of each university."""
    user = user_of(request)
    university = _university_of(user)
    if university is None:
        newest = Guidelines.objects.order_by("university_id", "-version").distinct("university_id")
        rows = Guidelines.objects.filter(pk__in=newest.values("pk")).select_related("university")
        return render(request, "insurance/guidelines_list.html", {"rows": rows.order_by("university__sort_key")})
    versions = list(Guidelines.objects.filter(university=university).select_related("file", "published_by"))
    context = {
        "university": university,
        "one": versions[0] if versions else None,
        "versions": versions,
        "manages": managed_university(user) is not None,
    }
    return render(request, "insurance/guidelines.html", context)


@require_safe
@signed_in
@read_only
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version as it was published: what a decision cites can always be read."""
    found = get_object_or_404(Guidelines.objects.select_related("university", "file", "published_by"), pk=pk)
    versions = list(Guidelines.objects.filter(university=found.university).order_by("-version"))
    context = {"university": found.university, "one": found, "versions": versions, "manages": False}
    return render(request, "insurance/guidelines.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.MANAGE)
@read_only
def publish(request: HttpRequest) -> HttpResponse:
    """A new version; the words of the last one stand in the form."""
    user = user_of(request)
    university = managed_university(user)
    if university is None:
        return redirect("insurance:guidelines")
    before = Guidelines.objects.filter(university=university).order_by("-version").first()
    initial = {"title": before.title, "text": before.text} if before else {}
    posted = request.method == "POST"
    form = GuidelinesForm(request.POST if posted else None, request.FILES if posted else None, initial=initial)
    if posted:
        if form.is_valid() and _published(user, form):
            messages.success(request, _("İlkeler yayımlandı; bundan sonraki kararlar bu sürüme dayanır."))
            return redirect("insurance:guidelines")
        if request.FILES and "file" not in form.errors:
            form.add_error("file", _("Dosyanızı yeniden seçin; tarayıcı onu saklamaz."))
    context = {"form": form, "university": university, "before": before}
    return render(request, "insurance/guidelines_new.html", context, status=422 if form.errors else 200)


def _published(user: User, form: GuidelinesForm) -> bool:
    data = form.cleaned_data
    try:
        file = store_upload(actor=user, file=data["file"], purpose=GUIDELINES) if data["file"] else None
        principles = Principles(data["title"], data["decided_on"], data["text"], data["decision_no"])
        publish_guidelines(principles=principles, file=file, actor=user)
    except RuleViolation as rule:
        form.add_error("decided_on" if rule.code == "decided_later" else None, str(rule))
        return False
    return True


def _university_of(user: User) -> University | None:
    if user.is_career_center:
        memberships = running_memberships(user)
        return memberships[0].university if memberships else None
    department = department_of(user)
    return department.unit.university if department else None
