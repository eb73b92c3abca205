"""Official letters to Rektörlükler, and who has confirmed reading them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_uploads"),
        ("guidance", "0003_questions"),
        ("reference", "0005_institution_desks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficialLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("season_code", models.SlugField(verbose_name="dönem")),
                ("dated_on", models.DateField(verbose_name="yazının tarihi")),
                ("number", models.CharField(max_length=60, verbose_name="yazının sayısı")),
                ("subject", models.CharField(max_length=200, verbose_name="konu")),
                ("published_at", models.DateTimeField(verbose_name="yayımlanma")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="geri çekilme")),
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
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="yayımlayan",
                    ),
                ),
            ],
            options={
                "verbose_name": "resmî yazı",
                "verbose_name_plural": "resmî yazılar",
                "ordering": ["-dated_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("number", "dated_on"),
                        name="official_letter_once",
                        violation_error_message="Bu tarih ve sayıyla bir yazı zaten var.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("passed_at", models.DateTimeField(verbose_name="İletilme")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="okundu onayı")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="son hatırlatma")),
                (
                    "passed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="İleten",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="official_letters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="okur",
                    ),
                ),
                (
                    "university",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.university",
                        verbose_name="üniversite",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readers",
                        to="guidance.officialletter",
                        verbose_name="yazı",
                    ),
                ),
            ],
            options={
                "verbose_name": "yazının okuru",
                "verbose_name_plural": "yazıların okurları",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("letter", "reader"), name="letter_reader_once")],
            },
        ),
    ]
