"""The papers of a placement: the university's acceptance form (D1)."""

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from insurance.models import InsuranceCase
from insurance.services.cases import rules_of
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import User
from usp.core.errors import RuleViolation
from usp.documents.documents import ACCEPTANCE_FORM
from usp.documents.forms_data import AcceptanceFormData, PublicFacts, initials_of
from usp.documents.models import Document
from usp.documents.selectors import valid_document
from usp.documents.services.issue import issue_document
from usp.notifications.services.notify import notify

SUBJECT = "placement"
_WEEK = {5: "Haftada 5 gün (Pazartesi–Cuma)", 6: "Haftada 6 gün (Pazartesi–Cumartesi)"}


def ensure_acceptance_form(*, placement_id: int, actor: User | None) -> Document:
    """The placement's valid acceptance form; made now where there is none. Two at once end with one."""
    existing = valid_document(subject_type=SUBJECT, subject_id=placement_id, kind=ACCEPTANCE_FORM)
    if existing is not None:
        return existing
    case = (
        InsuranceCase.objects.select_related(
            "placement__student__user",
            "placement__offer__position__employer__province",
            "placement__offer__position__employer__district",
            "placement__offer__position__season",
            "placement__application__department__unit__university",
        )
        .filter(placement=placement_id)
        .first()
    )
    if case is None:
        raise RuleViolation(_("Bu program için staj kabul formu düzenlenmez."), code="no_form")
    placement = case.placement
    with translation.override("tr"):  # the paper is an official text, whatever language the page speaks
        form = acceptance_form_data(case)
    try:
        document = _issue(placement, form, actor)
    except RuleViolation:
        made_meanwhile = valid_document(subject_type=SUBJECT, subject_id=placement.pk, kind=ACCEPTANCE_FORM)
        if made_meanwhile is None:
            raise
        return made_meanwhile
    notify(
        kind="papers_ready",
        recipient=placement.student.user,
        dedupe_key=f"placement:{placement.pk}:papers",
        context={"employer": form.workplace_name, "papers_due_on": form.papers_due_on},
    )
    return document


def _issue(placement: Placement, form: AcceptanceFormData, actor: User | None) -> Document:
    return issue_document(
        kind=ACCEPTANCE_FORM,
        subject_type=SUBJECT,
        subject_id=placement.pk,
        university=placement.application.enrolled_at.unit.university,
        snapshot=form.to_snapshot(),
        public_facts=PublicFacts(
            initials=initials_of(form.student_name),
            university=form.university,
            employer=form.workplace_name,
            starts_on=form.starts_on,
            ends_on=form.ends_on,
            working_days=form.working_days,
        ),
        actor=actor,
        guard=lambda: _unchanged(placement),
    )


def _unchanged(placement: Placement) -> bool:
    """Whether the placement still says what the form says, and no other form was made meanwhile (papers race)."""
    still = (
        Placement.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=placement.pk, version=placement.version, state=PlacementState.CONFIRMED)
        .first()
    )
    return (
        still is not None
        and valid_document(subject_type=SUBJECT, subject_id=placement.pk, kind=ACCEPTANCE_FORM) is None
    )


def acceptance_form_data(case: InsuranceCase) -> AcceptanceFormData:
    """Everything the form says of this placement, from the offer as it was sent and the frozen application."""
    placement = case.placement
    offer, application, student = placement.offer, placement.application, placement.student
    employer, terms = offer.position.employer, offer.terms
    department = application.enrolled_at
    university = department.unit.university
    rules = rules_of(university)
    year = offer.starts_on.year
    return AcceptanceFormData(
        university=university.name,
        unit=department.unit.name,
        document_no=f"{rules.document_prefix}{year}/{placement.pk:05d}",
        document_date=timezone.localtime(case.opened_at).date(),
        season=offer.position.season.title,
        student_name=str(student),
        student_no=application.student_no,
        student_tckn=student.tckn,
        department=department.name,
        academic_year=f"{year - 1}-{year}",
        class_year=f"{application.class_year}. sınıf",
        student_email=student.contact_email,
        student_phone=str(student.contact_phone or ""),
        internship_kind=str(placement.get_kind_display()),
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        working_days=placement.working_days,
        weekly_days=_WEEK[placement.weekly_days],
        workplace_name=terms["employer"],
        workplace_activity=employer.activity,
        workplace_address=f"{terms['address']} {terms['district']}/{terms['province']}",
        workplace_phone=str(employer.phone),
        workplace_email=employer.email,
        supervisor_name=terms["supervisor"]["name"],
        supervisor_title=terms["supervisor"]["title"],
        papers_due_on=case.papers_due_on,
        papers_to=rules.papers_to or department.unit.name,
        birth_date=student.birth_date,
        workplace_vkn=employer.registry_number,
        workplace_kind="Kamu" if employer.is_public else "Özel",
        workplace_personnel=employer.personnel_count,
        workplace_website=employer.website,
        workplace_unit=terms["unit"],
        supervisor_phone=terms["supervisor"]["phone"],
        supervisor_email=terms["supervisor"]["email"],
        explanations=(rules.explanation,) if rules.explanation else (),
    )
