"""What a student may declare: kinds of items with their grades, languages and exams. All of it is data."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from applications.models.scores import ScoreCategory
from usp.reference.models import VerifyingInstitution


def in_language(turkish: str, english: str) -> str:
    """The English text where the page is English and there is one, else the Turkish."""
    return english if english and get_language() == "en" else turkish


class Verifier(models.TextChoices):
    """Who decides on items of a kind."""

    CAREER_CENTER = "career_center", _("Üniversitenin kariyer merkezi")
    EXAM_BODY = "exam_body", _("Sınavı yapan kurum (sonuç kodu)")
    INSTITUTION = "institution", _("Yetkili kurum")
    EDEVLET = "edevlet", _("e-Devlet kaydı")


class AmountUnit(models.TextChoices):
    """What an item's amount counts or measures; empty when it has none."""

    HOURS = "hours", _("saat")
    YEARS = "years", _("yıl")
    DAYS = "days", _("gün")
    TERMS = "terms", pgettext_lazy("miktar", "dönem")
    GRADE = "grade", _("not")
    PERCENTILE = "percentile", _("başarı dilimi (%)")


class ItemKind(models.Model):
    """One kind of achievement: what the form asks for, which proof is needed and who verifies it (docs/rules.md A33).

    ``by_student`` kinds are declared in the form; the others come from e-Devlet's records alone. What a kind is
    worth stands in the scoring method, not here.
    """

    code = models.SlugField(_("kod"), max_length=40, unique=True)
    number = models.CharField(_("numara"), max_length=6, unique=True, help_text=_("Örnek: A5"))
    category = models.CharField(_("alan"), max_length=10, choices=ScoreCategory.choices)
    name = models.CharField(_("ad"), max_length=120)
    name_en = models.CharField(_("ad (İngilizce)"), max_length=120)
    hint = models.CharField(_("açıklama"), max_length=400, blank=True)
    hint_en = models.CharField(_("açıklama (İngilizce)"), max_length=400, blank=True)
    proof_hint = models.CharField(_("hangi belge"), max_length=300, blank=True)
    proof_hint_en = models.CharField(_("hangi belge (İngilizce)"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("sıra"), default=0)
    is_active = models.BooleanField(_("yürürlükte"), default=True)
    by_student = models.BooleanField(_("öğrenci beyan eder"), default=True)

    asks_title = models.BooleanField(_("başlık sorulur"), default=True)
    asks_issuer = models.BooleanField(_("veren kurum sorulur"), default=True)
    asks_date = models.BooleanField(_("belge tarihi sorulur"), default=True)
    asks_period = models.BooleanField(_("başlangıç ve bitiş sorulur"), default=False)
    asks_exam = models.BooleanField(_("dil ve sınav sorulur"), default=False)
    asks_code = models.BooleanField(_("belge / doğrulama no sorulur"), default=False)
    needs_proof = models.BooleanField(_("belge gerekir"), default=True)
    amount_unit = models.CharField(_("miktarın birimi"), max_length=12, choices=AmountUnit.choices, blank=True)
    amount_max = models.DecimalField(_("en çok"), max_digits=8, decimal_places=2, null=True, blank=True)
    max_items = models.PositiveSmallIntegerField(_("bir başvuruda en çok"), default=10)

    verifier = models.CharField(
        _("doğrulayan"), max_length=14, choices=Verifier.choices, default=Verifier.CAREER_CENTER
    )
    institution = models.ForeignKey(
        VerifyingInstitution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kinds",
        verbose_name=_("doğrulayan kurum"),
    )
    consent_code = models.SlugField(
        _("gereken açık rıza"),
        max_length=40,
        blank=True,
        help_text=_(
            "Özel nitelikli veride açık rıza metninin kodu: rıza yoksa beyan eklenemez ve puan almaz, "
            "İşveren bu türü görmez."
        ),
    )

    objects: ClassVar[models.Manager["ItemKind"]] = models.Manager()

    class Meta:
        verbose_name = _("beyan türü")
        verbose_name_plural = _("beyan türleri")
        ordering = ["category", "order", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verifier="institution", institution__isnull=False)
                | (~Q(verifier="institution") & Q(institution__isnull=True)),
                name="item_kind_names_institution",
                violation_error_message=_("«Yetkili kurum» doğruluyorsa kurumu seçin, yoksa boş bırakın."),
            ),
            models.CheckConstraint(
                condition=Q(amount_unit="", amount_max__isnull=True) | (~Q(amount_unit="") & Q(amount_max__gt=0)),
                name="item_kind_amount_has_limit",
                violation_error_message=_("Miktar sorulan türde sıfırdan büyük bir üst sınır gerekir."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class ItemOption(models.Model):
    """A grade inside a kind: «finalist», «C1», «Türkiye derecesi». A kind without options has one unnamed grade.

    ``institution`` verifies this grade where it is another's than the kind's: MYK its own qualifications, the career
    centre the other certificates.
    """

    kind = models.ForeignKey(ItemKind, models.CASCADE, related_name="options", verbose_name=_("beyan türü"))
    code = models.SlugField(_("kod"), max_length=40)
    name = models.CharField(_("ad"), max_length=120)
    name_en = models.CharField(_("ad (İngilizce)"), max_length=120)
    order = models.PositiveSmallIntegerField(_("sıra"), default=0)
    is_active = models.BooleanField(_("seçilebilir"), default=True)
    institution = models.ForeignKey(
        VerifyingInstitution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="options",
        verbose_name=_("doğrulayan kurum"),
        help_text=_("Boşsa türün doğrulayanı karar verir."),
    )

    objects: ClassVar[models.Manager["ItemOption"]] = models.Manager()

    class Meta:
        verbose_name = _("seçenek")
        verbose_name_plural = _("seçenekler")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="item_option_once")]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class Language(models.Model):
    """A language whose knowledge may be declared; the pool filters by it."""

    code = models.SlugField(_("kod"), max_length=8, unique=True)
    name = models.CharField(_("ad"), max_length=60)
    name_en = models.CharField(_("ad (İngilizce)"), max_length=60)
    order = models.PositiveSmallIntegerField(_("sıra"), default=0)

    objects: ClassVar[models.Manager["Language"]] = models.Manager()

    class Meta:
        verbose_name = _("yabancı dil")
        verbose_name_plural = _("yabancı diller")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class LanguageExam(models.Model):
    """An exam whose result proves a level. ``language`` is empty where one exam covers many (YDS, YÖKDİL)."""

    code = models.SlugField(_("kod"), max_length=20, unique=True)
    name = models.CharField(_("ad"), max_length=80)
    language = models.ForeignKey(
        Language, models.PROTECT, null=True, blank=True, related_name="exams", verbose_name=_("dil")
    )
    max_score = models.DecimalField(_("en yüksek puan"), max_digits=6, decimal_places=2, null=True, blank=True)
    valid_years = models.PositiveSmallIntegerField(_("geçerlilik (yıl)"), null=True, blank=True)
    has_result_code = models.BooleanField(_("sonuç kodu sorgulanabilir"), default=False)
    is_active = models.BooleanField(_("kabul edilir"), default=True)
    order = models.PositiveSmallIntegerField(_("sıra"), default=0)

    objects: ClassVar[models.Manager["LanguageExam"]] = models.Manager()

    class Meta:
        verbose_name = _("dil sınavı")
        verbose_name_plural = _("dil sınavları")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class ExamLevel(models.Model):
    """Which level a result proves: from ``minimum`` points on, or by the letter ``grade`` (docs/rules.md B14)."""

    exam = models.ForeignKey(LanguageExam, models.CASCADE, related_name="levels", verbose_name=_("sınav"))
    option = models.ForeignKey(ItemOption, models.PROTECT, related_name="+", verbose_name=_("düzey"))
    minimum = models.DecimalField(_("en az puan"), max_digits=6, decimal_places=2, null=True, blank=True)
    grade = models.CharField(_("harf notu"), max_length=4, blank=True)

    objects: ClassVar[models.Manager["ExamLevel"]] = models.Manager()

    class Meta:
        verbose_name = _("sınav sonucunun düzeyi")
        verbose_name_plural = _("sınav sonuçlarının düzeyleri")
        ordering = ["exam", "-minimum", "grade"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade="", minimum__isnull=False) | (~Q(grade="") & Q(minimum__isnull=True)),
                name="exam_level_points_or_grade",
                violation_error_message=_("Ya en az puanı ya da harf notunu yazın."),
            ),
            models.UniqueConstraint(fields=["exam", "minimum", "grade"], nulls_distinct=False, name="exam_level_once"),
        ]

    def __str__(self) -> str:
        return f"{self.exam} {self.grade or self.minimum}: {self.option}"


class RejectionReason(models.Model):
    """A listed reason for refusing a declaration; words are added to it where ``needs_words``."""

    code = models.SlugField(_("kod"), max_length=40, unique=True)
    text = models.CharField(_("gerekçe"), max_length=200)
    text_en = models.CharField(_("gerekçe (İngilizce)"), max_length=200)
    needs_words = models.BooleanField(_("Açıklama gerekir"), default=False)
    order = models.PositiveSmallIntegerField(_("sıra"), default=0)
    is_active = models.BooleanField(_("kullanılır"), default=True)

    objects: ClassVar[models.Manager["RejectionReason"]] = models.Manager()

    class Meta:
        verbose_name = _("ret gerekçesi")
        verbose_name_plural = _("ret gerekçeleri")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return in_language(self.text, self.text_en)
