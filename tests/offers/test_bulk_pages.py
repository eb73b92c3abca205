"""Offers to many: the order, who gets what, one-bit warnings, sending, undo, and how many to ask."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import PoolEntry, ProfileView
from offers.advice import advice, reserves_needed
from offers.models import Offer, Position
from offers.services import talent
from offers.states import OfferState
from tests.factories import moment
from tests.keeping import kept
from tests.offers.pages import choose_windows, code_of, in_pool, text_of
from tests.offers.world import START, make_world
from tests.people import browser

pytestmark = pytest.mark.django_db
S = OfferState


@kept
def world(at):
    """An employer with a position of two seats."""
    at(START)
    return make_world(quota=2)


@kept
def people(world):
    """Five candidates who may come in August, their profiles opened but the last one's."""
    found = [world.candidate() for _number in range(5)]
    for one in found:
        in_pool(one)
        choose_windows(one, ("2024-08-05", 20), ("2024-09-02", 20))
    for one in found[:4]:
        look_at(world, one)
    return found


def look_at(world, application):
    ProfileView.objects.create(
        employer=world.manager.employer, viewer=world.employer_user, application=application,
        viewed_on="2024-05-13", viewed_at=moment("2024-05-13 09:00"),
    )  # fmt: skip


@kept
def listed(world, people):
    """All on one list; answers the list's number."""
    made = talent.create_list(season=world.position.season, name="Yazılım", actor=world.employer_user)
    talent.add_to_list(list_id=made.pk, application_ids=[one.pk for one in people], actor=world.employer_user)
    return made.pk


def codes(world, people):
    return [code_of(world, one) for one in people]


def terms(world, people, **changes):
    order = ".".join(code[2:] for code in codes(world, people))
    typed = {"position": world.position.pk, "reply_day": "2024-05-17", "reply_hour": "17", "aday": order}
    return {name: value for name, value in (typed | changes).items() if value is not None}


def test_first_ones_get_the_seats_and_the_rest_stand_in_line_in_order(world, people, listed):
    client = browser(world.employer_user)
    page = text_of(client.get(reverse("offers:bulk-preview", args=[listed]), terms(world, people)))
    assert "2 asil, 2 yedek teklif gidecek" in page
    first, second, third, fourth, fifth = codes(world, people)
    for number, code in (("1. asil", first), ("2. asil", second), ("1. yedek", third), ("2. yedek", fourth)):
        assert f"{number} {code}" in page
    assert "2 yerin 2 tanesi boş gönderince 0 boş kalır" in page
    assert "17 Mayıs 2024 Cuma 17.00" in page
    assert "Ağustos 2024 başlangıçlı, 20 iş günü" in page
    assert f"1 adaya şimdi teklif gitmez {fifth} Kurumunuzdan kimse profilini açmadı. Profili aç" in page
    assert "5 Ağu" not in page


def test_sending_undoing_and_sending_again(world, people, listed, at):
    client = browser(world.employer_user)
    address = reverse("offers:bulk", args=[listed])
    sent = client.post(address, terms(world, people, asil="1"), follow=True)
    page = text_of(sent)
    assert "1 asil, 3 yedek teklif gönderildi" in page
    assert "Saat 10.00.10 olana kadar" in page
    assert '<noscript><meta http-equiv="refresh" content="11"></noscript>' in sent.content.decode()
    offers = Offer.objects.order_by("pk")
    assert [(one.application, one.rank, one.reserve_no) for one in offers] == [
        (people[0], "asil", None), (people[1], "yedek", 1), (people[2], "yedek", 2), (people[3], "yedek", 3),
    ]  # fmt: skip
    undone = client.post(reverse("offers:undo", args=[offers[0].batch_id]) + "?" + sent.request["QUERY_STRING"])
    back = client.get(undone["Location"])
    assert "4 teklif geri alındı; adaylar hiçbir şey görmedi." in text_of(back)
    assert set(Offer.objects.values_list("state", flat=True)) == {S.UNDONE}
    assert f"{address}?" in back.content.decode()  # everything typed comes back for another try
    assert client.post(address, terms(world, people)).status_code == 302
    assert Offer.objects.filter(state=S.OPEN).count() == 4
    twice = client.post(address, terms(world, people))
    assert twice.status_code == 422
    assert "hiçbirine şu anda teklif gönderilemez" in text_of(twice)
    assert Offer.objects.filter(state=S.OPEN).count() == 4


@pytest.mark.parametrize(
    ("command", "order"),
    [("up:1", [1, 0, 2]), ("down:0", [1, 0, 2]), ("up:0", [0, 1, 2]), ("out:1", [0, 2]), ("sort:academic", [2, 1, 0])],
)
def test_buttons_move_candidates_in_the_address(world, people, listed, command, order):
    for place, one in enumerate(people[:3]):
        PoolEntry.objects.filter(link__application=one).update(academic=50 + 10 * place)
    names = codes(world, people[:3])
    action, _colon, place = command.partition(":")
    wanted = f"{action}:{names[int(place)]}" if place.isdecimal() else command
    answer = browser(world.employer_user).get(
        reverse("offers:bulk", args=[listed]), terms(world, people[:3], hamle=wanted, asil="1")
    )
    query = dict(parse_qsl(urlsplit(answer["Location"]).query))
    assert query["aday"] == ".".join(names[number][2:] for number in order)
    assert (query["asil"], query["reply_day"], "hamle" in query) == ("1", "2024-05-17", False)


def test_another_period_of_a_candidate_is_kept_and_sent(world, people, listed):
    client, (code,) = browser(world.employer_user), codes(world, people[:1])
    moved = client.get(
        reverse("offers:bulk", args=[listed]), terms(world, people[:1], hamle=f"period:{code}:2024-09-20")
    )
    query = dict(parse_qsl(urlsplit(moved["Location"]).query))
    assert query["donem"] == f"{code[2:]}:2024-09-20"
    client.post(reverse("offers:bulk", args=[listed]), query)
    assert str(Offer.objects.get().starts_on) == "2024-09-02"


def test_warnings_are_one_bit(world, people, listed):
    PoolEntry.objects.filter(link__application=people[1]).update(provinces=[])
    client, preview = browser(world.employer_user), reverse("offers:bulk-preview", args=[listed])
    page = text_of(client.get(preview, terms(world, people[:2])))
    assert f"{world.position.province}, tercihleri arasında görünmüyor" in page
    assert "1 adayda uyarı var" in page
    late = text_of(client.get(preview, terms(world, people[:1], reply_day="2024-07-25")))
    assert "Evrak yetişmeyebilir" in late
    Position.objects.filter(pk=world.position.pk).update(runs_from="2024-09-01")
    september = text_of(client.get(preview, terms(world, people[:1])))
    assert "Eylül 2024 başlangıçlı" in september
    assert "İlk tercih ettiği zaman pozisyonun zamanına uymuyor" in september


def test_who_would_be_refused_is_left_out_with_the_reason(world, people, listed, at):
    world.send(people[0])
    type(people[1]).objects.filter(pk=people[1].pk).update(used=1)
    client = browser(world.employer_user)
    page = text_of(client.get(reverse("offers:bulk-preview", args=[listed]), terms(world, people[:4])))
    assert "2 adaya şimdi teklif gitmez" in page
    assert "süren bir teklifi var" in page
    assert "staj hakkı kalmadı" in page
    client.post(reverse("offers:bulk", args=[listed]), terms(world, people[:4]))
    assert Offer.objects.count() == 3


def test_wrong_terms_come_back_with_everything_typed(world, people, listed):
    client, preview = browser(world.employer_user), reverse("offers:bulk-preview", args=[listed])
    page = client.get(preview, terms(world, people, asil="3", reply_day="2024-05-18"))
    assert page.status_code == 422
    text = text_of(page)
    assert "Bu pozisyonda 2 boş yer var; asil sayısı bunu aşamaz." in text
    assert "En yakın uygun an: 20 Mayıs 2024 Pazartesi 09.00" in text
    assert 'value="3"' in page.content.decode()
    assert "Kimseyi seçmediniz" in text_of(client.get(preview, {"aday": "sacma.0000000"}))


def test_the_number_of_statements_does_not_grow_with_the_candidates(world, people, listed):
    client, preview = browser(world.employer_user), reverse("offers:bulk-preview", args=[listed])
    found = []
    for number in (1, 3):
        client.get(preview, terms(world, people[:number]))
        with CaptureQueriesContext(connection) as queries:
            client.get(preview, terms(world, people[:number]))
        found.append(len(queries))
    assert found[0] == found[1] <= 40


@pytest.mark.parametrize(
    ("seats", "share", "yedek"), [(0, 0.5, 0), (1, 0.9, 0), (1, 0.5, 3), (20, 0.6, 20), (20, 0.99, 1), (300, 0.01, 300)]
)
def test_reserves_fill_the_seats_with_nine_tenths(seats, share, yedek):
    assert reserves_needed(seats, share) == yedek


def test_advice_is_assumed_until_there_are_answers(world, people):
    told = advice(world.manager.employer, 20)
    assert (told.share, told.answers, told.yedek) == (0.6, 0, 20)
