"""The end of an internship: days are marked, limits warn, the report is read, the certificate comes by itself."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from insurance.attendance_rules import Count, count_days, warnings_of, working_days_of
from insurance.models import AttendanceDay, InternEvent, InternshipReport, PaperRules
from insurance.selectors.ending import attendance_of, attended, certificate_of, record_of, report_due
from insurance.services.attendance import mark_days
from insurance.services.completion import issue_missing_certificates
from insurance.services.reports import REPORT, hand_in_report, read_report, report_rules
from offers.forms.endings import CompleteForm
from offers.models import Placement
from offers.services.ending import cancel_placement, complete_placement
from offers.states import Ending
from tests.factories import MemberFactory, OfficialFactory, UniversityFactory, UploadFactory
from tests.insurance.world import insured, officer_of, place
from tests.offers.world import make_world, student_of
from tests.people import enter
from usp.accounts.models import EmployerRole, UniversityRole
from usp.core.errors import RuleViolation
from usp.documents.models import Document
from usp.notifications.models import Notification

FIRST, LAST = dt.date(2024, 8, 5), dt.date(2024, 9, 2)  # 20 working days around 30 August


def count(total=20, **days: int) -> Count:
    kinds = {"present": 0, "sick": 0, "leave": 0, "unexcused": 0, "unmarked": 0, **days}
    return Count(total=total, **kinds)


def test_holidays_and_weekends_are_no_days_of_an_internship():
    days = working_days_of(FIRST, LAST, 5, frozenset())
    assert len(days) == 20
    assert dt.date(2024, 8, 30) not in days
    assert len(working_days_of(FIRST, LAST, 6, frozenset())) == 24


def test_days_are_counted_by_what_they_were_and_strange_ones_not_at_all():
    expected = [dt.date(2024, 8, day) for day in (5, 6, 7, 8, 9)]
    marks = {expected[0]: "present", expected[1]: "sick", expected[2]: "unexcused", dt.date(2024, 7, 1): "present"}
    found = count_days(expected, marks, today=expected[3])
    assert (found.present, found.sick, found.unexcused, found.unmarked) == (1, 1, 1, 1)
    assert (found.absent, found.percent) == (2, 40.0)


@pytest.mark.parametrize(
    ("days", "keys"),
    [
        ({"sick": 3, "leave": 3}, ["share"]),  # 30 %: within each limit, above them together
        ({"sick": 4}, ["sick", "share"]),
        ({"leave": 4}, ["leave", "share"]),
        ({"sick": 2}, []),  # exactly 10 %
        ({"unexcused": 3}, ["share"]),
        ({"present": 20}, []),
    ],
)
def test_nku_rule_warns_and_the_unit_decides(days, keys):
    rules = PaperRules(sick_days=3, leave_days=3, absence_percent=10)
    assert [one.key for one in warnings_of(rules, count(**days))] == keys


def test_a_university_without_limits_hears_of_the_share_alone():
    assert [one.key for one in warnings_of(PaperRules(), count(sick=20))] == ["share"]


@pytest.fixture
def placement(at, db) -> Placement:
    """An insured internship from 5 August to 2 September 2024."""
    world = make_world()
    placement = place(world, at)
    at("2024-07-15 10:00")
    insured(placement, officer_of(placement))
    at("2024-08-07 18:00")
    return placement


@pytest.fixture
def employer(placement):
    return placement.offer.sent_by.user


@pytest.fixture
def commission(placement):
    unit = placement.department.unit
    return OfficialFactory(role=UniversityRole.COMMISSION, unit=unit, university=unit.university).user


def august(day: int) -> dt.date:
    return dt.date(2024, 8, day)


def test_days_are_written_changed_and_taken_back(placement, employer):
    assert mark_days(placement_id=placement.pk, days={august(5): "present", august(6): "sick"}, actor=employer) == 2
    assert mark_days(placement_id=placement.pk, days={august(5): "present", august(6): ""}, actor=employer) == 1
    assert list(AttendanceDay.objects.values_list("day", "status")) == [(august(5), "present")]
    found = attendance_of(placement)
    assert (found.count.present, found.count.unmarked, found.count.total) == (1, 2, 20)


@pytest.mark.parametrize("day", [august(8), august(10), dt.date(2024, 7, 1), august(30)])
def test_days_to_come_and_days_that_are_not_worked_cannot_be_marked(placement, employer, day):
    with pytest.raises(RuleViolation):
        mark_days(placement_id=placement.pk, days={day: "present"}, actor=employer)


def test_a_status_that_is_none_is_refused(placement, employer):
    with pytest.raises(RuleViolation):
        mark_days(placement_id=placement.pk, days={august(5): "asleep"}, actor=employer)


def test_nobody_else_marks_days(placement, commission):
    stranger = MemberFactory(role=EmployerRole.MANAGER).user
    for actor in (student_of(placement.offer), commission, stranger):
        with pytest.raises(Placement.DoesNotExist):
            mark_days(placement_id=placement.pk, days={august(5): "present"}, actor=actor)


def test_without_insurance_no_day_is_marked(at, db):
    placement = place(make_world(), at)
    at("2024-08-07 18:00")
    employer = placement.offer.sent_by.user
    with pytest.raises(RuleViolation) as refused:
        mark_days(placement_id=placement.pk, days={august(5): "present"}, actor=employer)
    assert refused.value.code == "not_insured"


def test_the_database_keeps_marks_inside_an_internship_that_runs(placement, employer, at):
    row = {"placement": placement, "status": "present", "marked_by": employer, "marked_at": at("2024-08-07 18:00")}
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceDay.objects.create(day=dt.date(2024, 10, 1), **row)
    mark_days(placement_id=placement.pk, days={august(5): "present"}, actor=employer)
    at("2024-09-03 09:00")
    complete_placement(placement_id=placement.pk, days_attended=20, unexcused_days=0, actor=employer)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceDay.objects.create(day=august(6), **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceDay.objects.all().delete()
    with pytest.raises(RuleViolation):
        mark_days(placement_id=placement.pk, days={august(6): "present"}, actor=employer)


def test_the_unit_hears_once_of_a_limit_that_is_passed(placement, employer, commission, at):
    at("2024-08-12 18:00")
    for day in (5, 6, 7):
        mark_days(placement_id=placement.pk, days={august(day): "unexcused"}, actor=employer)
    mark_days(placement_id=placement.pk, days={august(8): "unexcused"}, actor=employer)
    told = Notification.objects.filter(recipient=commission, kind="attendance_limit")
    assert told.count() == 1


def test_completion_proposes_what_was_marked(placement, employer, at):
    assert attended(placement) is None
    assert CompleteForm(placement=placement)["days_attended"].value() == 20
    at("2024-08-12 18:00")
    days = {august(5): "present", august(6): "unexcused", august(7): "leave"}
    mark_days(placement_id=placement.pk, days=days, actor=employer)
    form = CompleteForm(placement=placement)
    assert (form["days_attended"].value(), form["unexcused_days"].value()) == (1, 1)
    assert "işaretlenmemiş gün: 3" in form.fields["days_attended"].help_text


def test_the_employer_marks_a_week_at_once_and_keeps_what_was_chosen(client, placement, employer, at):
    at("2024-08-09 18:00")
    enter(client, employer)
    page = reverse("insurance:attendance", args=[placement.pk])
    assert "Kalan günlerde geldi" in client.get(page).content.decode()
    answer = client.post(page, {"hafta": "2024-08-05", "gun-2024-08-06": "sick", "gun-2024-08-05": ""})
    assert answer.status_code == 302
    assert dict(AttendanceDay.objects.values_list("day", "status")) == {
        august(5): "present", august(6): "sick", august(7): "present", august(8): "present", august(9): "present",
    }  # fmt: skip
    assert client.post(page, {"gun-2024-08-12": "present"}).status_code == 422
    assert client.post(page, {"gun-morgen": "present"}).status_code == 422
    assert client.get(page + "?ay=1999-01").status_code == 200


def send_report(placement) -> InternshipReport:
    student = student_of(placement.offer)
    file = UploadFactory(owner=student, purpose=REPORT, name="rapor.pdf")
    return hand_in_report(placement_id=placement.pk, file=file, actor=student)


def test_a_report_goes_there_and_back_until_it_is_accepted(placement, commission, at):
    with pytest.raises(RuleViolation, match="son gününden"):
        send_report(placement)
    at("2024-09-02 17:00")
    first = send_report(placement)
    with pytest.raises(RuleViolation, match="zaten teslim"):
        send_report(placement)
    with pytest.raises(RuleViolation) as refused:
        read_report(report_id=first.pk, accepted=False, note=" ", actor=commission)
    assert refused.value.code == "note_needed"
    read_report(report_id=first.pk, accepted=False, note="İmzalı sayfa eksik.", actor=commission)
    second = send_report(placement)
    read_report(report_id=second.pk, accepted=True, actor=commission)
    with pytest.raises(RuleViolation):
        read_report(report_id=second.pk, accepted=False, note="x", actor=commission)
    assert list(InternshipReport.objects.values_list("state", flat=True)) == ["accepted", "returned"]
    student = student_of(placement.offer)
    told = Notification.objects.filter(recipient=student).values_list("kind", flat=True)
    assert {"report_returned", "report_accepted"} <= set(told)
    assert Notification.objects.filter(recipient=commission, kind="report_handed_in").count() == 2


def test_a_read_report_is_kept_as_it_was(placement, commission, at):
    at("2024-09-02 17:00")
    report = send_report(placement)
    read_report(report_id=report.pk, accepted=True, actor=commission)
    for change in ({"state": "returned"}, {"handed_in_at": at("2024-09-03 17:00")}):
        with pytest.raises(DatabaseError), transaction.atomic():
            InternshipReport.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        report.delete()


def test_officials_without_a_say_and_other_universities_do_not_read_reports(placement, at):
    at("2024-09-02 17:00")
    report = send_report(placement)
    stranger = OfficialFactory(role=UniversityRole.COMMISSION, university=UniversityFactory(code="baska")).user
    for actor in (officer_of(placement), stranger):
        with pytest.raises(Placement.DoesNotExist):
            read_report(report_id=report.pk, accepted=True, actor=actor)


def test_a_university_that_wants_no_report_takes_none(placement, at):
    university = placement.department.unit.university
    PaperRules.objects.update_or_create(university=university, defaults={"wants_report": False})
    at("2024-09-02 17:00")
    with pytest.raises(RuleViolation, match="istemiyor"):
        send_report(placement)


def test_the_report_is_due_on_an_open_day(placement):
    assert report_due(placement, report_rules(placement)) == dt.date(2024, 9, 17)
    assert report_due(placement, PaperRules(report_days=5)) == dt.date(2024, 9, 9)  # the 7th is a Saturday


def test_the_certificate_is_issued_by_itself_and_anyone_may_verify_it(client, placement, employer, at):
    at("2024-09-03 09:00")
    assert issue_missing_certificates() == 0
    complete_placement(placement_id=placement.pk, days_attended=19, unexcused_days=1, actor=employer)
    assert issue_missing_certificates() == 1
    assert issue_missing_certificates() == 0
    certificate = certificate_of(placement)
    page = client.get(reverse("documents:verify-code", args=[certificate.code])).content.decode()
    assert "Bu belge geçerli" in page
    assert "19 iş günü" in page
    assert "Çınar" not in page
    student = student_of(placement.offer)
    told = Notification.objects.get(recipient=student, kind="certificate_ready")
    assert certificate.code in str(told.context)
    (row,) = record_of(student)
    assert row.certificate == certificate
    enter(client, student)
    assert certificate.code in client.get(reverse("insurance:my-record")).content.decode()
    assert "Bitirme belgeniz hazır" in client.get(reverse("insurance:my-end", args=[placement.pk])).content.decode()


def test_the_list_says_who_has_completed(placement, employer, at):
    at("2024-09-03 10:00")
    complete_placement(placement_id=placement.pk, days_attended=20, unexcused_days=0, actor=employer)
    event = InternEvent.objects.filter(placement=placement).first()
    assert (event.kind, event.seen_at) == (InternEvent.Kind.COMPLETED, None)


def test_a_cancelled_internship_has_no_certificate(client, placement, employer, at):
    cancel_placement(placement_id=placement.pk, ending=Ending.CONDITION, actor=employer)
    at("2024-09-03 09:00")
    assert issue_missing_certificates() == 0
    assert not Document.objects.filter(kind="completion").exists()


def test_the_pages_of_the_end_take_a_report_and_its_verdict(client, placement, commission, at):
    at("2024-09-20 10:00")
    student = student_of(placement.offer)
    enter(client, student)
    page = reverse("insurance:my-end", args=[placement.pk])
    assert "idi. Raporunuzu yine de" in client.get(page).content.decode()
    assert client.post(page).status_code == 422
    report = send_report(placement)
    client.logout()
    enter(client, commission)
    assert "Raporu oku" in client.get(reverse("insurance:intern", args=[placement.pk])).content.decode()
    verdict = reverse("insurance:report", args=[report.pk])
    assert client.get(reverse("documents:upload", args=[report.file_id])).status_code == 200
    assert client.post(verdict, {"verdict": "return", "note": ""}).status_code == 422
    assert client.post(verdict, {"verdict": "accept", "note": ""}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.read_by) == ("accepted", commission)
