"""An open place at an employer, its seats (the quota is the number of seat rows) and the documents it asks for."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Season
from offers.states import Kind, PositionState
from usp.accounts.models import Employer, EmployerMembership, EmployerStatus, User
from usp.reference.models import DepartmentGroup, District, Province


class PositionQuerySet(models.QuerySet["Position"]):
    """Positions, scoped to who asks."""

    def visible_to(self, user: User) -> "PositionQuerySet":
        """An employer's own, an operator's all. Students see positions only through their offers."""
        if user.is_employer:
            membership = getattr(user, "employer_membership", None)
            return self.filter(employer=membership.employer_id) if membership else self.none()
        return self if user.is_operator else self.none()


class Position(models.Model):
    """What an employer offers: where, how many days a week, to do what. Frozen once an offer was sent."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="positions", verbose_name=_("dönem"))
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="positions", verbose_name=_("İşveren"))
    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices, default=Kind.INTERNSHIP)
    state = models.CharField(_("durum"), max_length=12, choices=PositionState.choices, default=PositionState.DRAFT)
    title = models.CharField(_("pozisyon adı"), max_length=120)
    workplace_unit = models.CharField(_("birim"), max_length=120, help_text=_("Örnek: Bilgi İşlem Dairesi"))
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("İl"))
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("İlçe"))
    address = models.CharField(_("adres"), max_length=250)
    weekly_days = models.PositiveSmallIntegerField(
        _("haftada çalışılan gün"), choices=[(5, _("5 gün")), (6, _("6 gün"))], default=5
    )
    tasks = models.TextField(_("stajyerin yapacağı işler"), max_length=2000)
    supervisor = models.ForeignKey(
        EmployerMembership, models.PROTECT, related_name="supervised_positions", verbose_name=_("staj sorumlusu")
    )
    runs_from = models.DateField(_("en erken başlama"), null=True, blank=True)
    runs_until = models.DateField(_("en geç bitiş"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(
        _("süre (iş günü)"),
        null=True,
        blank=True,
        help_text=_("İş gölgeleme ve eğitimde süreyi pozisyon belirler; stajda adayın staj takvimi belirler."),
    )
    wanted_groups = models.ManyToManyField(
        DepartmentGroup, blank=True, related_name="+", verbose_name=_("aranan bölümler")
    )
    mentor_name = models.CharField(_("mentor"), max_length=120, blank=True)
    mentor_title = models.CharField(_("mentorun görevi"), max_length=80, blank=True)
    meal = models.BooleanField(_("yemek"), default=False)
    transport = models.BooleanField(_("servis ya da yol desteği"), default=False)
    lodging = models.BooleanField(_("konaklama"), default=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("kopyalandığı pozisyon")
    )
    rests_since = models.DateTimeField(
        _("sürelerin durduğu an"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Kurum askıdayken süreler işlemez; askı kalkınca durdukları süre kadar ileri alınır."),
    )
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    objects: ClassVar[PositionQuerySet] = PositionQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "position_transition": _("Pozisyonun durumu az önce değişti. Sayfayı yenileyip son durumuna bakın."),
        "position_frozen": _(
            "Bu pozisyon için teklif gönderildi; yeri, türü ve tarihleri artık değiştirilemez. Yeni bir pozisyon "
            "açabilirsiniz."
        ),
    }

    class Meta:
        verbose_name = _("staj pozisyonu")
        verbose_name_plural = _("staj pozisyonları")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "kind"], name="position_id_and_kind"),
            models.CheckConstraint(
                condition=Q(weekly_days__in=[5, 6]),
                name="position_weekly_days",
                violation_error_message=_("Haftada 5 ya da 6 gün çalışılabilir."),
            ),
            models.CheckConstraint(
                condition=Q(runs_from__isnull=True) | Q(runs_until__isnull=True) | Q(runs_from__lte=F("runs_until")),
                name="position_runs_in_order",
                violation_error_message=_("En geç bitiş, en erken başlamadan önce olamaz."),
            ),
            models.CheckConstraint(
                condition=Q(kind="internship", working_days__isnull=True)
                | (~Q(kind="internship") & Q(working_days__gte=1)),
                name="position_length_by_kind",
                violation_error_message=_("İş gölgeleme ve eğitimde süreyi iş günü olarak yazın; stajda boş bırakın."),
            ),
        ]
        indexes = [
            models.Index(fields=["employer"], condition=Q(rests_since__isnull=False), name="position_resting"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_state(self) -> PositionState:
        """The state as pages tell it: a closed register ends its positions at once, whenever the system walks there."""
        if self.employer.status == EmployerStatus.REVOKED:
            return PositionState.CANCELLED
        return PositionState(self.state)


class Seat(models.Model):
    """One place of a position. An offer holds at most one seat, a seat at most one offer (docs/rules.md I3)."""

    pk = models.CompositePrimaryKey("position_id", "no")
    position = models.ForeignKey(Position, models.CASCADE, related_name="seats")
    no = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.position_id}/{self.no}"


class PositionTransition(models.Model):
    """One move of a position, written by the database whoever moves it."""

    position = models.ForeignKey(Position, models.PROTECT, related_name="transitions")
    from_state = models.CharField(_("önceki durum"), max_length=12, blank=True)
    to_state = models.CharField(_("yeni durum"), max_length=12)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    reason = models.CharField(_("gerekçe"), max_length=200, blank=True)
    at = models.DateTimeField(_("an"))

    class Meta:
        verbose_name = _("pozisyon hareketi")
        verbose_name_plural = _("pozisyon hareketleri")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(actor=""), name="position_transition_names_actor")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class RequestedDocument(models.Model):
    """A document the employer asks for after the final approval (docs/rules.md A16)."""

    class Kind(models.TextChoices):
        """What employers ask for; SGK's entry document arrives by itself."""

        STUDENT_CERTIFICATE = "student_certificate", _("Öğrenci belgesi")
        ENTRY_DOCUMENT = "entry_document", _("Sigorta giriş belgesi")
        TRANSCRIPT = "transcript", _("Transkript")
        IDENTITY_COPY = "identity_copy", _("Kimlik fotokopisi")
        CRIMINAL_RECORD = "criminal_record", _("Adli sicil belgesi")
        HEALTH_REPORT = "health_report", _("Sağlık raporu")
        PHOTO = "photo", _("Fotoğraf")
        BANK_ACCOUNT = "bank_account", _("Banka hesap bilgisi")
        OTHER = "other", _("Diğer")

    position = models.ForeignKey(Position, models.CASCADE, related_name="requested_documents")
    kind = models.CharField(_("belge"), max_length=24, choices=Kind.choices)
    note = models.CharField(_("açıklama"), max_length=200, blank=True)

    objects: ClassVar[models.Manager["RequestedDocument"]] = models.Manager()

    class Meta:
        verbose_name = _("İstenen belge")
        verbose_name_plural = _("İstenen belgeler")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "kind", "note"],
                name="requested_document_once",
                violation_error_message=_("Bu belge listede zaten var."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="other", note=""),
                name="requested_document_other_named",
                violation_error_message=_("«Diğer» için belgenin adını yazın."),
            ),
        ]

    def __str__(self) -> str:
        return self.note if self.kind == self.Kind.OTHER else str(self.get_kind_display())
