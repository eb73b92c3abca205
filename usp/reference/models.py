"""The tables nobody owns: provinces, districts, universities, units, departments, closed days.

All of them but `ClosedDay` are written by `manage.py load_reference` from the files in `usp/reference/data`.
"""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from usp.core.turkish import sort_key

_ASCII = str.maketrans("çğıöşüâîûÇĞİÖŞÜÂÎÛ", "cgiosuaiuCGIOSUAIU")


def ascii_slug(text: str) -> str:
    """The Turkish text as an ASCII slug: «Şeyh Edebali» → «seyh-edebali»."""
    return slugify(text.translate(_ASCII))


class NamedModel(models.Model):
    """A row with a Turkish name, listed in Turkish order whatever the database's collation is."""

    name = models.CharField(_("ad"), max_length=200)
    sort_key = models.CharField(
        _("sıralama anahtarı"), max_length=400, editable=False, db_collation="C", db_index=True
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Keep `sort_key` in step with `name`; a bulk write has to set it by itself."""
        self.sort_key = sort_key(self.name)
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)


class Level(models.TextChoices):
    """The level of a programme."""

    ASSOCIATE = "associate", _("Ön lisans")
    BACHELOR = "bachelor", _("Lisans")
    GRADUATE = "graduate", _("Lisansüstü")


class Province(NamedModel):
    """One of the 81 provinces; the id is its plate number."""

    id = models.PositiveSmallIntegerField(
        _("plaka"), primary_key=True, validators=[MinValueValidator(1), MaxValueValidator(81)]
    )
    region = models.CharField(_("bölge"), max_length=40)

    class Meta:
        verbose_name = _("il")
        verbose_name_plural = _("iller")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(id__gte=1, id__lte=81),
                name="province_plate_number",
                violation_error_message=_("Plaka numarası 1 ile 81 arasında olmalıdır."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                name="province_name_once",
                violation_error_message=_("Bu adda bir il zaten var."),
            ),
        ]


class District(NamedModel):
    """A district (ilçe); the id is its official code."""

    id = models.PositiveIntegerField(_("ilçe kodu"), primary_key=True)
    province = models.ForeignKey(
        Province, verbose_name=_("il"), on_delete=models.PROTECT, related_name="districts"
    )

    class Meta:
        verbose_name = _("ilçe")
        verbose_name_plural = _("ilçeler")
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "name"],
                name="district_once_in_province",
                violation_error_message=_("Bu ilde bu adda bir ilçe zaten var."),
            ),
        ]


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
        verbose_name=_("il"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="universities",
    )
    domain = models.CharField(
        _("alan adı"),
        max_length=100,
        blank=True,
        validators=[
            RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", _("Alan adını «bilecik.edu.tr» gibi yazınız."))
        ],
    )
    website = models.URLField(_("internet adresi"), blank=True)
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
        ]


class DepartmentGroup(NamedModel):
    """What departments are called nationwide: «Bilgisayar Mühendisliği»; the unit of averages and filters.

    A group too small to hide a person is shown as its broad `field`. The tag marks the groups that a season
    may exclude (2024: medicine and teaching).
    """

    class Tag(models.TextChoices):
        NONE = "", "—"
        MEDICINE = "medicine", _("Tıp")
        DENTISTRY = "dentistry", _("Diş hekimliği")
        TEACHING = "teaching", _("Öğretmenlik")

    code = models.SlugField(_("kod"), max_length=100, unique=True)
    level = models.CharField(_("düzey"), max_length=10, choices=Level)
    field = models.SlugField(_("alan kodu"), max_length=60)
    field_name = models.CharField(_("alan"), max_length=100)
    tag = models.CharField(_("özel grup"), max_length=10, choices=Tag, blank=True, default=Tag.NONE)

    class Meta:
        verbose_name = _("bölüm grubu")
        verbose_name_plural = _("bölüm grupları")
        ordering = ["sort_key", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "level"],
                name="department_group_once_per_level",
                violation_error_message=_("Bu düzeyde bu adda bir bölüm grubu zaten var."),
            ),
            # A department's (group, level) refers to this pair: department_level_of_group in migration 0001.
            models.UniqueConstraint(fields=["id", "level"], name="department_group_id_level"),
        ]


class Department(NamedModel):
    """A programme that students are enrolled in. Its level is its group's level, held by a foreign key."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("birim"), on_delete=models.PROTECT, related_name="departments"
    )
    group = models.ForeignKey(
        DepartmentGroup, verbose_name=_("bölüm grubu"), on_delete=models.PROTECT, related_name="departments"
    )
    code = models.SlugField(_("kod"), max_length=120, blank=True)
    level = models.CharField(_("düzey"), max_length=10, choices=Level)
    years = models.PositiveSmallIntegerField(
        _("öğrenim süresi (yıl)"), validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    compulsory_days = models.PositiveSmallIntegerField(
        _("zorunlu staj (iş günü)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Öğretim programında zorunlu staj yoksa boş bırakılır."),
    )

    class Meta:
        verbose_name = _("bölüm")
        verbose_name_plural = _("bölümler")
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "level"],
                name="department_once_in_unit",
                violation_error_message=_("Bu birimde bu düzeyde bu adda bir bölüm zaten var."),
            ),
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="department_code_once_in_unit",
                violation_error_message=_("Bu birimde bu kodla bir bölüm zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=8),
                name="department_years",
                violation_error_message=_("Öğrenim süresi 1 ile 8 yıl arasında olmalıdır."),
            ),
            models.CheckConstraint(
                condition=Q(compulsory_days__isnull=True) | Q(compulsory_days__gt=0),
                name="department_compulsory_days",
                violation_error_message=_(
                    "Zorunlu staj gün sayısı sıfırdan büyük olmalı ya da boş kalmalıdır."
                ),
            ),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Give a new department its code, from its name and level."""
        self.code = self.code or department_code(self.name, self.level)
        super().save(*args, update_fields=update_fields, **kwargs)


def department_code(name: str, level: str) -> str:
    """The code of a department inside its unit: its name, and its level where that is not the usual one."""
    suffix = {Level.ASSOCIATE.value: "-onlisans", Level.GRADUATE.value: "-lisansustu"}.get(str(level), "")
    return ascii_slug(name) + suffix


class ClosedDay(models.Model):
    """A day on which nobody works though no law names it, such as an «idarî izin» bridge day."""

    date = models.DateField(_("tarih"), unique=True)
    name = models.CharField(_("ad"), max_length=120, help_text=_("Örneğin «İdarî izin (Kurban Bayramı)»."))
    source = models.CharField(
        _("dayanak"), max_length=300, help_text=_("Kararın tarihi ve sayısı ya da adresi.")
    )

    class Meta:
        verbose_name = _("ek tatil günü")
        verbose_name_plural = _("ek tatil günleri")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y} {self.name}"


class DataRelease(models.Model):
    """Which version of a data file is loaded: one row a file, rewritten when a new version comes."""

    name = models.CharField(_("dosya"), max_length=60, unique=True)
    version = models.CharField(_("sürüm"), max_length=40)
    sha256 = models.CharField("SHA-256", max_length=64)
    licence = models.CharField(_("lisans"), max_length=100)
    source = models.CharField(_("kaynak"), max_length=500)
    rows = models.PositiveIntegerField(_("satır sayısı"))
    loaded_at = models.DateTimeField(_("yüklenme zamanı"))

    class Meta:
        verbose_name = _("veri sürümü")
        verbose_name_plural = _("veri sürümleri")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
