"""An incoming letter that was registered wrongly is withdrawn: who, when, why; it names nobody any more."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_signatures"),
        ("insurance", "0013_acceptance_lists"),
        ("reference", "0005_institution_desks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="incomingletter",
            name="incoming_letter_once",
        ),
        migrations.AddField(
            model_name="incomingletter",
            name="withdraw_reason",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="geri çekme nedeni"
            ),
        ),
        migrations.AddField(
            model_name="incomingletter",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="geri çekilme"),
        ),
        migrations.AddField(
            model_name="incomingletter",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="geri çeken",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incomingletter",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."university_id" IS DISTINCT FROM (NEW."university_id") OR OLD."institution" IS DISTINCT FROM (NEW."institution") OR OLD."dated_on" IS DISTINCT FROM (NEW."dated_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."scan_id" IS DISTINCT FROM (NEW."scan_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at") OR OLD."registered_by_id" IS DISTINCT FROM (NEW."registered_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7e6622ef485d5fcfe2a69c849071ccaca263abc6",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_0cca9",
                    table="insurance_incomingletter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incomingletter",
            trigger=pgtrigger.compiler.Trigger(
                name="withdrawn_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."withdrawn_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d2ed5679f29b080f1dfb193412c564d77cdcadda",
                    operation="UPDATE",
                    pgid="pgtrigger_withdrawn_stays_c7872",
                    table="insurance_incomingletter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incomingletter",
            trigger=pgtrigger.compiler.Trigger(
                name="withdrawn_names_nobody",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."withdrawn_at" IS NOT NULL)',
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM insurance_lettermatch m WHERE m.letter_id = NEW.id AND m.undone_at IS NULL\n                    ) THEN\n                        RAISE EXCEPTION 'a withdrawn letter names nobody';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="d480e201b35cac41693543c457c932389e725388",
                    operation="UPDATE",
                    pgid="pgtrigger_withdrawn_names_nobody_73477",
                    table="insurance_incomingletter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettermatch",
            trigger=pgtrigger.compiler.Trigger(
                name="letter_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM insurance_incomingletter l\n                        WHERE l.id = NEW.letter_id AND l.withdrawn_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'a withdrawn letter names nobody';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="70126a7801689649933875fd0c553006ba3f5558",
                    operation="INSERT",
                    pgid="pgtrigger_letter_stands_b618a",
                    table="insurance_lettermatch",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("university", "institution", "dated_on", "number"),
                name="incoming_letter_once",
                violation_error_message="Bu kurumdan bu tarih ve sayıyla bir yazı zaten kayıtlı.",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdraw_reason", ""), ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdraw_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="incoming_letter_withdrawn_named",
            ),
        ),
    ]
