import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("date", models.DateField(unique=True, verbose_name="tarih")),
                (
                    "name",
                    models.CharField(
                        help_text="Örneğin «İdarî izin (Kurban Bayramı)».", max_length=120, verbose_name="ad"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Kararın tarihi ve sayısı ya da adresi.",
                        max_length=300,
                        verbose_name="dayanak",
                    ),
                ),
            ],
            options={
                "verbose_name": "ek tatil günü",
                "verbose_name_plural": "ek tatil günleri",
                "ordering": ["-date"],
            },
        ),
        migrations.CreateModel(
            name="DataRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="dosya")),
                ("version", models.CharField(max_length=40, verbose_name="sürüm")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("licence", models.CharField(max_length=100, verbose_name="lisans")),
                ("source", models.CharField(max_length=500, verbose_name="kaynak")),
                ("rows", models.PositiveIntegerField(verbose_name="satır sayısı")),
                ("loaded_at", models.DateTimeField(verbose_name="yüklenme zamanı")),
            ],
            options={
                "verbose_name": "veri sürümü",
                "verbose_name_plural": "veri sürümleri",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="DepartmentGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ad")),
                (
                    "sort_key",
                    models.CharField(
                        db_collation="C",
                        db_index=True,
                        editable=False,
                        max_length=400,
                        verbose_name="sıralama anahtarı",
                    ),
                ),
                ("code", models.SlugField(max_length=100, unique=True, verbose_name="kod")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("associate", "Ön lisans"),
                            ("bachelor", "Lisans"),
                            ("graduate", "Lisansüstü"),
                        ],
                        max_length=10,
                        verbose_name="düzey",
                    ),
                ),
                ("field", models.SlugField(max_length=60, verbose_name="alan kodu")),
                ("field_name", models.CharField(max_length=100, verbose_name="alan")),
                (
                    "tag",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "—"),
                            ("medicine", "Tıp"),
                            ("dentistry", "Diş hekimliği"),
                            ("teaching", "Öğretmenlik"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="özel grup",
                    ),
                ),
            ],
            options={
                "verbose_name": "bölüm grubu",
                "verbose_name_plural": "bölüm grupları",
                "ordering": ["sort_key", "level"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "level"),
                        name="department_group_once_per_level",
                        violation_error_message="Bu düzeyde bu adda bir bölüm grubu zaten var.",
                    ),
                    models.UniqueConstraint(fields=("id", "level"), name="department_group_id_level"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Province",
            fields=[
                ("name", models.CharField(max_length=200, verbose_name="ad")),
                (
                    "sort_key",
                    models.CharField(
                        db_collation="C",
                        db_index=True,
                        editable=False,
                        max_length=400,
                        verbose_name="sıralama anahtarı",
                    ),
                ),
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        primary_key=True,
                        serialize=False,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(81),
                        ],
                        verbose_name="plaka",
                    ),
                ),
                ("region", models.CharField(max_length=40, verbose_name="bölge")),
            ],
            options={
                "verbose_name": "İl",
                "verbose_name_plural": "İller",
                "ordering": ["sort_key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id__gte", 1), ("id__lte", 81)),
                        name="province_plate_number",
                        violation_error_message="Plaka numarası 1 ile 81 arasında olmalıdır.",
                    ),
                    models.UniqueConstraint(
                        fields=("name",),
                        name="province_name_once",
                        violation_error_message="Bu adda bir il zaten var.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="University",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ad")),
                (
                    "sort_key",
                    models.CharField(
                        db_collation="C",
                        db_index=True,
                        editable=False,
                        max_length=400,
                        verbose_name="sıralama anahtarı",
                    ),
                ),
                ("code", models.SlugField(max_length=80, unique=True, verbose_name="kod")),
                ("short_name", models.CharField(blank=True, max_length=40, verbose_name="kısa ad")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "Devlet üniversitesi"),
                            ("foundation", "Vakıf üniversitesi"),
                            ("foundation_vocational", "Vakıf meslek yüksekokulu"),
                            ("kktc", "KKTC üniversitesi"),
                            ("abroad", "Yurt dışı üniversitesi"),
                        ],
                        max_length=24,
                        verbose_name="tür",
                    ),
                ),
                ("country", models.CharField(default="Türkiye", max_length=60, verbose_name="ülke")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="şehir")),
                (
                    "domain",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9-]+(\\.[a-z0-9-]+)+$", "Alan adını «bilecik.edu.tr» gibi yazınız."
                            )
                        ],
                        verbose_name="alan adı",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="İnternet adresi")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="adres")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefon")),
                ("has_career_center", models.BooleanField(default=True, verbose_name="kariyer merkezi var")),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="universities",
                        to="reference.province",
                        verbose_name="İl",
                    ),
                ),
            ],
            options={
                "verbose_name": "üniversite",
                "verbose_name_plural": "üniversiteler",
                "ordering": ["sort_key"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ad")),
                (
                    "sort_key",
                    models.CharField(
                        db_collation="C",
                        db_index=True,
                        editable=False,
                        max_length=400,
                        verbose_name="sıralama anahtarı",
                    ),
                ),
                ("code", models.SlugField(max_length=100, verbose_name="kod")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("faculty", "Fakülte"),
                            ("medical_faculty", "Tıp fakültesi"),
                            ("dental_faculty", "Diş hekimliği fakültesi"),
                            ("education_faculty", "Eğitim fakültesi"),
                            ("school", "Yüksekokul"),
                            ("vocational_school", "Meslek yüksekokulu"),
                            ("institute", "Enstitü"),
                            ("conservatory", "Konservatuvar"),
                        ],
                        max_length=20,
                        verbose_name="tür",
                    ),
                ),
                (
                    "university",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="reference.university",
                        verbose_name="üniversite",
                    ),
                ),
            ],
            options={
                "verbose_name": "birim",
                "verbose_name_plural": "birimler",
                "ordering": ["sort_key", "id"],
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("name", models.CharField(max_length=200, verbose_name="ad")),
                (
                    "sort_key",
                    models.CharField(
                        db_collation="C",
                        db_index=True,
                        editable=False,
                        max_length=400,
                        verbose_name="sıralama anahtarı",
                    ),
                ),
                (
                    "id",
                    models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name="İlçe kodu"),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="reference.province",
                        verbose_name="İl",
                    ),
                ),
            ],
            options={
                "verbose_name": "İlçe",
                "verbose_name_plural": "İlçeler",
                "ordering": ["sort_key", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "name"),
                        name="district_once_in_province",
                        violation_error_message="Bu ilde bu adda bir ilçe zaten var.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ad")),
                (
                    "sort_key",
                    models.CharField(
                        db_collation="C",
                        db_index=True,
                        editable=False,
                        max_length=400,
                        verbose_name="sıralama anahtarı",
                    ),
                ),
                ("code", models.SlugField(blank=True, max_length=120, verbose_name="kod")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("associate", "Ön lisans"),
                            ("bachelor", "Lisans"),
                            ("graduate", "Lisansüstü"),
                        ],
                        max_length=10,
                        verbose_name="düzey",
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="öğrenim süresi (yıl)",
                    ),
                ),
                (
                    "compulsory_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Öğretim programında zorunlu staj yoksa boş bırakılır.",
                        null=True,
                        verbose_name="zorunlu staj (iş günü)",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="reference.departmentgroup",
                        verbose_name="bölüm grubu",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="reference.unit",
                        verbose_name="birim",
                    ),
                ),
            ],
            options={
                "verbose_name": "bölüm",
                "verbose_name_plural": "bölümler",
                "ordering": ["sort_key", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "name", "level"),
                        name="department_once_in_unit",
                        violation_error_message="Bu birimde bu düzeyde bu adda bir bölüm zaten var.",
                    ),
                    models.UniqueConstraint(
                        fields=("unit", "code"),
                        name="department_code_once_in_unit",
                        violation_error_message="Bu birimde bu kodla bir bölüm zaten var.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 8)),
                        name="department_years",
                        violation_error_message="Öğrenim süresi 1 ile 8 yıl arasında olmalıdır.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compulsory_days__isnull", True), ("compulsory_days__gt", 0), _connector="OR"
                        ),
                        name="department_compulsory_days",
                        violation_error_message="Zorunlu staj gün sayısı sıfırdan büyük olmalı ya da boş kalmalıdır.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="university",
            constraint=models.UniqueConstraint(
                fields=("name",),
                name="university_name_once",
                violation_error_message="Bu adda bir üniversite zaten var.",
            ),
        ),
        migrations.AddConstraint(
            model_name="university",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["kktc", "abroad"]), ("province__isnull", True)),
                    models.Q(
                        ("kind__in", ["state", "foundation", "foundation_vocational"]),
                        ("province__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="university_province_in_turkiye",
                violation_error_message="Türkiye'deki üniversitenin ili seçilmelidir; KKTC ve yurt dışındakinin ili boş kalır.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                fields=("university", "code"),
                name="unit_code_once_in_university",
                violation_error_message="Bu üniversitede bu kodla bir birim zaten var.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                fields=("university", "name"),
                name="unit_name_once_in_university",
                violation_error_message="Bu üniversitede bu adda bir birim zaten var.",
            ),
        ),
        # A department's level is its group's level: Django has no foreign key over two columns, PostgreSQL does.
        migrations.RunSQL(
            sql="""ALTER TABLE reference_department ADD CONSTRAINT department_level_of_group
                   FOREIGN KEY (group_id, level) REFERENCES reference_departmentgroup (id, level)""",
            reverse_sql="ALTER TABLE reference_department DROP CONSTRAINT department_level_of_group",
        ),
    ]
