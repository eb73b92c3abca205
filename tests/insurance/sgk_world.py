"""A university that declares: its workplace, codes, an officer; interns whose papers are in."""

from dataclasses import dataclass

from insurance.models import InsuranceCase, SgkFile, SgkWorkplace
from insurance.services.record_checks import vouch_for_record
from insurance.services.sgk_files import MadeFile, make_file
from offers.models import Placement
from tests.insurance.world import officer_of, place, with_papers
from tests.offers.world import World, make_world
from usp.accounts.models import User


@dataclass
class SgkWorld:
    """Placements of one unit, whose papers are in and whose record was looked at, and the officer."""

    world: World
    placements: list[Placement]
    officer: User
    workplace: SgkWorkplace

    @property
    def cases(self) -> list[InsuranceCase]:
        """As they stand now, in the order of the placements."""
        found = {case.placement_id: case for case in InsuranceCase.objects.select_related("placement__student")}
        return [found[placement.pk] for placement in self.placements]

    def make(self, kind: str = SgkFile.Kind.ENTRY, **options: object) -> MadeFile:
        """A file of all of them."""
        return make_file(
            actor=self.officer, kind=kind, workplace_id=self.workplace.pk,
            case_ids=[case.pk for case in self.cases], **options,
        )  # fmt: skip


def make_sgk_world(at, *names: str, ready: bool = True) -> SgkWorld:
    """Interns of the names, who start on 5 August 2024; it is 20 May."""
    at("2024-05-13 09:00")
    world = make_world(quota=len(names))
    placements = [place(world, at, name=name) for name in names]
    officer = officer_of(placements[0])
    at("2024-05-20 10:00")
    for placement in placements if ready else []:
        case = with_papers(placement, officer)
        vouch_for_record(case_id=case.pk, actor=officer)
    university = placements[0].department.unit.university
    workplace = SgkWorkplace.objects.create(
        university=university, registry_number="2" * 21, agent_number="000", title="Rektörlük", address="Bilecik"
    )
    return SgkWorld(world, placements, officer, workplace)
