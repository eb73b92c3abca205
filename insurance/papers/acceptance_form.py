"""The university's own internship form (D1): its facts stand in ``usp.documents``, here they meet a placement."""

from dataclasses import replace

from insurance.paper_kinds import Paper
from insurance.papers.blocks import INSURED_ELSEWHERE
from insurance.papers.data import Intern, InternPaper, Workplace
from insurance.papers.registry import ALL_SIDES, SPECS, PaperData, Spec
from insurance.papers.subject import Subject
from usp.core.templatetags.usp import tr_money
from usp.documents.forms_data import AcceptanceFormData
from usp.documents.frames import Frame


class AcceptanceSpec(Spec):
    """Made from the same frame, intern and workplace as the others, as a form of its own shape."""

    def build(self, subject: Subject) -> PaperData:
        """The form's facts as they stand now."""
        return acceptance_form(subject)

    def build_sample(self, frame: Frame, intern: Intern, workplace: Workplace) -> PaperData:
        """The form with invented facts."""
        return _form(frame, intern, workplace)


def acceptance_form(subject: Subject) -> AcceptanceFormData:
    """Everything the form says of this placement, from the offer as it was sent, the frozen application, the case."""
    placement, rules, case = subject.placement, subject.rules, subject.case
    form = _form(subject.frame(Paper.ACCEPTANCE_FORM), subject.intern(), subject.workplace())
    return replace(
        form,
        internship_kind=str(placement.get_kind_display()),
        papers_due_on=case.papers_due_on if case else placement.first_day,
        papers_to=rules.papers_to or subject.department.unit.name,
        has_health_cover=case.has_health_cover if case else None,
        wage=_wage(subject),
        insurance=INSURED_ELSEWHERE if subject.is_insured_elsewhere else "",
        explanations=(rules.explanation,) if rules.explanation else (),
    )


def _wage(subject: Subject) -> str:
    """The agreed pay, once it is written; an empty line until then."""
    pay = subject.pay
    if pay is None:
        return ""
    if not pay.is_paid:
        return "Ücret ödenmez"
    return f"Aylık net {tr_money(pay.amount)}" if pay.amount is not None else ""


def _form(frame: Frame, intern: Intern, place: Workplace) -> AcceptanceFormData:
    return AcceptanceFormData(
        university=intern.university,
        unit=intern.unit,
        document_no=frame.number,
        document_date=frame.dated_on,
        season=frame.season,
        student_name=intern.name,
        student_no=intern.student_no,
        student_tckn=intern.tckn,
        department=intern.department,
        academic_year=intern.academic_year,
        class_year=intern.class_year,
        student_email=intern.email,
        student_phone=intern.phone,
        internship_kind="Staj",
        starts_on=intern.starts_on,
        ends_on=intern.ends_on,
        working_days=intern.working_days,
        weekly_days=intern.weekly_days,
        workplace_name=place.name,
        workplace_activity=place.activity,
        workplace_address=place.address,
        workplace_phone=place.phone,
        workplace_email=place.email,
        supervisor_name=place.supervisor_name,
        supervisor_title=place.supervisor_title,
        papers_due_on=intern.starts_on,
        papers_to=intern.unit,
        birth_date=intern.birth_date,
        workplace_vkn=place.number,
        workplace_kind=place.kind,
        workplace_personnel=place.personnel,
        workplace_website=place.website,
        workplace_unit=place.unit,
        supervisor_phone=place.supervisor_phone,
        supervisor_email=place.supervisor_email,
        undertaking=frame.texts["undertaking"],
        employer_acceptance=frame.texts["employer_acceptance"],
        signatures=frame.signatures,
        letterhead=frame.head,
        footer=frame.footer,
        logo=frame.logo,
        form_version=frame.form_version,
    )


# The kind itself is registered by ``usp.documents``, which brings the form's template.
SPECS[Paper.ACCEPTANCE_FORM] = AcceptanceSpec(
    kind=Paper.ACCEPTANCE_FORM,
    data=InternPaper,
    template="pdf/acceptance_form.html",
    makers=ALL_SIDES,
)
