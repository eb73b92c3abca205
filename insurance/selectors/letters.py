"""Reads of incoming letters: which an official sees, whom they name, who has read them (docs/rules.md A6, A14)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from insurance.models import IncomingLetter, LetterForward, LetterMatch
from offers.models import Placement
from offers.states import LIVE_PLACEMENT, Kind
from usp.accounts.models import UniversityMembership, User
from usp.accounts.permissions import UniversityAction, role_holders, running_memberships, university_scope
from usp.core import turkish
from usp.core.ordering import turkish_order
from usp.documents.selectors import by_code
from usp.reference.models import Unit, University


@dataclass(frozen=True)
class UnitLine:
    """A unit of the university with what a letter means to it; ``forward`` None: it was not passed on."""

    unit: Unit
    interns: int
    forward: LetterForward | None
    may_read: bool


def keeps_letters(user: User) -> bool:
    """Whether the user registers, matches and forwards: whoever takes papers in for the whole university."""
    university_id, unit_ids = university_scope(user, UniversityAction.TAKE_PAPERS)
    return university_id is not None and unit_ids is None


def letters_of(user: User) -> "QuerySet[IncomingLetter]":
    """The letters the official sees: all of the university's, or what was passed to the official's units."""
    university_id, unit_ids = university_scope(user, UniversityAction.TAKE_PAPERS)
    found = IncomingLetter.objects.filter(university=university_id) if university_id else IncomingLetter.objects.none()
    if unit_ids is not None:
        mine = LetterForward.objects.filter(letter=OuterRef("pk"), unit__in=unit_ids)
        found = found.filter(Exists(mine))
    return found.select_related("scan", "registered_by", "withdrawn_by")


def letter_rows(user: User) -> "QuerySet[IncomingLetter]":
    """The same with how many interns each names, to how many units it went and how many of these have read it."""
    return (
        letters_of(user)
        .annotate(
            interns=Count("matches", filter=Q(matches__undone_at__isnull=True), distinct=True),
            sent=Count("forwards", distinct=True),
            read=Count("forwards", filter=Q(forwards__read_at__isnull=False), distinct=True),
        )
        .order_by("-dated_on", "-pk")
    )


def unread_forwards(user: User) -> "QuerySet[LetterForward]":
    """Letters that wait for a confirmation of one of the official's units."""
    waiting = LetterForward.objects.filter(unit__in=own_units(user), read_at__isnull=True)
    return waiting.filter(letter__withdrawn_at__isnull=True)


def unread_units(user: User) -> int:
    """How many there are. One query."""
    return unread_forwards(user).count()


def own_units(user: User) -> list[int]:
    """The units for which the official itself takes papers in; somebody of the whole university has none."""
    roles = role_holders(UniversityAction.TAKE_PAPERS)
    return [row.unit_id for row in running_memberships(user) if row.unit_id is not None and row.role in roles]


def matches_of(user: User, letter: IncomingLetter) -> "QuerySet[LetterMatch]":
    """Whom the letter names, of the official's units; undone ones too, the standing first."""
    mine = Placement.objects.of_university(*university_scope(user, UniversityAction.TAKE_PAPERS))
    return (
        LetterMatch.objects.filter(letter=letter, placement__in=mine)
        .select_related(
            "placement__student__user",
            "placement__application",
            "placement__department__unit",
            "placement__offer__position__employer",
            "matched_by",
            "undone_by",
        )
        .order_by(
            "-undone_at",
            "placement__department__unit__sort_key",
            turkish_order("placement__student__first_name", "placement__student__last_name"),
            "pk",
        )
    )


def unit_lines(user: User, letter: IncomingLetter) -> list[UnitLine]:
    """The university's units: those the letter names interns of first, then those it was passed to. Four queries."""
    counts = units_named(letter)
    forwards = {row.unit_id: row for row in letter.forwards.select_related("read_by", "forwarded_by")}
    with_people = _units_with_people(letter.university_id)
    mine = set(own_units(user))
    units = Unit.objects.filter(university=letter.university_id).filter(
        Q(pk__in=[*counts, *forwards, *with_people]) | Q(pk__in=mine)
    )
    scope = university_scope(user, UniversityAction.TAKE_PAPERS)[1]
    lines = [
        UnitLine(
            unit, counts.get(unit.pk, 0), forwards.get(unit.pk),
            unit.pk in mine or (scope is None and unit.pk not in with_people),
        )
        for unit in units.order_by("sort_key")
        if scope is None or unit.pk in scope
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.interns == 0, line.forward is None))


def units_named(letter: IncomingLetter) -> dict[int, int]:
    """How many interns a letter names, by unit. One query."""
    rows = (
        LetterMatch.objects.filter(letter=letter, undone_at__isnull=True)
        .values_list("placement__department__unit")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return dict(rows)


def may_read_for(user: User, unit: Unit) -> bool:
    """Whether the official confirms for that unit: one of its own people; the centre only where it has nobody."""
    if unit.pk in own_units(user):
        return True
    university_id, unit_ids = university_scope(user, UniversityAction.TAKE_PAPERS)
    return university_id == unit.university_id and unit_ids is None and unit.pk not in _units_with_people(university_id)


def takeable(user: User) -> "QuerySet[Placement]":
    """The internships whose papers the user takes in: an official's; an operator's for universities elsewhere (A8)."""
    mine = (
        Placement.objects.visible_to(user).filter(department__unit__university__kind__in=University.OUTSIDE_TURKIYE)
        if user.is_operator
        else Placement.objects.of_university(*university_scope(user, UniversityAction.TAKE_PAPERS))
    )
    return mine.filter(kind=Kind.INTERNSHIP)


def searched(rows: "QuerySet[Placement]", text: str) -> "QuerySet[Placement]":
    """Narrowed by name, student number or employer in any spelling, or by the verification code on a paper."""
    document = by_code(text) if len(text) >= _CODE_LENGTH else None
    if document is not None and document.subject_type == "placement":
        return rows.filter(pk=document.subject_id)
    for word in turkish.fold(text).split():
        rows = rows.filter(
            Q(student__search_name__contains=word)
            | Q(application__student_no__startswith=word)
            | Q(offer__position__employer__in=_employers_named(rows, word))
        )
    return rows


def unmatched(user: User, letter: IncomingLetter, text: str) -> "QuerySet[Placement]":
    """Internships that the letter does not name yet, narrowed by words: those that stand and the completed ones."""
    named = LetterMatch.objects.filter(letter=letter, undone_at__isnull=True).values("placement")
    rows = takeable(user).filter(state__in=LIVE_PLACEMENT).exclude(pk__in=named)
    return searched(rows, text).select_related(
        "student__user", "application", "department__unit", "offer__position__employer"
    ).order_by(turkish_order("student__first_name", "student__last_name"), "pk")  # fmt: skip


_CODE_LENGTH = 16


def _employers_named(rows: "QuerySet[Placement]", word: str) -> list[int]:
    """The employers in these rows whose name holds the word; their names are few enough to fold here."""
    named = rows.order_by().values_list("offer__position__employer", "offer__position__employer__name").distinct()
    return [pk for pk, name in named if word in turkish.fold(name)]


def _units_with_people(university_id: int) -> set[int]:
    rows: Iterable[int | None] = (
        UniversityMembership.objects.running()
        .filter(
            university=university_id,
            unit__isnull=False,
            user__is_active=True,
            role__in=role_holders(UniversityAction.TAKE_PAPERS),
        )
        .values_list("unit_id", flat=True)
    )
    return {pk for pk in rows if pk is not None}
