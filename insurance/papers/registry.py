"""Which papers the portal makes: from what, by whom, when; each kind registered with ``usp.documents`` as well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise

from insurance.paper_kinds import Paper
from insurance.papers.data import Intern, InternPaper, Workplace
from insurance.papers.subject import Subject
from offers.states import PlacementState
from usp.accounts.models import User, UserKind
from usp.accounts.permissions import EmployerAction, UniversityAction, employer_may, university_may
from usp.documents import kinds
from usp.documents.forms_data import PublicFacts
from usp.documents.frames import Frame, frame_context

Text = str | Promise


class PaperData(Protocol):
    """What every paper's facts can do."""

    def to_snapshot(self) -> dict[str, Any]: ...

    def public_facts(self) -> PublicFacts: ...


@dataclass(frozen=True)
class Missing:
    """A fact that a paper cannot do without: what it is, and where and by whom it is written.

    ``url_name`` is the page where it is written, taking the placement's number; only ``audience`` may open it.
    """

    what: Text
    where: Text
    url_name: str = ""
    audience: str = ""


def nothing_missing(subject: Subject) -> tuple[Missing, ...]:
    """What most papers need is always there."""
    return ()


def no_more(subject: Subject) -> dict[str, Any]:
    """Papers without facts of their own."""
    return {}


STUDENT, EMPLOYER, CENTER = UserKind.STUDENT.value, UserKind.EMPLOYER.value, UserKind.CAREER_CENTER.value
ALL_SIDES = frozenset({STUDENT, EMPLOYER, CENTER})
RUNNING = frozenset({PlacementState.CONFIRMED})
TO_THE_END = frozenset({PlacementState.CONFIRMED, PlacementState.COMPLETED})


@dataclass(frozen=True)
class Spec:
    """How one kind of paper is made.

    ``fill`` gives the facts of its own, ``sample`` the same for the editor's preview. ``missing`` says what somebody
    must write first, ``decided`` which facts hang on the unit's decision whether the internship counts. ``makers`` are
    the kinds of people who may issue it (at an employer those with ``employer_action``), ``states`` the placement's
    states in which it may be issued.
    """

    kind: Paper
    data: type[InternPaper]
    template: str
    makers: frozenset[str]
    fill: Callable[[Subject], dict[str, Any]] = no_more
    sample: Mapping[str, Any] = field(default_factory=dict)
    by_employer: bool = False
    pages: int = 1
    missing: Callable[[Subject], tuple[Missing, ...]] = nothing_missing
    decided: Callable[[Subject], dict[str, Any]] = no_more
    states: frozenset[PlacementState] = RUNNING
    employer_action: EmployerAction = EmployerAction.REVIEW_INTERNS

    def may_issue(self, user: User, subject: Subject) -> bool:
        """Whether the person issues it here: by side, role and unit; an employer only while it may know the student."""
        if user.kind not in self.makers:
            return False
        if user.is_student:
            return subject.placement.student.user_id == user.pk
        if user.is_career_center:
            return university_may(user, UniversityAction.PRINT_PAPERS, subject.department.unit)
        position = subject.placement.offer.position
        membership = getattr(user, "employer_membership", None)
        return (
            membership is not None
            and membership.employer_id == position.employer_id
            and employer_may(user, self.employer_action)
            and subject.placement.offer.identity_is_open
        )

    def build(self, subject: Subject) -> PaperData:
        """The paper's facts as they stand now."""
        return self.data(
            frame=subject.frame(self.kind, by_employer=self.by_employer),
            intern=subject.intern(),
            workplace=subject.workplace(),
            **self.fill(subject),
        )

    def build_sample(self, frame: Frame, intern: Intern, workplace: Workplace) -> PaperData:
        """The same with invented facts, for the preview."""
        return self.data(frame=frame, intern=intern, workplace=workplace, **self.sample)

    def context(self, snapshot: Mapping[str, Any]) -> dict[str, Any]:
        """The template's variables."""
        paper = self.data.from_snapshot(snapshot)
        return {"paper": paper, "intern": paper.intern, "place": paper.workplace, **frame_context(paper.frame)}


SPECS: dict[Paper, Spec] = {}


def register(spec: Spec) -> Spec:
    """Make a kind known here and to ``usp.documents``."""
    SPECS[spec.kind] = spec
    kinds.register(kinds.DocumentKind(spec.kind.value, TITLES[spec.kind], spec.template, spec.context, spec.pages))
    return spec


TITLES: dict[Paper, str] = {
    Paper.ACCEPTANCE_FORM: "Staj Başvuru ve Kabul Formu",
    Paper.EMPLOYER_ACCEPTANCE: "Staja Kabul Belgesi",
    Paper.NECESSITY_LETTER: "Staj Zorunluluk Yazısı",
    Paper.CONTRACT: "Staj Sözleşmesi",
    Paper.FUND_FORM: "Staj Ücretlerine İşsizlik Fonu Katkısı Bilgi Formu",
    Paper.UNDERTAKING: "Staj Taahhütnamesi",
    Paper.START_FORM: "Staj Başlangıç Formu",
    Paper.ATTENDANCE_SHEET: "Staj Devam Çizelgesi",
    Paper.REPORT_COVER: "Staj Raporu",
    Paper.EVALUATION_FORM: "Stajyer Değerlendirme Formu",
    Paper.COMPLETION: "Staj Bitirme Belgesi",
    Paper.WITHDRAWAL: "Staj Feragat Dilekçesi",
}
"""As they stand on the paper, whatever language the page speaks."""
