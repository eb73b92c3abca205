"""Messages to many interns: filled in for each, looked at before, delivered once, answered through «Sorularım»."""

import uuid

import pytest
from django.urls import reverse

from insurance.message_text import PLACES, filled, unknown_places
from insurance.models import MessageTemplate, SentMessage
from insurance.services.messages import save_template, send_message
from tests.factories import OfficialFactory, UniversityFactory
from tests.insurance.world import place, unit_named
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import browser
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
NEW = reverse("insurance:message-new")
TEXT = "Sayın {ad_soyad}, {isveren} stajınız {baslangic} günü başlıyor; evrak {son_evrak_gunu}."


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


@kept
def ayse(world, at):
    return place(world, at, name="Ayşe Çınar")


@kept
def sukru(world, at):
    return place(world, at, name="Şükrü Iğdır")


def test_every_place_has_a_value_and_all_else_stays(ayse):
    words = filled(" ".join(f"{{{name}}}" for name in PLACES) + " {yok} { ad } {{ad}} %(ad)s", ayse)
    assert words.startswith("Ayşe Ayşe Çınar Devlet Su İşleri")
    assert "{yok} { ad } {Ayşe} %(ad)s" in words
    assert unknown_places("{ad} {isverne} {isverne}") == ["isverne"]


def test_each_reads_the_own_words_once(ayse, sukru):
    manager, form = OfficialFactory().user, uuid.uuid4()
    for _time in range(2):
        send_message(
            placement_ids=[ayse.pk, sukru.pk], subject="{ad}, evrakınız", text=TEXT, form_id=form, actor=manager
        )
    assert SentMessage.objects.count() == 1
    (notice,) = Notification.objects.filter(recipient=ayse.student.user, kind="center_message")
    assert notice.context["subject"] == "Ayşe, evrakınız"
    assert notice.context["text"].startswith("Sayın Ayşe Çınar, Devlet Su İşleri")
    assert set(notice.deliveries.values_list("channel", flat=True)) == {"inbox", "email"}


def test_interns_of_other_units_are_left_out(world, at):
    mine, others = place(world, at, unit=unit_named("muh")), place(world, at, unit=unit_named("sanat"), name="Ali Ak")
    adviser = OfficialFactory(role=UniversityRole.ADVISER, unit=mine.application.department.unit).user
    sent = send_message(placement_ids=[mine.pk, others.pk], subject="a", text="b", form_id=uuid.uuid4(), actor=adviser)
    assert list(sent.placements.all()) == [mine]
    with pytest.raises(RuleViolation) as refused:
        send_message(placement_ids=[others.pk], subject="a", text="b", form_id=uuid.uuid4(), actor=adviser)
    assert refused.value.code == "nobody"


def test_a_misspelt_place_reaches_nobody(ayse):
    with pytest.raises(RuleViolation) as refused:
        send_message(
            placement_ids=[ayse.pk], subject="a", text="{isverne}", form_id=uuid.uuid4(),
            actor=OfficialFactory().user,
        )  # fmt: skip
    assert "{isverne}" in str(refused.value)


def test_a_message_is_looked_at_sent_read_and_answered(ayse, sukru):
    placement, other = ayse, sukru
    writer = browser(OfficialFactory().user)
    opened = writer.get(NEW, {"secili": placement.pk, "sekme": "all"})
    assert "1 stajyere mesaj" in opened.content.decode()
    words = {
        "liste": opened.context["address"], "subject": "{ad}, evrakınız", "text": TEXT,
        "form_id": opened.context["form"]["form_id"].value(),
    }  # fmt: skip
    looked = writer.post(NEW, words | {"onizle": "1"}).content.decode()
    assert "Sayın Ayşe Çınar" in looked
    assert not SentMessage.objects.exists()
    assert writer.post(NEW, words | {"gonder": "1"})["Location"] == reverse("insurance:messages")
    sent = SentMessage.objects.get()
    assert "1 stajyer" in writer.get(reverse("insurance:messages")).content.decode()
    assert "Ayşe Çınar" in writer.get(reverse("insurance:message", args=[sent.pk])).content.decode()
    reader = browser(placement.student.user)
    mine = reverse("insurance:my-message", kwargs={"pk": placement.pk, "message_pk": sent.pk})
    assert mine in reader.get(reverse("insurance:my-documents")).content.decode()
    page = reader.get(mine).content.decode()
    assert "Sayın Ayşe Çınar" in page
    assert "sorularim/yeni/?konu=Ay" in page
    asked = reader.get(reverse("guidance:ask"), {"konu": "Ayşe, evrakınız"}).content.decode()
    assert 'value="Ayşe, evrakınız"' in asked
    stranger = browser(other.student.user)
    assert stranger.get(mine).status_code == 404
    swapped = reverse("insurance:my-message", kwargs={"pk": other.pk, "message_pk": sent.pk})
    assert stranger.get(swapped).status_code == 404


def test_without_ticks_it_goes_to_all_that_the_filters_leave(ayse, sukru):
    writer = browser(OfficialFactory().user)
    assert writer.get(NEW).context["number"] == 2
    assert writer.get(NEW, {"q": "sukru"}).context["number"] == 1
    assert writer.get(NEW, {"secili": "²x"}).context["number"] == 2
    refused = writer.post(NEW, {"liste": "q=yok", "subject": "a\nb", "text": "{isverne}", "gonder": "1"})
    assert refused.status_code == 422
    assert "Tanınmayan alan" in refused.content.decode()


def test_texts_are_kept_changed_and_dropped_by_the_own_university(world, at):
    manager = OfficialFactory().user
    writer = browser(manager)
    new = reverse("insurance:message-template-new")
    words = {"name": "Evrak", "subject": "Evrakınız", "text": "Sayın {ad}"}
    assert writer.post(new, words).status_code == 302
    twice = writer.post(new, words)
    assert twice.status_code == 422
    assert "Bu adda bir şablon zaten var" in twice.content.decode()
    kept = MessageTemplate.objects.get()
    assert writer.get(NEW, {"sablon": kept.pk}).context["form"]["text"].value() == "Sayın {ad}"
    page = reverse("insurance:message-template", args=[kept.pk])
    assert writer.post(page, words | {"name": "Başka"}).status_code == 302
    stranger = OfficialFactory(university=UniversityFactory(code="baska")).user
    with pytest.raises(MessageTemplate.DoesNotExist):
        save_template(actor=stranger, name="x", subject="y", text="z", template_id=kept.pk)
    writer.post(reverse("insurance:message-template-delete", args=[kept.pk]))
    assert not MessageTemplate.objects.exists()
