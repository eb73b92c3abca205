"""«Matbu evrak»: a university's own papers, edited by its manager, read by its officials."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from applications.window_selectors import managed_university
from insurance.forms.paper_forms import PaperFormEditor, arranged, initial_of
from insurance.models import PaperForm
from insurance.paper_kinds import Paper
from insurance.papers.blocks import PLACEHOLDERS
from insurance.selectors.paper_forms import EDITED, FormRow, form_row, form_rows, versions_of
from insurance.services import paper_forms as verbs
from usp.accounts.permissions import UniversityAction, running_memberships, university_may
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment
from usp.reference.models import University

# A PDF of our own making, shown inside our own page only.
_FRAMED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"


@require_safe
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def paper_forms(request: HttpRequest) -> HttpResponse:
    """Every paper: whose words it prints, for which internships it is wanted, whether it comes back."""
    university = _university_of(request)
    context = {
        "university": university,
        "rows": form_rows(university),
        "manages": managed_university(user_of(request)) is not None,
        "takes_papers": university_may(user_of(request), UniversityAction.TAKE_PAPERS),
    }
    return render(request, "insurance/paper_forms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@career_center_only(UniversityAction.MANAGE)
@read_only
def paper_form(request: HttpRequest, kind: str) -> HttpResponse:
    """One paper's editor. Every button stands in one form, so that nothing typed is lost by arranging signatures."""
    row = _row(request, kind)
    if request.method != "POST":
        return _editor(request, row, _blank(row))
    step = request.POST.get("step", "")
    if step:
        return _editor(request, row, _arranged(row, request.POST, step), arranged=True)
    form = _bound(row, request)
    if form.is_valid():
        try:
            verbs.save_draft(
                actor=user_of(request),
                kind=row.kind,
                content=form.content(),
                logo=form.cleaned_data.get("logo"),
                keeps_logo=not form.cleaned_data.get("drop_logo"),
                seen_at=form.seen(),
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
            row = _row(request, kind)
            posted = request.POST.copy()
            posted["seen_at"] = _seen_at(row)  # what is saved next time has been seen
            form.data = posted
        else:
            messages.success(request, _("Taslak kaydedildi. Yayımlayana kadar bugünkü form basılır."))
            return redirect("insurance:paper-form", row.kind)
    return _editor(request, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@xframe_options_sameorigin
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def paper_form_preview(request: HttpRequest, kind: str) -> HttpResponse:
    """The real PDF with example facts: of what is typed (POST, nothing is kept), else of the draft or what prints."""
    row = _row(request, kind)
    if not row.is_printed:
        raise Http404
    manages = managed_university(user_of(request)) is not None
    form = row.draft if row.draft and manages else row.standing
    if request.method == "POST":
        if not manages:
            raise Http404
        editor = _bound(row, request)
        if not editor.is_valid():
            return render(request, "insurance/paper_form_unreadable.html", {"form": editor}, status=422)
        form = _typed(row, editor)
    return _pdf(row, form)


@require_safe
@never_cache
@xframe_options_sameorigin
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def paper_form_version(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """An earlier version as it printed."""
    row = _row(request, kind)
    if not row.is_printed:
        raise Http404
    found = get_object_or_404(
        PaperForm, university=_university_of(request), kind=row.kind, version=version, published_at__isnull=False
    )
    return _pdf(row, found)


@require_POST
@career_center_only(UniversityAction.MANAGE)
def paper_form_publish(request: HttpRequest, kind: str) -> HttpResponse:
    """The draft prints from now on."""
    return _done(request, kind, verbs.publish_form, _("Yayımlandı. Bundan sonraki belgeler bu formla basılır."))


@require_POST
@career_center_only(UniversityAction.MANAGE)
def paper_form_take_back(request: HttpRequest, kind: str) -> HttpResponse:
    """The draft goes."""
    return _done(request, kind, verbs.take_back_draft, _("Taslak silindi."))


@require_POST
@career_center_only(UniversityAction.MANAGE)
def paper_form_usual(request: HttpRequest, kind: str) -> HttpResponse:
    """Back to the portal's own texts."""
    return _done(request, kind, verbs.back_to_usual, _("Portalın hazır metnine dönüldü."))


@require_POST
@career_center_only(UniversityAction.MANAGE)
def paper_form_again(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """A draft from an earlier version."""
    row = _row(request, kind)
    if version:
        get_object_or_404(
            PaperForm, university=_university_of(request), kind=row.kind, version=version, published_at__isnull=False
        )
    try:
        verbs.next_version(actor=user_of(request), kind=row.kind, version=version)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("%(version)d. sürümden bir taslak açıldı.") % {"version": version})
    return redirect("insurance:paper-form", row.kind)


def _done(request: HttpRequest, kind: str, verb: Any, said: str) -> HttpResponse:
    row = _row(request, kind)
    try:
        verb(actor=user_of(request), kind=row.kind)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, said)
    return redirect("insurance:paper-form", row.kind)


def _editor(request: HttpRequest, row: FormRow, form: PaperFormEditor, *, arranged: bool = False) -> HttpResponse:
    university = _university_of(request)
    context = {
        "row": row,
        "form": form,
        "versions": versions_of(university, row.kind),
        "placeholders": PLACEHOLDERS.items(),
        "arranged": arranged,
        "most": verbs.MOST_SIGNATURES,
    }
    template = "insurance/paper_form.html" + ("#boxes" if arranged and wants_fragment(request) else "")
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def _blank(row: FormRow) -> PaperFormEditor:
    shown = row.draft or row.standing
    initial = initial_of(shown) | {"seen_at": _seen_at(row)}
    return PaperFormEditor(
        kind=row.kind, has_logo=shown.logo_id is not None, boxes=initial["boxes"], initial=initial
    )  # fmt: skip


def _bound(row: FormRow, request: HttpRequest) -> PaperFormEditor:
    posted = request.POST.get("boxes", "")
    shown = row.draft or row.standing
    return PaperFormEditor(
        request.POST,
        request.FILES,
        kind=row.kind,
        has_logo=shown.logo_id is not None,
        boxes=int(posted) if posted.isdecimal() and len(posted) < 3 else 0,
    )


def _arranged(row: FormRow, posted: QueryDict, step: str) -> PaperFormEditor:
    shown = row.draft or row.standing
    values = arranged(posted, step)
    return PaperFormEditor(
        kind=row.kind, has_logo=shown.logo_id is not None, boxes=values["boxes"], initial=values
    )  # fmt: skip


def _typed(row: FormRow, editor: PaperFormEditor) -> PaperForm:
    """What is on the screen as a form that is not stored; a logo that was not saved yet does not show."""
    shown, content = row.draft or row.standing, editor.content()
    return PaperForm(
        university=shown.university,
        kind=row.kind,
        version=shown.version,
        letterhead=list(content.letterhead),
        footer=content.footer,
        texts=dict(content.texts),
        signatures=[dict(box) for box in content.signatures],
        logo=None if editor.cleaned_data.get("drop_logo") else shown.logo,
    )


def _pdf(row: FormRow, form: PaperForm) -> HttpResponse:
    from insurance.papers import preview  # noqa: PLC0415 -- WeasyPrint costs a second at every start

    response = HttpResponse(
        preview(university=form.university, kind=row.kind, form=form), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{row.kind}.pdf"'
    response["Content-Security-Policy"] = _FRAMED
    return response


def _row(request: HttpRequest, kind: str) -> FormRow:
    if kind not in {one.value for one in EDITED}:
        raise Http404
    return form_row(_university_of(request), Paper(kind))


def _university_of(request: HttpRequest) -> University:
    return running_memberships(user_of(request))[0].university


def _seen_at(row: FormRow) -> str:
    return row.draft.written_at.isoformat() if row.draft else ""
