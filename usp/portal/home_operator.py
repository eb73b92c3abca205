"""An operator's home page: what disturbs the engine, who waits for a decision, and the season in numbers."""

from dataclasses import dataclass

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, Season
from applications.states import ApplicationState
from offers.cards.sent import EMPLOYER_WORDS
from offers.models import Offer, Placement, Seat
from offers.selectors.operations import EngineHealth, engine_health
from offers.states import LIVE_PLACEMENT, OfferState, PositionState
from usp.accounts.models import Employer, EmployerStatus
from usp.portal.home_parts import Home, Tile


@dataclass(frozen=True)
class StateLine:
    """One state of the season's offers, with its share of the largest."""

    label: str
    number: int
    share: float


@dataclass(frozen=True)
class Board:
    """The part of the page below the figures."""

    engine: EngineHealth
    offers: list[StateLine]
    total: int


def operator_home(season: Season | None) -> Home:
    """What an operator reads first; an engine that stands still goes before everything else."""
    pending = Employer.objects.filter(status=EmployerStatus.PENDING).count()
    engine = engine_health()
    offers = _offers(season)
    board = Board(engine, offers, sum(line.number for line in offers))
    tiles = (
        Tile(pending, _("onay bekleyen işveren"), reverse("employers:desk"), pending > 0),
        Tile(engine.overdue, _("sonuçlanmamış süre"), reverse("offers:engine"), engine.overdue > 0),
        *_numbers(season),
    )
    headline, text, action, link = _words(engine, pending)
    return Home(headline, text, action, link, tiles=tiles, part="portal/parts/operator_board.html", board=board)


def _numbers(season: Season | None) -> tuple[Tile, ...]:
    figures = reverse("portal:figures")
    completed = Application.objects.filter(season=season, state=ApplicationState.COMPLETED).count()
    seats = Seat.objects.filter(position__season=season, position__state=PositionState.PUBLISHED).count()
    placed = Placement.objects.filter(offer__position__season=season, state__in=LIVE_PLACEMENT).count()
    return (
        Tile(completed, _("tamamlanan başvuru"), figures),
        Tile(seats, _("açılan yer"), figures),
        Tile(placed, _("kesinleşen staj"), figures),
    )


def _offers(season: Season | None) -> list[StateLine]:
    rows = Offer.objects.filter(position__season=season).exclude(state=OfferState.UNDONE).order_by()
    counts = dict(rows.values_list("state").annotate(number=Count("pk")).order_by(F("number").desc()))
    most = max(counts.values(), default=0)
    return [
        StateLine(str(EMPLOYER_WORDS[state][0]), number, round(100 * number / most, 1))
        for state, number in counts.items()
    ]


def _words(engine: EngineHealth, pending: int) -> tuple[str, str, str, str]:
    page, see = reverse("offers:engine"), _("Süre motoruna git")
    if engine.is_stopped:
        return _("Süreler durduruldu"), _("Başlatılana kadar hiçbir teklif düşmez, kimse çağrılmaz."), see, page
    if engine.outages:
        return (
            _("Ele alınmamış bir kesinti var"),
            _("O sırada dolan süreler bekliyor. Kimleri ilgilendirdiğine bakıp süreleri uzatın."), see, page,
        )  # fmt: skip
    if engine.overdue:
        return (
            _("%(number)d süre doldu, sonuçlanmadı") % {"number": engine.overdue},
            _("Görev kuyruğu ya da zamanlayıcı çalışmıyor olabilir; süresi dolan tekliflere yine de evet denemez."),
            see, page,
        )  # fmt: skip
    if pending:
        return (
            _("%(number)d işveren onayınızı bekliyor") % {"number": pending},
            _("Onaylanan kurumlar pozisyon açabilir ve aday havuzunda arayabilir."),
            _("İşverenleri aç"), reverse("employers:desk"),
        )  # fmt: skip
    return (
        _("Bekleyen bir işiniz yok"), _("Dönem, işveren ve başvuru kayıtları yönetim sayfalarındadır."),
        _("Yönetime git"), reverse("admin:index"),
    )  # fmt: skip
