"""What students declare, how it was decided, and what else the form of stage two holds."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.declaration_states import DeclarationState
from applications.models.applications import Application
from applications.models.catalogue import ItemKind, ItemOption, Language, LanguageExam, RejectionReason
from usp.accounts.models import User
from usp.documents.models import Upload
from usp.reference.models import Institution


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Declarations, always asked for by somebody."""

    def visible_to(self, user: User) -> "DeclarationQuerySet":
        """A student's own, an operator's all. Officials come through the desk's selectors, by unit and kind."""
        if user.is_student:
            return self.filter(application__student__user=user)
        return self if user.is_operator else self.none()


class Declaration(models.Model):
    """One achievement of one application: declared with a proof, or taken from e-Devlet's records.

    ``amount`` is what the kind's unit says: hours, years, days, a grade, an exam's points. ``version`` counts the
    student's changes, so that a second tab cannot overwrite unseen. Once the application is completed the database
    lets nothing but the state move.
    """

    class Source(models.TextChoices):
        """Who says so."""

        STUDENT = "student", _("Beyan")
        EDEVLET = "edevlet", _("e-Devlet")

    application = models.ForeignKey(Application, models.PROTECT, related_name="declarations", verbose_name=_("başvuru"))
    kind = models.ForeignKey(ItemKind, models.PROTECT, related_name="declarations", verbose_name=_("tür"))
    option = models.ForeignKey(
        ItemOption, models.PROTECT, null=True, blank=True, related_name="declarations", verbose_name=_("derece")
    )
    source = models.CharField(_("kaynak"), max_length=8, choices=Source.choices, default=Source.STUDENT)
    state = models.CharField(
        _("durum"), max_length=10, choices=DeclarationState.choices, default=DeclarationState.PENDING
    )
    amount = models.DecimalField(_("miktar"), max_digits=8, decimal_places=2, null=True, blank=True)
    language = models.ForeignKey(
        Language, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dil")
    )
    exam = models.ForeignKey(
        LanguageExam, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sınav")
    )
    exam_grade = models.CharField(_("harf notu"), max_length=4, blank=True)
    title = models.CharField(_("başlık"), max_length=200, blank=True)
    issuer = models.CharField(_("belgeyi veren kurum"), max_length=200, blank=True)
    code = models.CharField(_("belge / doğrulama no"), max_length=60, blank=True)
    dated_on = models.DateField(_("belge tarihi"), null=True, blank=True)
    starts_on = models.DateField(_("başlangıç"), null=True, blank=True)
    ends_on = models.DateField(_("bitiş"), null=True, blank=True)
    proof = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="declarations", verbose_name=_("belge")
    )
    created_at = models.DateTimeField(_("eklenme"))
    changed_at = models.DateTimeField(_("son değişiklik"))
    version = models.PositiveIntegerField(_("değişiklik sayısı"), default=1)
    appealed_at = models.DateTimeField(_("İtiraz"), null=True, blank=True)

    objects: ClassVar[DeclarationQuerySet] = DeclarationQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "declaration_transition": _("Bu beyanın durumu bu arada değişmiş. Sayfayı yenileyip yeniden bakın."),
        "declaration_frozen": _("Tamamlanan başvurunun beyanları değiştirilemez."),
        "declaration_in_time": _("Başvuru dönemi kapandı; beyanlar artık değiştirilemez."),
    }

    class Meta:
        verbose_name = _("beyan")
        verbose_name_plural = _("beyanlar")
        ordering = ["kind__category", "kind__order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="student") | Q(state="approved"), name="declaration_edevlet_is_approved"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="declaration_amount_not_negative",
                violation_error_message=_("Miktar sıfırdan küçük olamaz."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="declaration_dates_in_order",
                violation_error_message=_("Bitiş tarihi başlangıçtan önce olamaz."),
            ),
            models.CheckConstraint(
                condition=~Q(state="appealed") | Q(appealed_at__isnull=False), name="declaration_appeal_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "application"], condition=Q(state="pending"), name="declaration_waiting"),
            models.Index(fields=["application"], condition=Q(state="appealed"), name="declaration_appeals"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title or self.option or self.exam or ''}".rstrip(": ")


class DeclarationTransition(models.Model):
    """One move of a declaration, written by the database whoever moves it."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="transitions")
    from_state = models.CharField(_("önceki durum"), max_length=10, blank=True)
    to_state = models.CharField(_("yeni durum"), max_length=10)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    reason = models.CharField(_("gerekçe"), max_length=200, blank=True)
    at = models.DateTimeField(_("an"))

    class Meta:
        verbose_name = _("beyan hareketi")
        verbose_name_plural = _("beyan hareketleri")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(actor=""), name="declaration_transition_names_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Decision(models.Model):
    """What a verifier decided on a declaration: round 1 at the desk, round 2 after an appeal, by somebody else.

    ``by`` is empty where an institution's own register answered (an exam's result code).
    """

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="decisions", verbose_name=_("beyan"))
    round = models.PositiveSmallIntegerField(_("aşama"))
    approved = models.BooleanField(_("onaylandı"))
    reason = models.ForeignKey(
        RejectionReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gerekçe")
    )
    words = models.CharField(_("açıklama"), max_length=500, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("karar veren")
    )
    at = models.DateTimeField(_("an"))

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "decision_second_person": _("İtiraza, ilk kararı verenden başka biri bakar."),
        "decision_frozen": _("Verilen karar değiştirilemez."),
    }

    class Meta:
        verbose_name = _("karar")
        verbose_name_plural = _("kararlar")
        ordering = ["declaration", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "round"],
                name="decision_once_per_round",
                violation_error_message=_("Bu beyan için karar zaten verilmiş."),
            ),
            models.CheckConstraint(condition=Q(round__in=[1, 2]), name="decision_round"),
            models.CheckConstraint(
                condition=Q(approved=True) | Q(reason__isnull=False),
                name="decision_rejection_has_reason",
                violation_error_message=_("Ret için listeden bir gerekçe seçin."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.round}"


class Appeal(models.Model):
    """A student's one objection to a rejection: words, never a new document (docs/states.md)."""

    declaration = models.OneToOneField(
        Declaration, models.PROTECT, primary_key=True, related_name="appeal", verbose_name=_("beyan")
    )
    statement = models.TextField(_("İtiraz gerekçesi"), max_length=1000)
    at = models.DateTimeField(_("an"))

    class Meta:
        verbose_name = _("İtiraz")
        verbose_name_plural = _("İtirazlar")

    def __str__(self) -> str:
        return str(self.declaration_id)


class InstitutionPreference(models.Model):
    """«Öncelikli olarak staj yapmayı tercih ettiğiniz kurum(lar)», in order (seed, docs/rules.md A34)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="institution_preferences")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("kurum"))
    rank = models.PositiveSmallIntegerField(_("sıra"))

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "form_part_frozen": _("Tamamlanan başvuru değiştirilemez."),
    }

    class Meta:
        verbose_name = _("kurum tercihi")
        verbose_name_plural = _("kurum tercihleri")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "institution"],
                name="institution_preference_once",
                violation_error_message=_("Aynı kurumu iki kez seçtiniz."),
            ),
            models.UniqueConstraint(fields=["application", "rank"], name="institution_preference_rank_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="institution_preference_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.institution}"
