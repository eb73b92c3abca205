"""The edges of HTTP: reading pages cannot write, htmx meets whole pages where it must."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from tests.factories import StudentFactory
from tests.people import enter
from usp.accounts.models import User
from usp.core.http import WriteInReadOnlyError, only_reading, read_only, wants_fragment
from usp.core.models import SeasonClock

WRITES = [
    "update accounts_user set full_name = full_name",
    "  insert into core_seasonclock (id, shift) values (1, interval '0')",
    "delete from core_seasonclock",
    "truncate core_seasonclock",
    "with gone as (delete from core_seasonclock returning id) select * from gone",
    "with new as (update accounts_user set language = 'en' returning id) select * from new",
    "select id from accounts_user for update",
    "select id from accounts_user for no key update of accounts_user",
    "select * from offers_settle('{}', now(), now(), now())",
    "select nextval('accounts_user_id_seq')",
]
READS = [
    "select 1",
    "(select 1) union (select 2)",
    "with one as (select 1 as n) select n from one",
    "select 'update' as word",
]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", WRITES)
def test_a_reading_page_cannot_write(sql: str):
    with only_reading(), connection.cursor() as cursor, pytest.raises(WriteInReadOnlyError):
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize("sql", READS)
def test_a_reading_page_reads(sql: str):
    with only_reading(), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.fetchall()


@pytest.mark.django_db
def test_the_mark_guards_get_and_head_and_lets_post_write(rf: RequestFactory):
    @read_only
    def view(request: HttpRequest) -> HttpResponse:
        SeasonClock.objects.update_or_create(id=1)
        return HttpResponse()

    assert view.read_only
    for ask in (rf.get, rf.head):
        with pytest.raises(WriteInReadOnlyError):
            view(ask("/"))
    assert view(rf.post("/")).status_code == 200


@pytest.mark.django_db
def test_a_session_may_be_kept_while_reading():
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session["a"] = 1
    session.create()
    with only_reading():
        SessionStore(session.session_key).load()
        session.delete()


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_only_a_question_for_a_part_gets_a_part(headers: dict[str, str], fragment: bool, rf: RequestFactory):
    request = rf.get("/", headers=headers)
    request.htmx = HtmxDetails(request)
    assert wants_fragment(request) is fragment


def test_a_request_that_htmx_never_saw_gets_the_page(rf: RequestFactory):
    assert wants_fragment(rf.get("/")) is False


@pytest.mark.django_db
def test_when_the_session_is_over_htmx_changes_the_whole_page(client: Client):
    response = client.get(reverse("notifications:bell"), headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response["HX-Redirect"] == f"{reverse('portal:sign-in')}?next=/bildirimler/zil/"
    assert "Location" not in response


@pytest.mark.django_db
def test_other_redirects_stay_redirects_for_htmx(client: Client):
    client.force_login(StudentFactory().user)
    response = client.get(reverse("portal:sign-in"), headers={"HX-Request": "true"})
    assert response.status_code == 302


@pytest.mark.django_db
def test_every_answer_carries_its_name_and_the_log_too(client: Client, caplog: pytest.LogCaptureFixture):
    first, second = client.get("/"), client.get("/")
    assert len(first["X-Request-ID"]) == 12
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.django_db
def test_what_somebody_changes_carries_their_name(client: Client):
    """ActorMiddleware: the field history that the database writes knows who was signed in."""
    from tests.factories import EmployerFactory, UserFactory  # noqa: PLC0415

    operator: User = UserFactory()
    employer = EmployerFactory()
    enter(client, operator)
    client.post(
        reverse("admin:accounts_employer_changelist"),
        {"action": "suspend", "_selected_action": [employer.pk], "reason": "Evrak eksik"},
    )
    metadata = employer.events.latest("pgh_id").pgh_context.metadata
    assert metadata["user"] == operator.pk
    assert len(metadata["request_id"]) == 12
