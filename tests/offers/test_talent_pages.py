"""The talent pool's lists: who may do what with them, what the student is told, and what stays the employer's."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import PoolEntry, ProfileView
from offers.exports_talent import talent_sheet
from offers.models import TalentList, TalentPoolEntry
from offers.services import talent
from offers.services.answer import accept_offer
from offers.services.withdraw import withdraw_offers
from tests.factories import MemberFactory, moment
from tests.offers.crowd import crowd
from tests.offers.pages import code_for, code_of, in_pool, text_of
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser
from usp.core.errors import RuleViolation
from usp.notifications.models import Delivery, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(at) -> World:
    """An employer with a position of three seats; the offers' weeks have begun."""
    at(START)
    return make_world(quota=3)


@pytest.fixture
def people(world):
    """Three candidates of the pool, the first with the best score."""
    found = [world.candidate() for _number in range(3)]
    for place, one in enumerate(found):
        in_pool(one)
        PoolEntry.objects.filter(link__application=one).update(academic=90 - 10 * place)
    return found


@pytest.fixture
def shortlist(world, people) -> TalentList:
    """All three on one list."""
    made = talent.create_list(season=world.position.season, name="Yazılım", actor=world.employer_user)
    talent.add_to_list(list_id=made.pk, application_ids=[one.pk for one in people], actor=world.employer_user)
    return made


def test_choosing_in_the_pool_makes_a_list_and_tells_each_student_once(world, people):
    client = browser(world.employer_user)
    codes = [code_of(world, one) for one in people]
    answer = client.post(reverse("offers:pool-choose"), {"aday": codes[:2], "islem": "ekle", "donus": "?sinif=3"})
    assert answer["Location"] == "/havuz/?sinif=3"
    made = TalentList.objects.get()
    assert (made.name, made.entries.count()) == ("Yeni liste", 2)
    client.post(reverse("offers:pool-choose"), {"aday": codes, "islem": "ekle", "liste": made.pk})
    client.post(reverse("offers:pool-choose"), {"aday": codes[:1], "islem": "ekle", "liste": "yeni"})
    notices = Notification.objects.filter(kind__startswith="talent_pool")
    assert notices.count() == 3
    assert not Delivery.objects.filter(notification__in=notices).exclude(channel="inbox").exists()
    page = text_of(browser(people[0].student.user).get("/bildirimler/"))
    assert "Yetenek Havuzuna Eklendiniz" in page
    kind = "bir kamu kurumu" if world.manager.employer.is_public else "bir özel kuruluş"
    assert f"{world.manager.employer.province} ilinde {kind}" in page
    assert "Bu bir teklif değildir" in page
    assert world.manager.employer.name not in page


def test_a_list_filters_by_tag_and_sorts_by_score(world, people, shortlist):
    client, address = browser(world.employer_user), reverse("offers:talent-list", args=[shortlist.pk])
    code = code_of(world, people[1])
    note = reverse("offers:talent-member", args=[shortlist.pk, code])
    long_tag = client.post(note, {"tags": "x" * 31})
    assert long_tag.status_code == 422
    assert "en çok 30 karakter" in text_of(long_tag)
    client.post(note, {"tags": "öncelikli, gömülü ,öncelikli", "note": "İkinci görüşmede aransın."})
    entry = TalentPoolEntry.objects.get(application=people[1])
    assert (entry.tags, entry.note) == (["öncelikli", "gömülü"], "İkinci görüşmede aransın.")
    assert "İkinci görüşmede aransın." in text_of(client.get(address))
    tagged = text_of(client.get(address, {"etiket": "gömülü"}))
    assert code in tagged
    assert code_of(world, people[0]) not in tagged
    sorted_page = client.get(address, {"sirala": "academic"}).content.decode()
    places = [sorted_page.index(f'value="{code_of(world, one)}"') for one in people]
    assert places == sorted(places)


def test_members_move_copy_and_leave(world, people, shortlist):
    client = browser(world.employer_user)
    other = talent.create_list(season=shortlist.season, name="Donanım", actor=world.employer_user)
    change = reverse("offers:talent-change", args=[shortlist.pk])
    codes = [code_of(world, one) for one in people]
    client.post(change, {"aday": codes[:1], "islem": "kopyala", "hedef": other.pk})
    client.post(change, {"aday": codes[1:2], "islem": "tasi", "hedef": other.pk})
    client.post(change, {"aday": codes[2:], "islem": "kaldir"})
    assert set(shortlist.entries.values_list("application", flat=True)) == {people[0].pk}
    assert set(other.entries.values_list("application", flat=True)) == {people[0].pk, people[1].pk}
    assert client.post(change, {"aday": codes[:1], "islem": "tasi", "hedef": 10**9}).status_code == 404
    nobody = client.post(change, {"islem": "kaldir"}, follow=True)
    assert "Önce listeden aday seçin." in text_of(nobody)
    few = client.post(change, {"aday": codes[:1], "islem": "karsilastir"}, follow=True)
    assert "iki ile dört aday seçin" in text_of(few)


def test_lists_have_names_of_their_own_and_can_be_renamed_and_deleted(world, shortlist):
    client = browser(world.employer_user)
    taken = client.post(reverse("offers:talent-lists"), {"name": "Yazılım"})
    assert taken.status_code == 422
    assert "Bu adda bir listeniz var." in text_of(taken)
    client.post(reverse("offers:talent-list-rename", args=[shortlist.pk]), {"name": "Yazılım 2024"})
    shortlist.refresh_from_db()
    assert shortlist.name == "Yazılım 2024"
    client.post(reverse("offers:talent-list-delete", args=[shortlist.pk]))
    assert not TalentPoolEntry.objects.exists()


def test_a_list_is_bounded(world, shortlist):
    *many, last, over = crowd(world, 498)
    TalentPoolEntry.objects.bulk_create(
        TalentPoolEntry(talent_list=shortlist, application=one, added_by=world.employer_user, added_at=moment(START))
        for one in many
    )
    add = partial(talent.add_to_list, list_id=shortlist.pk, actor=world.employer_user)
    with pytest.raises(RuleViolation, match="en çok 500 aday olabilir; bu listede 499 aday var"):
        add(application_ids=[last.pk, over.pk])
    add(application_ids=[last.pk])
    with pytest.raises(RuleViolation, match="bu listede 500 aday var"):
        add(application_ids=[over.pk])
    assert shortlist.entries.count() == 500


def test_lists_and_codes_of_others_are_not_found(world, people, shortlist):
    stranger = MemberFactory()
    theirs = browser(stranger.user)
    mine, foreign = code_of(world, people[0]), code_for(stranger.employer_id, people[0])
    for name in ("talent-list", "bulk", "bulk-preview"):
        assert theirs.get(reverse(f"offers:{name}", args=[shortlist.pk])).status_code == 404
    for name in ("talent-list-rename", "talent-list-delete", "talent-change", "bulk"):
        assert theirs.post(reverse(f"offers:{name}", args=[shortlist.pk]), {"name": "x"}).status_code == 404
    client = browser(world.employer_user)
    assert client.get(reverse("offers:talent-member", args=[shortlist.pk, foreign])).status_code == 404
    assert client.get(reverse("offers:pool-compare"), {"aday": f"{mine[2:]}.{foreign[2:]}"}).status_code == 404
    nobody = client.post(reverse("offers:pool-choose"), {"aday": [foreign], "islem": "ekle"}, follow=True)
    assert "Önce aday seçin." in text_of(nobody)
    assert client.post(
        reverse("offers:pool-choose"), {"aday": [mine], "islem": "ekle", "liste": 10**9}
    ).status_code == 404  # fmt: skip
    foreign_preview = client.get(reverse("offers:bulk", args=[shortlist.pk]), {"aday": foreign[2:]})
    assert "Kimseyi seçmediniz" in text_of(foreign_preview)


def test_comparing_shows_profiles_and_counts_as_opening_them(world, people):
    client = browser(world.employer_user)
    codes = [code_of(world, one) for one in people]
    page = client.get(reverse("offers:pool-compare"), {"aday": ".".join(code[2:] for code in codes)})
    text = text_of(page)
    assert "3 aday yan yana" in text
    assert all(code in text for code in codes)
    assert "Ankara evet" in text
    assert set(ProfileView.objects.values_list("application", flat=True)) == {one.pk for one in people}
    five = ".".join([code[2:] for code in codes] + ["0000000", "0000001"])
    assert client.get(reverse("offers:pool-compare"), {"aday": five}).status_code == 302


def test_somebody_whose_acceptance_ended_is_marked_as_known_to_this_employer_alone(world, people, shortlist, at):
    offer = world.send(people[0])[0]
    at("2024-05-13 10:01")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    client = browser(world.employer_user)
    address = reverse("offers:candidate", args=[code_of(world, people[0])])
    assert "Tanıyorsunuz" not in text_of(client.get(address))
    withdraw_offers(offer_ids=[offer.pk], reason="place_gone", actor=world.employer_user)
    assert "Tanıyorsunuz: bu dönem teklifinizi kabul etmişti" in text_of(client.get(address))
    assert "Geri çekildi" in text_of(client.get(address))
    stranger = MemberFactory()
    theirs = reverse("offers:candidate", args=[code_for(stranger.employer_id, people[0])])
    assert "Tanıyorsunuz" not in text_of(browser(stranger.user).get(theirs))


def test_the_students_file_tells_what_is_kept_and_names_the_employer_only_after_an_offer(world, people, shortlist, at):
    TalentPoolEntry.objects.filter(application=people[0]).update(note="Çok iyi", tags=["öncelikli"])
    (row,) = talent_sheet(people[0].student.user).rows
    assert (row["note"], row["tags"]) == ("Çok iyi", "öncelikli")
    assert world.manager.employer.name not in str(row)
    world.send(people[0])
    at("2024-05-13 10:01")
    (row,) = talent_sheet(people[0].student.user).rows
    assert row["employer"] == world.manager.employer.name


def test_a_list_asks_the_same_number_of_statements_for_one_and_for_three(world, people):
    client = browser(world.employer_user)
    found = []
    for number in (1, 3):
        made = talent.create_list(season=world.position.season, name=f"Liste {number}", actor=world.employer_user)
        talent.add_to_list(
            list_id=made.pk, application_ids=[one.pk for one in people[:number]], actor=world.employer_user
        )
        client.get(reverse("offers:talent-list", args=[made.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("offers:talent-list", args=[made.pk]))
        found.append(len(queries))
    assert found[0] == found[1] <= 26
