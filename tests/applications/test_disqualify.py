"""«Geçersiz say»: an operator takes a completed application out; pool, offers and seats follow in one transaction."""

import pytest
from django.urls import reverse

from applications.models import Application, PoolEntry
from applications.pool.apply import apply_changes
from applications.pool.bits import write_bits
from applications.services.disqualifying import disqualify
from applications.states import ApplicationState
from offers.models import Offer
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.states import OfferRank, OfferState
from tests.applications.conftest import IN_SEASON, user_of
from tests.factories import MemberFactory, OfficialFactory, StudentFactory, UserFactory
from tests.offers.pages import in_pool
from tests.offers.world import make_world, student_of
from tests.people import browser
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = ApplicationState
WHY = "Beyan edilen belge sahte."


def refused(application: Application, reason: str = WHY, actor=None) -> str:
    with pytest.raises(RuleViolation) as refusal:
        disqualify(actor=actor or UserFactory(), application_id=application.pk, reason=reason)
    assert str(refusal.value).endswith(".")
    return refusal.value.code


def test_a_disqualified_application_leaves_the_pool_and_the_student_reads_why(ground, at, client):
    at(IN_SEASON)
    application = ground.application()
    in_pool(application)
    write_bits(application.season, step=5)
    disqualify(actor=UserFactory(), application_id=application.pk, reason=f" {WHY} ")
    application.refresh_from_db()
    assert application.state == S.DISQUALIFIED
    assert application.transitions.latest("id").reason == WHY
    apply_changes()
    entry = PoolEntry.objects.get(link__application=application)
    assert (entry.listed, entry.available) == (False, False)
    notice = Notification.objects.get(kind="application_disqualified")
    assert (notice.recipient, notice.context["reason"]) == (user_of(application), WHY)
    client.force_login(user_of(application))
    assert WHY in client.get(reverse("applications:status")).content.decode()


def test_offers_are_released_and_the_line_is_called_in_the_same_moment(at):
    at("2024-05-13 10:00")
    world = make_world(quota=1)
    first, second = world.candidate(), world.candidate()
    (asil,) = world.send(first)
    (yedek,) = world.send(second, rank=OfferRank.YEDEK)
    at("2024-05-14 10:00")
    accept_offer(offer_id=asil.pk, actor=student_of(asil))
    accept_offer(offer_id=yedek.pk, actor=student_of(yedek))
    disqualify(actor=UserFactory(), application_id=first.pk, reason=WHY)
    asil.refresh_from_db()
    yedek.refresh_from_db()
    assert (asil.state, asil.seat_no) == (OfferState.RELEASED, None)
    assert (yedek.state, yedek.seat_no) == (OfferState.ACCEPTED, 1)
    notice = Notification.objects.get(kind="offer_candidate_out")
    assert notice.recipient == world.employer_user
    assert WHY not in str(notice.context)
    assert first.student.first_name not in str(notice.context)


def test_a_standing_placement_comes_first(at):
    at("2024-05-13 10:00")
    world = make_world()
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    assert refused(offer.application) == "placement_stands"
    assert Application.objects.get(pk=offer.application_id).state == S.COMPLETED
    assert Offer.objects.get(pk=offer.pk).state == OfferState.CONFIRMED


@pytest.mark.parametrize("state", [S.STARTED, S.REGISTERED, S.CANCELLED])
def test_only_completed_applications(ground, at, state):
    at(IN_SEASON)
    assert refused(ground.application(state=state)) == "application_transition"


def test_twice_is_no_error_and_the_first_reason_stays(ground, at):
    at(IN_SEASON)
    application, operator = ground.application(), UserFactory()
    for reason in (WHY, "Başka."):
        disqualify(actor=operator, application_id=application.pk, reason=reason)
    assert application.transitions.filter(to_state=S.DISQUALIFIED).count() == 1
    assert Notification.objects.filter(kind="application_disqualified").count() == 1


def test_a_reason_is_needed_and_nobody_but_an_operator_may(ground, at):
    at(IN_SEASON)
    application = ground.application()
    assert refused(application, " ") == "reason_missing"
    assert refused(application, "x" * 201) == "reason_too_long"
    for actor in (StudentFactory().user, MemberFactory().user, OfficialFactory().user, user_of(application)):
        assert refused(application, actor=actor) == "operators_only"
    with pytest.raises(Application.DoesNotExist):
        disqualify(actor=UserFactory(), application_id=0, reason=WHY)


def test_the_operators_page(ground, at):
    at(IN_SEASON)
    application, unfinished = ground.application(), ground.application(started=True)
    desk = browser(UserFactory())
    address = reverse("admin:applications_application_disqualify", args=[application.pk])
    change = reverse("admin:applications_application_change", args=[application.pk])
    assert address in desk.get(change).content.decode()
    assert "geri alınamaz" in desk.get(address).content.decode()
    for nothing in ({"reason": ""}, {}):  # a POST without any field is one all the same
        empty = desk.post(address, nothing)
        assert (empty.status_code, "Gerekçe yazın" in empty.content.decode()) == (422, True)
    assert "öğrenciye haber verildi" in desk.post(address, {"reason": WHY}, follow=True).content.decode()
    assert address not in desk.get(change).content.decode()
    other = reverse("admin:applications_application_disqualify", args=[unfinished.pk])
    assert "Yalnızca tamamlanan" in desk.get(other, follow=True).content.decode()
    assert desk.get(reverse("admin:applications_application_disqualify", args=[0])).status_code == 404
    stranger = browser(MemberFactory().user).post(address, {"reason": WHY})
    assert stranger.status_code in (302, 403)
