"""What a visitor meets: home, sign-in, the account pages on the way in, a page that is not there."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from usp.core import clock
from usp.portal.views import gallery

pytestmark = pytest.mark.django_db


def visitor_request(rf: RequestFactory, path: str = "/") -> HttpRequest:
    request = rf.get(path)
    request.user = AnonymousUser()
    request.session = SessionStore()
    request.csp_nonce = "n0nce"
    return request


def one_heading(page: str) -> str:
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert len(headings) == 1
    return headings[0].strip()


def test_the_frame_has_language_skip_link_and_live_region(client: Client) -> None:
    page = client.get(reverse("portal:sign-in")).content.decode()
    assert '<html lang="tr">' in page
    assert '<a class="usp-skip" href="#icerik">' in page
    assert 'id="icerik"' in page
    assert page.count('role="status"') == 1
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


def test_the_sign_in_page_has_a_door_for_each_kind_of_person(client: Client) -> None:
    page = client.get(reverse("portal:sign-in")).content.decode()
    assert one_heading(page) == "Nasıl giriş yapacaksınız?"
    assert "e-Devlet ile Giriş" in page
    assert f'action="{reverse("edevlet_login")}"' in page
    assert page.count(f'href="{reverse("account_login")}"') == 2
    assert "Deneme hesapları" not in page


def test_the_way_to_the_page_one_came_for_survives_the_sign_in_page(client: Client) -> None:
    page = client.get(reverse("portal:sign-in"), {"next": "/teklifler/?a=1&b=2"}).content.decode()
    assert '<input type="hidden" name="next" value="/teklifler/?a=1&amp;b=2">' in page
    assert "?next=/teklifler/%3Fa%3D1%26b%3D2" in page
    assert "form kaydedilmedi" in page  # a session that ended while a form stood open
    assert "form kaydedilmedi" not in client.get(reverse("portal:sign-in")).content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("none", "Şu anda açık bir dönem yok"),
        ("upcoming", "Başvurular henüz açılmadı"),
        ("open", "Başvurular açık"),
        ("offers", "Başvurular kapandı"),
        ("ended", "Bu dönem sona erdi"),
    ],
)
def test_the_home_page_says_where_the_season_stands(state: str, said: str, rf: RequestFactory) -> None:
    now = clock.page_now()
    context: dict[str, Any] = {
        "season": None if state == "none" else SimpleNamespace(name="USP 2024", phase_text="Teklif dönemi"),
        "season_state": state,
        "opens_at": now + dt.timedelta(days=3),
        "closes_at": now + dt.timedelta(days=3),
        "timeline": [],
        "who_may_apply": [],
    }
    page = render_to_string("portal/home_public.html", context, request=visitor_request(rf))
    one_heading(page)
    assert said in page
    assert ("Başvuru Yap" in page) == (state == "open")


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_account_pages_wear_the_portal_s_frame(name: str, client: Client) -> None:
    page = client.get(reverse(name)).content.decode()
    one_heading(page)
    assert 'class="usp-skip"' in page
    assert "css/usp.css" in page


def test_a_page_that_is_not_there_is_our_404(client: Client) -> None:
    response = client.get("/boyle/bir/sayfa/yok/")
    assert response.status_code == 404
    assert one_heading(response.content.decode()) == "Aradığınız sayfa yok"
    assert response["X-Request-ID"] in response.content.decode()


def test_the_gallery_shows_each_component_in_the_demo_and_nowhere_else(rf: RequestFactory, settings: Any) -> None:
    with pytest.raises(Http404):
        gallery.gallery(visitor_request(rf))
    settings.USP_DEMO = True
    page = gallery.gallery(visitor_request(rf)).content.decode()
    assert one_heading(page) == "Bileşen galerisi"
    for part in (
        "usp-steps",
        "usp-card",
        "usp-table",
        "usp-filter",
        "usp-scores",
        "usp-empty",
        "usp-confirm",
        "usp-progress",
    ):
        assert part in page
    assert 'aria-invalid="true"' in page
