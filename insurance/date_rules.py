"""What new dates for a confirmed internship mean: what refuses them, what the unit must agree to, what to know (A10).

Pure: facts in, sentences out; ``insurance.selectors.dates`` reads the facts. Shorter, earlier or later dates may leave
windows and lengths when the unit agrees; what no agreement can heal refuses: a start that cannot be insured any more,
another placement, a university that admits no overlap with lectures.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.lengths import Lengths
from insurance.deadlines import Deadlines, deadlines
from insurance.models import PaperRules
from offers.cards.shared import day_range
from usp.calendars.working_days import end_date
from usp.core.templatetags.usp import tr_date, tr_datetime
from usp.core.turkish import lower

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days of an internship, inclusive: how many working days, how many of them a week."""

    starts_on: dt.date
    ends_on: dt.date
    working_days: int
    weekly_days: int

    @property
    def calendar_days(self) -> int:
        """From the first to the last day, as insurance counts."""
        return (self.ends_on - self.starts_on).days + 1

    def meets(self, first: dt.date, last: dt.date) -> bool:
        """Whether it shares a day with that range."""
        return self.starts_on <= last and first <= self.ends_on


@dataclass(frozen=True)
class NamedSpan:
    """A range somebody has a name for: a term, another placement, an offer."""

    name: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class DateFacts:
    """Everything the judgement rests on, as it was read."""

    now: dt.datetime
    was: Span
    rules: PaperRules
    starts: frozenset[dt.date]
    """The starts of the university's published windows."""
    lengths: Lengths
    terms: Sequence[NamedSpan] = ()
    overlap: str = "by_unit"
    """TermOverlap: refused, allowed, by_unit."""
    placements: Sequence[NamedSpan] = ()
    """The student's other live placements."""
    offers: Sequence[NamedSpan] = ()
    """The student's live offers."""
    insured_before: int = 0
    """Calendar days of the student's other live internships that count against the year's limit."""
    is_compulsory: bool = False
    entry_declared: bool = False
    could_not_start: bool = False
    """The start has come without an entry at SGK: nobody has begun, and a later start is a way out (rules A1)."""
    closed: frozenset[dt.date] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Judgement:
    """What follows from new dates. ``stops`` refuse; ``unit`` says why the unit must agree; ``notes`` are to know.

    ``own`` is for the student alone: which of the student's other offers fall away.
    """

    span: Span
    stops: tuple[str, ...]
    unit: tuple[str, ...]
    notes: tuple[str, ...]
    own: tuple[str, ...]
    days: Deadlines | None

    @property
    def needs_unit(self) -> bool:
        """Whether the unit must agree as well."""
        return bool(self.unit)


def new_span(starts_on: dt.date, working_days: int, weekly_days: int, closed: Collection[dt.date]) -> Span:
    """The calculator: start, working days and week make the last day. RuleViolation on a start that is not worked."""
    last = end_date(starts_on, working_days, weekly_days, frozenset(closed))
    return Span(starts_on, last, working_days, weekly_days)


def judge(span: Span, facts: DateFacts) -> Judgement:
    """Hold new dates against everything known. RuleViolation outside the known years."""
    begun = facts.was.starts_on <= facts.now.date() and not facts.could_not_start
    days = None if begun else deadlines(facts.rules, span.starts_on, span.ends_on, closed=facts.closed)
    stops = [*(_stops_begun(span, facts) if begun else _stops_before(span, facts, days)), *_stops_always(span, facts)]
    return Judgement(
        span,
        tuple(stops),
        tuple(_reasons(span, facts, days, begun)),
        tuple(_notes(span, facts, days)),
        tuple(_falling_offers(span, facts)),
        days,
    )


def _stops_begun(span: Span, facts: DateFacts) -> Iterator[str]:
    """What has begun can still become shorter, nothing else."""
    if span.starts_on != facts.was.starts_on or span.weekly_days != facts.was.weekly_days:
        yield _("Staj başladı: başlama tarihi ve haftalık gün değişmez, yalnızca süre kısalabilir.")
    elif not facts.now.date() <= span.ends_on < facts.was.ends_on:
        yield _("Başlamış staj yalnızca kısalabilir; yeni son gün bugünden önce olamaz.")


def _stops_before(span: Span, facts: DateFacts, days: Deadlines | None) -> Iterator[str]:
    if days is None:
        return
    if span.starts_on <= facts.now.date():
        yield _("Yeni başlama tarihi bugünden sonra olmalıdır; sigorta girişi aynı gün ya da geriye dönük yapılamaz.")
    elif days.late_until < facts.now.date():
        yield _(
            "Bu başlangıç için yeni evrak yetişmez: gerekçeyle bile en son %(day)s günü alınabilirdi. Daha geç bir "
            "başlangıç seçin."
        ) % {"day": tr_date(days.late_until)}
    if facts.entry_declared and facts.rules.entry_freezes_dates:
        yield _("Üniversite, sigorta girişi bildirildikten sonra tarih değiştirmiyor.")


def _stops_always(span: Span, facts: DateFacts) -> Iterator[str]:
    if span == facts.was:
        yield _("Bunlar stajın bugünkü tarihleri; değişiklik yok.")
    for other in facts.placements:
        if span.meets(other.starts_on, other.ends_on):
            yield _("Öğrencinin bu tarihlerde başka bir onaylı programı var.")
    if facts.overlap == "refused":
        for term in _met(span, facts.terms):
            yield _("Üniversite ders dönemiyle çakışan staja izin vermiyor: %(term)s.") % {"term": _named(term)}


def _reasons(span: Span, facts: DateFacts, days: Deadlines | None, begun: bool) -> Iterator[str]:
    """Why the unit must agree, in the order in which an official reads it."""
    rules = facts.rules
    if span.starts_on != facts.was.starts_on and span.starts_on not in facts.starts:
        yield _("Başlangıç, üniversitenin staj takvimlerinden biri değil.")
    if span.working_days != facts.was.working_days and not facts.lengths.allows(span.working_days):
        yield _("%(days)d iş günü, bölümün staj sürelerinden (%(usual)s) biri değil.") % {
            "days": span.working_days,
            "usual": facts.lengths.spoken,
        }
    if facts.overlap == "by_unit":
        for term in _met(span, facts.terms):
            yield _("Ders dönemiyle çakışıyor: %(term)s.") % {"term": _named(term)}
    yield from _late(facts, days, begun)
    weekday = rules.starts_on_weekday
    if weekday and span.starts_on != facts.was.starts_on and span.starts_on.isoweekday() != weekday:
        yield _("Üniversitede stajlar %(day)s günü başlar.") % {"day": lower(str(WEEKDAYS[weekday - 1]))}
    limit = rules.voluntary_days_a_year
    if limit is not None and not facts.is_compulsory and facts.insured_before + span.calendar_days > limit:
        yield _("Zorunlu olmayan stajda yılda en çok %(limit)d sigortalı gün var; bu tarihlerle %(days)d gün olur.") % {
            "limit": limit,
            "days": facts.insured_before + span.calendar_days,
        }
    yield from _too_close(span, facts)


def _late(facts: DateFacts, days: Deadlines | None, begun: bool) -> Iterator[str]:
    today, rules = facts.now.date(), facts.rules
    if begun:
        yield _("Staj başladı; değişiklik başlamadan sonra isteniyor.")
        return
    last = deadlines(rules, facts.was.starts_on, facts.was.ends_on, closed=facts.closed).change_by
    last = min(last, days.change_by) if days else last
    if today > last:
        yield _("Tarih değişikliği için son gün geçti (%(day)s).") % {"day": tr_date(last)}
    if days is not None and facts.now > days.papers_by:
        yield _("Yeni evrak, süresinden (%(moment)s) sonra ve gerekçeyle alınabilecek.") % {
            "moment": tr_datetime(days.papers_by)
        }


def _too_close(span: Span, facts: DateFacts) -> Iterator[str]:
    """Fewer free days between two placements than the university wants."""
    wanted = facts.rules.free_days_between
    for other in facts.placements:
        if span.meets(other.starts_on, other.ends_on):
            continue
        later, earlier = max(span.starts_on, other.starts_on), min(span.ends_on, other.ends_on)
        if (later - earlier).days - 1 < wanted:
            yield ngettext(
                "İki staj arasında en az %(days)d boş gün isteniyor.",
                "İki staj arasında en az %(days)d boş gün isteniyor.",
                wanted,
            ) % {"days": wanted}


def _notes(span: Span, facts: DateFacts, days: Deadlines | None) -> Iterator[str]:
    """What everybody should know before agreeing."""
    if days is not None:
        yield _("Basılmış evrak geçersiz olur; yenisi imzalanıp en geç %(moment)s anına kadar teslim edilir.") % {
            "moment": tr_datetime(days.papers_by)
        }
    else:
        yield _("Belgeler yeni son günle yeniden basılır; teslim edilmiş evrak geçerli kalır.")
    if facts.entry_declared and span.starts_on != facts.was.starts_on:
        yield _("Sigorta girişi bildirilmişti; sigorta yetkilisi girişi yeni tarihle düzeltir.")


def _falling_offers(span: Span, facts: DateFacts) -> Iterator[str]:
    met = [offer.name for offer in facts.offers if span.meets(offer.starts_on, offer.ends_on)]
    if met:
        yield _("Bu tarihlerle çakışan teklifleriniz serbest kalır: %(names)s.") % {"names": ", ".join(met)}


def lapses_on(starts_on: dt.date, ends_on: dt.date, proposed_at: dt.datetime) -> dt.date:
    """The first day on which a proposal that nobody answered is closed: the start as it stands.

    What was proposed after the start waits for the last of its own days.
    """
    begun = timezone.localtime(proposed_at).date() >= starts_on
    return ends_on + DAY if begun else starts_on


def _met(span: Span, terms: Sequence[NamedSpan]) -> list[NamedSpan]:
    return [term for term in terms if span.meets(term.starts_on, term.ends_on)]


def _named(term: NamedSpan) -> str:
    return f"{term.name} ({day_range(term.starts_on, term.ends_on)})"
