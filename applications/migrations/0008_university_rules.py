"""A university's own rules: terms, overlap, lengths, compulsory internships; windows have a state."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0007_season_date_conditions"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("reference", "0004_institutions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="internshipwindow",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="internshipwindow",
            name="update_update",
        ),
        migrations.CreateModel(
            name="DepartmentRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "compulsory_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="zorunlu staj (iş günü)",
                    ),
                ),
                (
                    "other_lengths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(260),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="İzin verilen başka süreler",
                    ),
                ),
                (
                    "usual_after_earlier",
                    models.BooleanField(
                        default=False,
                        verbose_name="zorunlu stajını USP dışında bitiren öğrenci, zorunlu stajı yokmuş gibi seçer",
                    ),
                ),
                ("criteria", models.TextField(blank=True, max_length=1000, verbose_name="ölçütler")),
                ("confirmed_at", models.DateTimeField(verbose_name="onay anı")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="onaylayan",
                    ),
                ),
                (
                    "department",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="internship_rule",
                        to="reference.department",
                        verbose_name="bölüm",
                    ),
                ),
            ],
            options={
                "verbose_name": "bölümün staj kuralı",
                "verbose_name_plural": "bölümlerin staj kuralları",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compulsory_days__isnull", True),
                            models.Q(("compulsory_days__gte", 1), ("compulsory_days__lte", 260)),
                            _connector="OR",
                        ),
                        name="department_rule_days",
                        violation_error_message="Zorunlu staj 1 ile 260 iş günü arasındadır; yoksa boş bırakın.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Örnek: 2023-2024 Bahar, yarıyıl sonu sınavları",
                        max_length=80,
                        verbose_name="dönem adı",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="başlangıç")),
                ("ends_on", models.DateField(verbose_name="bitiş")),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="son değişiklik")),
                (
                    "university",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="reference.university",
                        verbose_name="üniversite",
                    ),
                ),
            ],
            options={
                "verbose_name": "ders dönemi",
                "verbose_name_plural": "ders dönemleri",
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("university", "name"),
                        name="term_name_once",
                        violation_error_message="Bu adda bir dönem zaten var.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="term_ends_after_it_begins",
                        violation_error_message="Bitiş tarihi başlangıçtan önce olamaz.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WindowRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "term_overlap",
                    models.CharField(
                        choices=[
                            ("refused", "İzin verilmez"),
                            ("allowed", "İzin verilir"),
                            ("by_unit", "Birim her staj için ayrı karar verir"),
                        ],
                        default="by_unit",
                        max_length=8,
                        verbose_name="ders dönemiyle çakışan staj",
                    ),
                ),
                (
                    "usual_days",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="zorunlu stajı olmayan bölümde süre (iş günü)",
                    ),
                ),
                (
                    "largest_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Zorunlu stajı bundan uzun olan bölümün öğrencisi stajını parça parça yapar. Sınır yoksa boş.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="bir yazda en çok (iş günü)",
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="son değişiklik")),
                (
                    "university",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="window_rules",
                        to="reference.university",
                        verbose_name="üniversite",
                    ),
                ),
            ],
            options={
                "verbose_name": "takvim kuralları",
                "verbose_name_plural": "takvim kuralları",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("usual_days__gte", 1),
                            models.Q(("largest_days__isnull", True), ("largest_days__gte", 1), _connector="OR"),
                        ),
                        name="window_rules_days_positive",
                        violation_error_message="İş günü sayısı en az 1 olmalıdır.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "compulsory_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="zorunlu staj (iş günü)",
                    ),
                ),
                (
                    "other_lengths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(260),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="İzin verilen başka süreler",
                    ),
                ),
                (
                    "usual_after_earlier",
                    models.BooleanField(
                        default=False,
                        verbose_name="zorunlu stajını USP dışında bitiren öğrenci, zorunlu stajı yokmuş gibi seçer",
                    ),
                ),
                ("criteria", models.TextField(blank=True, max_length=1000, verbose_name="ölçütler")),
                ("confirmed_at", models.DateTimeField(verbose_name="onay anı")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="onaylayan",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.department",
                        verbose_name="bölüm",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="applications.departmentrule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TermEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "name",
                    models.CharField(
                        help_text="Örnek: 2023-2024 Bahar, yarıyıl sonu sınavları",
                        max_length=80,
                        verbose_name="dönem adı",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="başlangıç")),
                ("ends_on", models.DateField(verbose_name="bitiş")),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="son değişiklik")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="applications.term",
                    ),
                ),
                (
                    "university",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.university",
                        verbose_name="üniversite",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WindowRulesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "term_overlap",
                    models.CharField(
                        choices=[
                            ("refused", "İzin verilmez"),
                            ("allowed", "İzin verilir"),
                            ("by_unit", "Birim her staj için ayrı karar verir"),
                        ],
                        default="by_unit",
                        max_length=8,
                        verbose_name="ders dönemiyle çakışan staj",
                    ),
                ),
                (
                    "usual_days",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="zorunlu stajı olmayan bölümde süre (iş günü)",
                    ),
                ),
                (
                    "largest_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Zorunlu stajı bundan uzun olan bölümün öğrencisi stajını parça parça yapar. Sınır yoksa boş.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="bir yazda en çok (iş günü)",
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="son değişiklik")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="applications.windowrules",
                    ),
                ),
                (
                    "university",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.university",
                        verbose_name="üniversite",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="internshipwindow",
            name="changed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="son değişiklik"),
        ),
        migrations.AddField(
            model_name="internshipwindow",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="kapatma gerekçesi"),
        ),
        migrations.AddField(
            model_name="internshipwindow",
            name="state",
            field=models.CharField(
                choices=[("draft", "Taslak"), ("open", "Yayımda"), ("closed", "Yeni seçime kapalı")],
                default="open",
                max_length=6,
                verbose_name="durum",
            ),
        ),
        migrations.AddField(
            model_name="internshipwindowevent",
            name="changed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="son değişiklik"),
        ),
        migrations.AddField(
            model_name="internshipwindowevent",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="kapatma gerekçesi"),
        ),
        migrations.AddField(
            model_name="internshipwindowevent",
            name="state",
            field=models.CharField(
                choices=[("draft", "Taslak"), ("open", "Yayımda"), ("closed", "Yeni seçime kapalı")],
                default="open",
                max_length=6,
                verbose_name="durum",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="internshipwindow",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "applications_internshipwindowevent" ("changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "season_id", "starts_on", "state", "university_id", "working_days") VALUES (NEW."changed_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."season_id", NEW."starts_on", NEW."state", NEW."university_id", NEW."working_days"); RETURN NULL;',
                    hash="4e8b237b7fe821f03b5370d939bfb729cdbb53b1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_930d0",
                    table="applications_internshipwindow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="internshipwindow",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "applications_internshipwindowevent" ("changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "season_id", "starts_on", "state", "university_id", "working_days") VALUES (NEW."changed_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."season_id", NEW."starts_on", NEW."state", NEW."university_id", NEW."working_days"); RETURN NULL;',
                    hash="bfa5f626c09a5c24e9b3dfa15c3aaf170556cd8c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_37d5f",
                    table="applications_internshipwindow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="internshipwindow",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "applications_internshipwindowevent" ("changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "season_id", "starts_on", "state", "university_id", "working_days") VALUES (OLD."changed_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."season_id", OLD."starts_on", OLD."state", OLD."university_id", OLD."working_days"); RETURN NULL;',
                    hash="116acdb9cdf75c0bd3caee10bb8e0ba26d6f678d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ca73f",
                    table="applications_internshipwindow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="departmentrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "applications_departmentruleevent" ("compulsory_days", "confirmed_at", "confirmed_by_id", "criteria", "department_id", "id", "other_lengths", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "usual_after_earlier") VALUES (NEW."compulsory_days", NEW."confirmed_at", NEW."confirmed_by_id", NEW."criteria", NEW."department_id", NEW."id", NEW."other_lengths", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."usual_after_earlier"); RETURN NULL;',
                    hash="a991e45153931d6fb2a5497c550691f9ba3d63ad",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7ebe0",
                    table="applications_departmentrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="departmentrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "applications_departmentruleevent" ("compulsory_days", "confirmed_at", "confirmed_by_id", "criteria", "department_id", "id", "other_lengths", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "usual_after_earlier") VALUES (NEW."compulsory_days", NEW."confirmed_at", NEW."confirmed_by_id", NEW."criteria", NEW."department_id", NEW."id", NEW."other_lengths", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."usual_after_earlier"); RETURN NULL;',
                    hash="a93b164db46b613df3d9fe7abc1a0fae35193fa8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8cca4",
                    table="applications_departmentrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "applications_termevent" ("changed_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "university_id") VALUES (NEW."changed_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."university_id"); RETURN NULL;',
                    hash="e4772dc2490becade25dd9195ddf3a265bff7476",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d6976",
                    table="applications_term",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "applications_termevent" ("changed_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "university_id") VALUES (NEW."changed_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."university_id"); RETURN NULL;',
                    hash="c188315f4481255ab1a9d502bcff962fbbd110ad",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c8452",
                    table="applications_term",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "applications_termevent" ("changed_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "university_id") VALUES (OLD."changed_at", OLD."ends_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."university_id"); RETURN NULL;',
                    hash="9011e8440d10a003d46ed876117375468b9bc1b3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_86bdb",
                    table="applications_term",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="windowrules",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "applications_windowrulesevent" ("changed_at", "id", "largest_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_overlap", "university_id", "usual_days") VALUES (NEW."changed_at", NEW."id", NEW."largest_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."term_overlap", NEW."university_id", NEW."usual_days"); RETURN NULL;',
                    hash="a5a9cf4704bb5a7700330baeeb2285ae1c095be1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6711b",
                    table="applications_windowrules",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="windowrules",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "applications_windowrulesevent" ("changed_at", "id", "largest_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_overlap", "university_id", "usual_days") VALUES (NEW."changed_at", NEW."id", NEW."largest_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."term_overlap", NEW."university_id", NEW."usual_days"); RETURN NULL;',
                    hash="e721e98c7b3d208cad9543daf5c23eaf2db33a96",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d0e53",
                    table="applications_windowrules",
                    when="AFTER",
                ),
            ),
        ),
    ]
