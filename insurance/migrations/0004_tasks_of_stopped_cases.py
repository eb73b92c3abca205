"""What SGK must still be told of an internship that was stopped."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0003_paper_rules_by_managers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InsuranceTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("delete_entry", "Giriş bildirgesini sil"), ("declare_exit", "Çıkış bildir")],
                        max_length=12,
                        verbose_name="yapılacak iş",
                    ),
                ),
                ("left_on", models.DateField(verbose_name="gerçek son gün")),
                ("due_at", models.DateTimeField(verbose_name="son an")),
                ("made_at", models.DateTimeField(verbose_name="oluşma")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="yapılma")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="insurance.insurancecase",
                        verbose_name="sigorta işlemi",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sigorta işi",
                "verbose_name_plural": "sigorta işleri",
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["due_at"], name="insurance_task_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "kind"), name="insurance_task_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="insurance_task_done_by_somebody",
                    ),
                ],
            },
        ),
    ]
