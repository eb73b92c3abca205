"""Codes that prove a new contact, files with one's own data, and the history of contact data."""

import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import usp.accounts.models.exports


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_invitation_guards"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-posta"), ("phone", "Cep telefonu")], max_length=5, verbose_name="kanal"
                    ),
                ),
                ("value", models.CharField(max_length=254, verbose_name="yeni bilgi")),
                ("target", models.CharField(editable=False, max_length=254)),
                ("code_hash", models.CharField(editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sending", "Gönderiliyor"),
                            ("sent", "Gönderildi"),
                            ("used", "Kullanıldı"),
                            ("replaced", "Yerine yenisi gönderildi"),
                            ("exhausted", "Deneme hakkı doldu"),
                            ("failed", "Gönderilemedi"),
                        ],
                        default="sending",
                        max_length=10,
                        verbose_name="durum",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="deneme")),
                ("unsure", models.BooleanField(default=False, verbose_name="gittiği bilinmiyor")),
                (
                    "issued_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="İstenme"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gönderilme")),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_codes",
                        to="accounts.student",
                        verbose_name="öğrenci",
                    ),
                ),
            ],
            options={
                "verbose_name": "doğrulama kodu",
                "verbose_name_plural": "doğrulama kodları",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "sent")),
                        fields=("student", "channel"),
                        name="contact_code_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tries__lt", 5),
                            models.Q(("state__in", ["used", "exhausted"]), ("tries", 5)),
                            _connector="OR",
                        ),
                        name="contact_code_five_tries",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state__in", ["sent", "used", "exhausted"])),
                            models.Q(("sent_at__isnull", True), ("state__in", ["sending", "failed"])),
                            ("state", "replaced"),
                            _connector="OR",
                        ),
                        name="contact_code_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at__gte", models.F("issued_at"))),
                        name="contact_code_sent_after_issued",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "email"), ("value__contains", "@")),
                            models.Q(("channel", "phone"), ("value__regex", "^\\+905[0-9]{9}$")),
                            _connector="OR",
                        ),
                        name="contact_code_value_fits_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code_hash__regex", "^[0-9a-f]{64}$")), name="contact_code_only_a_hash"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["student", "issued_at"], name="contact_code_by_student"),
                    models.Index(fields=["target", "issued_at"], name="contact_code_by_target"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Sırada"),
                            ("running", "Hazırlanıyor"),
                            ("ready", "Hazır"),
                            ("removed", "Süresi doldu, silindi"),
                            ("failed", "Hazırlanamadı"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="durum",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="İstenme"),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="başlama")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="deneme")),
                ("files_done", models.PositiveIntegerField(default=0, verbose_name="eklenen dosya")),
                ("files_total", models.PositiveIntegerField(default=0, verbose_name="toplam dosya")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=usp.accounts.models.exports.random_name,
                        verbose_name="dosya",
                    ),
                ),
                ("size", models.BigIntegerField(default=0, verbose_name="boyut")),
                ("ready_at", models.DateTimeField(blank=True, null=True, verbose_name="hazırlanma")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="İndirme sonu")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_exports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kullanıcı",
                    ),
                ),
            ],
            options={
                "verbose_name": "kişisel veri dosyası",
                "verbose_name_plural": "kişisel veri dosyaları",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "ready"])),
                        fields=("user",),
                        name="data_export_one_live",
                        violation_error_message="Verileriniz zaten hazırlanıyor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__gt", models.F("ready_at")),
                                ("ready_at__isnull", False),
                                ("state", "ready"),
                                models.Q(("file", ""), _negated=True),
                            ),
                            models.Q(models.Q(("state", "ready"), _negated=True), ("file", "")),
                            _connector="OR",
                        ),
                        name="data_export_file_only_when_ready",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            ("started_at__isnull", False),
                            _connector="OR",
                        ),
                        name="data_export_running_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("files_done__lte", models.F("files_total"))), name="data_export_progress"
                    ),
                ],
                "indexes": [models.Index(fields=["user", "requested_at"], name="data_export_by_user")],
            },
        ),
        migrations.CreateModel(
            name="StudentContactEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="İletişim e-postası")),
                (
                    "contact_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="İletişim numarası"
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
                        related_name="contact_email_contact_phone_events",
                        to="accounts.student",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DataExportDownload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="İndirme"),
                ),
                ("request_id", models.CharField(blank=True, max_length=40, verbose_name="İstek")),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="downloads",
                        to="accounts.dataexport",
                        verbose_name="dosya",
                    ),
                ),
            ],
            options={
                "verbose_name": "veri indirmesi",
                "verbose_name_plural": "veri indirmeleri",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="student",
            name="email_confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="e-postanın doğrulanması"),
        ),
        migrations.AddField(
            model_name="student",
            name="phone_confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="numaranın doğrulanması"),
        ),
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name="student",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("email_confirmed_at__isnull", True),
                        models.Q(("contact_email", ""), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("phone_confirmed_at__isnull", True),
                        models.Q(("contact_phone", ""), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="student_confirmed_contact_exists",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="student",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."contact_email" IS DISTINCT FROM (NEW."contact_email") OR OLD."contact_phone" IS DISTINCT FROM (NEW."contact_phone"))',
                    func='INSERT INTO "accounts_studentcontactevent" ("contact_email", "contact_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."contact_email", NEW."contact_phone", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="714041e7f847289bad97f2fb2a097373d4caebe0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_587a9",
                    table="accounts_student",
                    when="AFTER",
                ),
            ),
        ),
    ]
