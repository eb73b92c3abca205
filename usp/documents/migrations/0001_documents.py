"""Issued papers, frozen and undeletable by trigger."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import usp.documents.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_clock"),
        ("reference", "0001_reference_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="belge türü")),
                ("version", models.PositiveIntegerField(verbose_name="sürüm")),
                ("code", models.CharField(max_length=19, unique=True, verbose_name="doğrulama kodu")),
                ("subject_type", models.CharField(max_length=40, verbose_name="konu")),
                ("subject_id", models.BigIntegerField(verbose_name="konu numarası")),
                ("title", models.CharField(max_length=200, verbose_name="başlık")),
                ("snapshot", models.JSONField(verbose_name="İçerik")),
                ("public_facts", models.JSONField(verbose_name="herkese açık bilgiler")),
                (
                    "file",
                    models.FileField(max_length=200, upload_to=usp.documents.models.random_name, verbose_name="dosya"),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="sayfa sayısı")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("valid", "Geçerli"),
                            ("replaced", "Yerine yenisi düzenlendi"),
                            ("revoked", "İptal edildi"),
                        ],
                        default="valid",
                        max_length=10,
                        verbose_name="durum",
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(
                        db_default=models.Func(function="usp_now", output_field=models.DateTimeField()),
                        verbose_name="düzenlenme",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="İptal zamanı")),
                ("revoke_reason", models.CharField(blank=True, max_length=300, verbose_name="İptal nedeni")),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_documents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="düzenleyen",
                    ),
                ),
                (
                    "owner_university",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="reference.university",
                        verbose_name="üniversite",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revoked_documents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="İptal eden",
                    ),
                ),
            ],
            options={
                "verbose_name": "belge",
                "verbose_name_plural": "belgeler",
                "ordering": ["-issued_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_type", "subject_id", "kind", "version"), name="document_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "valid")),
                        fields=("subject_type", "subject_id", "kind"),
                        name="document_one_valid",
                        violation_error_message="Bu belgenin geçerli bir sürümü zaten var.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__regex",
                                "^([23456789ABCDEFGHJKMNPQRSTUVWXYZ]{4}-){3}[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{4}$",
                            )
                        ),
                        name="document_code_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="document_sha256_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pages__gte", 1), ("version__gte", 1)),
                        name="document_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", False), ("state", "revoked")),
                            models.Q(models.Q(("state", "revoked"), _negated=True), ("revoked_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="document_revoked_has_time",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d53282fafa628117aff928838f4d460ec2c4b824",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_86f31",
                    table="documents_document",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."subject_type" IS DISTINCT FROM (NEW."subject_type") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."owner_university_id" IS DISTINCT FROM (NEW."owner_university_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."snapshot" IS DISTINCT FROM (NEW."snapshot") OR OLD."public_facts" IS DISTINCT FROM (NEW."public_facts") OR OLD."file" IS DISTINCT FROM (NEW."file") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."pages" IS DISTINCT FROM (NEW."pages") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at") OR OLD."issued_by_id" IS DISTINCT FROM (NEW."issued_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2fc6727af769efaaa59d7d73b0bbddffac7587f4",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_4a8c8",
                    table="documents_document",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="forwards",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:replaced,valid:revoked,replaced:revoked}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="5cd2334188296c5b3ac0d139ca1c0f1aa50658e1",
                    operation="UPDATE",
                    pgid="pgtrigger_forwards_6fa19",
                    table="documents_document",
                    when="BEFORE",
                ),
            ),
        ),
    ]
