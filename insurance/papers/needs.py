"""An internship's papers in words: why or why not, who signs, by when, what must be written before one is printed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.models import PaperForm
from insurance.paper_kinds import Paper
from insurance.papers.blocks import SIGNATURES
from insurance.papers.catalogue import SPECS
from insurance.papers.forms import usual_form
from insurance.papers.issue import subject_of
from insurance.papers.registry import CENTER, EMPLOYER, STUDENT, Missing, Spec
from insurance.papers.subject import Subject
from insurance.papers.wants import last_day_for, unfit, want_of
from insurance.selectors.checklist import Line, lines_of
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Document

Want = PaperForm.Want
Text = str | Promise

_ONLY_IN: dict[Paper, Text] = {
    Paper.HEALTH_COVER: _("e-Devlet"),
    Paper.IDENTITY_COPY: _("öğrenci"),
    Paper.SGK_ENTRY: _("SGK"),
}
_SIDES: tuple[tuple[str, Text], ...] = ((STUDENT, _("öğrenci")), (EMPLOYER, _("işveren")), (CENTER, _("üniversite")))


@dataclass(frozen=True)
class PaperNeed:
    """One paper of one internship, as pages tell it: its line in the checklist, and what there is to do about it.

    ``printable``: the portal can make it now. ``missing`` is what somebody must write first. ``signers`` are the roles
    in the order of signing, ``due`` the last day on which it is handed in, None where no day is set.
    """

    line: Line
    why: Text
    printable: bool
    subject: Subject
    missing: tuple[Missing, ...] = ()
    signers: tuple[str, ...] = ()
    due: dt.date | None = None
    makers: frozenset[str] = frozenset()
    want: str = ""

    @property
    def kind(self) -> Paper:
        """Which paper."""
        return self.line.kind

    @property
    def label(self) -> str:
        """The paper's name in the reader's language."""
        return self.line.label

    @property
    def wanted(self) -> bool:
        """Whether the university wants it of this internship."""
        return self.line.is_wanted

    @property
    def document(self) -> Document | None:
        """The print that counts today."""
        return self.line.printed

    @property
    def on_request(self) -> bool:
        """Whether it is made only when somebody asks for it."""
        return not self.wanted and self.want == Want.ON_REQUEST

    @property
    def made_by(self) -> str:
        """«öğrenci, üniversite»: who prints it; what the portal does not print says where it comes from."""
        if self.kind in _ONLY_IN:
            return str(_ONLY_IN[self.kind])
        return ", ".join(str(word) for side, word in _SIDES if side in self.makers)

    def may_make(self, user: User) -> bool:
        """Whether this person may have it made now."""
        if not self.printable or self.document is not None:
            return False
        return SPECS[self.kind].may_issue(user, self.subject)

    def missing_for(self, user: User) -> tuple[Missing, ...]:
        """What this person can write down at once."""
        return tuple(one for one in self.missing if one.audience == user.kind and one.url_name)


def papers_for(placement: Placement) -> list[PaperNeed]:
    """All papers of an internship in the order in which it needs them; none for shadowing and training. Ten queries."""
    subject = subject_of(placement.pk)
    if subject is None:
        return []
    return [_need(subject, line) for line in lines_of({placement.pk: subject.basis})[placement.pk]]


def shown_to(user: User, needs: Iterable[PaperNeed]) -> tuple[list[PaperNeed], list[PaperNeed]]:
    """What this side reads: first what is wanted, printed already or lost, then what it may have made on request."""
    first, later = [], []
    if user.is_employer:  # what only the employer can give comes first
        needs = sorted(needs, key=lambda need: need.kind != Paper.EMPLOYER_ACCEPTANCE)
    for need in needs:
        if user.is_employer and EMPLOYER not in need.makers and need.kind != Paper.ACCEPTANCE_FORM:
            continue
        if user.is_student and need.kind in (Paper.EVALUATION_FORM, Paper.SGK_ENTRY):
            continue
        if need.document or need.wanted or need.line.is_lost:
            first.append(need)
        elif need.printable and (need.on_request or need.kind == Paper.COMPLETION):
            later.append(need)
    return first, later


def _need(subject: Subject, line: Line) -> PaperNeed:
    kind, days = line.kind, subject.days
    form = subject.forms.get(kind) or usual_form(subject.university, kind)
    spec = SPECS.get(kind)
    hinders = unfit(kind, subject.basis)
    missing = spec.missing(subject) if spec and not hinders else ()
    return PaperNeed(
        line=line,
        why=hinders or line.wish.why,
        printable=bool(spec) and not hinders and not missing and _in_time(subject, spec),
        subject=subject,
        missing=missing if line.is_wanted or line.is_lost else (),
        signers=tuple(str(one["role"]) for one in form.signatures)
        or tuple(box.role for box in SIGNATURES.get(kind, ())),
        due=last_day_for(kind, subject.placement, subject.case.papers_due_on if subject.case else None, days),
        makers=spec.makers if spec else frozenset(),
        want=want_of(kind, subject.basis),
    )


def _in_time(subject: Subject, spec: Spec | None) -> bool:
    return spec is not None and subject.placement.state in spec.states
