"""Reads of official letters: which there are, who has read them, which one a season's papers cite."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from usp.accounts.models import UniversityMembership, User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core.ordering import turkish_order
from usp.guidance.models import LetterReader, OfficialLetter


@dataclass(frozen=True)
class LetterLine:
    """A letter in the list: the user's own confirmation, and how many have confirmed among those it came to."""

    letter: OfficialLetter
    mine: LetterReader | None
    read: int
    sent: int

    @property
    def waits_for_me(self) -> bool:
        """Whether the user has not confirmed yet."""
        return self.mine is not None and self.mine.read_at is None


@dataclass(frozen=True)
class OfficialLine:
    """An official of the university with what the letter means to this person; no row: it was not passed on."""

    user: User
    roles: tuple[str, ...]
    row: LetterReader | None


@dataclass(frozen=True)
class UnitLine:
    """A unit, or with ``unit_id`` 0 the whole university, with its officials."""

    unit_id: int
    name: str
    officials: tuple[OfficialLine, ...]


def season_letter(season_code: str) -> OfficialLetter | None:
    """The letter that the season's papers cite: the latest one that stands. One query."""
    letters = OfficialLetter.objects.filter(season_code=season_code, withdrawn_at__isnull=True)
    return letters.order_by("-dated_on", "-id").first()


def letters_of(user: User) -> list[LetterLine]:
    """The letters that the user may read, newest first; the counts are of the user's university. Two queries."""
    university_id, _units = university_scope(user, UniversityAction.MANAGE)
    counting = Q() if user.is_operator else Q(readers__university=university_id)
    rows = OfficialLetter.objects.visible_to(user).annotate(
        sent=Count("readers", filter=counting),
        confirmed=Count("readers", filter=counting & Q(readers__read_at__isnull=False)),
    )
    mine = {row.letter_id: row for row in LetterReader.objects.filter(reader=user)}
    return [LetterLine(one, mine.get(one.pk), one.confirmed, one.sent) for one in rows.order_by("-dated_on", "-id")]


def unread_letters(user: User) -> int:
    """How many letters wait for the user's confirmation. One query."""
    return LetterReader.objects.filter(reader=user, read_at__isnull=True, letter__withdrawn_at__isnull=True).count()


def officials_of(manager: User) -> "QuerySet[UniversityMembership]":
    """The running roles in the units that the manager may pass letters to; the whole university for its managers."""
    university_id, unit_ids = university_scope(manager, UniversityAction.MANAGE)
    rows = UniversityMembership.objects.running().filter(university=university_id, user__is_active=True)
    return rows if unit_ids is None else rows.filter(unit__in=unit_ids)


def circulation(letter: OfficialLetter, manager: User) -> list[UnitLine]:
    """Every official the manager may pass the letter to, by unit, with who has read it. Two queries."""
    rows = list(
        officials_of(manager)
        .select_related("user", "unit")
        .order_by("unit__sort_key", turkish_order("user__full_name"))
    )
    readers = {row.reader_id: row for row in LetterReader.objects.filter(letter=letter)}
    units: dict[int, str] = {}
    people: dict[int, dict[int, tuple[User, list[str]]]] = {}
    for row in rows:
        units[row.unit_id or 0] = row.unit.name if row.unit else ""
        roles = people.setdefault(row.unit_id or 0, {}).setdefault(row.user_id, (row.user, []))
        roles[1].append(row.get_role_display())
    return [
        UnitLine(
            unit_id,
            units[unit_id],
            tuple(OfficialLine(user, tuple(roles), readers.get(pk)) for pk, (user, roles) in found.items()),
        )
        for unit_id, found in sorted(people.items(), key=lambda item: (item[0] != 0, units[item[0]]))
    ]


def universities_waiting(letter: OfficialLetter) -> list[str]:
    """The universities none of whose managers has confirmed yet, by name. One query."""
    first = LetterReader.objects.filter(letter=letter, passed_by__isnull=True)
    rows = first.values("university__name", "university__sort_key").annotate(
        done=Count("pk", filter=Q(read_at__isnull=False))
    )
    return [row["university__name"] for row in rows.filter(done=0).order_by("university__sort_key")]
