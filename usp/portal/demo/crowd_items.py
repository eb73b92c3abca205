"""What the demo's crowd has done: records and declarations, so that scores differ in all three categories."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from applications.declaration_states import DeclarationState
from applications.models import Application, Decision, Declaration, ItemKind, Language, LanguageExam, RejectionReason
from applications.proofs import PROOF
from applications.scoring.gno import gno100
from usp.core import clock
from usp.core.db import acting
from usp.documents.models import FileType, Upload
from usp.documents.rendering import render_pdf
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import CheckedUpload


@dataclass(frozen=True)
class Habit:
    """How often the crowd has items of a kind, how many at most, and which grades and amounts."""

    share: float
    most: int = 1
    grades: Sequence[str] = ()
    amounts: tuple[int, int] | None = None
    titles: Sequence[str] = field(default=("",))


# By kind. e-Devlet's records first; then what students declare. Shares make academic scores of 15 to 75.
_RECORDS = {
    "school-grade": Habit(0.93, amounts=(62, 99)),
    "placement-rank": Habit(0.85, amounts=(1, 62)),
    "work": Habit(0.35, amounts=(12, 130)),
    "second-programme": Habit(0.04, grades=("double-major",), titles=("Çift ana dal",)),
}
_DECLARED = {
    "language": Habit(0.55, 2, ("a2", "b1", "b1", "b2", "b2", "c1")),
    "project": Habit(0.30, 2, ("participant", "participant", "finalist", "leader"),
                     titles=("TEKNOFEST İnsansız Kara Aracı", "TÜBİTAK 2209-A projesi", "Akıllı sulama projesi")),
    "publication": Habit(0.06, 1, ("paper", "paper", "article"), titles=("Öğrenci sempozyumu bildirisi",)),
    "certificate": Habit(0.50, 3, ("short", "short", "long", "myk"),
                         titles=("Veri analizi eğitimi", "İş sağlığı ve güvenliği", "Proje yönetimi eğitimi")),
    "exchange": Habit(0.08, 1, ("term", "internship", "short"), titles=("Erasmus+ öğrenim hareketliliği",)),
    "olympiad": Habit(0.07, 1, ("province", "region", "national"), titles=("Bilim olimpiyadı",)),
    "volunteering": Habit(0.45, 2, amounts=(12, 160), titles=("Kitap okuma gönüllüsü", "Afet gönüllüsü")),
    "club": Habit(0.60, 2, ("member", "member", "board", "president"), (1, 3),
                  ("Yazılım topluluğu", "Tiyatro topluluğu")),
    "social-project": Habit(0.25, 2, ("participant", "participant", "leader"), titles=("Köy okulları projesi",)),
    "arts-education": Habit(0.12, 1, ("course", "course", "school"), titles=("Gitar kursu", "Resim kursu")),
    "artwork": Habit(0.10, 2, ("exhibition", "concert", "performance"), titles=("Yıl sonu sergisi", "Bahar konseri")),
    "culture-award": Habit(0.06, 1, ("province", "national"), titles=("Münazara yarışması",)),
    "licensed-athlete": Habit(0.30, 1, amounts=(1, 6), titles=("Voleybol", "Yüzme", "Futbol")),
    "national-athlete": Habit(0.01, titles=("Millî takım",)),
    "sports-result": Habit(0.18, 2, ("school", "school", "province", "region", "national"), titles=("Masa tenisi",)),
    "coach": Habit(0.06, 1, ("grade-1", "grade-2"), titles=("Yüzme antrenörlüğü", "Voleybol hakemliği")),
    "team": Habit(0.25, 1, amounts=(1, 4), titles=("Fakülte takımı",)),
}  # fmt: skip
# Of the declared items, those still with the career centre of the demo, and those refused.
_WAITING, _REFUSED = 0.25, 0.05
_ISSUER = "Örnek kurum"


def make_items(chance: random.Random, applications: list[Application], *, waiting_at: str) -> list[Declaration]:
    """Write the crowd's items while the applications are still open; ``decide_items`` decides them afterwards.

    At the university ``waiting_at`` a part stays undecided, so that its desk has work.
    """
    kinds = {kind.code: kind for kind in ItemKind.objects.prefetch_related("options")}
    yds = LanguageExam.objects.get(code="yds")
    languages = list(Language.objects.filter(code__in=["en", "de", "fr"]).order_by("order"))
    proof = _sample_proof()
    rows = []
    for application in applications:
        average = gno100(Decimal(str(application.gno)), application.gno_scale)
        if average is not None:
            rows.append(_row(application, kinds["gno"], source="edevlet", amount=average))
        for code, habit in _RECORDS.items():
            rows += _some(chance, application, kinds[code], habit, source="edevlet")
        here = application.enrolled_at.unit.university.code == waiting_at
        for code, habit in _DECLARED.items():
            for row in _some(chance, application, kinds[code], habit, source="student"):
                if code == "language":
                    row.exam, row.language = yds, chance.choice((languages[0], languages[0], *languages))
                row.proof = proof if here else None
                rows.append(row)
    return Declaration.objects.bulk_create(rows, batch_size=2000)


def decide_items(chance: random.Random, items: list[Declaration], *, waiting_at: str) -> None:
    """What the desks have decided of the completed applications' items; no notices are written about it."""
    decided: dict[str, list[int]] = {DeclarationState.APPROVED: [], DeclarationState.REJECTED: []}
    for item in items:
        here = item.application.enrolled_at.unit.university.code == waiting_at
        if item.source == Declaration.Source.STUDENT and (state := _state(chance, here=here)) in decided:
            decided[state].append(item.pk)
    with transaction.atomic(), acting("demo"):
        for state, keys in decided.items():
            Declaration.objects.filter(pk__in=keys).update(state=state)
        reason, now = RejectionReason.objects.filter(needs_words=False).first(), clock.now()
        Decision.objects.bulk_create(
            Decision(declaration_id=key, round=1, approved=False, reason=reason, at=now)
            for key in decided[DeclarationState.REJECTED]
        )


def _sample_proof() -> Upload:
    """One paper for all of them: rendering hundreds would keep the demo's first start waiting."""
    if kept := Upload.objects.filter(purpose=PROOF, owner=None).first():
        return kept
    content = render_pdf("pdf/proof_sample.html", {"issuer": _ISSUER}).content
    return store_upload(actor=None, file=CheckedUpload("belge.pdf", FileType.PDF, content, 1), purpose=PROOF)


def _some(
    chance: random.Random, application: Application, kind: ItemKind, habit: Habit, *, source: str
) -> Iterator[Declaration]:
    if chance.random() >= habit.share:
        return
    grades = {one.code: one for one in kind.options.all()}
    for _turn in range(chance.randint(1, habit.most)):
        row = _row(application, kind, source=source, amount=None)
        row.title = chance.choice(list(habit.titles))
        if habit.grades:
            row.option = grades[chance.choice(list(habit.grades))]
        if habit.amounts:
            row.amount = Decimal(chance.randint(*habit.amounts))
        yield row


def _row(application: Application, kind: ItemKind, *, source: str, amount: Decimal | None) -> Declaration:
    day = application.started_at
    return Declaration(
        application=application,
        kind=kind,
        source=source,
        state=DeclarationState.APPROVED if source == "edevlet" else DeclarationState.PENDING,
        amount=amount,
        issuer="" if source == "edevlet" else _ISSUER,
        dated_on=None if source == "edevlet" else day.date() - dt.timedelta(days=200),
        created_at=day,
        changed_at=day,
    )


def _state(chance: random.Random, *, here: bool) -> str:
    draw = chance.random()
    if here and draw < _WAITING:
        return DeclarationState.PENDING
    return DeclarationState.REJECTED if draw > 1 - _REFUSED and not here else DeclarationState.APPROVED
