"""People to tell, kinds to tell them of, and a broker that leaves nothing behind."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from usp.accounts.models import Student, User
from usp.celery import app
from usp.notifications import kinds
from usp.notifications.kinds import EVERYWHERE, INBOX_AND_EMAIL, INBOX_ONLY, Kind
from usp.notifications.services import notify as notify_service

OFFER = Kind(
    key="test.offer",
    title="Staj Teklifi Aldınız",
    body="%(employer)s size %(place)s için teklif gönderdi. Son cevap: %(reply_by)s. Başlangıç: %(starts_on)s.",
    sms="%(employer)s size staj teklifi gönderdi. Son cevap: %(reply_by)s.",
    channels=EVERYWHERE,
    mandatory=True,
    audience=("student",),
)
POOL = Kind(key="test.pool", title="Yetenek Havuzuna Eklendiniz", body="Bu bir teklif değildir.", channels=INBOX_ONLY)
NEWS = Kind(key="test.news", title="%(employer)s yazdı", body="Haber var.", channels=INBOX_AND_EMAIL)

OFFER_CONTEXT = {
    "employer": "Trakya Yazılım A.Ş.",
    "place": "Bilecik, Bozüyük",
    "reply_by": "2024-04-17T17:00:00+03:00",
    "starts_on": "2024-08-05",
}

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def test_kinds() -> Iterator[None]:
    """Three kinds of this app's tests, besides those of the apps above; other tests know nothing of them."""
    own = (OFFER, POOL, NEWS)
    kinds.register(*own)
    yield
    for kind in own:
        del kinds._kinds[kind.key]


@pytest.fixture
def use_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Publish to this broker from now on; the first one comes back at the end."""
    before = app.conf.broker_url

    def switch(url: str) -> None:
        app.conf.broker_url = url
        app.conf.broker_write_url = url
        app._pool = None
        app.amqp._producer_pool = None
        monkeypatch.setattr(notify_service, "_broker_away_until", 0.0)

    yield switch
    switch(before)


@pytest.fixture(autouse=True)
def broker_in_memory(use_broker: Callable[[str], None]) -> None:
    """Commits of these tests publish to nobody."""
    use_broker("memory://")


@pytest.fixture(autouse=True)
def sms_folder(settings, tmp_path: Path) -> Path:
    """A folder of this test's own for its SMS."""
    folder = tmp_path / "sms"
    settings.USP_SMS_URL = f"file://{folder}"
    return folder


def make_student(**changes: object) -> User:
    """A student with e-mail and phone."""
    number = next(_numbers)
    user = User.objects.create_user(kind="student", full_name="Ayşe Çınar", language=changes.pop("language", "tr"))
    student = Student(
        user=user,
        first_name="Ayşe",
        last_name="Çınar",
        contact_email=f"ayse{number}@ogr.example",
        contact_phone="+905321234567",
    )
    for name, value in changes.items():
        setattr(student, name, value)
    student.set_tckn(f"{number:011d}")
    student.save()
    return user


@pytest.fixture
def student(db: None) -> User:
    """One student."""
    return make_student()
