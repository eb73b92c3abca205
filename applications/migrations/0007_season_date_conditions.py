"""What a season asks for on the internship's date, and deadlines that were moved with notice."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0006_declaration_guards"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SeasonDateCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("associate", "Ön lisans"), ("bachelor", "Lisans"), ("graduate", "Lisansüstü")],
                        max_length=10,
                        verbose_name="düzey",
                    ),
                ),
                (
                    "class_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Başvurudaki sınıf; boş bırakılırsa bütün sınıflar.",
                        null=True,
                        verbose_name="sınıf",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advanced_class", "Bir üst sınıfa geçmiş olmak"),
                            ("not_graduated", "Öğrenciliği sürmek (mezun olmamış olmak)"),
                            ("gno_minimum", "Not ortalaması"),
                        ],
                        max_length=16,
                        verbose_name="koşul",
                    ),
                ),
                (
                    "comparison",
                    models.CharField(
                        blank=True,
                        choices=[("gt", "üzerinde (>)"), ("gte", "en az (≥)")],
                        help_text="Not ortalaması için",
                        max_length=3,
                        verbose_name="karşılaştırma",
                    ),
                ),
                ("scale", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="not sistemi")),
                (
                    "minimum",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="sınır"),
                ),
                (
                    "consequence",
                    models.CharField(
                        choices=[
                            ("warn", "İşveren uyarılır, teklifini iptal edebilir"),
                            ("stop", "Sigorta girişi yapılmaz, staj iptal edilir"),
                        ],
                        default="warn",
                        max_length=4,
                        verbose_name="sonucu",
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="date_conditions",
                        to="applications.season",
                        verbose_name="dönem",
                    ),
                ),
            ],
            options={
                "verbose_name": "staj tarihindeki koşul",
                "verbose_name_plural": "staj tarihindeki koşullar",
                "ordering": ["level", "class_year", "kind", "scale"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("season", "level", "class_year", "kind", "scale"),
                        name="season_date_condition_once",
                        nulls_distinct=False,
                        violation_error_message="Bu düzey, sınıf ve not sistemi için bu koşul zaten var.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "gno_minimum"),
                                ("minimum__isnull", False),
                                ("scale__isnull", False),
                                models.Q(("comparison", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "gno_minimum"), _negated=True),
                                ("comparison", ""),
                                ("minimum__isnull", True),
                                ("scale__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="season_date_condition_shape",
                        violation_error_message="Not ortalaması koşulunda karşılaştırma, not sistemi ve sınır yazılır; diğerlerinde boş bırakılır.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("applications_close_at", "Başvuru bitişi"),
                            ("pool_opens_at", "Aday havuzunun açılışı"),
                            ("offers_close_at", "Son teklif ve yedek çağrısı"),
                            ("answers_close_at", "Son cevap"),
                            ("confirm_close_at", "Son işveren onayı"),
                        ],
                        max_length=24,
                        verbose_name="tarih",
                    ),
                ),
                ("old_moment", models.DateTimeField(verbose_name="eski an")),
                ("new_moment", models.DateTimeField(verbose_name="yeni an")),
                ("reason", models.CharField(max_length=200, verbose_name="gerekçe")),
                ("at", models.DateTimeField(verbose_name="uzatma anı")),
                ("expected", models.PositiveIntegerField(verbose_name="haber verilecek")),
                ("told", models.PositiveIntegerField(default=0, verbose_name="haber verilen")),
                ("last_told", models.BigIntegerField(default=0)),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="herkese haber verildi")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uzatan",
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="applications.season",
                        verbose_name="dönem",
                    ),
                ),
            ],
            options={
                "verbose_name": "süre uzatma",
                "verbose_name_plural": "süre uzatmaları",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at__isnull", True)), fields=["id"], name="deadline_extension_untold"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("new_moment__gt", models.F("old_moment"))),
                        name="deadline_extension_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="deadline_extension_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeasonDateConditionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[("associate", "Ön lisans"), ("bachelor", "Lisans"), ("graduate", "Lisansüstü")],
                        max_length=10,
                        verbose_name="düzey",
                    ),
                ),
                (
                    "class_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Başvurudaki sınıf; boş bırakılırsa bütün sınıflar.",
                        null=True,
                        verbose_name="sınıf",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advanced_class", "Bir üst sınıfa geçmiş olmak"),
                            ("not_graduated", "Öğrenciliği sürmek (mezun olmamış olmak)"),
                            ("gno_minimum", "Not ortalaması"),
                        ],
                        max_length=16,
                        verbose_name="koşul",
                    ),
                ),
                (
                    "comparison",
                    models.CharField(
                        blank=True,
                        choices=[("gt", "üzerinde (>)"), ("gte", "en az (≥)")],
                        help_text="Not ortalaması için",
                        max_length=3,
                        verbose_name="karşılaştırma",
                    ),
                ),
                ("scale", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="not sistemi")),
                (
                    "minimum",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="sınır"),
                ),
                (
                    "consequence",
                    models.CharField(
                        choices=[
                            ("warn", "İşveren uyarılır, teklifini iptal edebilir"),
                            ("stop", "Sigorta girişi yapılmaz, staj iptal edilir"),
                        ],
                        default="warn",
                        max_length=4,
                        verbose_name="sonucu",
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
                        to="applications.seasondatecondition",
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="applications.season",
                        verbose_name="dönem",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seasondatecondition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "applications_seasondateconditionevent" ("class_year", "comparison", "consequence", "id", "kind", "level", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale", "season_id") VALUES (NEW."class_year", NEW."comparison", NEW."consequence", NEW."id", NEW."kind", NEW."level", NEW."minimum", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scale", NEW."season_id"); RETURN NULL;',
                    hash="d318624ed039b0ed9354d84f71d5971e8efd0343",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_50bb2",
                    table="applications_seasondatecondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seasondatecondition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "applications_seasondateconditionevent" ("class_year", "comparison", "consequence", "id", "kind", "level", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale", "season_id") VALUES (NEW."class_year", NEW."comparison", NEW."consequence", NEW."id", NEW."kind", NEW."level", NEW."minimum", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scale", NEW."season_id"); RETURN NULL;',
                    hash="4ad408306c3a4c279d6992bb79f76bbe5d3d03f5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ec520",
                    table="applications_seasondatecondition",
                    when="AFTER",
                ),
            ),
        ),
    ]
