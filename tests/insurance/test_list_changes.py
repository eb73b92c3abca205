"""What changed on the intern list: new, cancelled, other dates, «yapmayacağım»; taken note of by whom; the digest."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from insurance.models import InternEvent, InternListSettings
from insurance.selectors.changes import change_figures, last_visit, list_settings
from insurance.services.digest import send_digests
from insurance.services.list_events import acknowledge, note_visit, save_list_settings
from offers.services.dates import move_placement
from offers.services.ending import cancel_placement
from tests.factories import OfficialFactory, UniversityFactory
from tests.insurance.world import place, unit_named
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import browser
from usp.accounts.models import UniversityRole
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
K = InternEvent.Kind


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


def kinds(placement) -> list[str]:
    return list(placement.list_events.order_by("pk").values_list("kind", flat=True))


def test_new_moved_and_cancelled_interns_each_leave_one_line(world, at):
    placement = place(world, at)
    dates = DateRange(placement.dates.lower + dt.timedelta(days=7), placement.dates.upper + dt.timedelta(days=7))
    move_placement(
        placement=placement, dates=dates, working_days=placement.working_days,
        weekly_days=placement.weekly_days, actor=world.employer_user,
    )  # fmt: skip
    cancel_placement(placement_id=placement.pk, ending="employer", actor=world.employer_user)
    assert kinds(placement) == [K.NEW, K.DATES, K.CANCELLED]
    moved = placement.list_events.get(kind=K.DATES)
    assert moved.was != moved.now
    assert "2024" in moved.was


def test_one_official_takes_note_for_all_and_the_name_stays(world, at):
    placement = place(world, at)
    first, second = OfficialFactory().user, OfficialFactory().user
    (event,) = placement.list_events.all()
    assert acknowledge(actor=first, event_ids=[event.pk]) == 1
    assert acknowledge(actor=second, event_ids=[event.pk]) == 0
    event.refresh_from_db()
    assert event.seen_by == first


def test_all_seen_leaves_what_came_after_the_page_was_opened(world, at):
    place(world, at)
    official = OfficialFactory().user
    newest = change_figures(official, list_settings(official)).newest
    place(world, at, name="İkinci Aday")
    assert acknowledge(actor=official, up_to=newest) == 1
    assert change_figures(official, list_settings(official)).total == 1


def test_nobody_takes_note_for_another_unit(world, at):
    event = place(world, at, unit=unit_named("muhendislik")).list_events.get()
    adviser = OfficialFactory(role=UniversityRole.ADVISER, unit=unit_named("sanat")).user
    stranger = OfficialFactory(university=UniversityFactory(code="baska")).user
    assert acknowledge(actor=adviser, event_ids=[event.pk]) == 0
    assert acknowledge(actor=stranger, up_to=event.pk) == 0


def test_a_visit_lasts_while_the_list_is_open_and_a_pause_begins_the_next(world, at):
    official = OfficialFactory().user
    assert last_visit(list_settings(official)) is None
    note_visit(actor=official)
    at("2024-05-14 09:00")
    place(world, at)  # on the morning of 14 May at 10.00
    at("2024-05-15 09:00")
    figures = change_figures(official, list_settings(official))
    assert (figures.since_visit, figures.total) == (1, 1)
    note_visit(actor=official)
    at("2024-05-15 09:10")
    assert change_figures(official, list_settings(official)).since_visit == 1
    at("2024-05-15 11:00")
    assert change_figures(official, list_settings(official)).since_visit == 0


def test_the_page_says_what_changed_and_takes_note_of_it(world, at):
    placement = place(world, at, name="Şükrü Iğdır")
    official = OfficialFactory()
    reader = browser(official.user)
    page = reader.get(reverse("insurance:interns")).content.decode()
    assert "1 değişiklik henüz görülmedi" in page
    seen = reverse("insurance:changes-seen")
    assert reader.post(seen, {"degisiklik": placement.list_events.get().pk}).status_code == 302
    assert "henüz görülmedi" not in reader.get(reverse("insurance:interns")).content.decode()
    everything = reader.get(reverse("insurance:intern-changes") + "?hepsi=1").content.decode()
    assert f"{official.user.full_name} gördü" in everything
    for nonsense in ({}, {"degisiklik": "²"}, {"kadar": "9" * 30}, {"degisiklik": "1'--"}):
        assert reader.post(seen, nonsense).status_code == 302


def test_queries_of_the_list_and_of_its_changes_do_not_grow_with_their_rows(world, at):
    pages = (reverse("insurance:interns"), reverse("insurance:intern-changes"), reverse("insurance:message-new"))
    reader, counted = browser(OfficialFactory().user), []
    for names in (["Aday 0"], ["Aday 1", "Aday 2"]):
        for name in names:
            place(world, at, name=name)
        for page in pages:
            reader.get(page)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                reader.get(page)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 50


def digests(user) -> list[Notification]:
    return list(Notification.objects.filter(recipient=user, kind="intern_digest").order_by("pk"))


def test_the_digest_comes_once_a_day_and_only_after_a_change(world, at):
    official = OfficialFactory().user
    elsewhere = OfficialFactory(university=UniversityFactory(code="baska")).user
    at("2024-05-14 07:31")
    assert send_digests() == 0
    place(world, at)
    at("2024-05-15 07:31")
    assert send_digests() == 1
    assert send_digests() == 0
    (told,) = digests(official)
    assert (told.context["total"], told.context["new"], told.context["ended"]) == ("1", "1", "0")
    assert told.deliveries.filter(channel="email").count() == 1
    at("2024-05-16 07:31")
    assert send_digests() == 0
    assert not digests(elsewhere)


def test_a_digest_that_was_switched_off_or_seen_to_does_not_come(world, at):
    quiet, told = OfficialFactory().user, OfficialFactory().user
    save_list_settings(actor=quiet, columns=["case"], wants_digest=False, known=["case"])
    placement = place(world, at)
    at("2024-05-15 07:31")
    assert send_digests() == 1
    assert (len(digests(quiet)), len(digests(told))) == (0, 1)
    place(world, at, name="İkinci Aday")
    newer = InternEvent.objects.exclude(placement=placement)
    acknowledge(actor=quiet, event_ids=list(newer.values_list("pk", flat=True)))
    at("2024-05-16 07:31")
    assert send_digests() == 0


def test_a_digest_after_a_weekend_holds_all_days_since_the_last(world, at):
    official = OfficialFactory().user
    InternListSettings.objects.create(user=official, digest_on=dt.date(2024, 5, 13))
    place(world, at)
    at("2024-05-17 07:31")
    assert send_digests() == 1
    assert digests(official)[0].context["new"] == "1"


def test_an_adviser_s_digest_counts_the_own_unit(world, at):
    engineering = unit_named("muhendislik")
    adviser = OfficialFactory(role=UniversityRole.ADVISER, unit=engineering).user
    place(world, at, unit=engineering)
    place(world, at, unit=unit_named("sanat"), name="Gökçe Işık")
    at("2024-05-15 07:31")
    send_digests()
    assert digests(adviser)[0].context["total"] == "1"
    assert not mail.outbox
