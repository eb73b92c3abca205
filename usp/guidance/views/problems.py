"""«Sorun bildir» and one's own reports (A31)."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from usp.accounts.models import User
from usp.accounts.policies import signed_in, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.core.policies import public
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import PICTURE_TYPES
from usp.guidance.documents import PROBLEM
from usp.guidance.forms import problems as forms
from usp.guidance.models import ProblemReport
from usp.guidance.services.problems import Story, refuse_too_many, report_problem, sent_before
from usp.guidance.texts import language
from usp.guidance.upward import support_address

_SENT = "problem_report"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
@read_only
def report(request: HttpRequest) -> HttpResponse:
    """The form; it shows what will be sent besides the words before it is sent."""
    if request.method == "POST":
        return _receive(request)
    initial = {
        "page": forms.page_path(request.GET.get("sayfa", "")) or _page_before(request),
        "request_id": forms.request_name(request.GET.get("istek", "")),
        "token": forms.new_token(),
    }
    return _page(request, forms.ProblemForm(initial=initial, ask_email=_asks_email(request)))


@require_http_methods(["GET", "HEAD"])
@never_cache
@public
@read_only
def sent(request: HttpRequest) -> HttpResponse:
    """The report's number, and what happens next."""
    code = request.session.get(_SENT, "")
    if not code:
        return redirect("guidance:report-problem")
    return render(request, "guidance/problem_sent.html", {"code": code, "support_email": support_address()})


@require_http_methods(["GET", "HEAD"])
@signed_in
@read_only
def mine(request: HttpRequest) -> HttpResponse:
    """«Sorun bildirimlerim»: what I reported and where it stands."""
    reports = ProblemReport.objects.filter(reporter=user_of(request))
    return render(request, "guidance/problem_list.html", {"reports": reports[:100]})


@require_http_methods(["GET", "HEAD"])
@signed_in
@read_only
def mine_one(request: HttpRequest, code: str) -> HttpResponse:
    """One report with its pictures and answers."""
    rows = ProblemReport.objects.visible_to(user_of(request)).prefetch_related("answers", "pictures__upload")
    return render(request, "guidance/problem.html", {"report": get_object_or_404(rows, code=code)})


def _receive(request: HttpRequest) -> HttpResponse:
    token, actor = request.POST.get("token", ""), _actor(request)
    form_id = forms.form_id_of(token)
    if form_id and (before := sent_before(form_id)):
        return _done(request, before)
    refusal = _refusal(request, token, actor)
    # Pictures are opened only for a form that may be sent at all.
    form = forms.ProblemForm(request.POST, None if refusal else request.FILES, ask_email=_asks_email(request))
    if form.is_valid() and not refusal and form_id:
        story = Story(
            form_id=form_id,
            words=form.cleaned_data["words"],
            email=form.cleaned_data.get("email", ""),
            page=form.cleaned_data["page"],
            request_id=form.cleaned_data["request_id"],
            browser=request.headers.get("User-Agent", "")[:300],
            language=language(),
        )
        try:
            files = form.pictures()
            uploads = [store_upload(actor=actor, file=f, purpose=PROBLEM, allowed=PICTURE_TYPES) for f in files]
            return _done(request, report_problem(actor=actor, story=story, pictures=uploads))
        except RuleViolation as rule:
            refusal = str(rule)
    if refusal:
        form.add_error(None, refusal)
    if request.FILES:
        form.add_error(None, _("Resimlerinizi yeniden seçin; tarayıcı onları saklamaz."))
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    if form_id is None:
        form.data["token"] = forms.new_token()  # type: ignore[index]
    return _page(request, form, status=422)


def _refusal(request: HttpRequest, token: str, actor: User | None) -> str:
    """Why the form cannot be sent whatever is in it; empty when it can."""
    if forms.form_id_of(token) is None:
        return str(forms.TOO_OLD)
    if actor is None and request.POST.get("trap"):
        return str(forms.TRAPPED)
    if actor is None and forms.is_too_fast(token):
        return str(forms.TOO_FAST)
    try:
        refuse_too_many(actor)
    except RuleViolation as rule:
        return str(rule)
    return ""


def _done(request: HttpRequest, made: ProblemReport) -> HttpResponse:
    if request.user.is_authenticated and made.reporter_id == request.user.pk:
        messages.success(request, _("Bildiriminiz alındı: %s") % made.code)
        return redirect("guidance:my-problem", made.code)
    request.session[_SENT] = made.code
    return redirect("guidance:problem-sent")


def _actor(request: HttpRequest) -> User | None:
    return user_of(request) if request.user.is_authenticated else None


def _asks_email(request: HttpRequest) -> bool:
    """Who is signed in gets the answer in the portal and need not say where."""
    return not request.user.is_authenticated


def _page_before(request: HttpRequest) -> str:
    """The page of ours from which the link was followed."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or before.path == request.path:
        return ""
    return forms.page_path(before.path)


def _page(request: HttpRequest, form: forms.ProblemForm, status: int = 200) -> HttpResponse:
    source = form.data if form.is_bound else form.initial
    context = {
        "form": form,
        "sent_page": forms.page_path(source.get("page", "")),
        "sent_request": forms.request_name(source.get("request_id", "")),
        "sent_browser": request.headers.get("User-Agent", "")[:300],
        "sent_time": clock.page_now(),
        "support_email": support_address(),
    }
    return render(request, "guidance/problem_report.html", context, status=status)
