"""What is exchanged with SGK: files with their tables and downloads, answers, entry documents."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_uploads"),
        ("insurance", "0006_paper_scans"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("reference", "0005_institution_desks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DepartmentOccupationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=7, verbose_name="meslek kodu")),
                (
                    "changed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="son değişiklik"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntryDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="dosya adı")),
                ("raw", models.BinaryField(null=True)),
                ("refusal", models.CharField(blank=True, max_length=300, verbose_name="alınamama nedeni")),
                (
                    "found_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reference", "referans kodu"),
                            ("number", "T.C. kimlik no"),
                            ("name", "ad soyad"),
                            ("hand", "elle eşleştirildi"),
                        ],
                        max_length=9,
                        verbose_name="eşleşme",
                    ),
                ),
                ("candidates", models.JSONField(default=list, verbose_name="uyan kişiler")),
                ("shared_at", models.DateTimeField(blank=True, null=True, verbose_name="paylaşılma")),
            ],
            options={
                "verbose_name": "giriş belgesi",
                "verbose_name_plural": "giriş belgeleri",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="EntryDocumentBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_at", models.DateTimeField(verbose_name="gönderilme")),
            ],
            options={
                "verbose_name": "giriş belgesi yüklemesi",
                "verbose_name_plural": "giriş belgesi yüklemeleri",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SgkAnswers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "İşe giriş"), ("exit", "İşten çıkış")], max_length=5, verbose_name="tür"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="dosya adı")),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("sent_at", models.DateTimeField(verbose_name="gönderilme")),
                ("results", models.JSONField(default=list, verbose_name="sonuçlar")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="işlenme")),
            ],
            options={
                "verbose_name": "SGK cevap dosyası",
                "verbose_name_plural": "SGK cevap dosyaları",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SgkDownload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(choices=[("xml", "XML"), ("xlsx", "XLSX")], max_length=4, verbose_name="biçim"),
                ),
                ("taken_at", models.DateTimeField(verbose_name="indirilme")),
            ],
            options={
                "verbose_name": "SGK dosyasının indirilmesi",
                "verbose_name_plural": "SGK dosyalarının indirilmesi",
                "ordering": ["-id"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sgksettings",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sgksettings",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="insurancetask",
            name="insurance_task_once",
        ),
        migrations.AddField(
            model_name="departmentoccupation",
            name="changed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="son değişiklik"),
        ),
        migrations.AddField(
            model_name="insurancecase",
            name="cover_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sağlık yardımının bildirilmesi"),
        ),
        migrations.AddField(
            model_name="insurancecase",
            name="cover_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sağlık yardımını bildiren",
            ),
        ),
        migrations.AddField(
            model_name="insurancecase",
            name="record_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="insurancecase",
            name="record_findings",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=300), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="insurancecase",
            name="record_stops",
            field=models.BooleanField(default=False, verbose_name="öğrencilik kaydı girişe engel"),
        ),
        migrations.AddField(
            model_name="sgkfile",
            name="sheet",
            field=models.FileField(default="", max_length=200, unique=True, upload_to="sgk/", verbose_name="tablo"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sgkfile",
            name="sheet_sha256",
            field=models.CharField(default="", max_length=64, verbose_name="tablonun SHA-256 özeti"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sgksettings",
            name="address_chars",
            field=models.PositiveSmallIntegerField(default=200, verbose_name="adres en çok (karakter)"),
        ),
        migrations.AddField(
            model_name="sgksettings",
            name="title_chars",
            field=models.PositiveSmallIntegerField(default=250, verbose_name="unvan en çok (karakter)"),
        ),
        migrations.AddField(
            model_name="sgksettingsevent",
            name="address_chars",
            field=models.PositiveSmallIntegerField(default=200, verbose_name="adres en çok (karakter)"),
        ),
        migrations.AddField(
            model_name="sgksettingsevent",
            name="title_chars",
            field=models.PositiveSmallIntegerField(default=250, verbose_name="unvan en çok (karakter)"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="departmentoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "insurance_departmentoccupationevent" ("changed_at", "code", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."changed_at", NEW."code", NEW."department_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="7f66dccffc0aedbb32fa12d04547b7e2de8d789b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_117a1",
                    table="insurance_departmentoccupation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="departmentoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "insurance_departmentoccupationevent" ("changed_at", "code", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."changed_at", NEW."code", NEW."department_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="31926613ea734f85912e5e40f3b74eed66c1316e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_21dc3",
                    table="insurance_departmentoccupation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sgksettings",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "insurance_sgksettingsevent" ("address_chars", "changed_at", "duty_code", "education_code", "encoding", "exit_days", "exit_reason", "id", "insurance_branch", "occupation_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title_chars", "university_id", "work_branch") VALUES (NEW."address_chars", NEW."changed_at", NEW."duty_code", NEW."education_code", NEW."encoding", NEW."exit_days", NEW."exit_reason", NEW."id", NEW."insurance_branch", NEW."occupation_code", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title_chars", NEW."university_id", NEW."work_branch"); RETURN NULL;',
                    hash="e7e644f81912f1af177c777a0c1987e5f53878d6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_230e1",
                    table="insurance_sgksettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sgksettings",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "insurance_sgksettingsevent" ("address_chars", "changed_at", "duty_code", "education_code", "encoding", "exit_days", "exit_reason", "id", "insurance_branch", "occupation_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title_chars", "university_id", "work_branch") VALUES (NEW."address_chars", NEW."changed_at", NEW."duty_code", NEW."education_code", NEW."encoding", NEW."exit_days", NEW."exit_reason", NEW."id", NEW."insurance_branch", NEW."occupation_code", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title_chars", NEW."university_id", NEW."work_branch"); RETURN NULL;',
                    hash="8b434f70e4a14989673eedd73ce1caf116522484",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dd04f",
                    table="insurance_sgksettings",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="insurancecasetransition",
            constraint=models.CheckConstraint(
                condition=models.Q(("actor", ""), _negated=True), name="case_transition_names_actor"
            ),
        ),
        migrations.AddConstraint(
            model_name="insurancetask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)), fields=("case", "kind"), name="insurance_task_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sgksettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("address_chars__gte", 20),
                    ("address_chars__lte", 250),
                    ("title_chars__gte", 20),
                    ("title_chars__lte", 250),
                ),
                name="sgk_field_lengths",
                violation_error_message="Unvan ve adres alanları 20 ile 250 karakter arasındadır.",
            ),
        ),
        migrations.AddField(
            model_name="departmentoccupationevent",
            name="department",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.department",
                verbose_name="bölüm",
            ),
        ),
        migrations.AddField(
            model_name="departmentoccupationevent",
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
            model_name="departmentoccupationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="insurance.departmentoccupation",
            ),
        ),
        migrations.AddField(
            model_name="entrydocument",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.insurancecase",
                verbose_name="sigorta işlemi",
            ),
        ),
        migrations.AddField(
            model_name="entrydocument",
            name="upload",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.upload",
            ),
        ),
        migrations.AddField(
            model_name="entrydocumentbatch",
            name="sent_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gönderen",
            ),
        ),
        migrations.AddField(
            model_name="entrydocumentbatch",
            name="university",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entry_document_batches",
                to="reference.university",
                verbose_name="üniversite",
            ),
        ),
        migrations.AddField(
            model_name="entrydocument",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="insurance.entrydocumentbatch"
            ),
        ),
        migrations.AddField(
            model_name="sgkanswers",
            name="applied_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sgkanswers",
            name="sent_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gönderen",
            ),
        ),
        migrations.AddField(
            model_name="sgkanswers",
            name="university",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sgk_answers",
                to="reference.university",
                verbose_name="üniversite",
            ),
        ),
        migrations.AddField(
            model_name="sgkdownload",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="downloads",
                to="insurance.sgkfile",
                verbose_name="dosya",
            ),
        ),
        migrations.AddField(
            model_name="sgkdownload",
            name="taken_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="indiren",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrydocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case__isnull", False)),
                fields=("batch", "case"),
                name="entry_document_one_each",
                violation_error_message="Bu stajyerle başka bir belge eşleşti.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sgkanswers",
            constraint=models.UniqueConstraint(
                fields=("university", "kind", "sha256"),
                name="sgk_answers_once",
                violation_error_message="Bu dosya daha önce yüklendi.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sgkanswers",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="60dffa4b35bb7066795e7d70678d98c65767b630",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_c4ff3",
                    table="insurance_sgkanswers",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sgkdownload",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;",
                    hash="7bd572ced1b224bb6a01ba27c2c06253ba187721",
                    operation="DELETE OR UPDATE",
                    pgid="pgtrigger_kept_af22a",
                    table="insurance_sgkdownload",
                    when="BEFORE",
                ),
            ),
        ),
    ]
