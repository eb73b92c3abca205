"""Announcements reach those they are written for and nobody else; they are changed, withdrawn, never deleted (A30)."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import (
    AnnouncementFactory,
    ApplicationFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    MemberFactory,
    OfficialFactory,
    SeasonFactory,
    StudentFactory,
    UnitFactory,
    UniversityFactory,
    UserFactory,
    moment,
)
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.guidance.models import Announcement
from usp.guidance.selectors import announcements_for, public_announcements
from usp.guidance.services.announcements import Wording, announce, change_announcement, withdraw_announcement

pytestmark = pytest.mark.django_db

NOW = "2024-04-17 10:00"


@pytest.fixture
def bilecik(at):
    at(NOW)
    return DepartmentFactory()


@pytest.fixture
def manager(bilecik):
    return OfficialFactory(university=bilecik.unit.university).user


def titles(rows) -> set[str]:
    return {one.title for one in rows}


def test_a_student_reads_what_is_written_for_everybody_the_university_the_unit_and_the_department(bilecik):
    elsewhere = DepartmentFactory(unit=UnitFactory(code="iibf"))
    abroad = UniversityFactory(code="baska")
    for title, place in (
        ("herkes", {}),
        ("üniversite", {"university": bilecik.unit.university}),
        ("birim", {"unit": bilecik.unit}),
        ("bölüm", {"department": bilecik}),
        ("başka bölüm", {"department": elsewhere}),
        ("başka birim", {"unit": elsewhere.unit}),
        ("başka üniversite", {"university": abroad}),
    ):
        AnnouncementFactory(title=title, **place)
    AnnouncementFactory(title="yetkililere", unit=bilecik.unit, audience="officials")
    AnnouncementFactory(title="işverenlere", audience="employers")
    AnnouncementFactory(title="halka", audience="public")
    student = StudentFactory().user
    assert titles(announcements_for(student, department=bilecik, limit=9)) == {
        "herkes", "üniversite", "birim", "bölüm", "halka",
    }  # fmt: skip
    assert titles(announcements_for(student, limit=9)) == {"herkes", "halka"}
    assert titles(announcements_for(MemberFactory().user, limit=9)) == {"işverenlere", "halka"}
    adviser = OfficialFactory(university=bilecik.unit.university, unit=bilecik.unit, role=UniversityRole.ADVISER).user
    assert titles(announcements_for(adviser, limit=9)) == {"yetkililere", "halka"}
    assert titles(public_announcements(limit=9)) == {"halka"}


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2024-04-17 08:59:59", False),
        ("2024-04-17 09:00:00", True),
        ("2024-04-19 16:59:59", True),
        ("2024-04-19 17:00:00", False),
    ],
)
def test_an_announcement_is_shown_from_its_first_second_until_its_last(at, now, shown):
    AnnouncementFactory(
        audience="public", shows_from=moment("2024-04-17 09:00"), shows_until=moment("2024-04-19 17:00")
    )
    at(now)
    assert bool(public_announcements()) is shown


def test_pinned_ones_come_first_in_one_query_however_many(bilecik, django_assert_num_queries):
    user = StudentFactory().user
    for number in range(1, 4):
        AnnouncementFactory(title=f"{number}", unit=bilecik.unit, shows_from=moment(f"2024-04-0{number} 09:00"))
    AnnouncementFactory(title="önemli", pinned=True)
    with django_assert_num_queries(1):
        rows = announcements_for(user, department=bilecik, limit=3)
        assert [f"{one.title} {one.place}" for one in rows][:2] == [
            "önemli Ulusal Staj Programı",
            "3 Mühendislik Fakültesi",
        ]


def wording(place: str, **changes) -> Wording:
    return Wording(**({"place": place, "audience": "students", "title": "Duyuru", "body": "Metin"} | changes))


def test_officials_announce_for_their_own_only(bilecik, manager):
    unit = bilecik.unit
    other = UnitFactory(code="iibf")
    foreign = DepartmentFactory(unit=UnitFactory(university=UniversityFactory(code="baska")))
    adviser = OfficialFactory(university=unit.university, unit=unit, role=UniversityRole.ADVISER).user
    for place in (f"university:{unit.university_id}", f"unit:{other.pk}", f"department:{bilecik.pk}"):
        assert announce(actor=manager, wording=wording(place)).shows_from == moment(NOW)
    for place in (f"unit:{unit.pk}", f"department:{bilecik.pk}"):
        announce(actor=adviser, wording=wording(place))
    refused = [
        (manager, f"department:{foreign.pk}"),
        (manager, "all"),
        (manager, "unit:x"),
        (adviser, f"university:{unit.university_id}"),
        (adviser, f"unit:{other.pk}"),
        (UserFactory(), f"unit:{unit.pk}"),
        (StudentFactory().user, "all"),
        (OfficialFactory(university=unit.university, role=UniversityRole.VERIFIER).user, f"unit:{unit.pk}"),
    ]
    for actor, place in refused:
        with pytest.raises(RuleViolation) as caught:
            announce(actor=actor, wording=wording(place))
        assert caught.value.code == "place"


def test_a_university_speaks_inside_only_and_an_end_lies_after_the_beginning(bilecik, manager):
    place = f"unit:{bilecik.unit_id}"
    with pytest.raises(RuleViolation) as caught:
        announce(actor=manager, wording=wording(place, audience="public"))
    assert caught.value.code == "announcement_of_university_speaks_inside"
    with pytest.raises(RuleViolation) as caught:
        announce(actor=manager, wording=wording(place, shows_until=moment("2024-04-01 10:00")))
    assert caught.value.code == "announcement_ends_after_it_begins"


def test_two_who_change_the_same_announcement_do_not_overwrite_each_other(bilecik, manager):
    row = AnnouncementFactory(unit=bilecik.unit)
    place = f"unit:{bilecik.unit_id}"
    change_announcement(actor=manager, announcement_id=row.pk, version=1, wording=wording(place, title="İkinci"))
    with pytest.raises(RuleViolation) as caught:
        change_announcement(actor=manager, announcement_id=row.pk, version=1, wording=wording(place, title="Üçüncü"))
    assert caught.value.code == "announcement_changed"
    row.refresh_from_db()
    assert (row.title, row.version) == ("İkinci", 2)
    assert [event.title for event in Announcement.pgh_event_model.objects.order_by("pgh_id")] == [
        "Staj evrakı hakkında", "İkinci",
    ]  # fmt: skip


def test_a_withdrawn_one_is_kept_shown_to_nobody_and_changed_by_nobody(bilecik, manager, at):
    row = AnnouncementFactory(unit=bilecik.unit)
    withdraw_announcement(actor=manager, announcement_id=row.pk)
    at("2024-04-18 10:00")
    assert withdraw_announcement(actor=manager, announcement_id=row.pk).withdrawn_at == moment(NOW)
    assert announcements_for(StudentFactory().user, department=bilecik) == []
    with pytest.raises(RuleViolation):
        change_announcement(
            actor=manager, announcement_id=row.pk, version=1, wording=wording(f"unit:{bilecik.unit_id}")
        )


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_student_finds_announcements_on_the_home_page_in_the_list_and_in_the_archive(client, bilecik):
    season = SeasonFactory()
    student = ApplicationFactory(season=season, department=bilecik).student.user
    AnnouncementFactory(title="Güncel duyuru", unit=bilecik.unit, body="İlk.\n\nBakın: https://bilecik.edu.tr <b>x</b>")
    AnnouncementFactory(title="Eski duyuru", shows_until=moment("2024-02-01 09:00"))
    enter(client, student)
    assert "Güncel duyuru" in client.get("/").content.decode()
    page = client.get(reverse("guidance:announcements")).content.decode()
    assert "Güncel duyuru" in page
    assert "Eski duyuru" not in page
    archive = client.get(reverse("guidance:announcements"), {"arsiv": "1"}).content.decode()
    assert "Eski duyuru" in archive
    text = client.get(reverse("guidance:announcement", args=[Announcement.objects.earliest("pk").pk])).content.decode()
    assert '<a href="https://bilecik.edu.tr"' in text
    assert "&lt;b&gt;x" in text
    assert client.get(reverse("guidance:announcement", args=[Announcement.objects.latest("pk").pk])).status_code == 200


def test_a_manager_writes_changes_and_withdraws_and_sees_the_history(client, bilecik, manager):
    enter(client, manager)
    values = {"place": f"department:{bilecik.pk}", "audience": "students", "title": "Staj", "body": "Metin"}
    new = reverse("guidance:announcement-new")
    refused = client.post(
        new, values | {"title": "", "shows_from": "2024-05-02T10:00", "shows_until": "2024-05-01T10:00"}
    )
    assert refused.status_code == 422
    assert "Metin</textarea>" in refused.content.decode()
    assert client.post(new, values).status_code == 302
    row = Announcement.objects.get()
    assert (row.author, row.department) == (manager, bilecik)
    edit = reverse("guidance:announcement-edit", args=[row.pk])
    assert client.post(edit, values | {"title": "Staj günleri", "version": "1"}).status_code == 302
    stale = client.post(edit, values | {"title": "Başka", "version": "1"})
    assert stale.status_code == 422
    assert "siz düzenlerken değişti" in stale.content.decode()
    page = client.get(edit).content.decode()
    assert "başlık: Staj → Staj günleri" in page
    assert manager.full_name in page
    assert client.post(reverse("guidance:announcement-withdraw", args=[row.pk])).status_code == 302
    assert "Geri çekildi" in client.get(reverse("guidance:own-announcements")).content.decode()


def test_pages_cost_the_same_with_one_row_and_with_three(client, bilecik, manager, django_assert_max_num_queries):
    enter(client, manager)
    client.get(reverse("portal:home"))  # what waits is counted once a minute, for the menu
    counts = []
    for more in (1, 2):
        for _number in range(more):
            AnnouncementFactory(
                department=DepartmentFactory(unit=bilecik.unit, group=DepartmentGroupFactory(code=f"g{more}{_number}")),
                audience="officials",
                shows_from=moment(NOW) - dt.timedelta(days=1),
            )
        pages = ("guidance:announcements", "guidance:own-announcements", "guidance:announcement-new")
        for name in pages:
            with django_assert_max_num_queries(12) as asked:
                assert client.get(reverse(name)).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
