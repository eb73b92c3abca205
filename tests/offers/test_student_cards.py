"""A student's card in every turn of an offer: the line, a call, what follows the approval, what came instead."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from insurance.services.case_moves import share_entry
from offers.cards.after import after_steps
from offers.cards.lines import line_chart
from offers.cards.pay import pay_note
from offers.cards.received import ReceivedCard
from offers.models import Offer, Placement
from offers.progress import progress_of
from offers.selectors.student import LineMove, line_moves, received_offer, received_offers
from offers.services.answer import accept_offer, decline_offer
from offers.services.confirm import confirm_offer
from offers.services.wages import load_wages
from offers.states import Kind, OfferRank, OfferState, PlacementState
from offers.wages import WageFacts
from tests.factories import moment
from tests.insurance.world import declared, entry_document, officer_of
from tests.keeping import kept
from tests.offers.pages import text_of
from tests.offers.test_wages import TABLE, pay
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser
from usp.core.per_request import one_request

pytestmark = pytest.mark.django_db
S = OfferState
RECEIVED = "/teklifler/"


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=1)


@kept
def line(world, at) -> list[Offer]:
    """One asil, and three reserves of whom the last has said yes."""
    offers = [
        *world.send(world.candidate()),
        *world.send(*(world.candidate() for _one in range(3)), rank=OfferRank.YEDEK),
    ]
    at("2024-05-13 10:05")
    accept_offer(offer_id=offers[3].pk, actor=student_of(offers[3]))
    return offers


def card_of(offer: Offer):
    return received_offer(student_of(offer), offer.pk)


def test_a_reserve_sees_the_place_how_far_it_moved_and_the_last_call(line, at):
    mine = line[3]
    assert (card_of(mine).line.now, card_of(mine).line.at_yes) == (3, 3)
    assert card_of(mine).line.moved == "Evet dediğinizden beri değişmedi"
    at("2024-05-14 09:00")
    decline_offer(offer_id=line[1].pk, actor=student_of(line[1]))
    page = text_of(browser(student_of(mine)).get(RECEIVED))
    for words in ("Yedek · sırada 2.", "Evet dediğinizde 3., şimdi 2.", "En geç çağrı", "Sıradan çık"):
        assert words in page, words


def test_the_lines_drawing_and_its_table_say_the_same(line, at):
    mine = line[3]
    at("2024-05-14 09:00")
    decline_offer(offer_id=line[1].pk, actor=student_of(line[1]))
    at("2024-05-15 09:00")
    decline_offer(offer_id=line[0].pk, actor=student_of(line[0]))  # the second reserve is called
    moves = line_moves(card_of(mine))
    assert [move.place for move in moves] == [3, 2, 1]
    assert moves[1].at == moment("2024-05-14 09:00")
    page = text_of(browser(student_of(mine)).get(reverse("offers:offer", args=[mine.pk])))
    assert "Sıradaki yeriniz" in page
    assert "15 Mayıs 2024 Çarşamba 09.00 1." in page


def test_somebody_whose_time_ran_out_ahead_counts_before_a_worker_has_run(line, at):
    mine = line[3]
    at("2024-05-17 17:00")  # both reserves ahead have not answered
    assert card_of(mine).line.now == 1
    assert [move.place for move in line_moves(card_of(mine))] == [3, 1]


@pytest.mark.parametrize(
    ("moves", "path"),
    [
        ([], None),
        ([LineMove(moment("2024-05-13 10:00"), 1)], "M28 10H390"),
        ([LineMove(moment("2024-05-13 10:00"), 3), LineMove(moment("2024-05-14 10:00"), 1)], "M28 74H209V10H390"),
    ],
)
def test_the_drawing_is_steps_from_the_yes_until_now(moves, path):
    chart = line_chart(moves, moment("2024-05-15 10:00"))
    assert (chart.path if chart else None) == path


def test_a_called_reserve_may_leave_at_no_cost_until_the_stated_moment_in_one_tap(line, at):
    mine = line[3]
    for other in line[1:3]:
        decline_offer(offer_id=other.pk, actor=student_of(other))
    at("2024-05-14 09:00")
    decline_offer(offer_id=line[0].pk, actor=student_of(line[0]))
    client = browser(student_of(mine))
    page = text_of(client.get(RECEIVED))
    assert "önceden verdiğiniz cevapla sizin oldu" in page
    assert "15 Mayıs 2024 Çarşamba 09.00 anına kadar sonuçsuz vazgeçebilirsiniz" in page
    assert "hiçbir sonucu yoktur" in text_of(client.get(reverse("offers:decline", args=[mine.pk])))
    answer = client.post(reverse("offers:decline", args=[mine.pk]), follow=True)
    assert "teklifinden vazgeçtiniz" in text_of(answer)
    mine.refresh_from_db()
    assert mine.state == S.DECLINED


def test_the_free_day_ends(line, at):
    mine = line[3]
    for other in line[:3]:
        decline_offer(offer_id=other.pk, actor=student_of(other))
    assert card_of(mine).free_until == moment("2024-05-14 10:05")
    at("2024-05-14 10:05")
    assert card_of(mine).free_until is None


def test_an_unanswered_reserve_who_is_called_reads_so(line):
    decline_offer(offer_id=line[0].pk, actor=student_of(line[0]))
    card = card_of(line[1])
    assert (card.state, card.is_called) == (S.OPEN, True)
    assert "sıra size geldi" in text_of(browser(student_of(line[1])).get(RECEIVED))


def test_two_yeses_say_that_the_first_approval_decides(world, line, at):
    other = make_world()
    (second,) = other.send(line[0].application)
    at("2024-05-13 10:10")
    client = browser(student_of(second))
    for offer in (line[0], second):
        client.post(reverse("offers:accept", args=[offer.pk]))
    page = text_of(client.get(RECEIVED))
    assert "Kabul ettiğiniz 2 teklif var; son onayı ilk veren işveren stajınızı başlatır" in page
    assert "En geç son onay" in page


def confirmed(world: World, offer: Offer) -> Placement:
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    return confirm_offer(offer_id=offer.pk, actor=world.employer_user)


def steps_of(offer: Offer) -> list[tuple[str, str]]:
    return [(step.label, step.state) for step in card_of(offer).after]


def test_after_the_approval_the_same_card_follows_papers_insurance_days_and_outcome(world, line, at):
    placement = confirmed(world, line[0])
    assert steps_of(line[0]) == [
        ("Son onay", "done"), ("Staj evrakı", "current"), ("Sigorta girişi", "next"), ("Staj günleri", "next"),
        ("Sonuç", "next"),
    ]  # fmt: skip
    at("2024-07-15 10:00")
    officer = officer_of(placement)
    entry = declared(placement, officer)
    assert steps_of(line[0])[1:3] == [("Staj evrakı", "done"), ("Sigorta girişi", "current")]
    at("2024-08-05 09:00")
    assert "Başlatılamaz: sigorta girişi yok" in text_of(browser(student_of(line[0])).get(RECEIVED))
    share_entry(case_id=entry.case_id, document=entry_document(officer), actor=officer)
    assert "Devam ediyor" in text_of(browser(student_of(line[0])).get(RECEIVED))
    assert steps_of(line[0])[3] == ("Staj günleri", "current")


@pytest.mark.parametrize(
    ("state", "label", "words"),
    [
        (PlacementState.COMPLETED, "Tamamlandı", "Stajınızı tamamladınız"),
        (PlacementState.CANCELLED, "Stajı İptal Edilmiştir", "Staj hakkınız geri geldi"),
        (PlacementState.ABANDONED, "Stajını Yarıda Bıraktı/Tamamlamadı", "Ücret için işverenle görüşülür"),
    ],
)
def test_the_outcome_stands_on_the_card_and_moves_it_to_the_earlier_ones(world, line, at, state, label, words):
    placement = confirmed(world, line[0])
    placement.state, placement.ended_at = state, moment("2024-08-20 10:00")
    offer = received_offer(student_of(line[0]), line[0].pk).offer
    offer.placement = placement
    card = ReceivedCard(offer, S.CONFIRMED, moment("2024-09-10 10:00"), after=after_steps(placement, None, dt.date.max))
    assert (card.label, card.is_live) == (label, False)
    assert words in card.meaning + card.after[-1].note


def test_a_withdrawn_offer_says_why_and_a_superseded_one_leads_to_the_new(world, line):
    offer = card_of(line[0]).offer
    now = moment("2024-05-13 12:00")
    taken = ReceivedCard(offer, S.WITHDRAWN, now, reason="place_gone")
    assert taken.why == "Staj yeri kapandı ya da bütçesi kalmadı"
    offer._state.fields_cache["successor"] = Offer(pk=77, visible_from=moment("2024-05-13 11:00"))
    assert ReceivedCard(offer, S.SUPERSEDED, now).successor_id == 77
    assert ReceivedCard(offer, S.SUPERSEDED, moment("2024-05-13 10:30")).successor_id is None
    assert ReceivedCard(offer, S.OPEN, now).successor_id is None


def test_the_card_shows_legal_pay_and_the_page_its_grounds(world, line):
    load_wages()
    world.position.employer.__class__.objects.update(is_public=True, personnel_count=900)
    client = browser(student_of(line[0]))
    assert "Yasal ücret 17.002,12 TL / ay" in text_of(client.get(RECEIVED))
    page = text_of(client.get(reverse("offers:offer", args=[line[0].pk])))
    for words in (
        "Bu tarihler için yaklaşık 16.435,38 TL (29 gün)",
        "3308 sayılı Kanun md. 25",
        "5.100,64 TL / ay",
        "Duyuru",
        "geçerli",
        "Ücret staj bittikten sonra, stajını tamamlayanlara ödenir",
    ):
        assert words in page, words


def test_without_a_row_for_the_date_the_card_says_so(line):
    assert "Bu tarihler için ücret satırı yok" in text_of(browser(student_of(line[0])).get(RECEIVED))


def test_pay_in_two_halves_of_a_year_names_both_amounts():
    note = pay_note(pay("2024-12-16", "2025-01-10"))
    assert note.monthly == "5.100,64 TL, sonra 6.631,40 TL / ay"
    assert pay_note(WageFacts((), ((dt.date(2031, 1, 1), dt.date(2031, 1, 9)),))).missing.startswith(
        "1 Oca – 9 Oca 2031"
    )
    assert pay_note(pay("2024-08-05", "2024-08-05", TABLE)).lines[0].monthly == "5.100,64 TL / ay"
    assert Decimal("5100.64") == pay("2024-08-05", "2024-08-05").monthly[0]


def test_job_shadowing_shows_no_pay_and_says_that_no_right_is_used(line):
    card = card_of(line[0])
    card.offer.kind = Kind.SHADOWING
    assert card.is_internship is False
    assert next(label for label, _value in card.facts) == "Tarihler"


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_queries_however_many_offers(world, at, count, django_assert_max_num_queries):
    application = world.candidate()
    for _number in range(count):
        make_world().send(application)
    at("2024-05-13 10:01")
    with one_request(), django_assert_max_num_queries(8):  # clock, offers, two each for pay, papers, decisions
        assert len(received_offers(application.student.user)) == count


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("right_used", "Başka bir işveren"),
        ("overlap", "aynı günlere denk geldiği"),
        ("disqualified", "Başvurunuz geçerliliğini"),
    ],
)
def test_a_released_offer_says_why_it_was_released(reason, said):
    card = ReceivedCard(Offer(), S.RELEASED, moment("2024-05-13 10:00"), reason=reason)
    assert said in card.meaning


@pytest.mark.parametrize(
    ("today", "said"), [("2024-07-19", "Son gün 19 Temmuz"), ("2024-07-20", "Gecikti; son gün 19 Temmuz")]
)
def test_the_offer_s_way_says_that_papers_are_late(line, at, today, said):
    accept_offer(offer_id=line[0].pk, actor=student_of(line[0]))
    placement = confirm_offer(offer_id=line[0].pk, actor=line[0].sent_by.user)
    due = progress_of([placement.pk])
    notes = [step.note for step in after_steps(placement, due[placement.pk], dt.date.fromisoformat(today))]
    assert any(note.startswith(said) for note in notes)
