"""An event is told once, in the transaction of the event, and never lost."""

import datetime as dt
import logging
import time

import pytest
from django.db import IntegrityError, transaction

from tests.notifications.conftest import OFFER_CONTEXT, make_student
from tests.notifications.threads import run_together
from usp.accounts.models import User
from usp.notifications.models import Delivery, MutedChannel, Notification
from usp.notifications.services.deliver import sweep_due
from usp.notifications.services.notify import Notice, cancel_pending, notify, notify_many


def tell(student: User, key: str = "offer:1", **changes: object) -> None:
    """The offer notice of these tests."""
    notify(kind="test.offer", recipient=student, dedupe_key=key, context=OFFER_CONTEXT, **changes)


def test_one_event_makes_one_notice_and_one_delivery_per_channel(student):
    tell(student)
    tell(student)
    assert Notification.objects.count() == 1
    assert sorted(Delivery.objects.values_list("channel", "state")) == [
        ("email", "waiting"),
        ("inbox", "sent"),
        ("sms", "waiting"),
    ]


def test_the_rows_go_with_the_callers_transaction(student):
    with transaction.atomic():
        tell(student)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_threads_that_tell_the_same_event_make_one_row_and_never_deadlock():
    people = [make_student() for _ in range(6)]

    def tell_all(number: int) -> int:
        order = people if number % 2 else list(reversed(people))
        return notify_many(Notice("test.offer", person, "offer:9", OFFER_CONTEXT) for person in order)

    made = run_together(tell_all, 6)
    assert sum(made) == 6
    assert Notification.objects.count() == 6
    assert Delivery.objects.count() == 18


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_a_warning_and_the_sweep_delivers(use_broker, caplog, mailoutbox):
    use_broker("redis://127.0.0.1:1/0")
    student = make_student()
    started = time.monotonic()
    with caplog.at_level(logging.WARNING, "usp.notifications"), transaction.atomic():
        tell(student, "offer:1")
        tell(student, "offer:2")
    assert time.monotonic() - started < 5
    assert [record.message for record in caplog.records if "broker is away" in record.message]
    assert Notification.objects.count() == 2
    sweep_due()
    assert len(mailoutbox) == 2


def test_a_missing_place_is_our_fault_and_says_which(student):
    with pytest.raises(LookupError, match=r"test\.offer needs employer, place"):
        notify(kind="test.offer", recipient=student, dedupe_key="x", context={"reply_by": "", "starts_on": ""})


def test_dates_and_moments_are_stored_in_iso_form(student):
    moment = dt.datetime(2024, 4, 17, 17, tzinfo=dt.UTC)
    context = {**OFFER_CONTEXT, "reply_by": moment, "starts_on": dt.date(2024, 8, 5)}
    notify(kind="test.offer", recipient=student, dedupe_key="x", context=context)
    stored = Notification.objects.get().context
    assert stored["reply_by"] == "2024-04-17T17:00:00+00:00"
    assert stored["starts_on"] == "2024-08-05"


def test_a_link_leads_only_into_the_portal(student):
    with pytest.raises(IntegrityError):
        tell(student, link="//evil.example/")


def test_what_was_switched_off_is_not_sent_but_the_mandatory_always_is(student):
    for kind in ("test.news", "test.offer"):
        MutedChannel.objects.create(user=student, kind=kind, channel="email")
    notify(kind="test.news", recipient=student, dedupe_key="n", context={"employer": "DSİ"})
    tell(student)
    sent = Delivery.objects.values_list("notification__kind", "channel")
    assert ("test.news", "email") not in sent
    assert ("test.offer", "email") in sent


def test_before_its_moment_a_notice_is_neither_seen_nor_sent(student, at, mailoutbox):
    now = at("2024-04-17 12:00:00")
    tell(student, not_before=now + dt.timedelta(seconds=10))
    assert not Notification.objects.visible_to(student).exists()
    assert sweep_due() == 0
    at("2024-04-17 12:00:10")
    assert Notification.objects.visible_to(student).exists()
    assert sweep_due() == 2
    assert len(mailoutbox) == 1


def test_an_event_undone_in_time_is_never_told(student, at, mailoutbox):
    now = at("2024-04-17 12:00:00")
    tell(student, "offer:1", not_before=now + dt.timedelta(seconds=10))
    tell(student, "offer:2", not_before=now + dt.timedelta(seconds=10))
    assert cancel_pending(kind="test.offer", recipients=[student], dedupe_keys=["offer:1"]) == 1
    at("2024-04-17 12:01")
    assert [row.dedupe_key for row in Notification.objects.visible_to(student)] == ["offer:2"]
    sweep_due()
    assert len(mailoutbox) == 1
    assert set(Delivery.objects.filter(notification__dedupe_key="offer:1").values_list("state", flat=True)) == {
        "cancelled"
    }


def test_what_was_seen_already_is_not_taken_back(student):
    tell(student)
    assert cancel_pending(kind="test.offer", recipients=[student], dedupe_keys=["offer:1"]) == 0
    assert Notification.objects.visible_to(student).count() == 1


def test_many_notices_cost_the_same_queries_as_one(django_assert_num_queries, db):
    people = [make_student() for _ in range(3)]
    for number, group in enumerate((people[:1], people)):
        with django_assert_num_queries(5):  # savepoint, insert, switched-off channels, deliveries, release
            notify_many(Notice("test.offer", person, f"offer:{number}", OFFER_CONTEXT) for person in group)


def test_a_notice_is_dated_by_the_one_clock(student, at):
    moment = at("2024-04-17 12:00")
    tell(student)
    assert Notification.objects.get().created_at == moment
