"""What waits for officials, read from the tables of papers, SGK, decisions and days. Registered when the app is ready.

Who owns which: advisers and the insurance office take papers in, the insurance office declares, the commission decides,
everybody who sees interns keeps in touch with them (`usp.accounts.permissions`).
"""

import datetime as dt
from collections.abc import Set as AbstractSet

from django.utils.translation import gettext_lazy as _

from insurance import worklist_finds as finds
from insurance import worklist_words as words
from insurance.models import InsuranceTask
from insurance.worklist import Source, register_source
from usp.accounts.permissions import UniversityAction as A
from usp.calendars.working_days import add_working_days, previous_working_day

CONTACT_DAYS = 3  # working days after the final approval in which somebody should have spoken with a new intern
_K = InsuranceTask.Kind


def _before_start(day: dt.date, closed: AbstractSet[dt.date]) -> dt.date:
    """The last working day before a start: everything SGK needs is planned for it (docs/rules.md B1)."""
    return previous_working_day(day, closed=closed)


def _soon_spoken(day: dt.date, closed: AbstractSet[dt.date]) -> dt.date:
    return add_working_days(day, CONTACT_DAYS, closed=closed)


_TAKE, _DECLARE, _DECIDE, _SEE, _STOP = (
    A.TAKE_PAPERS,
    A.DECLARE_INSURANCE,
    A.DECIDE_COMPULSORY,
    A.SEE_INTERNS,
    A.DECIDE_CANCELLATIONS,
)
SOURCES: tuple[Source, ...] = (
    Source(
        "late_papers",
        _("Geç evrak: karar verin"),
        _TAKE,
        finds.late_papers,
        _("Evrak al"),
        route="insurance:take-in",
        details=words.of_late_papers,
    ),
    Source(
        "delete_entry",
        _("Giriş bildirgesini silin"),
        _DECLARE,
        finds.owed(_K.DELETE_ENTRY),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_tasks(_K.DELETE_ENTRY),
    ),
    Source(
        "change_entry",
        _("Giriş tarihini düzeltin"),
        _DECLARE,
        finds.owed(_K.CHANGE_ENTRY),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_tasks(_K.CHANGE_ENTRY),
    ),
    Source(
        "declare_exit",
        _("Çıkış bildirin"),
        _DECLARE,
        finds.owed(_K.DECLARE_EXIT),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_tasks(_K.DECLARE_EXIT),
    ),
    Source(
        "exit",
        _("Biten stajın çıkışını bildirin"),
        _DECLARE,
        finds.exits,
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_ends,
    ),
    Source(
        "entry_ready",
        _("Sigorta girişini bildirin"),
        _DECLARE,
        finds.entries(ready=True),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_ready,
        shift=_before_start,
    ),
    Source(
        "entry_not_ready",
        _("Sigorta girişi bildirilemiyor"),
        _DECLARE,
        finds.entries(ready=False),
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_hindered,
        shift=_before_start,
    ),
    Source(
        "entry_refused",
        _("Giriş reddedildi: düzeltin"),
        _DECLARE,
        finds.refused,
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_refusals,
        shift=_before_start,
    ),
    Source(
        "entry_document",
        _("Giriş belgesini paylaşın"),
        _DECLARE,
        finds.documents,
        _("Sigortayı aç"),
        anchor="sigorta",
        details=words.of_starts,
        shift=_before_start,
    ),
    Source("said_no", _("Öğrenci stajı yapmayacağını söyledi"), _SEE, finds.said_no, details=words.of_starts),
    Source("cancellation", _("İptal isteği bekliyor"), _STOP, finds.cancellations, details=words.of_starts),
    Source(
        "papers",
        _("Evrak bekleniyor"),
        _TAKE,
        finds.papers,
        _("Evrak al"),
        route="insurance:take-in",
        details=words.of_papers,
    ),
    Source("scan", _("Öğrencinin gönderdiği taramaya bakın"), _TAKE, finds.scans, _("Evrakı aç"), anchor="evrak"),
    Source(
        "date_change",
        _("Tarih değişikliğine karar verin"),
        _DECIDE,
        finds.changes,
        _("Tarihleri aç"),
        route="insurance:center-dates",
        details=words.of_changes,
        shift=_before_start,
    ),
    Source(
        "term",
        _("Ders dönemiyle çakışmaya karar verin"),
        _DECIDE,
        finds.terms,
        _("Kararı aç"),
        route="insurance:decide-term",
        details=words.of_terms,
        shift=_before_start,
    ),
    Source(
        "compulsory",
        _("Zorunlu staj sayılır mı?"),
        _DECIDE,
        finds.compulsory,
        _("Kararı aç"),
        route="insurance:decide-compulsory",
        details=words.of_starts,
        shift=_before_start,
    ),
    Source(
        "report",
        _("Staj raporunu okuyun"),
        _DECIDE,
        finds.reports,
        _("Raporu aç"),
        anchor="staj-sonu",
        details=words.of_reports,
    ),
    Source("silent", _("Stajın sonucu bildirilmedi"), _STOP, finds.silent, details=words.of_ends),
    Source(
        "contact",
        _("Yeni stajyerle görüşün"),
        _SEE,
        finds.new_interns,
        _("Görüşme yaz"),
        anchor="gorusme",
        details=words.of_starts,
        shift=_soon_spoken,
    ),
)
"""All that this app's own tables tell; what comes first here comes first among things of one day."""

for _source in SOURCES:
    register_source(_source)
