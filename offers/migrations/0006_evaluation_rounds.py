"""Evaluations: rounds of proposed times, their moves on record; requests that an offer's end closes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0005_wage_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvaluationTransition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_state", models.CharField(blank=True, max_length=10, verbose_name="önceki durum")),
                ("to_state", models.CharField(max_length=10, verbose_name="yeni durum")),
                ("actor", models.CharField(max_length=40, verbose_name="İşlemi yapan")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="gerekçe")),
                ("at", models.DateTimeField(verbose_name="an")),
            ],
            options={
                "verbose_name": "ek değerleme hareketi",
                "verbose_name_plural": "ek değerleme hareketleri",
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="evaluation",
            name="evaluation_one_running",
        ),
        migrations.RemoveConstraint(
            model_name="interviewslot",
            name="interview_slot_once",
        ),
        migrations.RemoveConstraint(
            model_name="interviewslot",
            name="interview_one_chosen_slot",
        ),
        migrations.AddField(
            model_name="evaluation",
            name="has_moved",
            field=models.BooleanField(db_default=False, default=False, verbose_name="öğrenci saat değişikliği istedi"),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="is_end_told",
            field=models.BooleanField(db_default=True, default=True, verbose_name="sona erdiği bildirildi"),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="round",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="öneri turu"),
        ),
        migrations.AddField(
            model_name="interviewslot",
            name="round",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="öneri turu"),
        ),
        migrations.AlterField(
            model_name="changerequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Cevap bekliyor"),
                    ("agreed", "Kabul edildi"),
                    ("refused", "Kabul edilmedi"),
                    ("unanswered", "Cevaplanmadı"),
                    ("taken_back", "Geri alındı"),
                    ("moot", "Teklif sona erdi"),
                ],
                default="open",
                max_length=12,
                verbose_name="durum",
            ),
        ),
        migrations.AlterField(
            model_name="evaluation",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Adayın cevabı bekleniyor"),
                    ("unsuitable", "Yeni saat bekleniyor"),
                    ("scheduled", "Planlandı"),
                    ("answered", "Cevap gönderildi"),
                    ("passed", "Olumlu"),
                    ("failed", "Olumsuz"),
                    ("cancelled", "Vazgeçildi"),
                ],
                default="proposed",
                max_length=10,
                verbose_name="durum",
            ),
        ),
        migrations.AddIndex(
            model_name="evaluation",
            index=models.Index(condition=models.Q(("is_end_told", False)), fields=["id"], name="evaluation_untold"),
        ),
        migrations.AddIndex(
            model_name="interviewslot",
            index=models.Index(
                condition=models.Q(("is_chosen", True)), fields=["starts_at"], name="interview_slot_chosen"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "unsuitable", "scheduled", "answered"])),
                fields=("offer",),
                name="evaluation_one_running",
                violation_error_message="Bu aday için süren bir ek değerleme var.",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewslot",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "round", "starts_at"),
                name="interview_slot_once",
                violation_error_message="Aynı saat iki kez önerilemez.",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewslot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_chosen", True)),
                fields=("evaluation", "round"),
                name="interview_one_chosen_slot",
            ),
        ),
        migrations.AddField(
            model_name="evaluationtransition",
            name="evaluation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transitions", to="offers.evaluation"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationtransition",
            constraint=models.CheckConstraint(
                condition=models.Q(("actor", ""), _negated=True), name="evaluation_transition_names_actor"
            ),
        ),
    ]
