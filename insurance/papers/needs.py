"""Which papers an internship needs: why or why not, who signs, by when, what is missing before one can be printed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.models import PaperForm
from insurance.paper_kinds import Paper
from insurance.papers.blocks import SIGNATURES
from insurance.papers.catalogue import SPECS
from insurance.papers.forms import BEFORE_START, usual_form
from insurance.papers.issue import SUBJECT, subject_of
from insurance.papers.registry import CENTER, EMPLOYER, STUDENT, Missing, Spec
from insurance.papers.subject import Subject
from insurance.selectors.checklist import applies, is_wanted
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Document, DocumentState
from usp.documents.selectors import documents_of

Want = PaperForm.Want
Text = str | Promise

_WHY: dict[Paper, Text] = {
    Paper.ACCEPTANCE_FORM: _("Üniversitenin kendi formudur; imzalı aslı olmadan sigorta girişi yapılamaz."),
    Paper.EMPLOYER_ACCEPTANCE: _(
        "İşverenin kabul ettiğini gösterir; kurum resmî yazıyla bildirdiyse onun yerine yazı geçer."
    ),
    Paper.NECESSITY_LETTER: _("İşveren isterse: stajın zorunlu olduğunu ve primin üniversitece ödendiğini yazar."),
    Paper.HEALTH_COVER: _("e-Devlet’ten alınır; sigortanın belge türünü belirler."),
    Paper.IDENTITY_COPY: _("Üniversite isterse formla birlikte verilir."),
    Paper.CONTRACT: _("Özel kurumdaki ücretli stajda tarafların hak ve yükümlülüklerini yazar."),
    Paper.FUND_FORM: _("Özel kurumdaki ücretli zorunlu stajda devlet katkısı için gerekir."),
    Paper.UNDERTAKING: _("Üniversite isterse formla birlikte imzalanır."),
    Paper.SGK_ENTRY: _("Sigorta girişi yapılınca üniversite paylaşır; sizin yazdırmanız gerekmez."),
    Paper.START_FORM: _("İşyeri, stajın başladığını bununla bildirir."),
    Paper.ATTENDANCE_SHEET: _("Her iş günü imzalanır; tatiller üniversitenin takvimine göre işaretlidir."),
    Paper.REPORT_COVER: _("Zorunlu staj raporunun ilk sayfasıdır."),
    Paper.EVALUATION_FORM: _("Staj sorumlusu doldurur, kapalı zarfla birime gönderir; öğrenciye gösterilmez."),
    Paper.COMPLETION: _("Staj tamamlanınca işveren düzenler."),
    Paper.WITHDRAWAL: _("Yalnızca stajdan vazgeçilirse: başlamadan önce ya da ayrılınan gün verilir."),
}
_WHY_NOT: dict[str, Text] = {
    Want.COMPULSORY: _("Üniversite bunu yalnızca zorunlu stajda istiyor."),
    Want.PAID_PRIVATE: _("Yalnızca özel kurumdaki ücretli stajda istenir."),
    Want.NEVER: _("Üniversite bu belgeyi istemiyor."),
}
_NOT_COMPULSORY = _("Bu staj zorunlu staj sayılmıyor; devlet katkısı ödenmez.")
_NO_REPORT = _("Üniversite staj raporu istemiyor.")
_ONLY_IN: dict[Paper, Text] = {
    Paper.HEALTH_COVER: _("e-Devlet"),
    Paper.IDENTITY_COPY: _("öğrenci"),
    Paper.SGK_ENTRY: _("SGK"),
}
_SIDES: tuple[tuple[str, Text], ...] = ((STUDENT, _("öğrenci")), (EMPLOYER, _("işveren")), (CENTER, _("üniversite")))


@dataclass(frozen=True)
class PaperNeed:
    """One paper of one internship, as pages tell it.

    ``printable``: the portal can make it now. ``missing`` is what somebody must write first. ``signers`` are the roles
    in the order of signing, ``due`` the last day on which it is handed in, None where no day is set.
    """

    kind: Paper
    wanted: bool
    why: Text
    printable: bool
    document: Document | None
    missing: tuple[Missing, ...] = ()
    signers: tuple[str, ...] = ()
    due: dt.date | None = None
    makers: frozenset[str] = frozenset()
    want: str = ""
    subject: Subject | None = None

    @property
    def label(self) -> str:
        """The paper's name in the reader's language."""
        return str(self.kind.label)

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
        if not self.printable or self.document is not None or self.subject is None:
            return False
        return SPECS[self.kind].may_issue(user, self.subject)

    def missing_for(self, user: User) -> tuple[Missing, ...]:
        """What this person can write down at once."""
        return tuple(one for one in self.missing if one.audience == user.kind and one.url_name)


def papers_for(placement: Placement) -> list[PaperNeed]:
    """All papers of an internship in the order in which it needs them; none for shadowing and training. Six queries."""
    subject = subject_of(placement.pk)
    if subject is None:
        return []
    valid = {
        one.kind: one
        for one in documents_of(subject_type=SUBJECT, subject_ids=[placement.pk])
        if one.state == DocumentState.VALID
    }
    return [_need(subject, kind, valid.get(kind)) for kind in Paper]


def shown_to(user: User, needs: Iterable[PaperNeed]) -> tuple[list[PaperNeed], list[PaperNeed]]:
    """What this side reads: first what is wanted or printed already, then what it may have made on request."""
    first, later = [], []
    if user.is_employer:  # what only the employer can give comes first
        needs = sorted(needs, key=lambda need: need.kind != Paper.EMPLOYER_ACCEPTANCE)
    for need in needs:
        if user.is_employer and EMPLOYER not in need.makers and need.kind != Paper.ACCEPTANCE_FORM:
            continue
        if user.is_student and need.kind in (Paper.EVALUATION_FORM, Paper.SGK_ENTRY):
            continue
        if need.document or need.wanted:
            first.append(need)
        elif need.printable and (need.on_request or need.kind == Paper.COMPLETION):
            later.append(need)
    return first, later


def _need(subject: Subject, kind: Paper, document: Document | None) -> PaperNeed:
    form = subject.forms.get(kind) or usual_form(subject.university, kind)
    spec = SPECS.get(kind)
    unfit = spec.unfit(subject) if spec else ""
    wanted, why = _wanted(subject, kind, form)
    missing = spec.missing(subject) if spec and not unfit else ()
    return PaperNeed(
        kind=kind,
        wanted=wanted and not unfit,
        why=unfit or why,
        printable=bool(spec) and not unfit and not missing and _in_time(subject, spec),
        document=document,
        missing=missing if wanted else (),
        signers=tuple(str(one["role"]) for one in form.signatures)
        or tuple(box.role for box in SIGNATURES.get(kind, ())),
        due=_due(subject, kind),
        makers=spec.makers if spec else frozenset(),
        want=form.want,
        subject=subject,
    )


def _wanted(subject: Subject, kind: Paper, form: PaperForm) -> tuple[bool, Text]:
    """Whether the university's form asks for it in this internship, with the sentence that says why or why not."""
    placement, compulsory = subject.placement, subject.is_compulsory
    wanted = is_wanted(kind, form.want, placement, compulsory)
    if kind == Paper.START_FORM and subject.rules.start_form_days is not None and form.want == Want.ON_REQUEST:
        wanted = True
    if kind == Paper.REPORT_COVER and not subject.rules.wants_report:
        return False, _NO_REPORT
    if kind == Paper.FUND_FORM and not wanted and applies(form.want, placement, compulsory):
        return False, _NOT_COMPULSORY
    return wanted, _WHY[kind] if wanted else _WHY_NOT.get(form.want, _WHY[kind])


def _in_time(subject: Subject, spec: Spec | None) -> bool:
    return spec is not None and subject.placement.state in spec.states


def _due(subject: Subject, kind: Paper) -> dt.date | None:
    """The last day for this paper."""
    days, placement = subject.days, subject.placement
    if kind in BEFORE_START:
        return subject.case.papers_due_on if subject.case else None
    if kind == Paper.START_FORM:
        return days.start_form_by if days else None
    if kind == Paper.REPORT_COVER:
        return days.report_by if days else None
    return placement.last_day if kind in (Paper.ATTENDANCE_SHEET, Paper.EVALUATION_FORM) else None
