"""The career centre asks each accepted student (A36): kept by an official or tapped by the student."""

import pytest
from django.urls import reverse

from insurance.models import ContactEntry, InternEvent
from insurance.selectors.contacts import answers_of
from insurance.services.contacts import answer_ask, log_contact
from offers.models import Placement
from offers.services.ending import cancel_placement
from tests.factories import OfficialFactory, StudentFactory
from tests.insurance.world import place, unit_named
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import browser
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
NO, YES = "no", "yes"


@kept
def placement(at) -> Placement:
    at("2024-05-13 10:00")
    return place(make_world(), at)


@kept
def official(placement):
    return OfficialFactory().user


def test_the_newest_answer_to_each_question_counts(placement, official, at):
    log_contact(placement_id=placement.pk, way="phone", intends="unreached", actor=official)
    at("2024-05-15 10:00")
    log_contact(placement_id=placement.pk, way="visit", intends=YES, been_to_unit=NO, actor=official)
    at("2024-05-16 10:00")
    log_contact(placement_id=placement.pk, way="phone", been_to_unit=YES, note="Yarın gelecek", actor=official)
    found = answers_of([placement.pk])[placement.pk]
    assert (found.intends, found.been_to_unit) == (YES, YES)


def test_the_same_button_twice_is_one_entry(placement, official):
    for _time in range(2):
        log_contact(placement_id=placement.pk, way="phone", intends=YES, actor=official)
    assert ContactEntry.objects.count() == 1


def test_a_no_changes_the_list_once_and_leads_the_student_to_the_request(placement, official, at):
    log_contact(placement_id=placement.pk, way="phone", intends=NO, actor=official)
    at("2024-05-15 10:00")
    log_contact(placement_id=placement.pk, way="phone", intends=NO, note="Kararlı", actor=official)
    assert placement.list_events.filter(kind=InternEvent.Kind.SAID_NO).count() == 1
    asked = Notification.objects.filter(recipient=placement.student.user, kind="ask_for_cancellation").first()
    assert asked.link == reverse("offers:ask-cancellation", args=[placement.pk])
    placement.refresh_from_db()
    assert placement.state == "confirmed"


def test_a_tap_of_the_student_reaches_the_officials_and_opens_the_cancellation_request(placement, official):
    reader = browser(placement.student.user)
    page = reader.get(reverse("insurance:my-documents")).content.decode()
    assert "Bu stajı yapacak mısınız?" in page
    assert "biriminizle görüştünüz mü?" in page
    answer = reverse("insurance:my-answer", args=[placement.pk])
    reply = reader.post(answer, {"intends": NO})
    assert reply["Location"] == reverse("offers:ask-cancellation", args=[placement.pk])
    assert reader.get(reply["Location"]).status_code == 200
    (entry,) = ContactEntry.objects.all()
    assert (entry.way, entry.by) == ("portal", placement.student.user)
    assert Notification.objects.filter(recipient=official, kind="intern_said_no").count() == 1
    reader.post(answer, {"intends": NO})
    assert ContactEntry.objects.count() == 1


def test_the_offer_card_asks_too_and_shows_the_answer(placement):
    reader = browser(placement.student.user)
    reader.post(
        reverse("insurance:my-answer", args=[placement.pk]),
        {"been_to_unit": YES, "next": reverse("offers:received")},
    )
    for address in (reverse("offers:received"), reverse("offers:offer", args=[placement.offer_id])):
        page = reader.get(address).content.decode()
        assert 'value="yes" data-usp-once aria-pressed="true"' in page
        assert "Henüz görüşmedim" in page


def test_a_tap_leads_back_to_a_page_of_ours_only(placement):
    reader = browser(placement.student.user)
    answer = reverse("insurance:my-answer", args=[placement.pk])
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert reader.post(answer, {"intends": YES, "next": bad})["Location"] == reverse("insurance:my-documents")


def test_a_student_cannot_say_what_only_officials_say(placement):
    for intends in ("unreached", ""):
        with pytest.raises(RuleViolation) as refused:
            answer_ask(placement_id=placement.pk, intends=intends, actor=placement.student.user)
        assert refused.value.code == "no_answer"


def test_nothing_is_asked_of_an_ended_internship(placement, official):
    cancel_placement(placement_id=placement.pk, ending="employer", actor=placement.offer.sent_by.user)
    reader = browser(placement.student.user)
    assert "yapacak mısınız" not in reader.get(reverse("insurance:my-documents")).content.decode()
    reader.post(reverse("insurance:my-answer", args=[placement.pk]), {"intends": YES})
    assert not ContactEntry.objects.exists()


def test_other_students_and_other_units_find_no_such_internship(placement):
    with pytest.raises(Placement.DoesNotExist):
        answer_ask(placement_id=placement.pk, intends=YES, actor=StudentFactory().user)
    adviser = OfficialFactory(role=UniversityRole.ADVISER, unit=unit_named("sanat")).user
    with pytest.raises(Placement.DoesNotExist):
        log_contact(placement_id=placement.pk, way="phone", intends=YES, actor=adviser)


def test_an_empty_contact_comes_back_with_its_page(placement, official):
    reader = browser(official)
    page = reverse("insurance:intern", args=[placement.pk])
    refused = reader.post(reverse("insurance:contact-new", args=[placement.pk]), {"way": "phone", "note": " "})
    assert refused.status_code == 422
    assert "En az bir cevap seçin" in refused.content.decode()
    kept = {"way": "visit", "intends": YES, "been_to_unit": NO, "note": "Belgeyi <b>yarın</b> getirecek"}
    assert reader.post(reverse("insurance:contact-new", args=[placement.pk]), kept)["Location"] == page
    shown = reader.get(page).content.decode()
    assert "Belgeyi &lt;b&gt;yarın&lt;/b&gt; getirecek" in shown
    assert "Yüz yüze" in shown


def test_the_portal_s_own_way_is_refused_to_officials(placement, official):
    with pytest.raises(RuleViolation) as refused:
        log_contact(placement_id=placement.pk, way="portal", intends=YES, actor=official)
    assert refused.value.code == "students_way"
