"""Confirmed internships for the tests of what follows them."""

from offers.models import Placement
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from tests.factories import DepartmentFactory, UnitFactory
from tests.offers.world import World, student_of
from usp.reference.models import Unit


def unit_named(code: str) -> Unit:
    """Another unit of the main university."""
    return UnitFactory(code=code, name=code)


def place(world: World, at, *, unit: Unit | None = None, name: str = "Ayşe Çınar") -> Placement:
    """One student's way from offer to placement."""
    application = world.candidate(**({"department": DepartmentFactory(unit=unit)} if unit else {}))
    first, _space, last = name.rpartition(" ")
    student = application.student
    student.first_name, student.last_name = first, last
    student.save()
    student.user.full_name = name
    student.user.save()
    at("2024-05-13 10:00")
    (offer,) = world.send(application)
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    return confirm_offer(offer_id=offer.pk, actor=world.employer_user)
