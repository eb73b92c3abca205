"""Files that people send us, frozen by trigger."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_one_file_each"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=40, verbose_name="amaç")),
                ("name", models.CharField(max_length=150, verbose_name="dosya adı")),
                (
                    "content_type",
                    models.CharField(
                        choices=[("application/pdf", "PDF"), ("image/jpeg", "JPEG"), ("image/png", "PNG")],
                        max_length=20,
                        verbose_name="tür",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="boyut (bayt)")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="sayfa sayısı")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("file", models.FileField(max_length=200, unique=True, upload_to="uploads/", verbose_name="dosya")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=models.Func(function="usp_now", output_field=models.DateTimeField()),
                        verbose_name="gönderilme",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gönderen",
                    ),
                ),
            ],
            options={
                "verbose_name": "yüklenen dosya",
                "verbose_name_plural": "yüklenen dosyalar",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["owner", "created_at"], name="upload_owner_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="upload_sha256_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pages__gte", 1), ("size__gte", 1)), name="upload_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content_type__in", ["application/pdf", "image/jpeg", "image/png"])),
                        name="upload_type_known",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="upload",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a8830ed7bc59af8709286edae7650e07bce3d4c6",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_126a3",
                    table="documents_upload",
                    when="BEFORE",
                ),
            ),
        ),
    ]
