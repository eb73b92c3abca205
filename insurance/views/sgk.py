"""«Sigorta»: who is ready for a declaration, the files that were made, and taking them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from insurance import tasks
from insurance.forms.sgk import MakeFileForm
from insurance.models import Encoding, SgkDownload, SgkFile, SgkWorkplace
from insurance.selectors import sgk as selectors
from insurance.selectors.sgk_settings import settings_of
from insurance.services.sgk_files import MadeFile, make_file, take_file
from insurance.services.sgk_records import look_at_records
from insurance.views.sgk_settings import university_of
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only

SHOWN_FILES = 12
_TYPES = {
    SgkDownload.Part.XML.value: "application/xml",
    SgkDownload.Part.SHEET.value: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk(request: HttpRequest) -> HttpResponse:
    """Everybody to be declared: entries by workplace and day, the late first; exits; and the latest files."""
    return _desk(request, None)


@require_POST
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def sgk_make(request: HttpRequest) -> HttpResponse:
    """Make a file of the chosen people."""
    form = MakeFileForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = make_file(
                actor=user_of(request), kind=data["kind"], workplace_id=data["workplace"], case_ids=data["case_ids"],
                encoding=data["encoding"], again=data["again"],
            )  # fmt: skip
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        except SgkWorkplace.DoesNotExist:
            form.add_error(None, _("Bu SGK işyeri üniversitenizin değil ya da silinmiş."))
        else:
            _tell(request, made)
            return redirect("insurance:sgk-file", made.file.pk)
    return _desk(request, form)


@require_POST
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def sgk_records(request: HttpRequest) -> HttpResponse:
    """Read the records of everybody whose entry waits for nothing else; what takes too long a worker reads."""
    user = user_of(request)
    rows = selectors.entry_rows(selectors.cases_in_scope(user), university_of(request).pk)
    looked = look_at_records(actor=user, case_ids=[row.case.pk for row in rows if row.needs_record])
    text = ngettext("%(number)d öğrencilik kaydına bakıldı.", "%(number)d öğrencilik kaydına bakıldı.", looked.done)
    messages.success(request, text % {"number": looked.done})
    if looked.stopped:
        messages.warning(request, _("Girişe engel kaydı olanlar «Dosyaya giremeyenler» listesinde."))
    if not looked.answers:
        messages.error(
            request,
            _("e-Devlet kayıtları şu anda alınamıyor. Biraz sonra deneyin ya da stajyerin sayfasında beyan edin."),
        )
    elif looked.left:
        tasks.look_at_records.delay(list(looked.left), user.pk)
        messages.info(request, _("Kalan kayıtlara arka planda bakılıyor; sayfayı bir dakika sonra yenileyin."))
    return redirect("insurance:sgk")


@require_safe
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: its people with SGK's answers, and who took it when."""
    file = get_object_or_404(selectors.files_in_scope(user_of(request)), pk=pk)
    rows = file.rows.select_related("case__placement__student__user", "case__placement__department")
    context = {
        "file": file,
        "page": Paginator(rows, 100).get_page(request.GET.get("sayfa")),
        "counts": selectors.outcome_counts([file.pk]).get(file.pk, {}),
        "downloads": file.downloads.select_related("taken_by")[:20],
        "parts": SgkDownload.Part.choices,
    }
    return render(request, "insurance/sgk_file.html", context)


@require_POST
@never_cache
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def sgk_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file's bytes. A POST, because each taking is on record and no link may lead to it by itself."""
    file = get_object_or_404(selectors.files_in_scope(user_of(request)), pk=pk)
    part = request.POST.get("bicim", "")
    if part not in _TYPES:
        part = SgkDownload.Part.XML.value
    try:
        content = take_file(actor=user_of(request), file_id=file.pk, part=part)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("insurance:sgk-file", file.pk)
    response = HttpResponse(content, content_type=_TYPES[part])
    response["Content-Disposition"] = f'attachment; filename="sgk-{file.kind}-{file.pk}.{part}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _desk(request: HttpRequest, form: MakeFileForm | None) -> HttpResponse:
    """The page; after a refused form with its sentence and whoever was chosen."""
    university = university_of(request)
    cases = selectors.cases_in_scope(user_of(request))
    entries, exits = selectors.entry_rows(cases, university.pk), selectors.exit_rows(cases, university.pk)
    context: dict[str, Any] = {
        "form": form,
        "chosen": {*request.POST.getlist("case"), *request.POST.getlist("again")} if form else None,
        "entry_groups": selectors.grouped(row for row in entries if row.is_ready),
        "exit_groups": selectors.grouped(row for row in exits if row.is_ready),
        "apart": [row for row in [*entries, *exits] if not row.is_ready],
        "late": sum(row.is_late for row in entries if row.is_ready and not row.waits_in),
        "due": sum(row.is_late for row in exits if row.is_ready and not row.waits_in),
        "waiting": sum(bool(row.waits_in) for row in [*entries, *exits]),
        "records": sum(row.needs_record for row in entries),
        "ready": sum(row.is_ready and not row.waits_in for row in entries),
        "leaving": sum(row.is_ready and not row.waits_in for row in exits),
        "files": selectors.files_with_counts(user_of(request), SHOWN_FILES),
        "encodings": Encoding.choices,
        "encoding": settings_of(university).encoding,
        "kinds": {"entry": SgkFile.Kind.ENTRY.value, "exit": SgkFile.Kind.EXIT.value},
    }
    return render(request, "insurance/sgk.html", context, status=422 if form else 200)


def _tell(request: HttpRequest, made: MadeFile) -> None:
    number = made.file.rows.count()
    text = ngettext("%(number)d kişilik dosya hazır.", "%(number)d kişilik dosya hazır.", number)
    messages.success(request, text % {"number": number})
    if made.left_out:
        said = [f"{one.name}: {one.reason}" for one in made.left_out[:20]]
        title = ngettext("Dosyaya girmeyen %(number)d kişi:", "Dosyaya girmeyen %(number)d kişi:", len(made.left_out))
        messages.warning(request, " ".join([title % {"number": len(made.left_out)}, *said]))
