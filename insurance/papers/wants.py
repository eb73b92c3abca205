"""Which papers an internship needs, why, and when: the one place that pages, reminders and the insurance ask.

The career centre's checklist, «Belgelerim», the employer's page and the completeness without which nothing is declared
to SGK differ in nothing but words, because each reads its answers here (docs/rules.md A6, A11, A38). Pure: whatever an
answer rests on is handed in.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.deadlines import Deadlines
from insurance.models import PaperForm, PaperRules
from insurance.paper_kinds import Paper
from insurance.papers.forms import ALWAYS_BACK, BEFORE_START, USUAL_WANT, USUALLY_BACK
from offers.models import Placement

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
_NO_GROUND = _(
    "Bu staj zorunlu staj sayılmıyor ve bu dönem stajları «zorunlu staj statüsünde» saymıyor; zorunluluk yazısı "
    "düzenlenmez."
)
_PUBLIC = _("Kamu kurumlarındaki stajlarda işsizlik fonu katkısı yoktur; form düzenlenmez.")
_UNPAID = _("Ücret ödenmeyen stajda işsizlik fonu katkısı yoktur; form düzenlenmez.")


@dataclass(frozen=True)
class Basis:
    """What the answers about one internship rest on.

    ``placement`` brings along its offer's position with employer and season, and its pay terms (``RELATIONS`` of the
    checklist); ``forms`` are the university's published ones by kind. ``decided`` answers whether it counts as the
    curriculum's, None while nobody has said so; it is asked only where an answer hangs on it.
    """

    placement: Placement
    forms: Mapping[str, PaperForm]
    rules: PaperRules
    decided: Callable[[], bool | None]


@dataclass(frozen=True)
class Wish:
    """What the university wants of one paper. ``why`` says why it is wanted, or why not."""

    kind: Paper
    is_wanted: bool
    comes_back: bool
    scan_suffices: bool
    why: Text

    @property
    def is_needed(self) -> bool:
        """Whether nothing is declared to SGK without its signed original."""
        return self.is_wanted and self.comes_back and self.kind in BEFORE_START


def wish(kind: Paper, basis: Basis) -> Wish:
    """Whether this paper is wanted of this internship, and whether its signed original must come back."""
    form = basis.forms.get(kind)
    why_not = "" if kind in ALWAYS_BACK else _why_not(kind, basis)
    return Wish(
        kind,
        is_wanted=why_not == "",
        comes_back=_comes_back(kind, basis),
        scan_suffices=form.scan_suffices if form else False,
        why=why_not or _WHY[kind],
    )


def want_of(kind: Paper, basis: Basis) -> str:
    """The university's answer to «for which internships?»; a day for the start form asks for it everywhere."""
    form = basis.forms.get(kind)
    want = form.want if form else USUAL_WANT[kind]
    if kind == Paper.START_FORM and want == Want.ON_REQUEST and basis.rules.start_form_days is not None:
        return Want.ALWAYS
    return want


def unfit(kind: Paper, basis: Basis) -> Text:
    """Why this paper is not made for this internship at all, whatever the university ticked; '' where it may be."""
    placement = basis.placement
    if kind == Paper.FUND_FORM:
        terms = getattr(placement, "pay_terms", None)
        if placement.offer.position.employer.is_public:
            return _PUBLIC
        return _UNPAID if terms is not None and not terms.is_paid else ""
    if kind == Paper.NECESSITY_LETTER and not placement.offer.position.season.status_is_compulsory:
        return _NO_GROUND if basis.decided() is False else ""
    return ""


def missed_from(kind: Paper, placement: Placement) -> dt.date | None:
    """From which day on it is missing where nobody has it; None: from the beginning."""
    if kind in BEFORE_START:
        return None
    return placement.first_day if kind == Paper.START_FORM else placement.last_day


def last_day_for(
    kind: Paper, placement: Placement, papers_due_on: dt.date | None, days: Deadlines | None
) -> dt.date | None:
    """The last day on which it is handed in; None where no day is set.

    ``papers_due_on`` is the insurance case's own day, ``days`` what the dates and the university's rules make.
    """
    if kind in BEFORE_START:
        return papers_due_on
    if kind == Paper.START_FORM:
        return days.start_form_by if days else None
    if kind == Paper.REPORT_COVER:
        return days.report_by if days else None
    return placement.last_day if kind in (Paper.ATTENDANCE_SHEET, Paper.EVALUATION_FORM) else None


def rules_at_hand(placement: Placement) -> PaperRules:
    """The university's own rules for papers, which came along with the placement, or the usual ones."""
    university = placement.department.unit.university
    return getattr(university, "paper_rules", None) or PaperRules(university=university)


def _why_not(kind: Paper, basis: Basis) -> Text:
    """'' where the paper is wanted.

    What is wanted for compulsory internships is wanted until the commission says that this one is none. The fund's form
    is for what the State adds to: a paid internship at a private workplace that may still count as the curriculum's
    (law 3308, provisional article 12).
    """
    want = want_of(kind, basis)
    if kind == Paper.REPORT_COVER and not basis.rules.wants_report:
        return _NO_REPORT
    if want == Want.ON_REQUEST:
        return _WHY[kind]
    if want == Want.NEVER:
        return _WHY_NOT[want]
    if want == Want.PAID_PRIVATE and not _pays_privately(basis.placement):
        return unfit(kind, basis) or _WHY_NOT[want]
    if want == Want.COMPULSORY and basis.decided() is False:
        return _WHY_NOT[want]
    return unfit(kind, basis) or (_NOT_COMPULSORY if kind == Paper.FUND_FORM and basis.decided() is False else "")


def _comes_back(kind: Paper, basis: Basis) -> bool:
    """Whether its signed original is taken in. A start form that has a last day is handed in by it."""
    form = basis.forms.get(kind)
    if kind in ALWAYS_BACK:
        return True
    if form is not None:
        return form.comes_back_signed
    return kind in USUALLY_BACK or (kind == Paper.START_FORM and basis.rules.start_form_days is not None)


def _pays_privately(placement: Placement) -> bool:
    """Until somebody writes the terms a private internship counts as paid: the law asks for it (3308, md. 25)."""
    terms = getattr(placement, "pay_terms", None)
    return not placement.offer.position.employer.is_public and (terms is None or terms.is_paid)
