"""A season is prepared, checked, opened and moved by operators: rows and verbs, never code."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications.eligibility import season_rules
from applications.models import (
    ConsentText,
    Season,
    SeasonDateCondition,
    SeasonExclusion,
    SeasonGnoLimit,
    SeasonLevel,
)
from applications.scoring.services import ensure_method
from applications.season_check import Severity, errors, gaps_of
from applications.season_selectors import season_facts, season_gaps
from applications.services.methods import copy_method
from applications.services.opening import copy_season, open_season
from tests.factories import SeasonFactory, StudentFactory, UserFactory, WindowFactory, moment
from tests.people import browser
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
BEFORE = "2023-12-01 10:00"


@pytest.fixture
def notice() -> None:
    """The texts that students answer."""
    for kind in ("notice", "statement"):
        ConsentText.objects.get_or_create(
            code=kind,
            defaults={"kind": kind, "title": "Metin", "title_en": "Text", "body": "…", "body_en": "…"},
        )


@pytest.fixture
def whole(notice, at) -> Season:
    """A season that nothing keeps closed, in the month before its applications."""
    at(BEFORE)
    season = SeasonFactory(is_current=False, support_email="destek@kurum.gov.tr")
    SeasonExclusion.objects.create(season=season, unit_kind="medical_faculty")
    for level in ("bachelor", "associate"):
        SeasonDateCondition.objects.create(season=season, level=level, kind="not_graduated", consequence="stop")
    WindowFactory(season=season)
    ensure_method(season)
    return season


def codes(season: Season) -> set[str]:
    return {gap.code for gap in season_gaps(season)}


def test_a_whole_season_lacks_nothing(whole):
    # 10 March 2024 is a Sunday: the seed's own deadline is worth a warning, never a refusal
    assert {(gap.code, gap.severity) for gap in season_gaps(whole)} == {("date_on_closed_day", Severity.WARNING)}


def test_a_season_needs_a_published_method(whole):
    method = ensure_method(whole)
    other = SeasonFactory(code="2025", is_current=False)
    assert "no_method" in {gap.code for gap in errors(season_gaps(other))}
    copy_method(actor=UserFactory(), method_id=method.pk, season_id=other.pk, version="2025.1")
    assert "no_method" in {gap.code for gap in errors(season_gaps(other))}  # a draft does not count


ROWS = {
    "no_levels": lambda season: season.levels.all().delete(),
    "no_exclusions": lambda season: season.exclusions.all().delete(),
    "no_gno_limits": lambda season: season.gno_limits.all().delete(),
    "gno_scale_missing": lambda season: season.gno_limits.filter(scale=100).delete(),
    "no_studentship_condition": lambda season: season.date_conditions.all().delete(),
    "no_windows": lambda season: season.windows.all().delete(),
    "no_kvkk_notice": lambda season: ConsentText.objects.filter(kind="notice").delete(),
    "no_statement": lambda season: ConsentText.objects.filter(kind="statement").delete(),
    "gno_limit_odd": lambda season: SeasonGnoLimit.objects.create(season=season, scale=5, minimum="6"),
    "condition_for_nobody": lambda season: SeasonDateCondition.objects.create(
        season=season, level="graduate", kind="not_graduated", consequence="stop"
    ),
}


@pytest.mark.parametrize("code", list(ROWS))
def test_a_row_that_is_missing_or_odd_is_named(whole, code):
    ROWS[code](whole)
    assert code in codes(whole)


VALUES = [
    ({"study_modes": []}, "no_study_modes"),
    ({"born_after": dt.date(2030, 1, 1)}, "born_in_future"),
    ({"reply_weekdays": []}, "no_reply_weekdays"),
    ({"reply_weekdays": [0, 9]}, "reply_weekdays_odd"),
    ({"reply_weekdays": [6]}, "reply_on_weekend"),
    ({"default_reply_days": 1, "minimum_reply_hours": 48}, "reply_too_short"),
    ({"minimum_reply_hours": 3}, "reply_hours_few"),
    ({"confirm_days": 0}, "confirm_days_zero"),
    ({"internships_per_student": 0}, "internships_per_student_zero"),
    ({"max_provinces": 0}, "max_provinces_zero"),
    ({"max_districts": 0}, "max_districts_zero"),
    ({"shadowing_min_days": 0}, "shadowing_min_days_zero"),
    ({"shadowing_min_days": 11}, "shadowing_days"),
    ({"pool_min_applicants": 1}, "pool_limits_low"),
    ({"support_email": ""}, "no_support_address"),
    ({"support_email": "destek@usp.example"}, "support_address_example"),
    ({"pool_opens_at": moment("2024-10-01 09:00")}, "dates_out_of_order"),
    ({"pool_opens_at": moment("2024-08-05 09:00")}, "window_before_pool"),
    ({"offers_close_at": moment("2024-08-30 17:00")}, "date_on_closed_day"),  # Zafer Bayramı
]


@pytest.mark.parametrize(("values", "code"), VALUES, ids=[code for _values, code in VALUES])
def test_a_value_that_cannot_be_is_named(whole, values, code):
    for name, value in values.items():
        setattr(whole, name, value)
    facts = dataclasses.replace(season_facts(whole), rules=season_rules(whole))
    assert code in {gap.code for gap in gaps_of(facts)}


@pytest.mark.parametrize(
    ("now", "code", "severity"),
    [
        ("2024-01-05 10:00", "applications_begun", Severity.WARNING),
        ("2024-03-10 23:59:59", "applications_over", Severity.ERROR),
    ],
)
def test_dates_of_the_past_are_named(whole, at, now, code, severity):
    at(now)
    assert (code, severity) in {(gap.code, gap.severity) for gap in season_gaps(whole)}


def test_a_scale_that_operators_were_told_of_is_named(whole):
    Notification.objects.create(
        recipient=UserFactory(),
        kind="gno_scale_unknown",
        dedupe_key=f"season:{whole.pk}:baku:5",
        context={"scale": "5"},
    )
    assert any("5’lük" in gap.text for gap in season_gaps(whole))


def test_an_open_season_is_the_only_current_one(whole):
    old = SeasonFactory(
        code="2023",
        applications_open_at=moment("2022-10-10 00:00"),
        applications_close_at=moment("2023-01-20 23:59:59"),
        pool_opens_at=moment("2023-03-01 09:00"),
        offers_close_at=moment("2023-08-30 17:00"),
        answers_close_at=moment("2023-09-06 17:00"),
        confirm_close_at=moment("2023-09-20 17:00"),
    )
    operator = UserFactory()
    assert open_season(actor=operator, season_id=whole.pk).is_current
    assert list(Season.objects.filter(is_current=True)) == [whole]
    assert open_season(actor=operator, season_id=whole.pk).is_current  # twice is no error
    old.refresh_from_db()
    assert not old.is_current


def test_a_season_with_gaps_stays_closed_and_every_one_is_named(whole):
    whole.levels.all().delete()
    ConsentText.objects.all().delete()
    with pytest.raises(RuleViolation) as refused:
        open_season(actor=UserFactory(), season_id=whole.pk)
    assert refused.value.code == "season_not_ready"
    for gap in errors(season_gaps(whole)):
        assert gap.text in str(refused.value)
    whole.refresh_from_db()
    assert not whole.is_current


def test_no_season_opens_while_another_one_runs(whole):
    SeasonFactory(code="2023", name="USP 2023", is_current=True)
    assert "season_running" in {gap.code for gap in errors(season_gaps(whole))}


@pytest.mark.parametrize("act", [open_season, copy_season])
def test_only_operators_prepare_seasons(whole, act):
    with pytest.raises(RuleViolation) as refused:
        act(actor=StudentFactory().user, season_id=whole.pk)
    assert refused.value.code == "operators_only"


def test_a_copy_has_the_rules_and_a_years_later_dates_and_is_not_current(whole):
    copied = copy_season(actor=UserFactory(), season_id=whole.pk)
    assert (copied.code, copied.name, copied.title) == ("2025", "USP 2025", "Ulusal Staj Programı - 2025")
    assert not copied.is_current
    assert copied.applications_close_at == moment("2025-03-10 23:59:59")
    mine, theirs = season_rules(copied), season_rules(whole)
    for name in ("levels", "gno_limits", "excluded_unit_kinds", "date_conditions", "study_modes"):
        assert getattr(mine, name) == getattr(theirs, name)
    assert not copied.windows.exists()
    with pytest.raises(RuleViolation, match="zaten var"):
        copy_season(actor=UserFactory(), season_id=whole.pk)


# --- the season of 2026, opened by hand ------------------------------------------------------------------------------

FORM_2026 = {
    "code": "2026", "name": "USP 2026", "title": "Ulusal Staj Programı - 2026",
    "operator_name": "Türkiye İş Kurumu (İŞKUR)", "support_email": "usp@iskur.gov.tr",
    "applications_open_at_0": "06/01/2026", "applications_open_at_1": "00:00",
    "applications_close_at_0": "16/03/2026", "applications_close_at_1": "23:59:59",
    "pool_opens_at_0": "04/05/2026", "pool_opens_at_1": "09:00",
    "offers_close_at_0": "31/08/2026", "offers_close_at_1": "17:00",
    "answers_close_at_0": "07/09/2026", "answers_close_at_1": "17:00",
    "confirm_close_at_0": "21/09/2026", "confirm_close_at_1": "17:00",
    "internships_per_student": "1", "study_modes": ["orgun", "ikinci"], "born_after": "01/01/1991",
    "max_provinces": "5", "max_districts": "5", "max_institutions": "5", "max_declarations": "60", "appeal_days": "7",
    "cancel_ground": "mazeret", "default_reply_days": "5", "minimum_reply_hours": "48",
    "reply_hour_from": "9", "reply_hour_to": "17", "reply_weekdays": ["1", "2", "3", "4", "5"],
    "confirm_days": "10", "shadowing_min_days": "3", "shadowing_max_days": "10",
    "pool_min_universities": "5", "pool_min_applicants": "50",
}  # fmt: skip
LEVELS = [
    *({"level": "bachelor", "class_year": str(year)} for year in (2, 3, 4)),
    {"level": "associate", "class_year": "1", "gno_exempt": "on"},
    {"level": "associate", "class_year": "2"},
    {"level": "graduate", "class_year": "1", "only_abroad": "on"},
]
CONDITIONS = [
    {"level": "bachelor", "class_year": "2", "kind": "advanced_class", "consequence": "warn"},
    *(
        {"level": level, "kind": "not_graduated", "consequence": "stop"}
        for level in ("bachelor", "associate", "graduate")
    ),
    {"level": "associate", "class_year": "1", "kind": "gno_minimum", "comparison": "gt", "scale": "4",
     "minimum": "2,00", "consequence": "warn"},
]  # fmt: skip


def formset(prefix: str, *rows: dict[str, str]) -> dict[str, object]:
    data: dict[str, object] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    return data | {f"{prefix}-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()}


RULES_2026 = (
    formset("gno_limits", {"scale": "4", "minimum": "2,00"}, {"scale": "100", "minimum": "53,33"})
    | formset("levels", *LEVELS)
    | formset(
        "exclusions", {"unit_kind": "medical_faculty"}, {"unit_kind": "dental_faculty"}, {"group_tag": "teaching"}
    )
    | formset("date_conditions", *CONDITIONS)
    | formset("extensions")
)


@pytest.fixture
def desk() -> Client:
    return browser(UserFactory())


def test_the_season_of_2026_is_opened_through_the_admins_forms_alone(desk, notice, at):
    at("2024-02-01 10:00")
    method = ensure_method(SeasonFactory())  # last season's, to copy from
    at("2025-12-15 10:00")
    answer = desk.post(reverse("admin:applications_season_add"), FORM_2026 | RULES_2026, follow=True)
    assert "başarılı olarak eklendi" in answer.content.decode(), [str(one) for one in answer.context["messages"]]
    season = Season.objects.get(code="2026")
    assert not season.is_current
    page = desk.get(reverse("admin:applications_season_change", args=[season.pk])).content.decode()
    assert "Yürürlüğe almadan önce" in page
    assert "Hiçbir üniversite staj takvimi yayımlamadı." in page
    refused = desk.post(reverse("admin:applications_season_open", args=[season.pk]), follow=True)
    assert "Yayımlanmış puanlama yöntemi yok" in refused.content.decode()
    copied = {"method": method.pk, "season": season.pk, "version": "2026.1"}
    assert desk.post(reverse("applications:method-copy"), copied).status_code == 302
    draft = season.methods.get()
    assert desk.post(reverse("applications:method-publish", args=[draft.pk])).status_code == 302
    answer = desk.post(reverse("admin:applications_season_open", args=[season.pk]), follow=True)
    assert "USP 2026 yürürlükte." in answer.content.decode()
    season.refresh_from_db()
    assert season.is_current
    about = season_rules(season)
    assert about.born_after == dt.date(1991, 1, 1)
    assert about.excluded_unit_kinds == {"medical_faculty", "dental_faculty"}
    assert about.gno_limits == {4: Decimal("2.00"), 100: Decimal("53.33")}
    assert len(about.date_conditions) == 5
    assert "USP 2026" in Client().get("/").content.decode()


def test_every_column_of_a_season_is_on_its_page(desk, whole):
    form = desk.get(reverse("admin:applications_season_change", args=[whole.pk])).context["adminform"].form
    columns = {field.name for field in Season._meta.concrete_fields} - {"id", "is_current"}
    assert columns == set(form.fields)


def test_the_page_refuses_to_open_a_season_with_gaps_and_says_which(desk, whole):
    whole.levels.all().delete()
    answer = desk.post(reverse("admin:applications_season_open", args=[whole.pk]), follow=True)
    assert "Başvurabilecek düzey ve sınıf yok" in answer.content.decode()
    whole.refresh_from_db()
    assert not whole.is_current
    assert desk.get(reverse("admin:applications_season_open", args=[whole.pk])).status_code == 302


def test_current_is_never_set_by_hand_and_a_running_seasons_dates_move_only_with_notice(desk, whole):
    address = reverse("admin:applications_season_change", args=[whole.pk])
    page = desk.get(address).content.decode()
    assert 'name="is_current"' not in page
    assert 'name="pool_opens_at_0"' in page
    Season.objects.filter(pk=whole.pk).update(is_current=True)
    page = desk.get(address).content.decode()
    assert 'name="pool_opens_at_0"' not in page
    assert 'name="applications_open_at_0"' in page


def test_the_copy_button_leads_to_the_new_season_or_says_why_not(desk, whole):
    address = reverse("admin:applications_season_copy", args=[whole.pk])
    assert "USP 2025 oluşturuldu" in desk.post(address, follow=True).content.decode()
    assert "zaten var" in desk.post(address, follow=True).content.decode()


@pytest.mark.parametrize("page", ["open", "copy", "extend"])
def test_a_seasons_pages_are_the_operators_alone(whole, page):
    address = reverse(f"admin:applications_season_{page}", args=[whole.pk])
    for client in (Client(), browser(StudentFactory().user)):
        assert client.post(address).status_code in (302, 403)
    whole.refresh_from_db()
    assert not whole.is_current
    assert Season.objects.count() == 1


def test_a_level_twice_is_a_sentence_on_the_form(desk, notice, at):
    at("2025-12-15 10:00")
    twice = RULES_2026 | formset("levels", LEVELS[0], LEVELS[0])
    answer = desk.post(reverse("admin:applications_season_add"), FORM_2026 | twice)
    assert answer.status_code == 200
    assert not SeasonLevel.objects.exists()
