"""Paper rules are set by managers: the last hour, who takes papers in, and the history."""

import datetime

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0002_case_guards"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("reference", "0005_institution_desks"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperRulesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("lead_days", models.PositiveSmallIntegerField(default=15, verbose_name="evrak teslim süresi")),
                (
                    "lead_unit",
                    models.CharField(
                        choices=[("calendar", "takvim günü"), ("working", "iş günü")],
                        default="calendar",
                        max_length=8,
                        verbose_name="süre birimi",
                    ),
                ),
                ("last_hour", models.TimeField(default=datetime.time(17, 0), verbose_name="son gün en geç saat")),
                (
                    "taken_by",
                    models.CharField(
                        choices=[
                            ("adviser", "Bölüm kariyer danışmanı"),
                            ("insurance", "Birim sigorta yetkilisi"),
                            ("center", "Kariyer merkezi"),
                        ],
                        default="adviser",
                        max_length=10,
                        verbose_name="evrakı kim teslim alır",
                    ),
                ),
                ("document_prefix", models.CharField(blank=True, max_length=40, verbose_name="belge sayısı ön eki")),
                (
                    "papers_to",
                    models.CharField(blank=True, max_length=120, verbose_name="evrakın teslim edileceği yer"),
                ),
                ("explanation", models.TextField(blank=True, max_length=1000, verbose_name="formdaki ek açıklama")),
                (
                    "changed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="son değişiklik"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="paperrules",
            name="changed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="son değişiklik"),
        ),
        migrations.AddField(
            model_name="paperrules",
            name="last_hour",
            field=models.TimeField(default=datetime.time(17, 0), verbose_name="son gün en geç saat"),
        ),
        migrations.AddField(
            model_name="paperrules",
            name="taken_by",
            field=models.CharField(
                choices=[
                    ("adviser", "Bölüm kariyer danışmanı"),
                    ("insurance", "Birim sigorta yetkilisi"),
                    ("center", "Kariyer merkezi"),
                ],
                default="adviser",
                max_length=10,
                verbose_name="evrakı kim teslim alır",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paperrules",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "insurance_paperrulesevent" ("changed_at", "document_prefix", "explanation", "id", "last_hour", "lead_days", "lead_unit", "papers_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_by", "university_id") VALUES (NEW."changed_at", NEW."document_prefix", NEW."explanation", NEW."id", NEW."last_hour", NEW."lead_days", NEW."lead_unit", NEW."papers_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."taken_by", NEW."university_id"); RETURN NULL;',
                    hash="1dc49d45c8f37a198b522e8103e284aa4e4a146b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_aad31",
                    table="insurance_paperrules",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paperrules",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "insurance_paperrulesevent" ("changed_at", "document_prefix", "explanation", "id", "last_hour", "lead_days", "lead_unit", "papers_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_by", "university_id") VALUES (NEW."changed_at", NEW."document_prefix", NEW."explanation", NEW."id", NEW."last_hour", NEW."lead_days", NEW."lead_unit", NEW."papers_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."taken_by", NEW."university_id"); RETURN NULL;',
                    hash="3eafd2acd45837c23c47e1de2a8c6c68b2d63a5b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_38446",
                    table="insurance_paperrules",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="paperrules",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_hour__gte", datetime.time(8, 0)), ("last_hour__lte", datetime.time(18, 0))),
                name="paper_rules_last_hour",
                violation_error_message="Son saat 08.00 ile 18.00 arasındadır.",
            ),
        ),
        migrations.AddField(
            model_name="paperrulesevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="paperrulesevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="insurance.paperrules",
            ),
        ),
        migrations.AddField(
            model_name="paperrulesevent",
            name="university",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.university",
                verbose_name="üniversite",
            ),
        ),
    ]
