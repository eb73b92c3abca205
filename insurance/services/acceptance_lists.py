"""An employer's list letter: issued for interns it chooses, withdrawn when one of them changes."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from insurance.models import AcceptanceList, AcceptanceListRow
from insurance.papers.acceptance_list import KIND, MOST, SUBJECT, AcceptanceListData, ListLine
from insurance.papers.blocks import SIGNATURES, Paper
from offers.cards.shared import readable_phone
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import Employer, User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.core import clock, turkish
from usp.core.errors import RuleViolation
from usp.documents.frames import Frame
from usp.documents.models import Document, DocumentState
from usp.documents.services.issue import issue_document, revoke_documents
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import University


def listable(user: User) -> "Sequence[Placement]":
    """The employer's confirmed internships that a letter may name, by university and name. One query."""
    rows = (
        Placement.objects.visible_to(user)
        .filter(kind=Kind.INTERNSHIP, state=PlacementState.CONFIRMED)
        .select_related("student__user", "department__unit__university", "offer__position__employer",
                        "offer__position__season")
    )  # fmt: skip
    open_rows = [row for row in rows if row.offer.identity_is_open]
    return sorted(
        open_rows,
        key=lambda row: (row.department.unit.university.sort_key, turkish.sort_key(str(row.student))),
    )


def issue_list(*, university_id: int, placement_ids: Collection[int], actor: User) -> Document:
    """The letter for these interns of one university; each call is a letter of its own.

    RuleViolation: «not_yours», «empty», «too_many», «changed» (one of them was cancelled or moved meanwhile).
    """
    if not actor.is_employer or not employer_may(actor, EmployerAction.CONFIRM):
        raise RuleViolation(_("Bu belgeyi siz düzenleyemezsiniz."), code="not_yours")
    chosen = _chosen(actor, university_id, placement_ids)
    if not chosen:
        raise RuleViolation(_("Listeye en az bir stajyer seçin."), code="empty")
    if len(chosen) > MOST:
        raise RuleViolation(_("Bir listeye en çok 500 stajyer yazılır; ikinci bir liste düzenleyin."), code="too_many")
    number = _next_number()
    letter = _data(chosen, number)

    def write() -> bool:
        ids = [one.pk for one in chosen]
        list(Placement.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))
        still = _chosen(actor, university_id, placement_ids)
        if _lines(still) != letter.rows:
            return False
        row = AcceptanceList.objects.create(
            pk=number,
            employer=chosen[0].offer.position.employer,
            university_id=university_id,
            made_by=actor,
            made_at=clock.now(),
        )
        AcceptanceListRow.objects.bulk_create(AcceptanceListRow(acceptance_list=row, placement=one) for one in chosen)
        return True

    return issue_document(
        kind=KIND,
        subject_type=SUBJECT,
        subject_id=number,
        university=chosen[0].department.unit.university,
        snapshot=letter.to_snapshot(),
        public_facts=letter.public_facts(),
        actor=actor,
        guard=write,
    )


def withdraw_lists(*, placement: Placement, reason: str, actor: User | None) -> int:
    """Revoke the letters that name this internship and tell who made them; part of the caller's transaction."""
    letters = AcceptanceList.objects.filter(rows__placement=placement).select_related("made_by", "university")
    valid = set(
        Document.objects.filter(
            subject_type=SUBJECT, subject_id__in=[one.pk for one in letters], state=DocumentState.VALID
        ).values_list("subject_id", flat=True)
    )
    withdrawn = [one for one in letters if one.pk in valid]
    for letter in withdrawn:
        revoke_documents(subject_type=SUBJECT, subject_id=letter.pk, actor=actor, reason=reason)
    notify_many(
        Notice(
            "acceptance_list_void",
            letter.made_by,
            f"acceptance_list:{letter.pk}:{placement.pk}:{placement.version}:void",
            {"student": str(placement.student), "university": letter.university.name},
        )
        for letter in withdrawn
        if letter.made_by.is_active
    )
    return len(withdrawn)


def _chosen(actor: User, university_id: int, placement_ids: Collection[int]) -> list[Placement]:
    """Those of the asked ones that this letter may name; anybody else's count as not asked for."""
    wanted = set(placement_ids)
    return [one for one in listable(actor) if one.pk in wanted and one.department.unit.university_id == university_id]


def _lines(rows: Sequence[Placement]) -> tuple[ListLine, ...]:
    return tuple(
        ListLine(
            name=str(one.student),
            unit=one.department.unit.name,
            department=one.department.name,
            starts_on=one.first_day,
            ends_on=one.last_day,
            working_days=one.working_days,
        )
        for one in rows
    )


def _data(rows: Sequence[Placement], number: int) -> AcceptanceListData:
    first = rows[0]
    employer: Employer = first.offer.position.employer
    university: University = first.department.unit.university
    with override("tr"):
        address = f"{employer.address} {employer.district.name}/{employer.province.name}"
        today = clock.today()
        return AcceptanceListData(
            frame=Frame(
                head=(employer.name, address, f"{readable_phone(str(employer.phone))} · {employer.email}"),
                season=first.offer.position.season.title,
                number=f"{today.year}/L{number:05d}",
                dated_on=today,
                of_state=employer.is_public,
                signatures=SIGNATURES[Paper.EMPLOYER_ACCEPTANCE],
            ),
            employer=employer.name,
            university=university.name,
            season=first.offer.position.season.title,
            rows=_lines(rows),
        )


def _next_number() -> int:
    """The next letter's number, before its row exists: the paper prints it."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('insurance_acceptancelist', 'id'))")
        (number,) = cursor.fetchone()
    return int(number)
