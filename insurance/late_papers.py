"""What a student reads once the papers' day has passed: what may still happen, until when, what to do (rules A37, A1).

Pure: days in, sentences out. Nothing is cancelled by itself; an official may take late papers with a reason as long as
an entry can be declared, and after that only other dates or a cancellation lead on.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from insurance.deadlines import Deadlines
from usp.core.templatetags.usp import tr_date, tr_datetime, tr_day


@dataclass(frozen=True)
class LatePapers:
    """Why the papers are late and what follows; ``may_bring`` while an official may still take them in."""

    title: str
    text: str
    may_bring: bool


def late_papers(days: Deadlines, first_day: dt.date, now: dt.datetime) -> LatePapers | None:
    """The sentences of an internship whose papers are not in; None while their last moment is still to come."""
    if now <= days.papers_by:
        return None
    today, said = now.date(), {"late": tr_date(days.late_until), "start": tr_date(first_day)}
    if today >= first_day:
        return LatePapers(
            _("Stajınız başlatılamaz: sigorta girişi yok"),
            _(
                "Evrakınız teslim alınmadığı için sigorta girişi yapılamadı; geçmişe dönük giriş de yapılamaz. İş "
                "yerinde çalışmaya başlamayın. Biriminizle ve işvereninizle konuşup daha geç bir tarih önerin ya da "
                "stajın iptalini isteyin."
            ),
            may_bring=False,
        )
    if today > days.late_until:
        return LatePapers(
            _("Evrakınız bu tarihler için artık alınamıyor"),
            _(
                "Gerekçeyle bile son gün %(late)s idi. Sigorta girişi yapılamayacağı için stajınız %(start)s günü "
                "başlayamaz; kendiliğinden iptal de olmaz. Biriminizle ve işvereninizle konuşup daha geç bir tarih "
                "önerin ya da stajın iptalini isteyin."
            )
            % said,
            may_bring=False,
        )
    return LatePapers(
        _("Evrak süresi doldu, stajınız iptal olmadı"),
        _(
            "Son an %(moment)s idi. Yetkili, gecikmenin nedenini yazarak evrakınızı en geç %(late)s günü teslim "
            "alabilir. O güne kadar alınmazsa sigorta girişi yapılamaz ve stajınız %(day)s günü başlayamaz. Bugün "
            "görüşün, sonra evrakınızı götürün."
        )
        % (said | {"moment": tr_datetime(days.papers_by), "day": tr_day(first_day)}),
        may_bring=True,
    )
