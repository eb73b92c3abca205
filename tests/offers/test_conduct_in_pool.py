"""What other employers read of a conduct note: one sentence, and nothing of who wrote it or why (docs/rules.md A9)."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Season
from applications.pool.build import build_pool
from offers.models import ConductNote, Position
from offers.services.answer import accept_offer
from offers.services.conduct import appeal_note, decide_appeal, write_note
from offers.services.confirm import confirm_offer
from offers.services.ending import cancel_placement
from offers.states import Ending
from tests.applications.pool_world import make_employer, make_recruiter, pseudonym_of
from tests.factories import ApplicationFactory, MemberFactory, OfficialFactory, PositionFactory, StudentFactory, moment
from tests.insurance.world import insured, officer_of
from tests.offers.test_pool_pages import season, text_of  # noqa: F401 -- 99 candidates in an open pool
from tests.offers.world import World, student_of
from tests.people import enter

pytestmark = pytest.mark.django_db
SENTENCE = "geçerli not: mazeretsiz iptal"


@pytest.fixture
def note(season: Season, at: Any) -> ConductNote:  # noqa: F811 -- the fixture above
    """Somebody did not come on the first day; the employer wrote it down."""
    manager = MemberFactory()
    position = PositionFactory(manager=manager, season=season)
    world = World(manager, Position.objects.get(pk=position.pk))
    known = Application.objects.filter(pool_link__isnull=False).first()
    application = ApplicationFactory(season=season, student=StudentFactory(), department=known.department)
    build_pool(season=season)
    at("2024-05-13 10:00")
    (offer,) = world.send(application, reply_by=moment("2024-05-17 17:00"), starts_on=dt.date(2024, 8, 5))
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    placement = confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    at("2024-07-15 10:00")
    insured(placement, officer_of(placement))
    at("2024-08-05 12:00")
    cancel_placement(placement_id=placement.pk, ending=Ending.NO_SHOW, actor=world.employer_user)
    return write_note(placement_id=placement.pk, said=[ConductNote.Said.UNREACHABLE], actor=world.employer_user)


def profile(client: Client, note: ConductNote, employer: Any) -> str:
    code = pseudonym_of(note.placement.application_id, employer.pk)
    page = client.get(reverse("offers:candidate", args=[code]))
    assert page.status_code == 200
    return text_of(page)


def test_another_employer_reads_one_sentence_and_not_who_wrote_it(client: Client, note: ConductNote) -> None:
    other = make_employer("Başka Kurum")
    text = profile(enter(client, make_recruiter(other)), note, other)
    assert SENTENCE in text
    assert note.employer.name not in text
    assert "cevap vermedi" not in text


def test_its_author_reads_no_flag_that_would_name_the_person(client: Client, note: ConductNote) -> None:
    assert SENTENCE not in profile(enter(client, make_recruiter(note.employer)), note, note.employer)


def test_a_note_that_was_struck_is_silent(client: Client, note: ConductNote, at: Any) -> None:
    student = note.placement.student.user
    appeal_note(note_id=note.pk, text="O gün hastanedeydim; raporumu gönderdim.", actor=student)
    university = note.placement.application.department.unit.university
    decide_appeal(
        note_id=note.pk, struck=True, decision="Rapor görüldü.", actor=OfficialFactory(university=university).user
    )
    other = make_employer("Başka Kurum")
    assert SENTENCE not in profile(enter(client, make_recruiter(other)), note, other)
