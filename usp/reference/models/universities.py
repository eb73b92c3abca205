"""Universities and their units."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.reference.models.base import NamedModel
from usp.reference.models.places import Province


class University(NamedModel):
    """A university or a foundation's vocational school, in Türkiye, in KKTC or abroad."""

    class Kind(models.TextChoices):
        STATE = "state", _("Devlet üniversitesi")
        FOUNDATION = "foundation", _("Vakıf üniversitesi")
        FOUNDATION_VOCATIONAL = "foundation_vocational", _("Vakıf meslek yüksekokulu")
        KKTC = "kktc", _("KKTC üniversitesi")
        ABROAD = "abroad", _("Yurt dışı üniversitesi")

    OUTSIDE_TURKIYE = (Kind.KKTC, Kind.ABROAD)

    code = models.SlugField(_("kod"), max_length=80, unique=True)
    short_name = models.CharField(_("kısa ad"), max_length=40, blank=True)
    kind = models.CharField(_("tür"), max_length=24, choices=Kind)
    country = models.CharField(_("ülke"), max_length=60, default="Türkiye")
    city = models.CharField(_("şehir"), max_length=60, blank=True)
    province = models.ForeignKey(
        Province,
        verbose_name=_("İl"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="universities",
    )
    domain = models.CharField(
        _("alan adı"),
        max_length=100,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", _("Alan adını «bilecik.edu.tr» gibi yazınız."))],
    )
    website = models.URLField(_("İnternet adresi"), blank=True)
    address = models.CharField(_("adres"), max_length=300, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    has_career_center = models.BooleanField(_("kariyer merkezi var"), default=True)

    class Meta:
        verbose_name = _("üniversite")
        verbose_name_plural = _("üniversiteler")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="university_name_once",
                violation_error_message=_("Bu adda bir üniversite zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["kktc", "abroad"], province__isnull=True)
                | Q(kind__in=["state", "foundation", "foundation_vocational"], province__isnull=False),
                name="university_province_in_turkiye",
                violation_error_message=_(
                    "Türkiye'deki üniversitenin ili seçilmelidir; KKTC ve yurt dışındakinin ili boş kalır."
                ),
            ),
        ]

    @property
    def is_in_turkiye(self) -> bool:
        """False for KKTC and abroad: these cannot insure interns at SGK."""
        return self.kind not in self.OUTSIDE_TURKIYE


class Unit(NamedModel):
    """A faculty, school, vocational school or institute of a university."""

    class Kind(models.TextChoices):
        FACULTY = "faculty", _("Fakülte")
        MEDICAL_FACULTY = "medical_faculty", _("Tıp fakültesi")
        DENTAL_FACULTY = "dental_faculty", _("Diş hekimliği fakültesi")
        EDUCATION_FACULTY = "education_faculty", _("Eğitim fakültesi")
        SCHOOL = "school", _("Yüksekokul")
        VOCATIONAL_SCHOOL = "vocational_school", _("Meslek yüksekokulu")
        INSTITUTE = "institute", _("Enstitü")
        CONSERVATORY = "conservatory", _("Konservatuvar")

    university = models.ForeignKey(
        University, verbose_name=_("üniversite"), on_delete=models.PROTECT, related_name="units"
    )
    code = models.SlugField(_("kod"), max_length=100)
    kind = models.CharField(_("tür"), max_length=20, choices=Kind)

    class Meta:
        verbose_name = _("birim")
        verbose_name_plural = _("birimler")
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "code"],
                name="unit_code_once_in_university",
                violation_error_message=_("Bu üniversitede bu kodla bir birim zaten var."),
            ),
            models.UniqueConstraint(
                fields=["university", "name"],
                name="unit_name_once_in_university",
                violation_error_message=_("Bu üniversitede bu adda bir birim zaten var."),
            ),
            # An official's (unit, university) refers to this pair: accounts migration 0004.
            models.UniqueConstraint(fields=["id", "university"], name="unit_id_university"),
        ]
