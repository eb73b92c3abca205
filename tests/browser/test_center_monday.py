"""An adviser on Monday morning, part one: what changed, the late ones, a call, a message."""

import pytest

from insurance.models import ContactEntry, InternEvent, SentMessage
from tests.browser.test_journey import Clock, sign_in, with_factor
from tests.factories import OfficialFactory
from tests.insurance.world import place
from tests.offers.world import make_world
from usp.accounts.models import UniversityRole
from usp.notifications.models import Notification

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_adviser_works_through_the_list(visit, season_clock: Clock, at) -> None:
    at("2024-05-13 10:00")
    world = make_world(quota=4)
    late = place(world, at, name="Ayşe Çınar")
    place(world, at, name="Şükrü Iğdır")
    unit = late.application.enrolled_at.unit
    official = OfficialFactory(role=UniversityRole.ADVISER, unit=unit).user
    season_clock("2024-07-22 09:00")  # a Monday; papers were due on the Friday before
    adviser = visit()
    sign_in(adviser, official, with_factor(official))
    adviser.go("/kariyer-merkezi/stajyerler/")
    main = adviser.page.get_by_role("main")
    assert "2 değişiklik henüz görülmedi" in main.inner_text()
    adviser.page.locator("button[name=degisiklik]").first.click()
    adviser.page.get_by_text("1 değişiklik görüldü olarak kaydedildi").wait_for()
    adviser.look()
    adviser.press("Hepsini gördüm")
    assert not InternEvent.objects.filter(seen_at__isnull=True).exists()
    assert set(InternEvent.objects.values_list("seen_by", flat=True)) == {official.pk}
    main.get_by_role("link", name="Gecikenler").click()
    adviser.page.wait_for_url("**sekme=late**")
    adviser.look()
    adviser.press("Ayşe Çınar", role="link")
    adviser.page.get_by_text("Görüşme ekle").click()
    adviser.page.check("input[name=way][value=phone]")
    adviser.page.check("input[name=intends][value=yes]")
    adviser.page.fill("#gorusme ~ details textarea[name=note]", "Evrakı yarın getiriyor.")
    adviser.press("Görüşmeyi kaydet")
    assert ContactEntry.objects.get().intends == "yes"
    adviser.go("/kariyer-merkezi/stajyerler/?sekme=late")
    adviser.page.get_by_label("Seç: Ayşe Çınar").check()
    adviser.press("Mesaj yaz")
    adviser.page.fill("input[name=subject]", "{isveren} evrakınız")
    adviser.page.fill("textarea[name=text]", "Sayın {ad_soyad}, evrakınızı bekliyoruz.")
    adviser.press("Önizle")
    assert "Sayın Ayşe Çınar, evrakınızı bekliyoruz." in main.inner_text()
    adviser.press("1 stajyere gönder")
    assert SentMessage.objects.get().placements.get() == late
    told = Notification.objects.get(recipient=late.student.user, kind="center_message")
    assert told.context["subject"].startswith("Devlet Su İşleri")
    adviser.page.set_viewport_size({"width": 390, "height": 844})
    for page in ("", f"{late.pk}/", "degisenler/?hepsi=1", "sutunlar/", "mesajlar/"):
        adviser.go(f"/kariyer-merkezi/stajyerler/{page}")
