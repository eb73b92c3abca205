"""Graduate levels may be limited to students abroad (the rule of 2025; the seasons of the seeds do not use it)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_guards")]
    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="seasonlevel",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="seasonlevel",
            name="update_update",
        ),
        migrations.AddField(
            model_name="seasonlevel",
            name="only_abroad",
            field=models.BooleanField(
                default=False,
                help_text="Türkiye vatandaşı ya da Mavi Kartlı, yurt dışında okuyan öğrenciler (2025’ten beri lisansüstü).",
                verbose_name="yalnızca yurt dışında okuyanlar",
            ),
        ),
        migrations.AddField(
            model_name="seasonlevelevent",
            name="only_abroad",
            field=models.BooleanField(
                default=False,
                help_text="Türkiye vatandaşı ya da Mavi Kartlı, yurt dışında okuyan öğrenciler (2025’ten beri lisansüstü).",
                verbose_name="yalnızca yurt dışında okuyanlar",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seasonlevel",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "applications_seasonlevelevent" ("class_year", "gno_exempt", "id", "level", "only_abroad", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "season_id") VALUES (NEW."class_year", NEW."gno_exempt", NEW."id", NEW."level", NEW."only_abroad", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."season_id"); RETURN NULL;',
                    hash="d80d435f0cf7fcd1793507c6aae09847fce6ebfb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_47dfb",
                    table="applications_seasonlevel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seasonlevel",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "applications_seasonlevelevent" ("class_year", "gno_exempt", "id", "level", "only_abroad", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "season_id") VALUES (NEW."class_year", NEW."gno_exempt", NEW."id", NEW."level", NEW."only_abroad", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."season_id"); RETURN NULL;',
                    hash="c3c2e800d9846491806094acf2e7bb7980a1626e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_248c2",
                    table="applications_seasonlevel",
                    when="AFTER",
                ),
            ),
        ),
    ]
