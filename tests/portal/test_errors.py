"""Error pages say what happened and what to do, and need neither database nor context processors."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from usp.portal.views import errors

PAGES = [
    (errors.bad_request, 400, "Bu istek anlaşılamadı"),
    (errors.forbidden, 403, "Bu sayfa size açık değil"),
    (errors.not_found, 404, "Aradığınız sayfa yok"),
    (errors.too_large, 413, "Dosya çok büyük"),
    (errors.too_many, 429, "Çok sık denediniz"),
    (errors.server_error, 500, "Bizde bir sorun oluştu"),
    (errors.unavailable, 503, "Portal kısa bir süre kapalı"),
]


@pytest.fixture
def request_with_id(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/teklifler/", headers={"host": "testserver"})
    request.request_id = "a1b2c3d4e5f6"
    return request


@pytest.mark.parametrize(("view", "status", "heading"), PAGES)
def test_each_error_page_has_one_heading_a_way_out_and_the_request_id(
    view: Any, status: int, heading: str, request_with_id: HttpRequest
) -> None:
    response = view(request_with_id)
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1") == 1
    assert f">{heading}</h1>" in page
    assert 'href="/"' in page
    assert "a1b2c3d4e5f6" in page
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("view", "status", "heading"), PAGES)
def test_error_pages_load_nothing_inline(view: Any, status: int, heading: str, request_with_id: HttpRequest) -> None:
    page = view(request_with_id).content.decode()
    assert "<script" not in page
    assert "<style" not in page
    assert "style=" not in page


@pytest.mark.parametrize("view", [errors.too_many, errors.unavailable])
def test_pages_that_ask_for_patience_say_when_to_come_back(view: Any, rf: RequestFactory) -> None:
    assert int(view(rf.get("/"))["Retry-After"]) > 0


def test_a_page_is_shown_without_a_request_id_too(rf: RequestFactory) -> None:
    page = errors.not_found(rf.get("/")).content.decode()
    assert "bu numarayı söyleyin" not in page


def test_a_body_over_the_limit_is_a_413(rf: RequestFactory) -> None:
    response = errors.bad_request(rf.post("/"), RequestDataTooBig("too big"))
    assert response.status_code == 413
    assert "Dosya çok büyük" in response.content.decode()


def test_a_broken_error_page_still_ends_in_a_sentence(
    request_with_id: HttpRequest, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "500.html").write_text("{% load static %}{% static %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    response = errors.server_error(request_with_id)
    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/plain")
    assert "a1b2c3d4e5f6" in response.content.decode()


@pytest.mark.parametrize(
    ("referer", "way_back"),
    [
        ("http://testserver/basvuru/?adim=2", "/basvuru/?adim=2"),
        ("http://testserver/teklifler/", "/teklifler/"),
        ("http://testserver//elsewhere.example/", "/elsewhere.example/"),
        ("https://elsewhere.example/giris/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_stale_form_leads_back_to_its_own_page_and_nowhere_else(
    referer: str, way_back: str, rf: RequestFactory
) -> None:
    response = errors.csrf_failure(rf.post("/", headers={"referer": referer}), reason="CSRF token missing.")
    page = response.content.decode()
    assert response.status_code == 403
    assert "Sayfa eskimiş, yeniden deneyin" in page
    assert f'<a class="btn btn-primary" href="{way_back}">' in page
    assert "CSRF" not in page


def test_error_pages_state_the_language_they_are_in(rf: RequestFactory) -> None:
    with translation.override("en"):
        page = errors.not_found(rf.get("/")).content.decode()
    assert '<html lang="en">' in page
