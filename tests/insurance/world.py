"""Confirmed internships for the tests of what follows them."""

import datetime as dt

from insurance.models import InsuranceCase, InsuranceEntry
from insurance.paper_kinds import Paper
from insurance.services.case_moves import ENTRY_DOCUMENT, declare_entry, receive_papers, set_health_cover, share_entry
from insurance.services.receipts import take_papers
from insurance.services.record_checks import vouch_for_record
from offers.models import Placement
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from tests.factories import DepartmentFactory, OfficialFactory, UnitFactory, UploadFactory
from tests.offers.world import World, student_of
from usp.accounts.models import UniversityRole, User
from usp.core import clock
from usp.documents.models import Upload
from usp.reference.models import Unit


def unit_named(code: str) -> Unit:
    """Another unit of the main university."""
    return UnitFactory(code=code, name=code)


def place(
    world: World,
    at,
    *,
    unit: Unit | None = None,
    name: str = "Ayşe Çınar",
    starts_on: dt.date = dt.date(2024, 8, 5),
) -> Placement:
    """One student's way from offer to placement."""
    application = world.candidate(**({"department": DepartmentFactory(unit=unit)} if unit else {}))
    first, _space, last = name.rpartition(" ")
    student = application.student
    student.first_name, student.last_name = first, last
    student.save()
    student.user.full_name = name
    student.user.save()
    at("2024-05-13 10:00")
    (offer,) = world.send(application, starts_on=starts_on)
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    return confirm_offer(offer_id=offer.pk, actor=world.employer_user)


def officer_of(placement: Placement) -> User:
    """The insurance official of the intern's unit."""
    unit = placement.department.unit
    return OfficialFactory(role=UniversityRole.INSURANCE, unit=unit, university=unit.university).user


def with_papers(placement: Placement, officer: User, **late: str) -> InsuranceCase:
    """Both needed papers are in, health cover is known, and the official has vouched for the studentship."""
    take_papers(
        placement_id=placement.pk,
        kinds=[Paper.ACCEPTANCE_FORM, Paper.EMPLOYER_ACCEPTANCE],
        signed_on=clock.today(),
        actor=officer,
        **late,
    )
    case = InsuranceCase.objects.get(placement=placement)
    set_health_cover(case_id=case.pk, has_cover=True, actor=officer)
    return receive_papers(case_id=case.pk, actor=officer)


def declared(placement: Placement, officer: User, **late: str) -> InsuranceEntry:
    """The entry stands at SGK."""
    case = with_papers(placement, officer, **late)
    vouch_for_record(case_id=case.pk, actor=officer)
    return declare_entry(case_id=case.pk, actor=officer)


def insured(placement: Placement, officer: User, **late: str) -> InsuranceEntry:
    """The entry document is with student and employer: the internship may start."""
    entry = declared(placement, officer, **late)
    share_entry(case_id=entry.case_id, document=entry_document(officer), actor=officer)
    entry.refresh_from_db()
    return entry


def entry_document(owner: User) -> Upload:
    """SGK's entry document as an official uploads it."""
    return UploadFactory(owner=owner, purpose=ENTRY_DOCUMENT, name="ise-giris.pdf")
