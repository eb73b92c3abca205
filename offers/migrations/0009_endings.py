"""What follows a placement: who ended it and how long it was attended, notes in chosen words, rows that stay."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_employer_guards"),
        ("offers", "0008_settle"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="conductnote",
            name="is_moderated",
        ),
        migrations.AddField(
            model_name="conductnote",
            name="said",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("no_news", "Gelmeyeceğini haber vermedi"),
                        ("late_news", "Gelmeyeceğini son anda haber verdi"),
                        ("no_reason", "Neden belirtmedi"),
                        ("unreachable", "Aramalara ve e-postalara cevap vermedi"),
                        ("seat_lost", "Yer başka bir adaya verilemedi"),
                    ],
                    max_length=12,
                ),
                default=list,
                size=None,
                verbose_name="seçilen cümleler",
            ),
        ),
        migrations.AddField(
            model_name="conductnote",
            name="words",
            field=models.CharField(
                choices=[
                    ("none", "Ek söz yok"),
                    ("waiting", "İncelenecek"),
                    ("released", "Uygun bulundu"),
                    ("refused", "Uygun bulunmadı"),
                ],
                default="none",
                max_length=8,
                verbose_name="ek sözün durumu",
            ),
        ),
        migrations.AddField(
            model_name="conductnote",
            name="words_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="incelenme"),
        ),
        migrations.AddField(
            model_name="conductnote",
            name="words_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="days_attended",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="devam edilen iş günü"),
        ),
        migrations.AddField(
            model_name="placement",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sonuçlandıran",
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="unexcused_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="özürsüz devamsızlık (iş günü)"),
        ),
        migrations.AlterField(
            model_name="conductnote",
            name="text",
            field=models.CharField(blank=True, max_length=300, verbose_name="ek söz"),
        ),
        migrations.AddIndex(
            model_name="conductnote",
            index=models.Index(condition=models.Q(("words", "waiting")), fields=["id"], name="conduct_words_waiting"),
        ),
        migrations.AddIndex(
            model_name="conductnote",
            index=models.Index(
                condition=models.Q(("appeal", "open")), fields=["appealed_at"], name="conduct_appeals_open"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cancellationrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="76bdb90818cb8b85f751b025595fd57249643aca",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_b9cf0",
                    table="offers_cancellationrequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cancellationrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") OR OLD."ground" IS DISTINCT FROM (NEW."ground") OR OLD."is_force_majeure" IS DISTINCT FROM (NEW."is_force_majeure") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."proof_id" IS DISTINCT FROM (NEW."proof_id") OR OLD."requested_at" IS DISTINCT FROM (NEW."requested_at") OR OLD."center_from" IS DISTINCT FROM (NEW."center_from"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b952a224e73dfb9063e34b33f57d71f58d09d278",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_c33ae",
                    table="offers_cancellationrequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cancellationrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:approved,open:refused,open:by_center,open:taken_back}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="9c94f5b556a39a0365d356012e0edda04a176e78",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_b2820",
                    table="offers_cancellationrequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conductnote",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0d0988fc1d8d8ae5aefdd653119aa0028f976ce7",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_8df6c",
                    table="offers_conductnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conductnote",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."season_id" IS DISTINCT FROM (NEW."season_id") OR OLD."ground" IS DISTINCT FROM (NEW."ground") OR OLD."said" IS DISTINCT FROM (NEW."said") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a61908e8c4cd223848613d913772808900eb5494",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_36cc8",
                    table="offers_conductnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conductnote",
            trigger=pgtrigger.compiler.Trigger(
                name="words_forwards",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."words", \':\', NEW."words") = ANY(\'{waiting:released,waiting:refused,released:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."words" IS DISTINCT FROM NEW."words") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "words" from "%" to "%" on table %\', OLD."words", NEW."words", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b54fe90f30b6d3c38fda70598bedee50b08df4f1",
                    operation="UPDATE",
                    pgid="pgtrigger_words_forwards_8fd2b",
                    table="offers_conductnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conductnote",
            trigger=pgtrigger.compiler.Trigger(
                name="appealed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."appeal", \':\', NEW."appeal") = ANY(\'{none:open,open:upheld,open:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."appeal" IS DISTINCT FROM NEW."appeal") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "appeal" from "%" to "%" on table %\', OLD."appeal", NEW."appeal", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="41ed6050d3cbc7da751579614b6340f33dc87879",
                    operation="UPDATE",
                    pgid="pgtrigger_appealed_once_fc5bf",
                    table="offers_conductnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementreview",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="bb186443b1e686af49006826a55e9de464596247",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_42111",
                    table="offers_placementreview",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementreview",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ccc565c562ebb9c25203590fa46ed75cd4dc8bc6",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_494a8",
                    table="offers_placementreview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="cancellationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="cancellation_decided_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="conductnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("said__len__gte", 1)), name="conduct_note_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="conductnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), ("words", "none")),
                    models.Q(models.Q(("words", "none"), _negated=True), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="conduct_note_words_have_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="conductnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("appeal", "none"), ("appealed_at__isnull", True)),
                    models.Q(("appeal", "open"), ("appealed_at__isnull", False), ("decided_at__isnull", True)),
                    models.Q(
                        ("appeal__in", ["upheld", "struck"]),
                        ("appealed_at__isnull", False),
                        ("decided_at__isnull", False),
                        models.Q(("decision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="conduct_note_appeal_shape",
            ),
        ),
        migrations.AddConstraint(
            model_name="handedindocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("file__isnull", True), ("handed_in_at__isnull", False), _connector="OR"),
                name="handed_in_file_has_time",
            ),
        ),
    ]
