"""The records gateway over real HTTP, and snapshots of what it said."""

import json
import logging
from collections.abc import Callable

import pytest

from tests.edevlet.conftest import RunningSandbox, tckn_of
from usp.edevlet.gateway import GatewayRefused, GatewayUnavailable, NoRecord, fetch_records
from usp.edevlet.reading import MalformedRecords
from usp.edevlet.records import EnrolmentStatus, Records
from usp.edevlet.sandbox.people import PEOPLE, person_by_key

pytestmark = pytest.mark.django_db


def test_records_of_a_person_arrive_typed(edevlet_sandbox: RunningSandbox, at: Callable) -> None:
    moment = at("2024-01-15 10:00")
    records = fetch_records(tckn_of("lisans-3"))
    assert records.fetched_at == moment
    assert (records.person.first_name, records.person.last_name) == ("İlhan", "Öğüt")
    assert records.contact.phone == "+905550001012"
    (enrolment,) = records.enrolments
    assert (enrolment.university_code, enrolment.class_year, enrolment.gno) == (
        "bilecik-seyh-edebali",
        3,
        "2.84",
    )
    assert enrolment.is_active
    assert records.insured_days == 64
    assert records.school is not None
    assert records.exams[0].kind == "YDS"


@pytest.mark.parametrize("person", [one for one in PEOPLE if one.known_to_records], ids=lambda one: one.key)
def test_snapshot_of_every_person_reads_back_the_same(edevlet_sandbox: RunningSandbox, person) -> None:
    records = fetch_records(person.tckn)
    stored = json.dumps(records.to_snapshot(), ensure_ascii=False)
    assert person.tckn not in stored
    assert Records.from_snapshot(json.loads(stored), tckn=person.tckn) == records


def test_snapshot_has_no_identity_number_unless_given(edevlet_sandbox: RunningSandbox) -> None:
    records = fetch_records(tckn_of("lisans-3"))
    assert Records.from_snapshot(records.to_snapshot()).person.tckn == ""
    assert tckn_of("lisans-3") not in repr(records)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 2),
        (("person", "birth_date"), "21.03.2003"),
        (("person", "is_foreign"), "hayır"),
        (("enrolments", 0, "level"), "doktora"),
        (("enrolments", 0, "class_year"), -1),
        (("enrolments", 0, "class_year"), True),
        (("enrolments", 0, "gno"), "2,84"),
        (("enrolments", 0, "gno"), "NaN"),
        (("enrolments", 0, "study_mode"), None),
        (("enrolments",), None),
        (("school",), "lise"),
        (("school", "diploma_grade"), None),
        (("exams", 0, "score"), "elli"),
        (("insured_days",), "64"),
        (("fetched_at",), "2024-01-15T10:00:00"),
    ],
)
def test_malformed_records_name_the_field(edevlet_sandbox: RunningSandbox, path: tuple, value: object) -> None:
    data = fetch_records(tckn_of("lisans-3")).to_snapshot()
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(MalformedRecords) as caught:
        Records.from_snapshot(data)
    assert str(path[-1]) in str(caught.value)


@pytest.mark.parametrize(
    ("mode", "error", "code"),
    [
        ("down", GatewayUnavailable, "records_unavailable"),
        ("malformed", GatewayUnavailable, "records_unavailable"),
        ("slow", GatewayUnavailable, "records_unavailable"),
        ("refuses", GatewayRefused, "records_refused"),
    ],
)
def test_troubles_of_the_service_are_sentences(
    edevlet_sandbox: RunningSandbox, settings, mode: str, error: type, code: str
) -> None:
    edevlet_sandbox.sandbox.memory.records_mode = mode
    settings.USP_EDEVLET["timeout_seconds"] = 0.5
    with pytest.raises(error) as caught:
        fetch_records(tckn_of("lisans-3"))
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_service_away(edevlet_sandbox: RunningSandbox) -> None:
    edevlet_sandbox.stop()
    with pytest.raises(GatewayUnavailable, match="yeniden deneyin"):
        fetch_records(tckn_of("lisans-3"))


def test_wrong_credentials_are_refused(edevlet_sandbox: RunningSandbox, settings) -> None:
    settings.USP_EDEVLET["client_secret"] = "yanlis"
    with pytest.raises(GatewayRefused):
        fetch_records(tckn_of("lisans-3"))


def test_nobody_on_record_names_all_four_places_in_order(edevlet_sandbox: RunningSandbox) -> None:
    with pytest.raises(NoRecord) as caught:
        fetch_records(tckn_of("kayitsiz"))
    text = str(caught.value)
    places = [text.index(word) for word in ("ÖSYM", "kariyer merkezine", "yönetimine", "öğrenci işlerine")]
    assert places == sorted(places)


def test_identity_number_is_in_no_log_line(edevlet_sandbox: RunningSandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fetch_records(tckn_of("lisans-3"))
    with pytest.raises(NoRecord):
        fetch_records(tckn_of("kayitsiz"))
    assert caplog.records
    assert all(tckn_of("lisans-3") not in record.getMessage() for record in caplog.records)
    assert all(tckn_of("kayitsiz") not in record.getMessage() for record in caplog.records)


def test_oldest_running_record_says_how_old_the_data_are(edevlet_sandbox: RunningSandbox) -> None:
    assert fetch_records(tckn_of("kaydi-eski")).updated_on.isoformat() == "2023-03-14"
    edevlet_sandbox.at("2024-02-02 09:00")
    assert fetch_records(tckn_of("kaydi-eski")).updated_on.isoformat() == "2024-02-01"


@pytest.mark.parametrize(
    ("key", "moment", "field", "value"),
    [
        ("lisans-2", "2024-07-07 12:00", "class_year", 2),
        ("lisans-2", "2024-07-08 00:00", "class_year", 3),
        ("haziranda-mezun", "2024-06-27 23:00", "status", EnrolmentStatus.ACTIVE),
        ("haziranda-mezun", "2024-06-28 08:00", "status", EnrolmentStatus.GRADUATED),
        ("onlisans-1-gnosuz", "2024-03-01 12:00", "gno", None),
        ("onlisans-1-gnosuz", "2024-07-16 12:00", "gno", "2.31"),
        ("onlisans-1-gno-2-alti", "2024-01-15 12:00", "gno", None),
        ("onlisans-1-gno-2-alti", "2024-07-16 12:00", "gno", "1.72"),
        ("sinifta-kalan", "2024-07-16 12:00", "class_year", 2),
        ("sinifta-kalan", "2024-10-01 12:00", "class_year", 3),
        ("kaydi-eski", "2024-01-31 12:00", "class_year", 1),
        ("kaydi-eski", "2024-02-01 12:00", "class_year", 2),
        ("haziranda-mezun", "2027-06-28 08:00", "status", EnrolmentStatus.GRADUATED),
        ("haziranda-mezun", "2026-12-01 08:00", "status", EnrolmentStatus.ACTIVE),
    ],
)
def test_clock_moves_records(edevlet_sandbox: RunningSandbox, key: str, moment: str, field: str, value: object) -> None:
    edevlet_sandbox.at(moment)
    assert getattr(fetch_records(tckn_of(key)).enrolments[0], field) == value


def test_sandbox_reads_the_season_clock(season_clock: Callable) -> None:
    from usp.edevlet.sandbox.clock import season_now  # noqa: PLC0415

    season_clock("2024-07-16 09:00")
    assert person_by_key("lisans-2").records_at(season_now().date())["enrolments"][0]["class_year"] == 3
