"""Letters to Rektörlükler: publishing, passing on, confirming, reminding (A14)."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from usp.accounts.models import UniversityMembership, UniversityRole, User
from usp.accounts.permissions import UniversityAction, university_may, university_scope
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.models import FileType
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import CheckedUpload
from usp.guidance.documents import LETTER
from usp.guidance.letter_selectors import officials_of
from usp.guidance.models import LetterReader, OfficialLetter
from usp.notifications.kinds import Value
from usp.notifications.services.notify import Notice, notify_many


@dataclass(frozen=True)
class LetterFacts:
    """What stands on the letter."""

    season_code: str
    dated_on: dt.date
    number: str
    subject: str


def publish_letter(*, actor: User, facts: LetterFacts, file: CheckedUpload) -> OfficialLetter:
    """Send a letter to every university that has a manager here; each manager is told and asked to confirm.

    Raises RuleViolation for anybody but an operator, a file that is no PDF, and a letter that is there already.
    """
    if not actor.is_operator:
        raise RuleViolation(_("Resmî yazıları yalnızca program yürütücüsü yayımlar."), code="operators_only")
    upload = store_upload(actor=actor, file=file, purpose=LETTER, allowed=(FileType.PDF,))
    return _publish(actor=actor, facts=facts, upload_id=upload.pk)


@verb
def _publish(*, actor: User, facts: LetterFacts, upload_id: int) -> OfficialLetter:
    now = clock.now()
    letter = OfficialLetter(
        season_code=facts.season_code,
        dated_on=facts.dated_on,
        number=facts.number.strip(),
        subject=facts.subject.strip(),
        file_id=upload_id,
        published_at=now,
        published_by=actor,
    )
    with rule_from_constraint(OfficialLetter, "official_letter_once"):
        letter.save()
    managers = UniversityMembership.objects.running().filter(
        role=UniversityRole.MANAGER, unit__isnull=True, user__is_active=True
    )
    _address(letter, managers.select_related("user"), None, now)
    return letter


@verb
def withdraw_letter(*, actor: User, letter_id: int) -> OfficialLetter:
    """Take a wrong letter back: nobody reads it any more, its confirmations stay. A second call changes nothing."""
    if not actor.is_operator:
        raise RuleViolation(_("Resmî yazıları yalnızca program yürütücüsü geri çeker."), code="operators_only")
    letter = OfficialLetter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter_id)
    if letter.withdrawn_at is None:
        letter.withdrawn_at = clock.now()
        letter.save(update_fields=["withdrawn_at"])
    return letter


@verb
def pass_letter(*, actor: User, letter_id: int, user_ids: Collection[int], unit_ids: Collection[int] = ()) -> int:
    """Pass a letter to officials, and to everybody of whole units; answers to how many it is new.

    Only to officials in office of the manager's own university and units; anybody else in the lists is passed over.
    """
    letter = _standing(actor, letter_id)
    _require_manager(actor)
    mine = officials_of(actor).select_related("user")
    chosen = mine.filter(user__in=user_ids) | mine.filter(unit__in=unit_ids)
    return _address(letter, chosen, actor, clock.now())


@verb
def confirm_reading(*, actor: User, letter_id: int) -> LetterReader:
    """Confirm having read a letter; the first confirmation counts. A manager who came later confirms as well."""
    letter = _standing(actor, letter_id)
    now = clock.now()
    row = LetterReader.objects.select_for_update(of=("self",), no_key=True).filter(letter=letter, reader=actor).first()
    if row is None:
        university_id, _units = university_scope(actor, UniversityAction.MANAGE)
        if university_id is None:
            raise RuleViolation(_("Bu yazı size iletilmemiş."), code="not_addressed")
        row, _new = LetterReader.objects.get_or_create(
            letter=letter, reader=actor, defaults={"university_id": university_id, "passed_at": now}
        )
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])
    return row


@verb
def remind_readers(*, actor: User, letter_id: int) -> int:
    """Remind those of the manager's officials who have not confirmed, each once a day; answers how many."""
    letter = _standing(actor, letter_id)
    _require_manager(actor)
    today = clock.today()
    waiting = list(
        LetterReader.objects.filter(letter=letter, read_at__isnull=True, reader__in=officials_of(actor).values("user"))
        .exclude(reader=actor)
        .select_related("reader")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    due = [row for row in waiting if row.reminded_on is None or row.reminded_on < today]
    if waiting and not due:
        raise RuleViolation(_("Bugün hatırlatıldı; yarın yeniden hatırlatabilirsiniz."), code="reminded_today")
    LetterReader.objects.filter(pk__in=[row.pk for row in due]).update(reminded_on=today)
    notify_many(_notice("letter_reminder", letter, row.reader, f":{today}") for row in due)
    return len(due)


def _standing(actor: User, letter_id: int) -> OfficialLetter:
    return OfficialLetter.objects.visible_to(actor).get(pk=letter_id, withdrawn_at__isnull=True)


def _require_manager(actor: User) -> None:
    if not university_may(actor, UniversityAction.MANAGE):
        raise RuleViolation(_("Yazıları birimlere yalnızca kariyer merkezi yöneticisi iletir."), code="not_yours")


def _address(letter: OfficialLetter, rows: Iterable[UniversityMembership], actor: User | None, now: dt.datetime) -> int:
    """One reader's row and one notice for each person that the letter is new to."""
    known = set(LetterReader.objects.filter(letter=letter).values_list("reader_id", flat=True))
    new = {row.user_id: row for row in rows if row.user_id not in known}
    LetterReader.objects.bulk_create(
        [
            LetterReader(letter=letter, university_id=row.university_id, reader_id=pk, passed_by=actor, passed_at=now)
            for pk, row in sorted(new.items())
        ],
        ignore_conflicts=True,  # two managers who pass it on at once
    )
    kind = "letter_passed" if actor else "letter_published"
    notify_many(_notice(kind, letter, row.user, "") for row in new.values())
    return len(new)


def _notice(kind: str, letter: OfficialLetter, reader: User, event: str) -> Notice:
    context: dict[str, Value] = {"number": letter.number, "dated_on": letter.dated_on, "subject": letter.subject}
    link = reverse("guidance:letter", args=[letter.pk])
    return Notice(kind, reader, f"letter:{letter.pk}{event}", context, link)
