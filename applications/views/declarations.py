"""First step of the form: what the student has achieved, kind by kind, each with its proof."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from applications.declared import SCHOOL_GRADE, declaration_groups, declaration_rows
from applications.form_steps import form_frame
from applications.forms.declaration import DeclarationForm, differences
from applications.models import Application, Declaration, ItemKind
from applications.selectors import is_open
from applications.services.declaring import (
    ChangedMeanwhile,
    InvalidDeclaration,
    add_declaration,
    bounds_of,
    change_declaration,
    has_consent,
    remove_declaration,
)
from applications.views.form_guard import unfinished
from applications.views.student import get_only, get_or_post
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment

_REMOVED = "removed_declarations"


@get_only
@student_only
@read_only
def declarations(request: HttpRequest) -> HttpResponse:
    """What e-Devlet brought, and everything that may be declared, with what was declared so far."""
    found = unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    rows = declaration_rows(found)
    context = {
        "application": found,
        "programme": found.season,
        "groups": declaration_groups(found, rows),
        "from_records": [row for row in rows if row.item.source == Declaration.Source.EDEVLET],
        "is_open": is_open(found.season, clock.page_now()),
        "saved": request.GET.get("kaydedildi", ""),
        **form_frame(found, "declarations"),
    }
    return render(request, "applications/declarations.html", context)


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def declaration_add(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind, empty."""
    found = unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    chosen = get_object_or_404(ItemKind, code=kind, is_active=True, by_student=True)
    if request.method == "GET" and (elsewhere := _not_now(request, found, chosen)):
        return elsewhere
    return _form_page(request, found, chosen, None)


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def declaration_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One declaration of the student's own; somebody else's is a 404."""
    found = unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    own = Declaration.objects.visible_to(user_of(request)).select_related("kind", "proof", "option", "exam", "language")
    declaration = get_object_or_404(own, pk=pk, application=found, source=Declaration.Source.STUDENT)
    if request.method == "GET" and not is_open(found.season, clock.page_now()):
        return _closed(request)
    return _form_page(request, found, declaration.kind, declaration)


@require_POST
@student_only
def declaration_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one out; a second click finds it gone and says so."""
    gone = request.session.get(_REMOVED, [])
    try:
        remove_declaration(actor=user_of(request), declaration_id=pk)
    except Declaration.DoesNotExist:
        if pk not in gone:
            raise Http404 from None
        messages.info(request, _("Bu beyan zaten silinmişti."))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        request.session[_REMOVED] = [*gone[-19:], pk]
        messages.success(request, _("Beyan silindi."))
    return redirect("applications:declarations")


def _not_now(request: HttpRequest, application: Application, kind: ItemKind) -> HttpResponse | None:
    """Where an empty form makes no sense, and why."""
    if not is_open(application.season, clock.page_now()):
        return _closed(request)
    if kind.consent_code and not has_consent(application, kind):
        messages.info(request, _("Bu tür için önce ayrı açık rızanız gerekir. Vermek istemezseniz bu adımı atlayın."))
        return redirect(f"{reverse('applications:consents')}?tur={kind.code}")
    if Declaration.objects.filter(application=application, kind=kind).count() >= kind.max_items:
        text = _("«%(kind)s» türünde en çok %(limit)d beyan eklenebilir. Birini düzenleyin ya da silin.")
        messages.info(request, text % {"kind": kind, "limit": kind.max_items})
        return redirect("applications:declarations")
    return None


def _closed(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Başvurular sona erdi; beyanlarınız duruyor ama artık değiştirilemez."))
    return redirect("applications:declarations")


def _form_page(
    request: HttpRequest, application: Application, kind: ItemKind, declaration: Declaration | None
) -> HttpResponse:
    posted = request.method == "POST"
    form = DeclarationForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kind=kind,
        bounds=bounds_of(application, clock.page_now().date()),
        user=user_of(request),
        declaration=declaration,
        initial=_known(application, kind),
    )
    conflict: list[tuple[str, str, str]] = []
    if posted:
        try:
            if _save(request, application, form):
                return _saved(request, form)
        except InvalidDeclaration as refusal:
            for name, text in refusal.problems:
                form.add_problem(name, text)
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            conflict = differences(form, refusal.current)
            form.follow(refusal.current.version)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
    context: dict[str, Any] = {
        "application": application,
        "programme": application.season,
        "kind": kind,
        "declaration": declaration,
        "form": form,
        "conflict": conflict,
        "page_url": request.path,
        "keep": f"{user_of(request).pk}:{form.keep_key}",
        **form_frame(application, "declarations"),
    }
    template = "applications/declaration_form.html" + ("#editor" if wants_fragment(request) else "")
    return render(request, template, context, status=422 if posted else 200)


def _known(application: Application, kind: ItemKind) -> dict[str, Any]:
    """What the student has said already: the school's grade of the e-Devlet stage."""
    school = application.highschool
    if kind.code != SCHOOL_GRADE or not school:
        return {}
    grade = Decimal(school["diploma_grade"]) * 100 / Decimal(school["grade_scale"])
    return {"amount": grade.quantize(Decimal("0.01")), "issuer": school["name"]}


def _save(request: HttpRequest, application: Application, form: DeclarationForm) -> bool:
    """Call the verb if the form is right; a good file is kept either way."""
    good = form.is_valid()
    form.keep_proof()
    if not good:
        return False
    actor, values = user_of(request), form.values()
    if form.declaration is None:
        add_declaration(
            actor=actor, application_id=application.pk, kind_code=form.kind.code, values=values, proof=form.kept
        )
    else:
        version = form.cleaned_data["version"] or 0
        change_declaration(
            actor=actor, declaration_id=form.declaration.pk, version=version, values=values, proof=form.kept
        )
    return True


def _saved(request: HttpRequest, form: DeclarationForm) -> HttpResponse:
    """Back to the list, at the kind; the browser forgets what it had kept of the form."""
    messages.success(request, _("Beyanınız kaydedildi."))
    address = f"{reverse('applications:declarations')}?kaydedildi={form.keep_key}#{form.kind.code}"
    if not getattr(request, "htmx", False):
        return redirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer
