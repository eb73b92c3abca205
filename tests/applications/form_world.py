"""A student in the form of stage two, with the shipped catalogue and a few institutions."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.declaration_rules import Values
from applications.models import Application, ConsentText, Declaration, ItemKind, Language, LanguageExam
from applications.proofs import PROOF
from applications.services.declaring import add_declaration
from tests.applications.catalogue import make_catalogue
from tests.applications.conftest import Ground
from tests.factories import UploadFactory
from usp.accounts.models import User
from usp.documents.models import Upload
from usp.reference.models import Institution

DAY = dt.date(2023, 6, 1)
# One kind for each shape a form can have, with what its page is sent.
SHAPES: dict[str, dict[str, str]] = {
    "project": {"option": "finalist", "title": "Su kalitesi ölçümü", "issuer": "TÜBİTAK", "dated_on": "2023-06-01"},
    "language": {"language": "en", "exam": "yds", "amount": "82,5", "dated_on": "2023-06-01"},
    "work": {
        "title": "Yaz stajı", "issuer": "Berlin Su İşletmesi", "amount": "20",
        "starts_on": "2023-07-03", "ends_on": "2023-07-31",
    },
    "club": {"option": "board", "amount": "2", "title": "Robotik", "issuer": "Bilecik SKS", "dated_on": "2023-06-01"},
    "licensed-athlete": {"amount": "4", "title": "Yüzme", "issuer": "Yüzme Federasyonu", "dated_on": "2023-06-01"},
    "publication": {
        "option": "article", "title": "Baraj verileri", "issuer": "Su Dergisi", "dated_on": "2023-06-01",
        "code": "10.1000/x",
    },
}  # fmt: skip


@dataclass
class FormWorld:
    """The application, its student and what may be declared."""

    ground: Ground
    application: Application
    kinds: dict[str, ItemKind]

    @property
    def user(self) -> User:
        return self.application.student.user

    def proof(self, **more: Any) -> Upload:
        """A file of the student's own, kept already."""
        return UploadFactory(owner=self.user, purpose=PROOF, **more)

    def values(self, kind: str = "project", **changes: Any) -> Values:
        """What a form of the kind would say."""
        shape = SHAPES[kind]
        known: dict[str, Any] = {
            name: value for name, value in shape.items() if name in ("title", "issuer", "code", "exam_grade")
        }
        for name in ("dated_on", "starts_on", "ends_on"):
            if name in shape:
                known[name] = dt.date.fromisoformat(shape[name])
        if "amount" in shape:
            known["amount"] = Decimal(shape["amount"].replace(",", "."))
        if "option" in shape:
            known["option"] = self.kinds[kind].options.get(code=shape["option"])
        if "exam" in shape:
            known |= {"exam": LanguageExam.objects.get(code=shape["exam"])}
            known |= {"language": Language.objects.get(code=shape["language"])}
        return Values(**(known | changes))

    def posted(self, kind: str = "project", **changes: Any) -> dict[str, Any]:
        """The same as the page sends it; without a file."""
        data: dict[str, Any] = dict(SHAPES[kind])
        if "option" in data:
            data["option"] = self.kinds[kind].options.get(code=data["option"]).pk
        if "exam" in data:
            data["exam"] = LanguageExam.objects.get(code=data["exam"]).pk
            data["language"] = Language.objects.get(code=data["language"]).pk
        return data | changes

    def declare(self, kind: str = "project", **changes: Any) -> Declaration:
        """One declaration through the verb."""
        return add_declaration(
            actor=self.user,
            application_id=self.application.pk,
            kind_code=kind,
            values=self.values(kind, **changes),
            proof=self.proof(),
        )

    def texts(self, kind: str | None = None) -> list[int]:
        """Consent texts in force, by kind or all mandatory ones."""
        found = ConsentText.objects.filter(is_current=True)
        found = found.filter(kind=kind) if kind else found.exclude(kind="consent")
        return list(found.values_list("pk", flat=True))


def make_form_world(ground: Ground) -> FormWorld:
    """A registered application of the ground, and everything that may be declared."""
    kinds = {kind.code: kind for kind in make_catalogue().values()}
    for number, name in enumerate(["TÜBİTAK", "Sağlık Bakanlığı", "Işık Yazılım", "İstanbul Büyükşehir Belediyesi"]):
        Institution.objects.create(code=f"kurum-{number}", name=name, sector="public")
    return FormWorld(ground, ground.application(registered=True), kinds)
