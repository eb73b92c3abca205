"""The system checks that keep a demo out of production, and the environment that is read loudly."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from usp import env
from usp.core.checks import clock_is_real, edevlet_is_real
from usp.core.demo_clock import install_demo_clock

REAL = "create or replace function usp_now() returns timestamptz language sql volatile as $$ {} $$"


def ids(found: list) -> list[str]:
    return [message.id for message in found]


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["select clock_timestamp()", "\n  SELECT   clock_timestamp()\n"])
def test_the_real_clock_passes(body: str):
    with connection.cursor() as cursor:
        cursor.execute(REAL.format(body))
    assert clock_is_real(databases=["default"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", ["select now()", "select clock_timestamp() + interval '0'", "select clock_timestamp() --"]
)
def test_any_other_body_is_refused(body: str):
    with connection.cursor() as cursor:
        cursor.execute(REAL.format(body + "\n"))
    assert ids(clock_is_real(databases=["default"])) == ["usp.E001"]


@pytest.mark.django_db
def test_the_demo_s_clock_is_refused_in_production():
    install_demo_clock()
    assert ids(clock_is_real(databases=["default"])) == ["usp.E001"]
    found = run_checks(include_deployment_checks=True, databases=["default"])
    assert "usp.E001" in ids(found)


def test_without_a_database_to_look_at_the_clock_is_not_judged():
    assert clock_is_real(databases=None) == []


SERVICE = {
    "authorize_url": "https://giris.turkiye.gov.tr/OAuth2AuthorizationServer/AuthorizationController",
    "token_url": "https://giris.turkiye.gov.tr/OAuth2AuthorizationServer/AccessTokenController",
    "resource_url": "https://giris.turkiye.gov.tr/OAuth2AuthorizationServer/AuthenticationController",
    "records_url": "https://kayitlar.example.gov.tr/usp",
    "client_id": "usp",
    "client_secret": "localhost",
    "timeout_seconds": 8,
}


def test_the_real_service_passes(settings):
    settings.USP_EDEVLET = SERVICE
    assert edevlet_is_real() == []


@pytest.mark.parametrize("name", ["authorize_url", "token_url", "resource_url", "records_url"])
@pytest.mark.parametrize("value", ["http://127.0.0.1:8001/x", "https://localhost/x", "http://giris.turkiye.gov.tr/x"])
def test_a_sandbox_is_refused_in_production(name: str, value: str, settings):
    settings.USP_EDEVLET = SERVICE | {name: value}
    (found,) = edevlet_is_real()
    assert found.id == "usp.E002"
    assert name in found.msg
    assert found.hint == f"Set EDEVLET_{name.upper()}"


@pytest.fixture
def variable(monkeypatch: pytest.MonkeyPatch):
    """Set one variable of the environment."""
    return lambda value: monkeypatch.setenv("USP_PROBE", value)


@pytest.mark.parametrize("value", ["", None])
def test_a_missing_value_names_itself_and_the_readme(value, variable):
    if value is not None:
        variable(value)
    with pytest.raises(ImproperlyConfigured, match=r"USP_PROBE is not set.*README\.md"):
        env.text("USP_PROBE")
    with pytest.raises(ImproperlyConfigured, match="USP_PROBE"):
        env.words("USP_PROBE")
    assert env.text("USP_PROBE", "kept") in ("kept", "")
    assert env.words("USP_PROBE", "") == []


@pytest.mark.parametrize("value", ["yes", "1", "true", "TRUE", "on", "Flase"])
def test_a_flag_is_true_or_false_and_nothing_else(value: str, variable):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="USP_PROBE must be True or False"):
        env.flag("USP_PROBE", False)


def test_flags_numbers_and_words_are_read(variable):
    assert env.flag("USP_PROBE", True) is True
    assert env.number("USP_PROBE", 7) == 7
    variable("False")
    assert env.flag("USP_PROBE", True) is False
    variable("12")
    assert env.number("USP_PROBE", 7) == 12
    variable(" a.example , b.example,,")
    assert env.words("USP_PROBE") == ["a.example", "b.example"]


@pytest.mark.parametrize("value", ["many", "1,5", "0x10"])
def test_a_number_is_a_whole_number(value: str, variable):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="USP_PROBE must be a whole number"):
        env.number("USP_PROBE", 1)


@pytest.mark.parametrize("value", ["sqlite:///db", "mysql://a@b/c", "mongodb://a"])
def test_another_database_is_refused(value: str, variable):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="USP_PROBE must be a postgres:// URL"):
        env.database("USP_PROBE")


def test_the_database_s_address_is_taken_apart(variable):
    variable("postgresql://usp:gizli@db.example:5433/portal")
    found = env.database("USP_PROBE")
    assert (found["HOST"], found["PORT"], found["NAME"], found["USER"]) == ("db.example", 5433, "portal", "usp")


@pytest.mark.parametrize("url", ["s3://bucket/x", "/srv/files", "file://server/share"])
def test_documents_live_in_a_folder(url: str):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL must be a file:/// URL"):
        env.folder_of("STORAGE_URL", url)


def test_an_origin_is_scheme_host_and_port():
    assert env.folder_of("STORAGE_URL", "file:///srv/usp/files") == "/srv/usp/files"
    assert env.origin("https://giris.turkiye.gov.tr:444/a/b?c=d") == "https://giris.turkiye.gov.tr:444"
