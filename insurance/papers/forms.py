"""The university's own form of a paper: the version that prints today, and what holds where there is none."""

from django.db.models import QuerySet

from insurance.models import PaperForm
from insurance.paper_kinds import Paper
from usp.reference.models import University

Want = PaperForm.Want

USUAL_WANT: dict[Paper, PaperForm.Want] = {
    Paper.ACCEPTANCE_FORM: Want.ALWAYS,
    Paper.EMPLOYER_ACCEPTANCE: Want.ALWAYS,
    Paper.NECESSITY_LETTER: Want.ON_REQUEST,
    Paper.HEALTH_COVER: Want.ON_REQUEST,
    Paper.IDENTITY_COPY: Want.ON_REQUEST,
    Paper.CONTRACT: Want.PAID_PRIVATE,
    Paper.FUND_FORM: Want.PAID_PRIVATE,
    Paper.UNDERTAKING: Want.ON_REQUEST,
    Paper.SGK_ENTRY: Want.NEVER,  # its own place is the insurance case
    Paper.START_FORM: Want.ON_REQUEST,
    Paper.ATTENDANCE_SHEET: Want.ALWAYS,
    Paper.REPORT_COVER: Want.COMPULSORY,
    Paper.EVALUATION_FORM: Want.ALWAYS,
    Paper.COMPLETION: Want.ON_REQUEST,
    Paper.WITHDRAWAL: Want.ON_REQUEST,
}
"""For which internships a paper is wanted where the university has said nothing."""

USUALLY_BACK = frozenset(
    {Paper.ACCEPTANCE_FORM, Paper.EMPLOYER_ACCEPTANCE, Paper.ATTENDANCE_SHEET, Paper.EVALUATION_FORM}
)
"""Which must come back signed where the university has said nothing."""

BEFORE_START = frozenset(
    {
        Paper.ACCEPTANCE_FORM,
        Paper.EMPLOYER_ACCEPTANCE,
        Paper.HEALTH_COVER,
        Paper.IDENTITY_COPY,
        Paper.CONTRACT,
        Paper.FUND_FORM,
        Paper.UNDERTAKING,
    }
)
"""What is handed in by the last day for papers; without the wanted ones no entry is declared (docs/rules.md A6)."""

OF_THE_END = frozenset(
    {
        Paper.NECESSITY_LETTER,
        Paper.FUND_FORM,
        Paper.ATTENDANCE_SHEET,
        Paper.REPORT_COVER,
        Paper.EVALUATION_FORM,
    }
)
"""What is still made when the internship is over: pay, and with it the State's share, is due only then."""

ALWAYS_BACK = frozenset({Paper.ACCEPTANCE_FORM, Paper.EMPLOYER_ACCEPTANCE})
"""What no university can do without: its own stamped form, and the employer's word (docs/rules.md A6, B4)."""


def form_of(university: University, kind: str) -> PaperForm | None:
    """The university's published version that prints today; None: the portal's own texts print. One query."""
    return _published(university.pk).filter(kind=kind).order_by("-version").first()


def forms_of(university_id: int) -> dict[str, PaperForm]:
    """All of them by kind, with their logos. One query."""
    newest = _published(university_id).order_by("kind", "-version").distinct("kind").select_related("logo")
    return {form.kind: form for form in newest}


def usual_form(university: University, kind: Paper) -> PaperForm:
    """What holds without any version of the university's own, as a form that is not stored."""
    return PaperForm(
        university=university, kind=kind, version=0, want=USUAL_WANT[kind], comes_back_signed=kind in USUALLY_BACK
    )


def _published(university_id: int) -> "QuerySet[PaperForm]":
    return PaperForm.objects.filter(university=university_id, published_at__isnull=False)
