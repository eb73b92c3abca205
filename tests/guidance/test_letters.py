"""Letters to Rektörlükler are passed on, confirmed and reminded of; who has not read is seen (SB, A14)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import (
    EmployerFactory,
    LetterFactory,
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
from usp.documents.models import FileType
from usp.documents.uploads import CheckedUpload
from usp.guidance.letter_selectors import circulation, season_letter, universities_waiting, unread_letters
from usp.guidance.models import LetterReader, OfficialLetter
from usp.guidance.services.letters import (
    LetterFacts,
    confirm_reading,
    pass_letter,
    publish_letter,
    remind_readers,
    withdraw_letter,
)
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db

NOW = "2024-04-17 10:00"
# SB: «17.07.2020 tarihli 77152623-773.99-E.259 sayılı Rektörlüklere gönderilen resmi yazı»
FACTS = LetterFacts("2024", dt.date(2020, 7, 17), "77152623-773.99-E.259", "Staj Seferberliği")
PDF = CheckedUpload("yazi.pdf", FileType.PDF, b"%PDF-1.4 yazi", 1)


@pytest.fixture
def university(at):
    at(NOW)
    return UniversityFactory()


@pytest.fixture
def manager(university):
    return OfficialFactory(university=university).user


@pytest.fixture
def faculty(university):
    """A unit with an insurance officer and an adviser."""
    unit = UnitFactory(university=university)
    for role, name in ((UniversityRole.INSURANCE, "Sibel Ak"), (UniversityRole.ADVISER, "Ömer Çelik")):
        OfficialFactory(university=university, unit=unit, role=role, user__full_name=name)
    return unit


def kinds_of(user) -> list[str]:
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def test_a_published_letter_reaches_every_university_s_manager_once(university, manager, faculty):
    other = OfficialFactory(university=UniversityFactory(code="baska")).user
    ended = OfficialFactory(university=university, ends_on=dt.date(2020, 1, 1)).user
    letter = publish_letter(actor=UserFactory(), facts=FACTS, file=PDF)
    assert {row.reader for row in letter.readers.all()} == {manager, other}
    assert kinds_of(manager) == ["letter_published"]
    assert kinds_of(ended) == []
    assert season_letter("2024") == letter
    assert universities_waiting(letter) == ["baska Üniversitesi", university.name]
    with pytest.raises(RuleViolation) as caught:
        publish_letter(actor=UserFactory(), facts=FACTS, file=PDF)
    assert caught.value.code == "official_letter_once"
    with pytest.raises(RuleViolation) as caught:
        publish_letter(actor=manager, facts=FACTS, file=PDF)
    assert caught.value.code == "operators_only"


def test_a_manager_passes_it_to_units_and_sees_who_has_not_read(university, manager, faculty):
    letter = LetterFactory(readers=[manager])
    stranger = OfficialFactory(university=UniversityFactory(code="baska"), role=UniversityRole.ADVISER).user
    insurance, adviser = (one.user for one in faculty.memberships.order_by("pk"))
    assert pass_letter(actor=manager, letter_id=letter.pk, user_ids=[stranger.pk], unit_ids=[faculty.pk]) == 2
    assert pass_letter(actor=manager, letter_id=letter.pk, user_ids=[adviser.pk]) == 0
    assert (kinds_of(adviser), kinds_of(stranger)) == (["letter_passed"], [])
    assert unread_letters(adviser) == 1
    assert confirm_reading(actor=adviser, letter_id=letter.pk).read_at == moment(NOW)
    whole, unit = circulation(letter, manager)
    assert [one.user for one in whole.officials] == [manager]
    state = {one.user: one.row and one.row.read_at is not None for one in unit.officials}
    assert state == {adviser: True, insurance: False}


def test_only_those_it_came_to_read_it(university, manager, faculty):
    letter = LetterFactory(readers=[manager])
    insurance, adviser = (one.user for one in faculty.memberships.order_by("pk"))
    pass_letter(actor=manager, letter_id=letter.pk, user_ids=[insurance.pk])
    seeing = {insurance: 1, adviser: 0, manager: 1, UserFactory(): 1, StudentFactory().user: 0, MemberFactory().user: 0}
    assert {user: OfficialLetter.objects.visible_to(user).count() for user in seeing} == seeing
    with pytest.raises(OfficialLetter.DoesNotExist):
        confirm_reading(actor=adviser, letter_id=letter.pk)
    with pytest.raises(RuleViolation) as caught:
        pass_letter(actor=insurance, letter_id=letter.pk, user_ids=[adviser.pk])
    assert caught.value.code == "not_yours"


def test_who_has_not_read_is_reminded_once_a_day(university, manager, faculty, at):
    letter = LetterFactory(readers=[manager])
    insurance, adviser = (one.user for one in faculty.memberships.order_by("pk"))
    pass_letter(actor=manager, letter_id=letter.pk, user_ids=[], unit_ids=[faculty.pk])
    confirm_reading(actor=adviser, letter_id=letter.pk)
    assert remind_readers(actor=manager, letter_id=letter.pk) == 1
    with pytest.raises(RuleViolation) as caught:
        remind_readers(actor=manager, letter_id=letter.pk)
    assert caught.value.code == "reminded_today"
    at("2024-04-18 00:00:01")
    assert remind_readers(actor=manager, letter_id=letter.pk) == 1
    assert kinds_of(insurance) == ["letter_passed", "letter_reminder", "letter_reminder"]
    assert kinds_of(adviser) == ["letter_passed"]


def test_a_manager_who_came_later_confirms_too_and_the_first_confirmation_counts(university, manager, at):
    letter = LetterFactory()
    confirm_reading(actor=manager, letter_id=letter.pk)
    at("2024-04-18 10:00")
    assert confirm_reading(actor=manager, letter_id=letter.pk).read_at == moment(NOW)
    assert LetterReader.objects.count() == 1


def test_a_withdrawn_letter_is_cited_and_read_no_more(university, manager):
    older = LetterFactory(number="1", dated_on=dt.date(2024, 1, 2))
    letter = LetterFactory(number="2", dated_on=dt.date(2024, 2, 2), readers=[manager])
    assert season_letter("2024") == letter
    withdraw_letter(actor=UserFactory(), letter_id=letter.pk)
    assert season_letter("2024") == older
    assert season_letter("2020") is None
    assert list(OfficialLetter.objects.visible_to(manager)) == [older]
    assert unread_letters(manager) == 0
    with pytest.raises(RuleViolation):
        withdraw_letter(actor=manager, letter_id=letter.pk)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_an_operator_publishes_a_pdf_and_nothing_else(client, university, manager, settings, tmp_path):
    SeasonFactory()
    enter(client, UserFactory())
    values = {"season_code": "2024", "dated_on": "2024-04-16", "number": "E.259", "subject": "Stajlar"}
    page = reverse("guidance:letter-new")
    refused = client.post(page, values | {"file": SimpleUploadedFile("yazi.pdf", b"<svg>")})
    assert refused.status_code == 422
    assert 'value="E.259"' in refused.content.decode()
    late = client.post(page, values | {"dated_on": "2024-04-18", "file": SimpleUploadedFile("y.pdf", b"%PDF-")})
    assert "bugünden sonra olamaz" in late.content.decode()
    assert not OfficialLetter.objects.exists()


def test_the_file_is_served_to_its_readers_only(client, university, manager, faculty):
    letter = LetterFactory(readers=[manager])
    address = reverse("documents:upload", args=[letter.file_id])
    for user, status in (
        (manager, 200),
        (UserFactory(), 200),
        (faculty.memberships.earliest("pk").user, 404),
        (MemberFactory(employer=EmployerFactory()).user, 404),
    ):
        enter(client, user)
        assert client.get(address).status_code == status


def test_a_manager_works_through_a_letter_in_the_browser(client, university, manager, faculty):
    letter = LetterFactory(readers=[manager])
    enter(client, manager)
    assert "1 yazı okuma onayınızı bekliyor" in client.get(reverse("guidance:letters")).content.decode()
    page = reverse("guidance:letter", args=[letter.pk])
    assert client.post(reverse("guidance:letter-read", args=[letter.pk]), follow=True).status_code == 200
    said = client.post(reverse("guidance:letter-pass", args=[letter.pk]), {"unit": [faculty.pk]}, follow=True)
    assert "Yazı 2 kişiye iletildi." in said.content.decode()
    assert "3 kişiye iletildi, 1 kişi okudu" in client.get(page).content.decode()
    said = client.post(reverse("guidance:letter-remind", args=[letter.pk]), follow=True)
    assert "2 kişiye hatırlatıldı." in said.content.decode()
    said = client.post(reverse("guidance:letter-remind", args=[letter.pk]), follow=True)
    assert "Bugün hatırlatıldı" in said.content.decode()


def test_pages_cost_the_same_with_one_official_and_with_three(
    client, university, manager, django_assert_max_num_queries
):
    letter = LetterFactory(readers=[manager])
    enter(client, manager)
    client.get(reverse("portal:home"))  # what waits is counted once a minute, for the menu
    counts = []
    for number in (1, 3):
        for _more in range(number):
            OfficialFactory(university=university, unit=UnitFactory(university=university, code=f"b{number}{_more}"))
        with django_assert_max_num_queries(14) as asked:
            client.get(reverse("guidance:letter", args=[letter.pk]))
        with django_assert_max_num_queries(10):
            client.get(reverse("guidance:letters"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
