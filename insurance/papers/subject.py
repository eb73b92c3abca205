"""One internship with everything its papers ask for, each read once."""

import datetime as dt
import functools
from dataclasses import dataclass, replace

from django.utils import timezone

from applications.lengths import compulsory_days_of
from insurance.deadlines import Deadlines, deadlines
from insurance.models import InsuranceCase, PaperForm, PaperRules, PayTerms
from insurance.paper_kinds import Paper
from insurance.papers.blocks import INSURED_ELSEWHERE, SIGNATURES, filled, texts_for
from insurance.papers.data import Intern, Workplace
from insurance.papers.forms import forms_of
from insurance.papers.wants import Basis
from insurance.selectors.compulsory import is_compulsory
from insurance.selectors.pay import wage_facts
from insurance.services.cases import rules_of
from insurance.states import CaseState
from offers.cards.shared import readable_phone
from offers.models import Placement
from offers.wages import WageFacts
from usp.accounts.models import DepartmentAdviser
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.documents.frames import Frame, SignatureBox
from usp.reference.models import Department, University
from usp.reference.selectors import closed_days

RELATIONS = (
    "student__user",
    "insurance_case",
    "pay_terms",
    "offer__position__employer__province",
    "offer__position__employer__district",
    "offer__position__season",
    "application__season",
    "department__unit__university",
    "department__internship_rule",
)
"""What a placement brings along for its papers: one query."""

SEPTEMBER = 9
WEEK = {5: "Haftada 5 gün (Pazartesi–Cuma)", 6: "Haftada 6 gün (Pazartesi–Cumartesi)"}


@dataclass(frozen=True)
class Subject:
    """A placement read with ``RELATIONS``; whatever else a paper needs is read when it is asked for."""

    placement: Placement

    @property
    def department(self) -> Department:
        """Where the internship's papers belong: also after a change to a running second major (rules A39)."""
        return self.placement.department

    @property
    def university(self) -> University:
        """Whose student it is."""
        return self.department.unit.university

    @property
    def case(self) -> InsuranceCase | None:
        """The insurance case; None for shadowing and training."""
        return getattr(self.placement, "insurance_case", None)

    @property
    def is_insured_elsewhere(self) -> bool:
        """Whether somebody else than the university insures, or that is not decided yet (docs/rules.md A8)."""
        case = self.case
        return case is not None and (
            case.state == CaseState.AWAITING_DECISION or case.insured_by != InsuranceCase.InsuredBy.UNIVERSITY
        )

    @property
    def pay(self) -> PayTerms | None:
        """The agreed pay, once somebody wrote it."""
        return getattr(self.placement, "pay_terms", None)

    @property
    def is_public(self) -> bool:
        """Whether the host is a public institution."""
        return self.placement.offer.position.employer.is_public

    @property
    def compulsory_days(self) -> int | None:
        """What the curriculum asks for; None where it asks for nothing."""
        return compulsory_days_of(self.department, getattr(self.department, "internship_rule", None))

    @functools.cached_property
    def is_compulsory(self) -> bool | None:
        """Whether it counts as the curriculum's; None while the unit has not decided (docs/rules.md A29, B7)."""
        return is_compulsory(self.placement)

    @functools.cached_property
    def rules(self) -> PaperRules:
        """The university's terms for papers."""
        return rules_of(self.university)

    @functools.cached_property
    def forms(self) -> dict[str, PaperForm]:
        """The university's published forms by kind."""
        return forms_of(self.university.pk)

    @functools.cached_property
    def basis(self) -> Basis:
        """What it rests on whether a paper is wanted of this internship."""
        return Basis(self.placement, self.forms, self.rules, lambda: self.is_compulsory)

    @functools.cached_property
    def closed(self) -> frozenset[dt.date]:
        """The extra closed days."""
        return closed_days()

    @functools.cached_property
    def days(self) -> Deadlines | None:
        """Every day the dates make; None outside the known years."""
        try:
            return deadlines(self.rules, self.placement.first_day, self.placement.last_day, closed=self.closed)
        except RuleViolation:
            return None

    @functools.cached_property
    def adviser_name(self) -> str:
        """Who advises the department today; empty where nobody was named."""
        running = DepartmentAdviser.objects.running().filter(department=self.department)
        first = running.select_related("user").order_by("named_at", "pk").first()
        return first.user.full_name if first else ""

    @functools.cached_property
    def wage(self) -> WageFacts:
        """The legal pay for these dates, less what the attendance sheet and the university's rule take off (B6)."""
        return wage_facts(self.placement)

    def intern(self) -> Intern:
        """The student and the dates as they stand now."""
        placement, application, student = self.placement, self.placement.application, self.placement.student
        return Intern(
            name=str(student),
            student_no=application.student_no,
            tckn=student.tckn,
            university=self.university.name,
            unit=self.department.unit.name,
            department=self.department.name,
            class_year=f"{application.class_year}. sınıf" if application.class_year else "",
            academic_year=academic_year(placement.first_day),
            email=student.contact_email,
            phone=readable_phone(str(student.contact_phone or "")),
            starts_on=placement.first_day,
            ends_on=placement.last_day,
            working_days=placement.working_days,
            weekly_days=WEEK[placement.weekly_days],
            birth_date=student.birth_date,
        )

    def workplace(self) -> Workplace:
        """The host as the offer named it; number, kind and contact as the employer's record says today."""
        employer, terms = self.placement.offer.position.employer, self.placement.offer.terms
        supervisor = terms["supervisor"]
        return Workplace(
            name=terms["employer"],
            number=employer.registry_number,
            is_public=employer.is_public,
            activity=employer.activity,
            personnel=employer.personnel_count,
            address=f"{terms['address']} {terms['district']}/{terms['province']}",
            phone=readable_phone(str(employer.phone)),
            email=employer.email,
            website=employer.website,
            unit=terms["unit"],
            tasks=terms["tasks"],
            supervisor_name=supervisor["name"],
            supervisor_title=supervisor["title"],
            supervisor_phone=readable_phone(supervisor["phone"]),
            supervisor_email=supervisor["email"],
        )

    def words(self) -> dict[str, str]:
        """What the square brackets of a text stand for."""
        placement = self.placement
        return {
            "öğrenci": str(placement.student),
            "öğrenci no": placement.application.student_no,
            "üniversite": self.university.name,
            "birim": self.department.unit.name,
            "bölüm": self.department.name,
            "işyeri": placement.offer.terms["employer"],
            "başlangıç": f"{placement.first_day:%d.%m.%Y}",
            "bitiş": f"{placement.last_day:%d.%m.%Y}",
            "iş günü": str(placement.working_days),
            "dönem": placement.offer.position.season.title,
            "danışman": self.adviser_name,
            "staj sorumlusu": placement.offer.terms["supervisor"]["name"],
            "zorunlu gün": str(self.compulsory_days or ""),
        }

    def number(self) -> str:
        """The paper's number: the university's prefix, the year, the internship."""
        return f"{self.rules.document_prefix}{self.placement.first_day.year}/{self.placement.pk:05d}"

    def frame(self, kind: Paper, *, by_employer: bool = False) -> Frame:
        """Head and foot by the university's published form, or the portal's own.

        An employer's paper carries the employer's name and address, whatever the university's letterhead is.
        """
        head: tuple[str, ...] = (self.university.name, self.department.unit.name)
        of_state = True
        if by_employer:
            place = self.workplace()
            head, of_state = (place.name, place.address, f"{place.phone} · {place.email}"), place.is_public
        opened = timezone.localtime(self.case.opened_at if self.case else self.placement.confirmed_at).date()
        frame = frame_of(
            kind,
            self.forms.get(kind),
            head=head,
            words=self.words(),
            season=self.placement.offer.position.season.title,
            number=self.number(),
            dated_on=opened if kind == Paper.ACCEPTANCE_FORM else clock.page_now().date(),
            of_state=of_state,
            keeps_head=by_employer,
        )
        if "insurance" in frame.texts and self.is_insured_elsewhere:
            return replace(frame, texts=frame.texts | {"insurance": INSURED_ELSEWHERE})
        return frame


def frame_of(
    kind: Paper,
    form: PaperForm | None,
    *,
    head: tuple[str, ...],
    words: dict[str, str],
    season: str,
    number: str,
    dated_on: dt.date,
    of_state: bool = True,
    keeps_head: bool = False,
) -> Frame:
    """A paper's frame by a form (None: the portal's own), its texts filled in from ``words``."""
    own = form or PaperForm(kind=kind, version=0)
    boxes = tuple(SignatureBox(**one) for one in own.signatures) or SIGNATURES[kind]
    letterhead = tuple(line for line in own.letterhead if line.strip())
    return Frame(
        head=head if keeps_head or not letterhead else letterhead,
        season=season,
        number=number,
        dated_on=dated_on,
        of_state=of_state,
        form_version=own.version or 0,
        footer="" if keeps_head else own.footer,
        logo=None if keeps_head else own.logo_id,
        texts={name: filled(text, words) for name, text in texts_for(kind, own.texts).items()},
        signatures=tuple(
            SignatureBox(box.role, "" if not words.get(_only(box.name), " ") else filled(box.name, words), box.note)
            for box in boxes
        ),
    )


def _only(name: str) -> str:
    """The fact that a signature's name consists of: «[danışman]» → «danışman», so that an unknown one stays empty."""
    return name[1:-1] if name.startswith("[") and name.endswith("]") else ""


def academic_year(day: dt.date) -> str:
    """«2023-2024» for a day in the summer of 2024: the year of teaching begins in September."""
    first = day.year if day.month >= SEPTEMBER else day.year - 1
    return f"{first}-{first + 1}"
