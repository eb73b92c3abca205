"""Scans that students send of signed papers, and whether a university takes them for the original."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_uploads"),
        ("insurance", "0005_after_acceptance"),
        ("offers", "0010_ending_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="paperform",
            name="scan_suffices",
            field=models.BooleanField(default=False, verbose_name="öğrencinin gönderdiği tarama asıl yerine geçer"),
        ),
        migrations.CreateModel(
            name="PaperScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acceptance_form", "Staj Başvuru ve Kabul Formu"),
                            ("employer_acceptance", "Staja Kabul Belgesi"),
                            ("necessity_letter", "Staj Zorunluluk Yazısı"),
                            ("health_cover", "SPAS Müstehaklık Belgesi"),
                            ("identity_copy", "Kimlik Fotokopisi"),
                            ("contract", "Staj Sözleşmesi (3308)"),
                            ("fund_form", "İşsizlik Fonu Katkısı Bilgi Formu"),
                            ("undertaking", "Taahhütname"),
                            ("sgk_entry", "SGK İşe Giriş Bildirgesi"),
                            ("start_form", "Staj Başlangıç Formu"),
                            ("attendance_sheet", "Devam Çizelgesi"),
                            ("report_cover", "Staj Raporu Kapağı"),
                            ("evaluation_form", "Stajyer Değerlendirme Formu"),
                            ("completion", "Staj Bitirme Belgesi"),
                            ("withdrawal", "Staj Feragat Dilekçesi"),
                        ],
                        max_length=24,
                        verbose_name="belge",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="gönderilme")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "Bakılmadı"),
                            ("accepted", "Uygun"),
                            ("returned", "Yeniden istendi"),
                            ("replaced", "Yerine yenisi gönderildi"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="sonuç",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="sonuç anı")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.upload",
                        verbose_name="dosya",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_scans",
                        to="offers.placement",
                        verbose_name="staj",
                    ),
                ),
            ],
            options={
                "verbose_name": "öğrencinin gönderdiği tarama",
                "verbose_name_plural": "öğrencilerin gönderdiği taramalar",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "waiting")),
                        fields=("placement", "kind"),
                        name="paper_scan_one_waiting",
                        violation_error_message="Bu belgenin taraması az önce gönderildi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "waiting"), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", "waiting"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="paper_scan_answered_has_time",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paperscan",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d18b914e1b7c2827a68d7bc310d47222d05fb343",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_83e7f",
                    table="insurance_paperscan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paperscan",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3e3a00a6c22ff650952c13597e901d4b67d89266",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_d92d4",
                    table="insurance_paperscan",
                    when="BEFORE",
                ),
            ),
        ),
    ]
