"""The inbox: one's own notices, opened by POST, flat in queries, the same without script."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.notifications.conftest import OFFER_CONTEXT, make_student
from usp.core.errors import RuleViolation
from usp.notifications.models import MutedChannel, Notification
from usp.notifications.selectors import PAGE_SIZE, inbox_page, unread_count
from usp.notifications.services.deliver import sweep_due
from usp.notifications.services.inbox import choose_channels
from usp.notifications.services.notify import Notice, notify_many

INBOX = "/bildirimler/"


def tell(person, count: int = 1, link: str = "") -> None:
    notify_many(Notice("test.offer", person, f"offer:{number}", OFFER_CONTEXT, link) for number in range(count))


@pytest.fixture
def reader(client, student):
    """The student, signed in."""
    client.force_login(student)
    return client


def test_an_empty_inbox_says_what_will_come(reader):
    assert "Henüz bildiriminiz yok" in reader.get(INBOX).content.decode()


def test_the_inbox_shows_the_notice_and_counts_it(reader, student):
    tell(student, 2)
    page = reader.get(INBOX).content.decode()
    assert "2 yeni bildiriminiz var" in page
    assert "Trakya Yazılım A.Ş. size Bilecik, Bozüyük için teklif gönderdi." in page
    assert "17 Nisan 2024 Çarşamba 17.00" in page


def test_opening_a_notice_marks_it_and_leads_on(reader, student):
    tell(student, link="/teklifler/")
    notice = Notification.objects.get()
    answer = reader.post(f"{INBOX}{notice.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/teklifler/")
    notice.refresh_from_db()
    first_read = notice.read_at
    assert first_read
    reader.post(f"{INBOX}{notice.pk}/")
    notice.refresh_from_db()
    assert notice.read_at == first_read
    assert unread_count(student) == 0


def test_looking_at_a_notices_address_writes_nothing(reader, student):
    tell(student)
    assert reader.get(f"{INBOX}{Notification.objects.get().pk}/").status_code == 405
    assert unread_count(student) == 1


def test_a_strangers_notice_does_not_exist(reader):
    tell(make_student())
    notice = Notification.objects.get()
    assert reader.post(f"{INBOX}{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_mark_all_marks_only_ones_own(reader, student):
    other = make_student()
    tell(student, 3)
    tell(other, 1)
    reader.post(reverse("notifications:read-all"))
    assert (unread_count(student), unread_count(other)) == (0, 1)


@pytest.mark.parametrize("name", ["inbox", "bell", "choices"])
def test_pages_cost_the_same_queries_for_one_notice_and_for_many(reader, student, name, django_assert_max_num_queries):
    address = reverse(f"notifications:{name}")
    tell(student)
    with django_assert_max_num_queries(6) as one:
        reader.get(address)
    tell(student, 3)
    with django_assert_max_num_queries(len(one.captured_queries)):
        reader.get(address)


def test_pages_follow_each_other_without_gaps_or_repeats(student, at):
    moment = at("2024-04-17 12:00")
    notify_many(
        Notice("test.offer", student, f"offer:{n}", OFFER_CONTEXT, not_before=moment - dt.timedelta(hours=n // 3))
        for n in range(PAGE_SIZE + 5)
    )
    first = inbox_page(student)
    second = inbox_page(student, first.next_cursor)
    ids = [item.id for page in (first, second) for _day, items in page.days for item in items]
    assert len(ids) == len(set(ids)) == PAGE_SIZE + 5
    assert second.next_cursor == ""


@pytest.mark.parametrize(
    "cursor",
    ["x", "_", "2024-04-17_5", "2024-04-17T12:00:00+03:00_99999999999999999999", "2024-13-01T00:00:00Z_1"],
)
def test_a_broken_cursor_starts_at_the_top(reader, cursor):
    assert reader.get(INBOX, {"sonra": cursor}).status_code == 200


def test_in_a_day_what_is_unread_comes_first(student, at):
    at("2024-04-17 12:00")
    tell(student, 2)
    newest = Notification.objects.order_by("-pk").first()
    Notification.objects.filter(pk=newest.pk).update(read_at=newest.created_at)
    ((_day, items),) = inbox_page(student).days
    assert [item.unread for item in items] == [True, False]


def test_the_bell_is_a_fragment(reader, student):
    tell(student, 2)
    page = reader.get(reverse("notifications:bell")).content.decode()
    assert "<html" not in page
    assert 'hx-trigger="every 60s"' in page
    assert ">2<" in page


def test_a_notice_of_a_kind_that_is_gone_does_not_break_the_inbox(reader, student):
    tell(student)
    Notification.objects.update(kind="gone.kind")
    assert "Eski bildirim" in reader.get(INBOX).content.decode()


def test_what_is_not_mandatory_can_be_switched_off_and_on_again(reader, student):
    address = reverse("notifications:choices")
    assert "Staj Teklifi Aldınız" in reader.get(address).content.decode()
    reader.post(address, {})
    assert MutedChannel.objects.filter(user=student, kind="test.news", channel="email").exists()
    reader.post(address, {"istenen": ["test.news:email"]})
    assert not MutedChannel.objects.filter(user=student, kind="test.news").exists()


def test_a_mandatory_notice_cannot_be_switched_off(student):
    with pytest.raises(RuleViolation) as refusal:
        choose_channels(actor=student, wanted=["test.offer:email"])
    assert refusal.value.code == "not_a_choice"
    choose_channels(actor=student, wanted=[])
    assert not MutedChannel.objects.filter(kind="test.offer").exists()


def test_the_demo_shows_what_was_sent(reader, student, settings, tmp_path):
    settings.USP_DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    tell(student)
    sweep_due()
    address = reverse("notifications:sent")
    page = reader.get(address).content.decode()
    assert "Staj Teklifi Aldınız" in page
    assert "+905321234567" in page
    links = [part.split('"')[0] for part in page.split('href="') if part.startswith(f"{address}eposta/")]
    assert "17 Nisan 2024 Çarşamba 17.00" in reader.get(links[0]).content.decode()
    shown = reader.get(f"{links[0]}html/")
    assert "<h1>Staj Teklifi Aldınız</h1>" in shown.content.decode()
    assert "script-src 'none'" in shown["Content-Security-Policy"]
    assert reader.get(f"{address}sms/..%2F..%2Fetc%2Fpasswd/").status_code == 404


def test_outside_the_demo_nobody_reads_what_was_sent(reader):
    assert reader.get(reverse("notifications:sent")).status_code == 404
    assert reader.get(reverse("notifications:sent-one", args=["eposta", "x"])).status_code == 404


def test_the_inbox_asks_to_sign_in(client, db):
    assert client.get(INBOX).status_code == 302
