"""An offer: what was promised to whom, by when to answer, and the seat it holds."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from offers.identity import identity_opens
from offers.models.positions import Position
from offers.states import LIVE_OFFER, Kind, OfferRank, OfferState
from usp.accounts.models import EmployerMembership, User
from usp.core.clock import UspNow

_UNSEATED = [
    OfferState.UNDONE, OfferState.DECLINED, OfferState.EXPIRED, OfferState.WITHDRAWN, OfferState.REJECTED,
    OfferState.LAPSED, OfferState.RELEASED, OfferState.SUPERSEDED, OfferState.ENDED,
]  # fmt: skip

# What each state must and must not hold (docs/rules.md I3).
_SHAPE = (
    Q(state="open", rank="asil", seat_no__isnull=False)
    | Q(state="open", rank="yedek", seat_no__isnull=True, promoted_at__isnull=True)
    | Q(state="open", rank="yedek", seat_no__isnull=False, promoted_at__isnull=False)
    | Q(state="reserved", rank="yedek", seat_no__isnull=True, promoted_at__isnull=True, last_call_at__isnull=False)
    | (
        Q(state__in=["accepted", "evaluating"], seat_no__isnull=False, confirm_by__isnull=False)
        & (Q(rank="asil") | Q(promoted_at__isnull=False))
    )
    | Q(state="confirmed", seat_no__isnull=False)
    | Q(state__in=_UNSEATED, seat_no__isnull=True)
)


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers, scoped to who asks."""

    def visible_to(self, user: User) -> "OfferQuerySet":
        """A student's own from the moment they are visible, an employer's own, an operator's all."""
        if user.is_student:
            return self.filter(application__student__user=user, visible_from__lte=UspNow()).exclude(state="undone")
        if user.is_employer:
            membership = getattr(user, "employer_membership", None)
            return self.filter(position__employer=membership.employer_id) if membership else self.none()
        return self if user.is_operator else self.none()

    def live(self) -> "OfferQuerySet":
        """Those that may still become or are an internship."""
        return self.filter(state__in=LIVE_OFFER)


class Offer(models.Model):
    """One offer to one candidate. Rank, dates and terms are fixed when it is sent; a renewed offer is a new row.

    ``terms`` is what the candidate was shown (place, tasks, weekly days, both contacts), whatever changes later.
    Three clocks: ``reply_by`` while open, ``last_call_at`` while reserved, ``confirm_by`` while accepted or
    evaluating. State, seat and clocks are written by ``offers.services`` and ``offers_settle()`` only.
    """

    position = models.ForeignKey(Position, models.PROTECT, related_name="offers", verbose_name=_("pozisyon"))
    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices)
    application = models.ForeignKey(Application, models.PROTECT, related_name="offers", verbose_name=_("başvuru"))
    sent_by = models.ForeignKey(
        EmployerMembership, models.PROTECT, related_name="sent_offers", verbose_name=_("teklifi gönderen")
    )
    batch_id = models.UUIDField(_("gönderim"))
    rank = models.CharField(_("sıra türü"), max_length=6, choices=OfferRank.choices)
    reserve_no = models.IntegerField(
        _("yedek sırası"),
        null=True,
        blank=True,
        help_text=_("Küçük olan önce çağrılır; sıranın başına yeniden alınan sıfır ya da eksi bir sayı alır."),
    )
    attempt = models.PositiveSmallIntegerField(_("kaçıncı teklif"), default=1)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="successor")
    state = models.CharField(_("durum"), max_length=12, choices=OfferState.choices, default=OfferState.OPEN)
    seat_no = models.PositiveSmallIntegerField(_("yer"), null=True, blank=True)
    terms = models.JSONField(_("teklifin içeriği"))
    starts_on = models.DateField(_("başlama tarihi"))
    ends_on = models.DateField(_("bitiş tarihi"))
    working_days = models.PositiveSmallIntegerField(_("İş günü"))
    weekly_days = models.PositiveSmallIntegerField(_("haftada çalışılan gün"))
    sent_at = models.DateTimeField(_("gönderilme"))
    visible_from = models.DateTimeField(_("adaya görünme"))
    reply_by = models.DateTimeField(_("son cevap"))
    last_call_at = models.DateTimeField(_("son yedek çağrısı"), null=True, blank=True)
    promoted_at = models.DateTimeField(_("çağrılma"), null=True, blank=True)
    confirm_from = models.DateTimeField(_("en erken son onay"), null=True, blank=True)
    confirm_by = models.DateTimeField(_("en geç son onay"), null=True, blank=True)

    objects: ClassVar[OfferQuerySet] = OfferQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "offer_transition": _("Bu teklif az önce değişti. Sayfayı yenileyip son durumuna bakın."),
        "offer_in_time": _("Teklifin cevap süresi doldu; süresi dolan teklif reddedilmiş sayılır."),
        "offer_confirm_in_time": _("Son onay süresi içinde değilsiniz; teklif bu anda onaylanamaz."),
        "offer_not_due": _("Teklifin süresi henüz dolmadı."),
        "offer_terms_frozen": _("Gönderilen teklifin içeriği değiştirilemez."),
        "offer_clock_forward": _("Verilmiş bir süre geri alınamaz; yalnızca uzatılabilir."),
    }

    class Meta:
        verbose_name = _("staj teklifi")
        verbose_name_plural = _("staj teklifleri")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "kind"], name="offer_id_and_kind"),
            models.UniqueConstraint(
                fields=["position", "seat_no"],
                name="offer_seat_once",
                violation_error_message=_("Bu pozisyonda boş yer kalmadı."),
            ),
            models.UniqueConstraint(
                # Never given twice, also not after the end; only a superseding row takes its predecessor's number.
                fields=["position", "reserve_no"],
                condition=~Q(state="superseded"),
                name="offer_reserve_no",
                violation_error_message=_("Bu yedek sırası daha önce verilmiş."),
            ),
            models.UniqueConstraint(
                # A row that takes another one's place (superseded, reinstated) belongs to the same attempt.
                fields=["position", "application", "attempt"],
                condition=Q(supersedes__isnull=True),
                name="offer_attempt",
                violation_error_message=_("Bu adaya bu teklif zaten gönderilmiş."),
            ),
            models.UniqueConstraint(
                fields=["position", "application"],
                condition=Q(state__in=LIVE_OFFER),
                name="offer_one_live",
                violation_error_message=_("Bu adayın bu pozisyon için süren bir teklifi var."),
            ),
            models.CheckConstraint(
                condition=Q(attempt__gte=1, attempt__lte=3),
                name="offer_three_attempts",
                violation_error_message=_("Aynı adaya aynı pozisyon için en çok üç kez teklif gönderilebilir."),
            ),
            models.CheckConstraint(
                condition=Q(rank="yedek", reserve_no__isnull=False) | Q(rank="asil", reserve_no__isnull=True),
                name="offer_reserve_no_only_for_yedek",
                violation_error_message=_("Yedek sırası yalnızca yedek teklifte bulunur."),
            ),
            models.CheckConstraint(
                condition=Q(visible_from__lt=F("reply_by")),
                name="offer_reply_after_visible",
                violation_error_message=_("Son cevap anı teklifin gönderilmesinden sonra olmalıdır."),
            ),
            models.CheckConstraint(
                condition=Q(rank="asil") | Q(promoted_at__isnull=False) | Q(last_call_at__gte=F("reply_by")),
                name="offer_reply_before_last_call",
                violation_error_message=_("Yedek teklifin son cevabı, son çağrıdan sonra olamaz."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="offer_dates_in_order",
                violation_error_message=_("Stajın bitişi başlangıcından önce olamaz."),
            ),
            models.CheckConstraint(condition=_SHAPE, name="offer_shape"),
        ]
        indexes = [
            models.Index(fields=["reply_by"], condition=Q(state="open"), name="offer_due"),
            models.Index(
                fields=["confirm_by"], condition=Q(state__in=["accepted", "evaluating"]), name="offer_confirm_due"
            ),
            models.Index(fields=["last_call_at"], condition=Q(state="reserved"), name="offer_call_due"),
            models.Index(
                fields=["position", "reserve_no"],
                condition=Q(rank="yedek", seat_no__isnull=True, state__in=["open", "reserved"]),
                name="offer_line",
            ),
            models.Index(fields=["application"], condition=Q(state__in=LIVE_OFFER), name="offer_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.get_rank_display()} · {self.get_state_display()}"

    @property
    def identity_is_open(self) -> bool:
        """Whether the employer may know who the candidate is: a seat and a yes (invariant 7)."""
        return identity_opens(self.state, self.position)

    @property
    def place(self) -> dict[str, Any]:
        """The terms as they were sent, for templates."""
        return dict(self.terms)


class OfferTransition(models.Model):
    """One move of an offer, written by the database whoever moves it."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="transitions")
    from_state = models.CharField(_("önceki durum"), max_length=12, blank=True)
    to_state = models.CharField(_("yeni durum"), max_length=12)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    reason = models.CharField(_("gerekçe"), max_length=200, blank=True)
    at = models.DateTimeField(_("an"))

    class Meta:
        verbose_name = _("teklif hareketi")
        verbose_name_plural = _("teklif hareketleri")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(actor=""), name="offer_transition_names_actor")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
