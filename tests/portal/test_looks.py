"""The frame and its components keep their promises: one h1, labelled fields, no inline script or style."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string

from usp.core import clock
from usp.core.per_request import one_request
from usp.portal.navigation import MENUS
from usp.portal.views import gallery

NOW = dt.datetime(2024, 4, 17, 10, 48, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def page_moment() -> Iterator[None]:
    with one_request():
        clock.take_reading(NOW)
        yield


def render(name: str, **context: Any) -> str:
    return re.sub(r"\s+", " ", render_to_string(f"components/{name}.html", context))


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Neden", help_text="Kısaca yazın.")
    note = forms.CharField(label="Not", required=False)
    days = forms.ChoiceField(label="Gün", widget=forms.RadioSelect, choices=[("5", "5 gün"), ("6", "6 gün")])
    consent = forms.BooleanField(label="Okudum")


def test_a_refused_field_names_its_help_and_its_error_to_screen_readers() -> None:
    page = str(ReasonForm({"reason": "", "days": "5", "consent": "on"}))
    assert '<label for="id_reason">Neden</label>' in page
    control = re.search(r'<input[^>]*name="reason"[^>]*>', page)
    assert control is not None
    assert 'aria-invalid="true"' in control[0]
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in control[0]
    assert 'id="id_reason_helptext"' in page
    assert 'id="id_reason_error"' in page


def test_a_refused_form_begins_with_a_list_of_links_to_what_is_wrong() -> None:
    page = str(ReasonForm({"note": "x"}))
    summary = page.split("</div>")[0]
    assert 'role="alert"' in summary
    assert '<a href="#id_reason">Neden</a>' in summary
    assert '<a href="#id_days">Gün</a>' in summary


def test_only_optional_fields_are_marked() -> None:
    assert str(ReasonForm()).count("(isteğe bağlı)") == 1


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    page = str(ReasonForm())
    assert "<legend>Gün</legend>" in page
    assert '<label class="usp-choice" for="id_days_0">' in page


def test_a_deadline_says_the_time_left_and_the_moment_in_full() -> None:
    page = render("deadline", at=dt.datetime(2024, 4, 17, 14, 0, tzinfo=dt.UTC))
    assert "3 saat 12 dakika kaldı" in page
    assert "17 Nisan 2024 Çarşamba 17.00" in page
    assert 'data-usp-now="2024-04-17T13:48:00+03:00"' in page


def test_a_score_bar_writes_its_number_beside_it_and_needs_no_inline_style() -> None:
    page = render("score_bar", label="Akademik", value=88)
    assert '<span class="usp-score-value">88</span>' in page
    assert '<rect width="88"' in page
    assert "style=" not in page


def test_asking_once_more_works_without_script_and_says_what_follows() -> None:
    page = render(
        "confirm",
        url="/teklifler/1/reddet/",
        label="Reddet",
        question="Reddedilsin mi?",
        consequence="Yeriniz sıradakine geçer.",
        button="Evet",
    )
    assert page.count("<details") == 1
    assert 'method="post" action="/teklifler/1/reddet/"' in page
    assert "Yeriniz sıradakine geçer." in page


def test_the_step_line_marks_the_present_step_in_words() -> None:
    page = render("steps", steps=gallery.steps_at(2))
    assert page.count('aria-current="step"') == 1
    assert page.count("(tamamlandı)") == 2


def test_paging_shows_only_the_ways_that_exist() -> None:
    page = render("pagination", previous_url="", next_url="?sonra=42", summary="12.482 aday")
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page


def test_every_menu_icon_is_in_the_sprite() -> None:
    named = {item.icon for menu in MENUS.values() for item in menu}
    assert named <= set(gallery.icon_names())


def test_the_phone_bar_has_room_for_what_is_flagged() -> None:
    for kind, menu in MENUS.items():
        assert sum(item.bottom for item in menu) <= 4, f"{kind}: four places and the menu"


def test_an_e_mail_says_the_same_in_both_forms() -> None:
    context = {
        "heading": "Staj teklifi aldınız",
        "paragraphs": ["Devlet Su İşleri size bir staj teklifi gönderdi."],
        "facts": [("Son cevap", "17 Nisan 2024 Çarşamba 17.00")],
        "button_url": "http://testserver/teklifler/",
        "button_label": "Teklifi aç",
        "reason": "",
    }
    for name in ("email/base.html", "email/base.txt"):
        text = render_to_string(name, context)
        assert "Staj teklifi aldınız" in text
        assert "17 Nisan 2024 Çarşamba 17.00" in text
        assert "http://testserver/teklifler/" in text
        assert "Ayrıntılar için Kariyer Kapısı’na giriş yapın." in text


def test_a_plain_text_e_mail_keeps_apostrophes() -> None:
    text = render_to_string("email/base.txt", {"heading": "DSİ'nin teklifi", "paragraphs": ["a & b"]})
    assert "DSİ'nin teklifi" in text
    assert "a & b" in text


def test_every_class_of_ours_that_a_template_names_is_in_a_style_sheet() -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in (settings.ROOT / "static/css").glob("*.css"))
    defined = set(re.findall(r"\.(usp-[\w-]+)", sheets))
    hooks = {"usp-bell", "usp-inbox-day"}  # named for htmx and tests only
    named = {
        name
        for path in (settings.ROOT / "templates").rglob("*.html")
        for classes in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in re.findall(r"(?<![\w-])usp-[\w-]+", classes)
        if not name.endswith("-")
    }
    assert named - defined - hooks == set()
