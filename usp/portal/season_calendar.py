"""«Takvim»: every date of a season with what happens then, and today among them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import InternshipWindow, Season
from usp.core.templatetags.usp import tr_date, tr_datetime


@dataclass(frozen=True)
class Date:
    """One entry; ``state`` is «done», «next» or, for today's own entry, «current»."""

    key: str
    label: str
    what: str
    when: str
    iso: str
    state: str


def calendar_of(season: Season, now: dt.datetime) -> list[Date]:
    """The season's dates in order, with «Bugün» where we stand."""
    entries = sorted(_moments(season) + _window_days(season), key=lambda entry: _as_moment(entry[0]))
    passed = [entry for entry in entries if _as_moment(entry[0]) <= now]
    coming = entries[len(passed) :]
    today = Date("today", _("Bugün"), _today(season, now), tr_date(now), localtime(now).date().isoformat(), "current")
    return [*(_date(entry, "done") for entry in passed), today, *(_date(entry, "next") for entry in coming)]


Entry = tuple[dt.datetime | dt.date, str, str, str]


# field of the season, key, what it is called, what happens then
_MOMENTS = (
    (
        "applications_open_at",
        "opens",
        gettext_lazy("Başvurular açılır"),
        gettext_lazy("Öğrenciler e-Devlet ile girip iki aşamalı başvuruyu yapar. İlk gün de süreye dahildir."),
    ),
    (
        "applications_close_at",
        "closes",
        gettext_lazy("Başvurular kapanır"),
        gettext_lazy(
            "Yarım kalan başvurular değerlendirilmez; il ve ilçe tercihleri de bu andan sonra değişmez. Kariyer "
            "merkezleri beyanları denetlemeyi sürdürür, puanlar hesaplanır."
        ),
    ),
    (
        "pool_opens_at",
        "pool",
        gettext_lazy("Aday havuzu işverenlere açılır"),
        gettext_lazy("Puanlar kesinleşir. İşverenler adayları ad görmeden inceler ve teklif göndermeye başlar."),
    ),
    (
        "offers_close_at",
        "offers",
        gettext_lazy("Son teklif ve yedek çağrısı"),
        gettext_lazy("Bu andan sonra yeni teklif gönderilmez, sıradaki yedekler çağrılmaz."),
    ),
    (
        "answers_close_at",
        "answers",
        gettext_lazy("Son cevap"),
        gettext_lazy("Öğrencilerin tekliflere cevap verebileceği son an. Cevaplanmayan teklif reddedilmiş sayılır."),
    ),
    (
        "confirm_close_at",
        "confirm",
        gettext_lazy("Son işveren onayı"),
        gettext_lazy("İşverenler kabul edilen teklifleri en geç bu ana kadar onaylar; onaylanmayanlar düşer."),
    ),
)


def _moments(season: Season) -> list[Entry]:
    return [(getattr(season, field), key, str(label), str(what)) for field, key, label, what in _MOMENTS]


def _window_days(season: Season) -> list[Entry]:
    """The first and the last start that any university allows."""
    published = InternshipWindow.objects.published().filter(season=season)
    ends = published.aggregate(first=Min("starts_on"), last=Max("starts_on"))
    if ends["first"] is None:
        return []
    own = _("Kendi üniversitenizin tarihleri giriş yapınca «Staj Takvimlerim» menüsünde.")
    days: list[Entry] = [(ends["first"], "first-start", _("İlk stajlar başlar"), own)]
    if ends["last"] != ends["first"]:
        days.append((ends["last"], "last-start", _("Son staj başlangıcı"), own))
    return days


def _as_moment(when: dt.datetime | dt.date) -> dt.datetime:
    if isinstance(when, dt.datetime):
        return localtime(when)
    return dt.datetime.combine(when, dt.time(), tzinfo=localtime().tzinfo)


def _date(entry: Entry, state: str) -> Date:
    when, key, label, what = entry
    text = tr_datetime(when) if isinstance(when, dt.datetime) else tr_date(when)
    iso = _as_moment(when).isoformat(timespec="minutes") if isinstance(when, dt.datetime) else when.isoformat()
    return Date(key, label, what, text, iso, state)


def _today(season: Season, now: dt.datetime) -> str:
    if now < season.applications_open_at:
        return _("Başvurular henüz açılmadı.")
    if now < season.applications_close_at + dt.timedelta(seconds=1):
        return _("Başvurular açık.")
    if now < season.pool_opens_at:
        return _("Beyanlar denetleniyor, puanlar hesaplanıyor.")
    if now < season.offers_close_at:
        return _("İşverenler teklif gönderiyor.")
    if now < season.confirm_close_at:
        return _("Cevaplar ve son onaylar bekleniyor.")
    return _("Dönemin tarihleri tamamlandı; stajlar kendi tarihlerinde sürer.")
