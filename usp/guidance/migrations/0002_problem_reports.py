"""Problem reports with their pictures, answers and e-mails (A31)."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_uploads"),
        ("guidance", "0001_announcements"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProblemReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(editable=False, max_length=12, unique=True, verbose_name="numara")),
                ("form_id", models.UUIDField(editable=False, unique=True)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="cevap için e-posta")),
                ("words", models.TextField(max_length=4000, verbose_name="ne oldu")),
                ("page", models.CharField(blank=True, max_length=300, verbose_name="sayfa")),
                ("request_id", models.CharField(blank=True, max_length=12, verbose_name="İstek numarası")),
                ("browser", models.CharField(blank=True, max_length=300, verbose_name="tarayıcı")),
                ("language", models.CharField(default="tr", max_length=2, verbose_name="dil")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Yeni"),
                            ("in_progress", "İnceleniyor"),
                            ("answered", "Cevaplandı"),
                            ("closed", "Kapatıldı"),
                        ],
                        default="new",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=models.Func(function="usp_now", output_field=models.DateTimeField()),
                        editable=False,
                        verbose_name="bildirilme",
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="sunucu saati",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problem_reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bildiren",
                    ),
                ),
            ],
            options={
                "verbose_name": "sorun bildirimi",
                "verbose_name_plural": "sorun bildirimleri",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "in_progress", "answered", "closed"])),
                        name="problem_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="problem_says_something",
                        violation_error_message="Ne olduğunu birkaç cümleyle yazın.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("page", ""),
                            models.Q(("page__startswith", "/"), models.Q(("page__startswith", "//"), _negated=True)),
                            _connector="OR",
                        ),
                        name="problem_page_is_ours",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["reporter", "received_at"], name="problem_reporter_time"),
                    models.Index(
                        condition=models.Q(("reporter__isnull", True)),
                        fields=["received_at"],
                        name="problem_anonymous_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProblemAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000, verbose_name="cevap")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=models.Func(function="usp_now", output_field=models.DateTimeField()),
                        editable=False,
                        verbose_name="cevaplanma",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problem_answers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cevaplayan",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="guidance.problemreport",
                        verbose_name="bildirim",
                    ),
                ),
            ],
            options={
                "verbose_name": "cevap",
                "verbose_name_plural": "cevaplar",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="problem_answer_says_something",
                        violation_error_message="Cevabı yazın.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProblemPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="sıra")),
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problem_picture",
                        to="documents.upload",
                        verbose_name="resim",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="guidance.problemreport",
                        verbose_name="bildirim",
                    ),
                ),
            ],
            options={
                "verbose_name": "bildirimin resmi",
                "verbose_name_plural": "bildirimin resimleri",
                "ordering": ["report", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "position"), name="problem_picture_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 3)),
                        name="problem_picture_three_at_most",
                        violation_error_message="Bir bildirime en çok üç resim eklenir.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProblemReportStateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Yeni"),
                            ("in_progress", "İnceleniyor"),
                            ("answered", "Cevaplandı"),
                            ("closed", "Kapatıldı"),
                        ],
                        default="new",
                        max_length=12,
                        verbose_name="durum",
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
                        related_name="state_events",
                        to="guidance.problemreport",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProblemMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(max_length=254, verbose_name="alıcı")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Gönderilecek"),
                            ("sending", "Gönderiliyor"),
                            ("sent", "Gönderildi"),
                            ("failed", "Gönderilemedi"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="durum",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="deneme")),
                (
                    "next_try_at",
                    models.DateTimeField(
                        blank=True,
                        db_default=django.db.models.functions.datetime.Now(),
                        null=True,
                        verbose_name="sonraki deneme",
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="gönderime alınma")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gönderilme")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="son hata")),
                (
                    "answer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail",
                        to="guidance.problemanswer",
                        verbose_name="cevap",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="guidance.problemreport",
                        verbose_name="bildirim",
                    ),
                ),
            ],
            options={
                "verbose_name": "bildirimin e-postası",
                "verbose_name_plural": "bildirimin e-postaları",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer__isnull", True)),
                        fields=("report",),
                        name="problem_mail_to_support_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_try_at__isnull", False), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("next_try_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="problem_mail_waiting_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            ("claimed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="problem_mail_sending_is_claimed",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="problem_mail_due"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="problemreport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guidance_problemreportstateevent" ("pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (_pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state"); RETURN NULL;',
                    hash="8a5afff5d98e44c713b2aeb1f22efc0e725308e4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d30cd",
                    table="guidance_problemreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="problemreport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "guidance_problemreportstateevent" ("pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (_pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;',
                    hash="d2caa86787acfe91559199601b8a5cdb2931fd83",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2d437",
                    table="guidance_problemreport",
                    when="AFTER",
                ),
            ),
        ),
    ]
