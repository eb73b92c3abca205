"""Clocks that stand still and go on: outages, the kill switch, suspended employers, extensions, reminders."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from offers.invariants import broken
from offers.models import ClockExtension, Heartbeat, Offer, Outage
from offers.services.answer import accept_offer, decline_offer
from offers.services.confirm import confirm_offer
from offers.services.extend import extend_clocks
from offers.services.heartbeat import forget_old_pulses, note_pulse
from offers.services.remind import send_reminders
from offers.services.resting import walk_employers
from offers.services.sweep import overdue, sweep_due
from offers.services.switch import start_engine, stop_engine
from offers.states import OfferRank, OfferState, PositionState
from tests.factories import UserFactory, moment
from tests.keeping import kept
from tests.offers.world import START, World, make_world, student_of
from usp.accounts.models import Employer, EmployerStatus
from usp.accounts.services.employers import approve_employer, suspend_employer
from usp.core import clock
from usp.core.db import acting
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification
from usp.portal.pulse import HEADER, is_genuine, word

pytestmark = pytest.mark.django_db
S = OfferState
YEDEK = OfferRank.YEDEK


@kept
def world(at) -> World:
    at(START)
    return make_world()


def state(offer: Offer) -> str:
    offer.refresh_from_db()
    return offer.state


def accept(*offers: Offer) -> None:
    for offer in offers:
        accept_offer(offer_id=offer.pk, actor=student_of(offer))


def heard(offer: Offer, *kinds: str) -> list[int]:
    return [Notification.objects.filter(recipient=student_of(offer), kind=kind).count() for kind in kinds]


def pulses(*moments: str) -> None:
    """Pulses at these moments of the test's clock, all of them «just now» by the real one but for the gaps."""
    real = clock.real_now()
    last = moment(moments[-1])
    for text in moments:
        Heartbeat.objects.create(at=moment(text), real_at=real - (last - moment(text)))


def open_with_line(world: World, at) -> tuple[Offer, Offer]:
    """An offer that ends on Friday at 17.00, and a standing yes behind it."""
    (asil,) = world.send(world.candidate())
    (reserve,) = world.send(world.candidate(), rank=YEDEK)
    at("2024-05-14 10:00")
    accept(reserve)
    return asil, reserve


def test_neither_a_jump_of_the_season_clock_nor_a_sleeping_demo_is_an_outage(world, at, settings):
    at("2024-05-17 16:00")
    note_pulse()
    at("2024-05-20 16:00")
    note_pulse()
    assert not Outage.objects.exists()
    Heartbeat.objects.filter(at__lt=clock.now()).delete()
    Heartbeat.objects.update(real_at=clock.real_now() - dt.timedelta(minutes=6))
    at("2024-05-20 16:06")  # a machine that slept, in the demo
    settings.USP_DEMO = True
    note_pulse()
    assert not Outage.objects.exists()


def test_a_silence_is_written_down_when_it_ends(world, at):
    real = clock.real_now()
    Heartbeat.objects.create(at=moment("2024-05-17 16:50"), real_at=real - dt.timedelta(minutes=20))
    at("2024-05-17 17:10")
    note_pulse()
    outage = Outage.objects.get()
    assert (outage.since, outage.until, outage.handled_at) == (moment("2024-05-17 16:50"), clock.now(), None)


def test_an_outage_over_a_deadline_with_a_line_waiting_costs_nobody_the_seat(world, at):
    asil, reserve = open_with_line(world, at)
    pulses("2024-05-17 16:40", "2024-05-17 17:20")
    Outage.objects.create(since=moment("2024-05-17 16:40"), until=moment("2024-05-17 17:20"))
    at("2024-05-17 17:21")
    assert sweep_due() == 0
    assert [state(asil), state(reserve)] == [S.OPEN, S.RESERVED]
    with pytest.raises(RuleViolation) as paused:
        accept(asil)
    assert paused.value.code == "clock_paused"
    operator = UserFactory()
    out = StringIO()
    call_command("extend_offers", "--reason=Kesinti", f"--operator={operator.email}", "--dry-run", stdout=out)
    assert "1 clocks would be moved" in out.getvalue()
    assert state(asil) == S.OPEN
    assert asil.reply_by == moment("2024-05-17 17:00")
    call_command("extend_offers", "--reason=Kesinti", f"--operator={operator.email}", stdout=out)
    asil.refresh_from_db()
    assert asil.reply_by == moment("2024-05-20 09:00")  # forty minutes on would be Friday evening
    assert Outage.objects.get().handled_by == f"user:{operator.pk}"
    assert ClockExtension.objects.filter(offer=asil, clock="reply_by", was=moment("2024-05-17 17:00")).count() == 1
    assert heard(asil, "offer_extended") == [1]
    assert Notification.objects.filter(recipient=world.employer_user, kind="offers_extended").count() == 1
    call_command("extend_offers", "--reason=Kesinti", f"--operator={operator.email}", stdout=out)
    assert "no outage waits" in out.getvalue()
    at("2024-05-20 09:00")
    sweep_due()
    assert [state(asil), state(reserve)] == [S.EXPIRED, S.ACCEPTED]


def test_an_outage_in_the_night_stops_nothing_in_the_day(world, at):
    asil, reserve = open_with_line(world, at)
    Outage.objects.create(since=moment("2024-05-17 02:00"), until=moment("2024-05-17 03:00"))
    at("2024-05-17 17:00")
    sweep_due()
    assert [state(asil), state(reserve)] == [S.EXPIRED, S.ACCEPTED]


def test_while_the_pulse_is_lost_nothing_that_ends_after_it_runs_out(world, at):
    asil, _reserve = open_with_line(world, at)
    Heartbeat.objects.create(at=moment("2024-05-17 16:58"), real_at=clock.real_now() - dt.timedelta(minutes=6))
    at("2024-05-17 17:04")
    assert sweep_due() == 0
    assert state(asil) == S.OPEN
    Heartbeat.objects.update(at=moment("2024-05-17 17:03"))
    sweep_due()
    assert state(asil) == S.EXPIRED


def test_what_expired_in_an_outage_all_the_same_comes_back_at_the_head_of_the_line(world, at):
    asil, reserve = open_with_line(world, at)
    at("2024-05-17 17:00")
    sweep_due()
    assert [state(asil), state(reserve)] == [S.EXPIRED, S.ACCEPTED]
    at("2024-05-17 18:00")
    span = {"since": moment("2024-05-17 16:30"), "until": moment("2024-05-17 17:30")}
    done = extend_clocks(**span, reason="Kesinti", actor=UserFactory())
    assert (done.moved, done.brought_back) == (0, 1)
    back = Offer.objects.get(supersedes=asil)
    assert (back.state, back.rank, back.reserve_no, back.seat_no) == (S.OPEN, YEDEK, 0, None)
    again = extend_clocks(**span, reason="Kesinti", actor=UserFactory())
    assert (again.moved, again.brought_back) == (0, 0)
    decline_offer(offer_id=reserve.pk, actor=student_of(reserve))
    back.refresh_from_db()
    assert back.seat_no == 1
    assert not broken()


def test_the_approval_clock_is_extended_as_well_and_never_past_the_seasons_end(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    accept(offer)
    offer.refresh_from_db()
    was = offer.confirm_by
    at(was + dt.timedelta(minutes=5))
    Outage.objects.create(since=was - dt.timedelta(minutes=30), until=was + dt.timedelta(minutes=4))
    span = {"since": was - dt.timedelta(minutes=30), "until": was + dt.timedelta(minutes=4)}
    extend_clocks(**span, reason="Kesinti", actor=UserFactory())
    offer.refresh_from_db()
    assert offer.state == S.ACCEPTED
    assert was < offer.confirm_by <= world.position.season.confirm_close_at
    assert confirm_offer(offer_id=offer.pk, actor=world.employer_user)


@pytest.mark.parametrize(
    ("since", "until", "reason", "code"),
    [
        ("2024-05-17 16:00", "2024-05-17 15:00", "x", "outage_order"),
        ("2024-05-17 16:00", "2024-05-19 15:00", "x", "outage_order"),
        ("2024-05-17 16:00", "2024-05-17 16:30", " ", "reason_missing"),
    ],
)
def test_an_extension_needs_a_past_span_and_a_reason(at, since, until, reason, code):
    at("2024-05-17 18:00")
    with pytest.raises(RuleViolation) as refused:
        extend_clocks(since=moment(since), until=moment(until), reason=reason, actor=UserFactory())
    assert refused.value.code == code


def test_only_operators_extend(world, at):
    at("2024-05-17 18:00")
    span = {"since": moment("2024-05-17 16:00"), "until": moment("2024-05-17 17:00")}
    with pytest.raises(RuleViolation) as refused:
        extend_clocks(**span, reason="x", actor=world.employer_user)
    assert refused.value.code == "operators_only"
    with pytest.raises(CommandError):
        call_command("extend_offers", "--reason=x", "--operator=kimse@usp.example")


def test_the_kill_switch_stops_expiry_lapse_call_and_yes_but_not_leaving(world, at):
    asil, reserve = open_with_line(world, at)
    operator = UserFactory()
    with pytest.raises(RuleViolation):
        stop_engine(actor=operator, reason="")
    stop_engine(actor=operator, reason="Deneme")
    with pytest.raises(RuleViolation) as stopped:
        accept(asil)
    assert stopped.value.code == "engine_stopped"
    at("2024-05-17 17:00:01")
    assert sweep_due() == 0
    decline_offer(offer_id=asil.pk, actor=student_of(asil))
    assert [state(asil), state(reserve)] == [S.DECLINED, S.RESERVED]
    start_engine(actor=operator)
    assert sweep_due(patient=True) == 1
    assert state(reserve) == S.ACCEPTED
    out = StringIO()
    call_command("engine", "status", stdout=out)
    assert out.getvalue().startswith("running")


def test_what_fell_due_while_the_engine_was_stopped_waits_until_an_operator_has_extended_it(world, at):
    asil, _reserve = open_with_line(world, at)
    operator = UserFactory()
    began = at("2024-05-17 16:30")
    stop_engine(actor=operator, reason="Deneme")
    ended = at("2024-05-17 17:30")
    start_engine(actor=operator)
    assert sweep_due(patient=True) == 0
    assert state(asil) == S.OPEN
    extend_clocks(since=began, until=ended, reason="Portal durdurulmuştu", actor=operator)
    asil.refresh_from_db()
    assert asil.reply_by > ended
    accept(asil)
    assert state(asil) == S.ACCEPTED


def test_a_dry_run_of_the_sweep_counts_and_changes_nothing(world, at):
    asil, reserve = open_with_line(world, at)
    at("2024-05-17 17:00")
    assert sweep_due(dry_run=True) == 2
    assert [state(asil), state(reserve)] == [S.OPEN, S.RESERVED]
    assert heard(asil, "offer_expired") == [0]


def test_overdue_clocks_are_counted_after_a_quarter_of_an_hour(world, at):
    asil, _reserve = open_with_line(world, at)
    at("2024-05-17 17:14")
    assert overdue() == 0
    at("2024-05-17 17:16")
    assert overdue() == 1
    assert broken("settled_in_time") == {"settled_in_time": 1}
    sweep_due()
    assert overdue() == 0
    assert state(asil) == S.EXPIRED


def test_a_suspended_employers_clocks_stand_still_and_go_on_by_as_long_as_they_stood(world, at):
    operator = UserFactory()
    asil, reserve = open_with_line(world, at)
    at("2024-05-16 10:00")
    suspend_employer(employer_id=world.manager.employer_id, actor=operator, reason="Şikâyet")
    assert walk_employers() == 1
    assert walk_employers() == 0
    assert heard(asil, "offer_rests") == heard(reserve, "offer_rests") == [1]
    for step in (
        lambda: accept(asil),
        lambda: world.send(world.candidate()),
    ):
        with pytest.raises(RuleViolation) as refused:
            step()
        assert refused.value.code == "employer_suspended"
    at("2024-05-20 10:00")
    assert sweep_due() == 0
    assert [state(asil), state(reserve)] == [S.OPEN, S.RESERVED]
    approve_employer(employer_id=world.manager.employer_id, actor=operator)
    assert sweep_due() == 0  # before the walk the clocks still rest
    assert walk_employers(world.manager.employer_id) == 1
    asil.refresh_from_db()
    assert asil.reply_by == moment("2024-05-24 10:00")  # four days on from the later of its end and now
    assert ClockExtension.objects.get(offer=asil).reason == "employer_rested"
    assert heard(asil, "offer_goes_on") == [1]
    accept(asil)
    assert not broken()


def test_a_student_may_leave_while_the_employer_rests_and_the_line_is_called_when_it_goes_on(world, at):
    operator = UserFactory()
    asil, reserve = open_with_line(world, at)
    suspend_employer(employer_id=world.manager.employer_id, actor=operator, reason="Şikâyet")
    walk_employers()
    decline_offer(offer_id=asil.pk, actor=student_of(asil))
    assert [state(asil), state(reserve)] == [S.DECLINED, S.RESERVED]
    approve_employer(employer_id=world.manager.employer_id, actor=operator)
    walk_employers()
    assert state(reserve) == S.ACCEPTED


def test_a_revoked_employers_positions_are_cancelled_and_everybody_is_told(world, at):
    asil, reserve = open_with_line(world, at)
    with acting("test"):
        Employer.objects.filter(pk=world.manager.employer_id).update(status=EmployerStatus.REVOKED)
    assert walk_employers() == 1
    assert {state(asil), state(reserve)} == {S.WITHDRAWN}
    assert heard(asil, "offer_withdrawn") == [1]
    world.position.refresh_from_db()
    assert world.position.state == PositionState.CANCELLED
    assert walk_employers() == 0


def test_a_clock_runs_only_forwards_even_by_sql_and_every_move_of_it_is_on_record(world):
    (offer,) = world.send(world.candidate())
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), acting("test"):
        Offer.objects.filter(pk=offer.pk).update(reply_by=moment("2024-05-16 17:00"))
    assert refused.value.__cause__.diag.constraint_name == "offer_clock_forward"
    with acting("test", "neden"):
        Offer.objects.filter(pk=offer.pk).update(reply_by=moment("2024-05-20 17:00"))
    row = ClockExtension.objects.get(offer=offer)
    assert (row.was, row.now, row.reason, row.actor) == (
        moment("2024-05-17 17:00"), moment("2024-05-20 17:00"), "neden", "test",
    )  # fmt: skip


@pytest.mark.parametrize("state_now", ["reserved", "accepted"])
def test_nothing_lapses_before_its_time_even_by_sql(world, at, state_now):
    asil, reserve = open_with_line(world, at)
    accept(asil)
    offer = {"reserved": reserve, "accepted": asil}[state_now]
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), acting("test"):
        Offer.objects.filter(pk=offer.pk).update(state=S.LAPSED, seat_no=None)
    assert refused.value.__cause__.diag.constraint_name == "offer_not_due"


def test_after_the_seasons_last_day_everything_live_has_lapsed_or_expired(world, at):
    asil, reserve = open_with_line(world, at)
    other = make_world()
    (accepted,) = other.send(other.candidate())
    at("2024-05-14 10:00:11")
    accept(accepted)
    at(world.position.season.confirm_close_at)
    sweep_due()
    assert [state(asil), state(reserve), state(accepted)] == [S.EXPIRED, S.LAPSED, S.LAPSED]


def test_reminders_come_at_half_time_two_days_and_one_day_before_each_once(world, at):
    (offer,) = world.send(world.candidate(), reply_by=moment("2024-05-20 17:00"))
    found = []
    for when in (
        "2024-05-16 10:00", "2024-05-17 10:00", "2024-05-17 12:00",  # half of seven days is over on the 16th at 13.30
        "2024-05-18 18:00", "2024-05-19 10:00", "2024-05-19 18:00", "2024-05-20 16:00",
    ):  # fmt: skip
        at(when)
        send_reminders()
        found.append(heard(offer, "offer_reminder", "offer_reminder_last"))
    assert found == [[0, 0], [1, 0], [1, 0], [2, 0], [2, 0], [2, 1], [2, 1]]


def test_a_short_time_to_answer_has_one_reminder_and_an_extended_one_is_reminded_of_anew(world, at):
    (offer,) = world.send(world.candidate(), reply_by=moment("2024-05-15 17:00"))
    at("2024-05-14 18:00")
    send_reminders()
    send_reminders()
    assert heard(offer, "offer_reminder", "offer_reminder_last") == [0, 1]
    with acting("test"):
        Offer.objects.filter(pk=offer.pk).update(reply_by=moment("2024-05-16 17:00"))
    at("2024-05-15 18:00")
    send_reminders()
    assert heard(offer, "offer_reminder", "offer_reminder_last") == [0, 2]


def test_both_sides_are_reminded_of_the_final_approval_five_and_two_working_days_before(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    accept(offer)
    offer.refresh_from_db()
    assert offer.confirm_by == moment("2024-05-28 17:00")
    counts = []
    for day in ("20", "21", "22", "24", "27"):
        at(f"2024-05-{day} 10:00")
        send_reminders()
        employer = Notification.objects.filter(recipient=world.employer_user, kind="offer_confirm_soon").count()
        counts.append([*heard(offer, "offer_confirm_waiting"), employer])
    assert counts == [[0, 0], [1, 1], [1, 1], [2, 2], [2, 2]]


def test_pulses_are_kept_for_sixty_days_and_the_newest_always(db):
    now = clock.real_now()
    for days in (70, 61, 59):
        moment_then = now - dt.timedelta(days=days)
        Heartbeat.objects.create(at=moment_then, real_at=moment_then)
    assert forget_old_pulses() == 2
    Heartbeat.objects.update(real_at=now - dt.timedelta(days=90))
    assert forget_old_pulses() == 0


def test_the_pulse_is_taken_only_with_the_portals_own_word(client: Client, db):
    assert client.post("/saglik/nabiz/").status_code == 403
    assert client.post("/saglik/nabiz/", headers={HEADER: "1716199200:abc"}).status_code == 403
    assert not is_genuine(word(now=1_716_199_200.0))  # of long ago
    assert not is_genuine(word().replace(":", ":0"))
    assert client.get("/saglik/nabiz/", headers={HEADER: word()}).status_code == 405
    assert client.post("/saglik/nabiz/", headers={HEADER: word()}).status_code == 204
    assert Heartbeat.objects.count() == 1


def test_every_column_that_the_offer_promises_is_frozen_by_the_database(world):
    (offer,) = world.send(world.candidate(), rank=YEDEK)
    free = {"state", "seat_no", "reply_by", "last_call_at", "promoted_at", "confirm_from", "confirm_by"}
    changes = {
        "terms": "'{}'",
        "weekly_days": "6",
        "kind": "'training'",
        "rank": "'asil'",
        "batch_id": "gen_random_uuid()",
    }
    for field in Offer._meta.concrete_fields:
        if field.column in free:
            continue
        kind = field.get_internal_type()
        value = changes.get(field.column) or (
            f"{field.column} + interval '1 day'" if kind in ("DateField", "DateTimeField") else
            f"coalesce({field.column}, 0) + 1"
        )  # fmt: skip
        with (
            pytest.raises(IntegrityError) as refused,
            transaction.atomic(),
            acting("test"),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"update offers_offer set {field.column} = {value} where id = %s", [offer.pk])
        assert refused.value.__cause__.diag.constraint_name == "offer_terms_frozen", field.column
