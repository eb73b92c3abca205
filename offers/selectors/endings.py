"""What follows a placement, for each side in one object, which the partials of offers/endings/ take as ``after``."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

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
from offers.progress import Standing, could_begin, progress_of, standing
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.core import clock
from usp.documents.models import Upload

P, C = PlacementState, CancellationState


@dataclass(frozen=True)
class AskedDocument:
    """One document the employer asks for, and what has become of it."""

    requested: RequestedDocument
    row: HandedInDocument | None
    is_over: bool = False
    """Whether the placement has ended, so that nothing is waited for any more."""

    @property
    def file(self) -> Upload | None:
        """What was handed in."""
        return self.row.file if self.row else None

    @property
    def is_done(self) -> bool:
        """Whether the employer ticked it."""
        return self.row is not None and self.row.checked_at is not None

    @property
    def comes_by_itself(self) -> bool:
        """SGK's entry document: the university shares it."""
        return self.requested.kind == RequestedDocument.Kind.ENTRY_DOCUMENT

    @property
    def label(self) -> str:
        """Where it stands, in words."""
        if self.is_done:
            return _("Tamam")
        if self.is_over:
            return _("Verildi; artık gerekmiyor") if self.file else _("Artık gerekmiyor")
        if self.file:
            return _("Verildi, işveren bakacak")
        return _("Giriş yapılınca gelir") if self.comes_by_itself else _("Bekleniyor")

    @property
    def tone(self) -> str:
        """Its colour."""
        return "done" if self.is_done else "brand" if self.file and not self.is_over else "plain"


@dataclass(frozen=True)
class After:
    """What both sides see. ``now`` is the moment of the page."""

    placement: Placement
    standing: Standing
    requests: tuple[CancellationRequest, ...]
    documents: tuple[AskedDocument, ...]
    could_begin: bool
    note: ConductNote | None
    reviews: tuple[PlacementReview, ...]
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day of the page."""
        return self.now.date()

    @property
    def is_internship(self) -> bool:
        """Whether right, papers, insurance and wage belong to it (A3)."""
        return self.placement.kind == Kind.INTERNSHIP

    @property
    def is_running(self) -> bool:
        """Whether it still may be changed."""
        return self.placement.state == P.CONFIRMED

    @property
    def has_begun(self) -> bool:
        """Whether the start day has come."""
        return rules.has_begun(self.placement, self.today)

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return rules.is_over(self.placement, self.today)

    @property
    def request(self) -> CancellationRequest | None:
        """The newest one."""
        return self.requests[0] if self.requests else None

    @property
    def open_request(self) -> CancellationRequest | None:
        """The one that waits for an answer."""
        return self.request if self.request and self.request.state == C.OPEN else None

    @property
    def ended_by(self) -> str:
        """Which side ended it."""
        user = self.placement.ended_by
        return str(ended_by_words(user)) if user else ""

    def review_of(self, side: str) -> PlacementReview | None:
        """The evaluation of one side."""
        return next((one for one in self.reviews if one.side == side), None)


@dataclass(frozen=True)
class StudentAfter(After):
    """The student's own view."""

    @property
    def may_ask(self) -> bool:
        """Whether a cancellation can be asked for."""
        return self.is_running and not self.is_over and self.open_request is None

    @property
    def may_review(self) -> bool:
        """Whether the student's evaluation is still to be written."""
        return self.placement.state == P.COMPLETED and self.review_of(PlacementReview.Side.STUDENT) is None

    @property
    def may_reply(self) -> bool:
        """Whether the note has no reply yet."""
        return self.note is not None and self.note.replied_at is None

    @property
    def may_appeal(self) -> bool:
        """Whether the student has not objected yet."""
        return self.note is not None and self.note.appeal == ConductNote.Appeal.NONE

    @property
    def mentor_marks(self) -> list[tuple[str, int]]:
        """What the mentor gave, by criterion; empty until there is an evaluation."""
        found = self.review_of(PlacementReview.Side.EMPLOYER)
        return [(str(label), found.marks[key]) for key, label in rules.CRITERIA_OF_EMPLOYER.items()] if found else []

    @property
    def mentor_words(self) -> str:
        """What the mentor wrote besides."""
        found = self.review_of(PlacementReview.Side.EMPLOYER)
        return found.text if found else ""

    @property
    def to_hand_in(self) -> int:
        """How many documents the student still owes."""
        return sum(1 for one in self.documents if not (one.is_done or one.file or one.comes_by_itself))


@dataclass(frozen=True)
class EmployerAfter(After):
    """The employer's view. ``who`` is a name only while the offer keeps it open, else the pool's pseudonym."""

    who: str
    may_end: bool
    may_judge: bool

    @property
    def identity_is_open(self) -> bool:
        """Whether the employer may know the person."""
        return self.placement.offer.identity_is_open

    @property
    def dates_closed(self) -> bool:
        """Whether exact days are hidden with the name."""
        return not self.identity_is_open

    @property
    def may_answer(self) -> bool:
        """Whether a request waits for this employer."""
        return self.may_end and self.is_running and self.open_request is not None

    @property
    def may_cancel(self) -> bool:
        """Whether it can be cancelled for one of the employer's reasons."""
        return self.may_end and self.is_running and self.open_request is None

    @property
    def may_abandon(self) -> bool:
        """Whether it can be broken off."""
        return self.may_cancel and self.has_begun

    @property
    def may_complete(self) -> bool:
        """Whether attendance can be stated."""
        return self.may_judge and self.is_running and self.is_over

    @property
    def may_review(self) -> bool:
        """Whether the mentor's evaluation is still to be written."""
        missing = self.review_of(PlacementReview.Side.EMPLOYER) is None
        return self.may_judge and self.placement.state == P.COMPLETED and missing

    @property
    def note_until(self) -> dt.datetime | None:
        """Until when a note may be written; None where the records allow none, or one exists."""
        ended = self.placement.ended_at
        if not self.may_end or self.note is not None or ended is None:
            return None
        until = ended + dt.timedelta(days=rules.NOTE_DAYS)
        ground = rules.note_ground(self.placement, self.requests, could_begin=self.could_begin)
        return until if ground is not None and self.now <= until else None

    @property
    def to_check(self) -> int:
        """How many handed-in documents wait for a tick."""
        return sum(1 for one in self.documents if one.file and not one.is_done and not one.is_over)


def ended_by_words(user: User) -> str | Promise:
    """Which side a person acts for."""
    if user.is_student:
        return _("öğrenci")
    if user.is_employer:
        return _("işveren")
    return _("üniversite") if user.is_career_center else _("program yürütücüsü")


def _placements(user: User) -> "QuerySet[Placement]":
    return Placement.objects.visible_to(user).select_related(
        "offer__position__employer", "application__season", "student__user", "ended_by", "conduct_note"
    )


def _parts(placement: Placement) -> dict[str, object]:
    """Everything both sides share. Five queries."""
    now = clock.page_now()
    handed = {row.requested_id: row for row in placement.handed_in.select_related("file")}
    asked = RequestedDocument.objects.filter(position=placement.offer.position_id)
    is_over = placement.state != P.CONFIRMED
    progress = progress_of([placement.pk]).get(placement.pk)
    return {
        "placement": placement,
        "standing": standing(placement, progress, now.date()),
        "could_begin": could_begin(placement, progress),
        "requests": tuple(placement.cancellation_requests.select_related("proof")),
        "documents": tuple(AskedDocument(one, handed.get(one.pk), is_over) for one in asked),
        "note": getattr(placement, "conduct_note", None),
        "reviews": tuple(placement.reviews.all()),
        "now": now,
    }


def after_for_student(
    user: User, *, offer_id: int | None = None, placement_id: int | None = None
) -> StudentAfter | None:
    """What follows the student's own placement; None where there is none."""
    chosen = {"offer": offer_id} if placement_id is None else {"pk": placement_id}
    placement = _placements(user).filter(**chosen).first() if user.is_student else None
    return StudentAfter(**_parts(placement)) if placement else None  # type: ignore[arg-type]


def after_for_employer(
    user: User, *, offer_id: int | None = None, placement_id: int | None = None, who: str = ""
) -> EmployerAfter | None:
    """What follows one of the employer's placements; ``who`` as the page already calls the person."""
    from offers.selectors.sent import sent_offer  # noqa: PLC0415 -- it reads this package's other modules

    chosen = {"offer": offer_id} if placement_id is None else {"pk": placement_id}
    placement = _placements(user).filter(**chosen).first() if user.is_employer else None
    if placement is None:
        return None
    row = None if who else sent_offer(user, placement.offer_id)
    return EmployerAfter(
        **_parts(placement),  # type: ignore[arg-type]
        who=who or (row.who if row else ""),
        may_end=employer_may(user, EmployerAction.END_PLACEMENTS),
        may_judge=employer_may(user, EmployerAction.REVIEW_INTERNS),
    )
