"""What an internship's pay comes to: line by line, each ground named, nothing where no row says it (A11, B5, B6)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from insurance.models import AttendanceDay, PaperRules, PayTerms, UnitDecision
from insurance.selectors.pay import PaySheet, pay_sheet
from offers.models import MinimumWage, Placement
from offers.services.ending import abandon_placement, cancel_placement, complete_placement
from offers.services.wages import load_wages
from offers.states import Ending
from tests.factories import OfficialFactory
from tests.insurance.world import insured, officer_of, place
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core import clock

pytestmark = pytest.mark.django_db


@kept
def world(at):
    at("2024-05-13 10:00")
    load_wages()
    return make_world()


@kept
def placement(world, at) -> Placement:
    """5 August to 2 September 2024: twenty-nine calendar days, twenty working days."""
    placement = place(world, at)
    employer = placement.offer.position.employer
    employer.is_public, employer.personnel_count = False, 50
    employer.save()
    return placement


def sheet(placement: Placement) -> PaySheet:
    found = pay_sheet(Placement.objects.get(pk=placement.pk))
    assert found is not None
    return found


def host(placement: Placement, **values: object) -> None:
    employer = placement.offer.position.employer
    for name, value in values.items():
        setattr(employer, name, value)
    employer.save()


def curriculum(placement: Placement, days: int | None) -> None:
    placement.department.compulsory_days = days
    placement.department.save()


def decide(placement: Placement, *, granted: bool) -> None:
    """The commission's word on the internship."""
    UnitDecision.objects.create(
        placement=placement,
        subject=UnitDecision.Subject.COMPULSORY,
        granted=granted,
        reason="Komisyon kararı",
        decided_by=OfficialFactory(role=UniversityRole.COMMISSION).user,
        decided_at=clock.now(),
    )


def test_the_calculation_is_said_line_by_line(placement):
    curriculum(placement, 20)
    decide(placement, granted=True)
    found = sheet(placement)
    (line,) = found.stretches
    assert (found.stage, found.paid_days, found.total) == ("estimate", 29, "4.930,61 TL")
    assert (line.wage, line.formula, line.amount) == ("17.002,12 TL", "17.002,12 × %30 × 29 ÷ 30", "4.930,61 TL")
    assert [(one.label, one.percent, one.monthly, one.binds) for one in line.grounds] == [
        ("3308 sayılı Kanun md. 25", "%30", "5.100,64 TL", True),
        ("3308 sayılı Kanun geçici md. 12", "%30", "5.100,64 TL", False),
    ]
    assert (found.state_total, found.state_by) == ("1.643,54 TL", "25 Ekim 2024 Cuma")
    assert found.pay_by == "10 Ekim 2024 Perşembe"


def test_a_public_institution_pays_the_net_wage_and_the_law_stands_first(placement):
    host(placement, is_public=True, personnel_count=800)
    curriculum(placement, 20)
    found = sheet(placement)
    (line,) = found.stretches
    assert [(one.label, one.binds) for one in line.grounds] == [
        ("3308 sayılı Kanun md. 25", False),
        ("3308 sayılı Kanun geçici md. 12", False),
        ("Duyuru", True),
    ]
    assert found.total == "16.435,38 TL"
    assert (found.state_total, found.state_why) == ("", "Kamu kurumlarına Devlet katkısı verilmez.")


@pytest.mark.parametrize(
    ("days", "granted", "share"),
    [(None, None, ""), (20, None, ""), (20, False, ""), (20, True, "3.287,08 TL")],
)
def test_the_states_share_is_promised_only_once_the_commission_counts_the_internship(placement, days, granted, share):
    host(placement, personnel_count=19)
    curriculum(placement, days)
    if granted is not None:
        decide(placement, granted=granted)
    assert sheet(placement).state_total == share


def test_unexcused_days_and_a_universitys_working_days_change_the_sum(placement):
    known = {"placement": placement, "marked_by": placement.student.user, "marked_at": clock.now()}
    AttendanceDay.objects.create(day=dt.date(2024, 8, 7), status=AttendanceDay.Status.UNEXCUSED, **known)
    AttendanceDay.objects.create(day=dt.date(2024, 8, 8), status=AttendanceDay.Status.SICK, **known)
    found = sheet(placement)
    assert (found.paid_days, found.total) == (28, "4.760,59 TL")
    assert "Özürsüz gelinmeyen 1 gün düşüldü." in found.notes
    PaperRules.objects.create(university=placement.department.unit.university, pays_working_days=True)
    found = sheet(placement)
    assert (found.paid_days, found.day_word, found.total) == (19, "iş günü", "3.230,40 TL")


def test_a_day_without_a_row_prints_no_amount(placement):
    MinimumWage.objects.filter(net="17002.12").update(dates=(dt.date(2024, 1, 1), dt.date(2024, 9, 1)))
    found = sheet(placement)
    assert (found.total, found.state_total) == ("", "")
    assert "1 Eyl – 2 Eyl 2024 için asgari ücret henüz açıklanmadı" in found.missing
    MinimumWage.objects.all().delete()
    assert sheet(placement).stretches == ()


def test_pay_is_due_after_a_completed_internship_less_what_the_employer_stated(placement, world, at):
    insured(placement, officer_of(placement))
    at("2024-09-03 10:00")
    assert sheet(placement).stage == "over"
    complete_placement(placement_id=placement.pk, days_attended=18, unexcused_days=2, actor=world.employer_user)
    found = sheet(placement)
    assert (found.stage, found.paid_days, found.total) == ("due", 27, "4.590,57 TL")
    assert any("2 gün, stajın son günlerinden düşüldü" in note for note in found.notes)


def test_whoever_broke_off_reads_no_amount_and_a_cancelled_one_has_no_page(placement, world, at, client):
    insured(placement, officer_of(placement))
    at("2024-08-20 10:00")
    abandon_placement(
        placement_id=placement.pk, ending=Ending.LEFT, left_on=dt.date(2024, 8, 16), actor=world.employer_user
    )
    found = sheet(placement)
    assert (found.is_talk, found.total, found.stretches) == (True, "", ())
    enter(client, placement.student.user)
    page = client.get(reverse("insurance:my-pay", args=[placement.pk])).content.decode()
    assert "Ücret için işverenle görüşülür" in page
    assert " TL" not in page


def test_a_cancelled_internship_has_no_pay(placement, world, client):
    cancel_placement(placement_id=placement.pk, ending=Ending.EMPLOYER, note="Bütçe", actor=world.employer_user)
    assert pay_sheet(Placement.objects.get(pk=placement.pk)) is None
    enter(client, placement.student.user)
    assert client.get(reverse("insurance:my-pay", args=[placement.pk])).status_code == 404


@pytest.mark.parametrize(
    ("is_paid", "amount", "warned"),
    [(True, "5100.64", ""), (True, "4000.00", "tutarından az"), (False, None, "ayda en az 5.100,64 TL")],
)
def test_agreed_terms_below_the_law_are_warned_of(placement, world, is_paid, amount, warned):
    PayTerms.objects.create(
        placement=placement,
        is_paid=is_paid,
        amount=Decimal(amount) if amount else None,
        pay_day=5,
        changed_by=world.employer_user,
        changed_at=clock.now(),
    )
    found = sheet(placement)
    assert warned in found.below if warned else found.below == ""
    assert found.pay_by == "5 Ekim 2024 Cumartesi"


def test_student_employer_and_career_centre_read_the_same_sum(placement, world, client):
    total = sheet(placement).total
    for user, address in (
        (placement.student.user, reverse("insurance:my-pay", args=[placement.pk])),
        (placement.student.user, reverse("offers:my-placement", args=[placement.pk])),
        (world.employer_user, reverse("offers:intern", args=[placement.pk])),
        (OfficialFactory().user, reverse("insurance:intern", args=[placement.pk])),
    ):
        enter(client, user)
        assert total in client.get(address).content.decode(), address
