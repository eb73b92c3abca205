"""An employer's home page: seats, whose turn it is, what falls due, how far offers lead."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Season
from insurance.selectors import not_startable
from offers.cards.dashboard import DueLine, answer_time, due_lines, next_step
from offers.selectors.dashboard import SEAT_LABELS, Dashboard, employer_dashboard
from usp.accounts.employer_selectors import latest_reason
from usp.accounts.models import Employer, EmployerMembership, EmployerStatus, User
from usp.core import clock
from usp.portal.home_parts import Home, Tile


@dataclass(frozen=True)
class Board:
    """The part of the page below the figures."""

    numbers: Dashboard
    due: list[DueLine]
    answer_time: str
    funnel: list[tuple[str, int, float]]
    legend: tuple[tuple[str, str], ...]


def employer_home(user: User, season: Season | None) -> Home:
    """What an employer's people read first. Two queries, their employer and its season in numbers; a third one
    once somebody is confirmed."""
    # One query for membership and employer together; everything below reads them from the user.
    prefetch_related_objects(
        [user], Prefetch("employer_membership", EmployerMembership.objects.select_related("employer"))
    )
    membership: EmployerMembership | None = getattr(user, "employer_membership", None)
    if membership is None:
        return Home(_("Bir kurumda göreviniz yok"), _("Kurumunuzun yöneticisi sizi davet edebilir."))
    if resting := _resting(membership.employer):
        return resting
    numbers = employer_dashboard(membership.employer_id, season.pk if season else None)
    blocked = not_startable(membership.employer_id) if numbers.confirmed else 0
    tiles, board = _tiles(numbers, blocked), _board(numbers)
    part = "portal/parts/employer_board.html" if numbers.seats else ""
    if season is not None and clock.page_now() < season.pool_opens_at and numbers.positions:
        return Home(
            _("Aday havuzu yakında açılıyor"),
            _("Pozisyonlarınız hazır. Havuz açıldığında adayları ölçütlerinize göre arayıp teklif gönderebilirsiniz."),
            _("Pozisyonlara bak"), reverse("offers:positions"), season.pool_opens_at, tiles, part=part, board=board,
        )  # fmt: skip
    step = next_step(numbers)
    at = next((one.at for one in numbers.due if (one.what != "reply") == (numbers.ours > 0)), None)
    return Home(step.headline, step.text, step.action, step.link, at, tiles, part=part, board=board)


def _tiles(numbers: Dashboard, blocked: int) -> tuple[Tile, ...]:
    sent, interns = reverse("offers:sent"), reverse("offers:interns")
    stopped = (Tile(blocked, _("Başlatılamaz: sigorta girişi yok"), interns, urgent=True),) if blocked else ()
    return (
        *stopped,
        Tile(numbers.ours, _("sizden cevap bekleyen"), f"{sent}?durum=onay", numbers.ours > 0),
        Tile(numbers.turns.get("reply", 0), _("adayın cevabını bekleyen"), f"{sent}?durum=cevap"),
        Tile(numbers.waiting, _("yedek sırada"), f"{sent}?durum=sirada"),
        Tile(numbers.confirmed, _("kesinleşen stajyer"), interns),
        Tile(numbers.free, _("boş yer"), reverse("offers:positions")),
    )


def _board(numbers: Dashboard) -> Board:
    labels = {
        "opened": _("Profili açılan aday"),
        "asked": _("Teklif gönderilen"),
        "agreed": _("Evet diyen"),
        "confirmed": _("Kesinleşen"),
    }
    return Board(
        numbers,
        due_lines(numbers),
        answer_time(numbers.answer_seconds),
        [(labels[name], number, share) for name, number, share in numbers.funnel],
        tuple((name, str(label)) for name, label in SEAT_LABELS.items()),
    )


def _resting(employer: Employer) -> Home | None:
    """What an employer that is not approved reads first; None for an approved one."""
    words = {
        EmployerStatus.PENDING: (
            _("Kaydınız inceleniyor"),
            _("Karar size e-postayla gelir. Bu sırada kişileri davet edebilir, pozisyon taslağı hazırlayabilirsiniz."),
        ),
        EmployerStatus.REJECTED: (
            _("Kaydınız kabul edilmedi"), _("Gerekçeyi okuyun, bilgileri düzeltin ve yeniden gönderin.")
        ),
        EmployerStatus.SUSPENDED: (
            _("Kurumunuz askıda"), _("Askı kalkana kadar teklif gönderemez, son onay veremezsiniz; süreler durur.")
        ),
        EmployerStatus.REVOKED: (_("Kurumunuzun kaydı kapatıldı"), _("Yeni işlem yapılamaz; kayıtlarınız durur.")),
    }.get(EmployerStatus(employer.status))  # fmt: skip
    if words is None:
        return None
    headline, text = words
    reason = latest_reason(employer) if employer.status != EmployerStatus.PENDING else ""
    if reason:
        text += " " + _("Gerekçe: %(reason)s") % {"reason": reason}
    return Home(headline, text, _("Kurumumuzu aç"), reverse("employers:own"))
