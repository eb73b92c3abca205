"""The operator sees what did not get through, edits nothing, and decides what is sent again."""

import pytest
from django.contrib.admin import site
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.urls import reverse

from tests.notifications.conftest import OFFER_CONTEXT
from usp.accounts.models import User
from usp.notifications.models import Delivery, Notification
from usp.notifications.services.notify import notify


@pytest.fixture
def ask(student):
    """A request of an operator, and an SMS of unknown fate to look at."""
    notify(kind="test.offer", recipient=student, dedupe_key="offer:1", context=OFFER_CONTEXT)
    Delivery.objects.filter(channel="sms").update(state="unknown", next_try_at=None, tries=1)
    operator = User.objects.create_superuser(email="op@usp.example", password="a-long-password-1")

    def make(method: str = "get", **data: object):
        request = getattr(RequestFactory(), method)("/", data)
        request.user, request.session = operator, {}
        request._messages = FallbackStorage(request)
        return request

    return make


@pytest.mark.parametrize("model", [Delivery, Notification])
def test_lists_and_records_open_and_cannot_be_edited(ask, model):
    admin = site._registry[model]
    assert admin.changelist_view(ask()).render().status_code == 200
    assert admin.change_view(ask(), str(model.objects.first().pk)).render().status_code == 200
    request = ask()
    assert not admin.has_add_permission(request)
    assert not admin.has_change_permission(request)
    assert not admin.has_delete_permission(request)


def test_only_what_failed_or_is_unknown_is_sent_again(ask):
    site._registry[Delivery].send_once_more(ask("post"), Delivery.objects.all())
    states = dict(Delivery.objects.values_list("channel", "state"))
    assert states == {"inbox": "sent", "email": "waiting", "sms": "waiting"}
    assert reverse("admin:notifications_delivery_changelist").startswith("/yonetim/")
