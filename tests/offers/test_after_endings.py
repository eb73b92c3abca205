"""What follows an end: notes as the records allow, evaluations in sums, documents, pages of all three sides."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from insurance.services.papers import ensure_acceptance_form
from offers import endings_rules as rules
from offers.models import (
    CancellationRequest,
    CancellationState,
    ConductNote,
    HandedInDocument,
    Placement,
    PlacementReview,
    RequestedDocument,
)
from offers.selectors.conduct import conduct_flags, notes_open_to
from offers.selectors.endings_center import employer_record
from offers.selectors.marks import marks_of
from offers.selectors.placements import interns_of
from offers.services.cancelling import refuse_cancellation, request_cancellation
from offers.services.conduct import appeal_note, decide_appeal, judge_words, renew_ends, reply_to_note, write_note
from offers.services.ending import abandon_placement, cancel_placement, complete_placement
from offers.services.following import follow_placements
from offers.services.handing_in import check_document, hand_in, hand_in_document
from offers.services.reviewing import review_intern, review_workplace
from offers.states import Ending, PlacementState
from tests.factories import MemberFactory, OfficialFactory, SeasonFactory, UploadFactory, UserFactory, moment
from tests.insurance.world import insured, officer_of, place
from tests.keeping import kept
from tests.offers.pages import text_of
from tests.offers.world import World, make_world
from tests.people import browser
from usp.accounts.models import EmployerRole
from usp.core.errors import RuleViolation
from usp.documents.access import may_download, may_see_upload
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
BEFORE, FIRST, DURING, AFTER = "2024-06-03 10:00", "2024-08-05 12:00", "2024-08-14 10:00", "2024-09-03 10:00"
Said, C = ConductNote.Said, CancellationState


@kept
def world(at) -> World:
    at("2024-05-13 10:00")
    return make_world(quota=6)


@kept
def placed(world, at) -> Placement:
    return place(world, at)


@kept
def official(placed):
    return OfficialFactory(university=placed.application.enrolled_at.unit.university).user


@kept
def no_show(world, placed, at) -> Placement:
    at("2024-07-15 10:00")
    insured(placed, officer_of(placed))
    at(FIRST)
    return cancel_placement(placement_id=placed.pk, ending=Ending.NO_SHOW, actor=world.employer_user)


@kept
def note(world, no_show) -> ConductNote:
    return write_note(placement_id=no_show.pk, said=[Said.NO_NEWS], text="", actor=world.employer_user)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(RuleViolation) as refused:
        call()
    return refused.value.code


def told(user) -> set[str]:
    return set(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


def complete(world: World, placed: Placement, at) -> Placement:
    at("2024-07-15 10:00")
    insured(placed, officer_of(placed))
    at(AFTER)
    return complete_placement(placement_id=placed.pk, days_attended=20, unexcused_days=0, actor=world.employer_user)


# --- what the records allow (A9), as a pure rule


def record(state: str, ending: str, *requests: tuple[str, int]) -> tuple[Placement, list[CancellationRequest]]:
    """A placement that ended at noon of the start day, and requests so many hours before (after, when negative)."""
    ended = moment(FIRST)
    days = DateRange(ended.date(), ended.date() + dt.timedelta(days=26), "[)")
    placement = Placement(state=state, ending=ending, ended_at=ended, dates=days)
    return placement, [
        CancellationRequest(state=of, requested_at=ended - dt.timedelta(hours=hours)) for of, hours in requests
    ]


@pytest.mark.parametrize(
    ("row", "ground"),
    [
        (("cancelled", "no_show"), "no_show"),
        (("cancelled", "no_show", ("refused", 100)), "no_show"),
        (("cancelled", "no_show", ("taken_back", 100)), "no_show"),
        (("cancelled", "no_show", ("open", 100)), None),
        (("cancelled", "left"), "unexcused"),
        (("abandoned", "left"), "unexcused"),
        (("cancelled", "left", ("taken_back", 5)), "unexcused"),
        (("cancelled", "left", ("refused", 5)), None),
        (("cancelled", "left", ("by_center", -5)), "unexcused"),
        (("cancelled", "excuse", ("approved", 5)), None),
        (("completed", ""), None),
        (("confirmed", ""), None),
        *((("cancelled", ending), None) for ending in Ending if ending not in ("no_show", "left")),
    ],
)
def test_the_records_decide_whether_a_note_is_possible(row, ground):
    assert rules.note_ground(*record(*row), could_begin=True) == ground


@pytest.mark.parametrize(
    ("state", "ending", "begins_in", "ground"),
    [
        ("cancelled", "no_show", 0, None),
        ("abandoned", "left", -8, None),
        ("cancelled", "left", 1, "unexcused"),  # who leaves before the start gave up the place, insured or not
    ],
)
def test_nobody_is_blamed_for_an_internship_that_must_not_begin(state, ending, begins_in, ground):
    placement, requests = record(state, ending)
    first = moment(FIRST).date() + dt.timedelta(days=begins_in)
    placement.dates = DateRange(first, first + dt.timedelta(days=26), "[)")
    assert rules.note_ground(placement, requests, could_begin=False) == ground


NAMES = rules.Names.of(["Ayşe Çınar", "Devlet Su İşleri Genel Müdürlüğü", "Elif Şahin"])


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Sabah saatlerinde gelmedi, aranınca ulaşılamadı.", False),
        ("Genel olarak ilgisizdi; 2 gün 3 saat bekledik.", False),
        ("Ayşe haber vermedi", True),
        ("AYSE’nin telefonu kapalıydı", True),
        ("Çınar hanım gelmedi", True),
        ("çınarın yerine kimse gelmedi", True),
        ("Elif Hanım aradı", True),
        ("0532 111 22 33 numarasından aradık", True),
        ("TCKN 12345678901", True),
        ("05 32-1 11.22/33", True),
        ("ayse [at] ornek.com yazdık", True),
        ("a@b.c adresine yazdık", True),
        ("bkz. www.ornek.com", True),
    ],
)
def test_words_with_names_numbers_or_addresses_are_refused_at_once(text, refused):
    assert bool(rules.refused_words(text, NAMES)) == refused


def test_a_note_is_written_once_and_only_where_the_records_allow_it(world, placed, at):
    def write(**extra):
        return write_note(
            placement_id=placed.pk, actor=world.employer_user, **({"said": [Said.NO_NEWS], "text": ""} | extra)
        )

    at("2024-07-15 10:00")
    insured(placed, officer_of(placed))
    at(FIRST)
    assert code_of(write) == "note_without_ground"
    cancel_placement(placement_id=placed.pk, ending=Ending.NO_SHOW, actor=world.employer_user)
    assert code_of(lambda: write(said=[])) == "note_says_nothing"
    assert code_of(lambda: write(text=f"{placed.student.last_name} gelmedi")) == "note_words"
    made = write()
    assert (made.ground, made.words) == ("no_show", "none")
    assert "conduct_note_written" in told(placed.student.user)
    assert code_of(write) == "note_once"


def test_a_note_comes_within_a_month(world, no_show, at):
    at("2024-09-05 12:01")
    assert (
        code_of(lambda: write_note(placement_id=no_show.pk, said=[Said.NO_NEWS], actor=world.employer_user))
        == "note_too_late"
    )


def test_who_named_an_excuse_and_was_refused_has_not_left_without_a_word(world, placed, at):
    at(BEFORE)
    made = request_cancellation(
        placement_id=placed.pk, ground="health", text="Ameliyat", proof=None, actor=placed.student.user
    )
    refuse_cancellation(request_id=made.pk, answer="Tarih değişebilir", actor=world.employer_user)
    cancel_placement(placement_id=placed.pk, ending=Ending.LEFT, actor=world.employer_user)
    assert (
        code_of(lambda: write_note(placement_id=placed.pk, said=[Said.NO_NEWS], actor=world.employer_user))
        == "note_without_ground"
    )


def test_added_words_are_read_by_an_operator_before_anybody_else(world, no_show):
    made = write_note(
        placement_id=no_show.pk, said=[Said.NO_NEWS], text="Öğleye kadar beklendi.", actor=world.employer_user
    )
    stranger = make_world().employer_user
    page = lambda user, name: text_of(browser(user).get(reverse(name, args=[no_show.pk])))  # noqa: E731
    assert "Öğleye kadar" in page(no_show.student.user, "offers:my-note")
    assert "Öğleye kadar" in page(world.employer_user, "offers:intern")
    assert notes_open_to(stranger, no_show.application_id)[0].words == "waiting"
    operator = UserFactory()
    assert "Öğleye kadar" in text_of(browser(operator).get(reverse("offers:note-words")))
    assert judge_words(note_id=made.pk, release=True, actor=operator).words == "released"
    assert code_of(lambda: judge_words(note_id=made.pk, release=False, actor=operator)) == "words_judged"


def test_a_reply_stands_beside_the_note_once_and_nobody_else_writes_it(world, note):
    student = note.placement.student.user
    with pytest.raises(ConductNote.DoesNotExist):
        reply_to_note(note_id=note.pk, reply="Ben", actor=world.candidate().student.user)
    assert reply_to_note(note_id=note.pk, reply="Trafik kazası geçirdim.", actor=student).replied_at
    assert code_of(lambda: reply_to_note(note_id=note.pk, reply="Yeniden", actor=student)) == "replied"
    assert "conduct_note_replied" in told(world.employer_user)


def test_a_struck_note_counts_no_more_and_stays_on_record(world, note, official):
    application, other = note.placement.application_id, make_world().position.employer_id
    flag = {application: "geçerli not: mazeretsiz iptal"}
    assert conduct_flags([application], other) == flag
    assert conduct_flags([application], note.employer_id) == {}  # not to its author
    appeal_note(note_id=note.pk, text="Haber vermiştim.", actor=note.placement.student.user)
    assert "conduct_note_appealed" in told(official)
    assert conduct_flags([application], other) == flag
    with pytest.raises(ConductNote.DoesNotExist):
        decide_appeal(note_id=note.pk, struck=True, decision="x", actor=OfficialFactory(university__code="baska").user)
    decide_appeal(note_id=note.pk, struck=True, decision="Kayıtta telefon var.", actor=official)
    assert conduct_flags([application], other) == {}
    assert ConductNote.objects.filter(pk=note.pk).exists()
    assert "conduct_note_struck" in told(note.placement.student.user)
    assert code_of(lambda: decide_appeal(note_id=note.pk, struck=False, decision="x", actor=official)) == (
        "appeal_decided"
    )
    assert code_of(lambda: appeal_note(note_id=note.pk, text="Yine", actor=note.placement.student.user)) == "appealed"


def test_student_and_career_centre_read_where_an_appeal_stands(note, official):
    student, pk = note.placement.student.user, note.placement_id
    ours = browser(student)
    appeal_note(note_id=note.pk, text="Haber vermiştim.", actor=student)
    listed = browser(official).get(reverse("offers:cancellations"), {"sekme": "itiraz"})
    assert "1 not itirazı kararınızı bekliyor" in text_of(listed)
    assert "İtirazınız inceleniyor" in text_of(ours.get(reverse("offers:my-placement", args=[pk])))
    decide_appeal(note_id=note.pk, struck=False, decision="Kayıt yok.", actor=official)
    page = text_of(ours.get(reverse("offers:my-placement", args=[pk])))
    assert "İtirazınız incelendi, not yerinde bulundu" in page
    assert "itiraz edebilirsiniz" not in page
    assert "not yerinde bulundu" in text_of(ours.get(reverse("offers:my-note", args=[pk])))


def test_a_note_ends_with_the_season_after_its_own(note, at):
    application, other = note.placement.application_id, make_world().position.employer_id
    assert note.counts_until == moment("2025-09-20 17:00")
    SeasonFactory(
        code="2025", is_current=False, applications_open_at=moment("2024-12-28 00:00"),
        applications_close_at=moment("2025-03-10 23:59"), pool_opens_at=moment("2025-05-08 09:00"),
        offers_close_at=moment("2025-08-01 17:00"), answers_close_at=moment("2025-08-05 17:00"),
        confirm_close_at=moment("2025-08-20 17:00"),
    )  # fmt: skip
    assert renew_ends() == 1
    at("2025-08-20 16:59")
    assert conduct_flags([application], other)
    at("2025-08-20 17:00")
    assert conduct_flags([application], other) == {}


@pytest.mark.parametrize("change", [{"text": "Başka"}, {"ground": "unexcused"}, {"said": ["no_reason"]}])
def test_what_a_note_says_stays_whoever_writes(note, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        ConductNote.objects.filter(pk=note.pk).update(**change)


def test_an_employer_that_cancels_late_has_a_record_too(world, placed, at):
    early = place(world, at, name="Can Öz")
    at("2024-07-21 23:59")
    cancel_placement(placement_id=early.pk, ending=Ending.EMPLOYER, actor=world.employer_user)
    at("2024-07-23 00:00")
    cancel_placement(placement_id=placed.pk, ending=Ending.EMPLOYER, actor=world.employer_user)
    assert employer_record(world.position.employer_id).cancelled_late == 1
    address = reverse("offers:employer-page", args=[world.position.employer_id])
    assert "1 staj sonlandırdı" in text_of(browser(placed.student.user).get(address))


# --- evaluations


def marks(criteria, value=4) -> dict[str, int]:
    return dict.fromkeys(criteria, value)


def test_each_side_evaluates_once_after_completion(world, placed, at):
    def of_student(**extra):
        given = {"marks": marks(rules.CRITERIA_OF_STUDENT), "text": ""} | extra
        return review_workplace(placement_id=placed.pk, actor=placed.student.user, **given)

    at(DURING)
    assert code_of(of_student) == "review_after_completion"
    complete(world, placed, at)
    assert code_of(lambda: of_student(marks=marks(rules.CRITERIA_OF_STUDENT, 6))) == "marks"
    assert code_of(lambda: of_student(marks={"learning": 5})) == "marks"
    of_student()
    assert code_of(of_student) == "placement_review_once"
    review_intern(
        placement_id=placed.pk, marks=marks(rules.CRITERIA_OF_EMPLOYER), would_hire=True, text="Çalışkan",
        actor=world.employer_user,
    )  # fmt: skip
    page = text_of(browser(placed.student.user).get(reverse("offers:my-placement", args=[placed.pk])))
    assert "Çalışkan" in page


def test_employers_see_students_marks_only_as_sums_of_five(world, placed, at):
    employer, people = world.position.employer_id, [placed]
    people += [place(world, at, name=f"Kişi {letter}") for letter in "ABCDE"]
    for number, one in enumerate(people):
        complete(world, one, at)
        review_workplace(
            placement_id=one.pk, marks=marks(rules.CRITERIA_OF_STUDENT, 5 if number else 1), text="Gizli",
            actor=one.student.user,
        )  # fmt: skip
        found = marks_of(employer)
        assert (found is None) == (number < 4)
    assert found is not None
    assert (found.count, found.means[0].value) == (5, Decimal("4.2"))
    page = text_of(browser(world.employer_user).get(reverse("offers:intern", args=[placed.pk])))
    assert "Gizli" not in page
    own = text_of(browser(world.employer_user).get(reverse("offers:employer-page", args=[employer])))
    assert "5 stajyerin değerlendirmesi" in own
    assert "Gizli" not in own


def test_reminders_come_once_and_silence_completes_nothing(world, placed, official, at):
    at("2024-07-15 10:00")
    insured(placed, officer_of(placed))
    at("2024-09-02 08:40")
    follow_placements()
    assert "completion_due" not in told(world.employer_user)
    at("2024-09-03 08:40")
    follow_placements()
    follow_placements()
    assert Notification.objects.filter(recipient=world.employer_user, kind="completion_due").count() == 1
    at("2024-09-17 08:40")
    follow_placements()
    assert "completion_silent" in told(official)
    placed.refresh_from_db()
    assert placed.state == PlacementState.CONFIRMED
    page = text_of(browser(official).get(reverse("offers:cancellations") + "?sekme=bitmis"))
    assert str(placed.student) in page
    complete_placement(placement_id=placed.pk, days_attended=20, unexcused_days=0, actor=official)
    at("2024-09-25 08:40")
    follow_placements()
    assert "review_due_student" in told(placed.student.user)


# --- documents the employer asks for (A16)


@kept
def wanted(world, placed) -> RequestedDocument:
    return RequestedDocument.objects.create(position=world.position, kind="student_certificate")


def test_what_is_handed_in_is_open_to_the_employer_only_while_the_name_is(world, placed, wanted, official, at):
    file = UploadFactory(owner=placed.student.user, purpose="handed_in")
    hand_in_document(placement_id=placed.pk, requested_id=wanted.pk, file=file, actor=placed.student.user)
    paper = ensure_acceptance_form(placement_id=placed.pk, actor=None)
    colleague = MemberFactory(employer=world.manager.employer, role=EmployerRole.SUPERVISOR).user
    assert "document_handed_in" in told(world.employer_user)
    assert may_see_upload(colleague, file)
    assert may_download(colleague, paper)
    assert not may_see_upload(official, file)
    assert not may_see_upload(make_world().employer_user, file)
    at(BEFORE)
    cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user)
    assert not may_see_upload(colleague, file)
    assert not may_download(colleague, paper)
    assert may_see_upload(placed.student.user, file)
    page = text_of(browser(world.employer_user).get(reverse("offers:intern", args=[placed.pk])))
    assert placed.student.last_name not in page


def test_of_an_ended_internship_no_document_is_waited_for(world, placed, wanted, at):
    file = UploadFactory(owner=placed.student.user, purpose="handed_in")
    hand_in_document(placement_id=placed.pk, requested_id=wanted.pk, file=file, actor=placed.student.user)
    RequestedDocument.objects.create(position=world.position, kind="photo")
    address = reverse("offers:intern", args=[placed.pk])
    running = text_of(browser(world.employer_user).get(address))
    assert "Bekleniyor" in running
    assert "1 belge kontrolünüzü bekliyor" in running
    at(DURING)
    abandon_placement(
        placement_id=placed.pk, ending=Ending.AGREED, left_on=dt.date(2024, 8, 13), actor=world.employer_user
    )
    ended = text_of(browser(world.employer_user).get(address))
    assert "Artık gerekmiyor" in ended
    assert "Verildi; artık gerekmiyor" in ended
    assert "Bekleniyor" not in ended
    assert "kontrolünüzü bekliyor" not in ended


def test_who_asks_to_cancel_stands_first_among_the_interns(world, at):
    first, second = (place(world, at, starts_on=day) for day in (dt.date(2024, 7, 1), dt.date(2024, 8, 5)))
    assert [row.placement for row in interns_of(world.employer_user).coming] == [first, second]
    request_cancellation(
        placement_id=second.pk, ground="health", text="Ameliyat", proof=None, actor=second.student.user
    )
    assert [row.placement for row in interns_of(world.employer_user).coming] == [second, first]


def test_a_ticked_document_is_not_replaced_and_sgk_s_paper_comes_by_itself(world, placed, wanted):
    entry = RequestedDocument.objects.create(position=world.position, kind="entry_document")
    file = UploadFactory(owner=placed.student.user, purpose="handed_in")
    for _both in range(2):
        assert [row.requested for row in hand_in(placement=placed, kind="entry_document", file=file)] == [entry]
    check_document(placement_id=placed.pk, requested_id=wanted.pk, actor=world.employer_user)  # came on paper
    assert (
        code_of(
            lambda: hand_in_document(
                placement_id=placed.pk, requested_id=wanted.pk, file=file, actor=placed.student.user
            )
        )
        == "document_ticked"
    )
    assert HandedInDocument.objects.count() == 2


def test_a_document_of_another_position_is_refused_by_the_database(placed):
    other = RequestedDocument.objects.create(position=make_world().position, kind="photo")
    with pytest.raises(RequestedDocument.DoesNotExist):
        hand_in_document(placement_id=placed.pk, requested_id=other.pk, file=UploadFactory(), actor=placed.student.user)
    with pytest.raises(DatabaseError), transaction.atomic():
        HandedInDocument.objects.create(placement=placed, requested=other)


def test_the_proof_of_an_excuse_is_for_the_university_never_for_the_employer(world, placed, official, at):
    at(BEFORE)
    proof = UploadFactory(owner=placed.student.user, purpose="cancellation")
    request_cancellation(
        placement_id=placed.pk, ground="health", text="Ameliyat", proof=proof, actor=placed.student.user
    )
    assert may_see_upload(official, proof)
    assert not may_see_upload(world.employer_user, proof)
    assert not may_see_upload(OfficialFactory(university__code="baska").user, proof)


# --- pages


def test_a_student_asks_on_the_page_and_what_was_typed_stays_after_a_refusal(placed, at):
    at(BEFORE)
    student, page = browser(placed.student.user), reverse("offers:ask-cancellation", args=[placed.pk])
    assert "Önceden bildirdiğiniz neden sizi korur" in text_of(student.get(page))
    wrong = student.post(page, {"ground": "", "text": "Ameliyat olacağım."})
    assert wrong.status_code == 422
    assert "Ameliyat olacağım." in wrong.content.decode()
    file = SimpleUploadedFile("rapor.pdf", b"<svg></svg>", "application/pdf")
    assert student.post(page, {"ground": "health", "text": "x", "file": file}).status_code == 422
    assert student.post(page, {"ground": "health", "text": "Ameliyat olacağım."}).status_code == 302
    assert "İptal isteğiniz cevap bekliyor" in text_of(student.get(reverse("offers:offer", args=[placed.offer_id])))
    assert student.get(page).status_code == 302
    student.post(reverse("offers:take-back-cancellation", args=[placed.pk]))
    assert placed.cancellation_requests.get().state == C.TAKEN_BACK


def test_the_employer_answers_ends_and_evaluates_on_pages(world, placed, at):
    at(BEFORE)
    employer = browser(world.employer_user)
    page = lambda name: reverse(f"offers:{name}", args=[placed.pk])  # noqa: E731
    request_cancellation(
        placement_id=placed.pk, ground="health", text="Ameliyat olacağım.", proof=None, actor=placed.student.user
    )
    assert "Ameliyat olacağım." in text_of(employer.get(page("answer-cancellation")))
    assert employer.post(page("answer-cancellation"), {"verdict": "refuse"}).status_code == 422
    employer.post(page("answer-cancellation"), {"verdict": "refuse", "answer": "Tarih değişebilir."})
    assert placed.cancellation_requests.get().state == C.REFUSED
    assert "Stajı iptal et" in text_of(employer.get(page("intern")))
    insured(placed, officer_of(placed))
    at(AFTER)
    assert "Staj bitti" in text_of(employer.get(page("intern")))
    assert employer.post(page("complete-placement"), {"days_attended": 21, "unexcused_days": 0}).status_code == 422
    employer.post(page("complete-placement"), {"days_attended": 19, "unexcused_days": 1})
    given = {f"mark_{key}": "5" for key in rules.CRITERIA_OF_EMPLOYER} | {"again": "1", "text": ""}
    assert employer.post(page("review-intern"), given).status_code == 302
    assert PlacementReview.objects.get().marks["again"] == 1


def test_the_centre_s_list_puts_first_what_it_may_decide_and_decides_on_the_page(world, placed, official, at):
    at(BEFORE)
    made = request_cancellation(
        placement_id=placed.pk, ground="health", text="Ameliyat olacağım.", proof=None, actor=placed.student.user
    )
    center, one = browser(official), reverse("offers:cancellation", args=[made.pk])
    assert "1 iptal isteği işverenin cevabını bekliyor" in text_of(center.get(reverse("offers:cancellations")))
    assert center.post(one, {"answer": ""}).status_code == 422
    at("2024-06-05 10:00")
    assert "1 iptal isteği kararınızı bekliyor" in text_of(center.get(reverse("offers:cancellations")))
    assert center.post(one, {"answer": "Cevap gelmedi."}).status_code == 302
    assert "üniversite" in text_of(center.get(reverse("insurance:intern", args=[placed.pk])))


def test_an_abandoned_internship_reads_in_full_on_all_sides(world, placed, official, at):
    at(DURING)
    abandon_placement(
        placement_id=placed.pk, ending=Ending.LEFT, left_on=dt.date(2024, 8, 13), actor=world.employer_user
    )
    label = "Stajını Yarıda Bıraktı/Tamamlamadı"
    assert label in text_of(browser(placed.student.user).get(reverse("offers:my-placement", args=[placed.pk])))
    assert label in text_of(browser(world.employer_user).get(reverse("offers:intern", args=[placed.pk])))
    assert label in text_of(browser(official).get(reverse("insurance:intern", args=[placed.pk])))
