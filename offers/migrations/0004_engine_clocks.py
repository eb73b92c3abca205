"""Outages on record, positions whose clocks rest, and rows that take another one's place keep its number."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("offers", "0003_around_the_offer")]
    operations = [
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(unique=True, verbose_name="başlangıç")),
                ("until", models.DateTimeField(verbose_name="bitiş")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="ele alınma")),
                ("handled_by", models.CharField(blank=True, max_length=40, verbose_name="ele alan")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="açıklama")),
            ],
            options={
                "verbose_name": "kesinti",
                "verbose_name_plural": "kesintiler",
                "ordering": ["-since"],
                "indexes": [
                    models.Index(fields=["since"], condition=Q(handled_at__isnull=True), name="outage_open"),
                ],
                "constraints": [models.CheckConstraint(condition=Q(since__lt=F("until")), name="outage_in_order")],
            },
        ),
        # No pulse was written before this migration: the table is empty.
        migrations.AddField(
            model_name="heartbeat",
            name="real_at",
            field=models.DateTimeField(unique=True, verbose_name="gerçek an", default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="position",
            name="rests_since",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Kurum askıdayken süreler işlemez; askı kalkınca durdukları süre kadar ileri alınır.",
                null=True,
                verbose_name="sürelerin durduğu an",
            ),
        ),
        migrations.AddIndex(
            model_name="position",
            index=models.Index(fields=["employer"], condition=Q(rests_since__isnull=False), name="position_resting"),
        ),
        migrations.RemoveConstraint(model_name="offer", name="offer_reserve_no"),
        migrations.RemoveConstraint(model_name="offer", name="offer_attempt"),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                fields=["position", "reserve_no"],
                condition=~Q(state="superseded"),
                name="offer_reserve_no",
                violation_error_message="Bu yedek sırası daha önce verilmiş.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                fields=["position", "application", "attempt"],
                condition=Q(supersedes__isnull=True),
                name="offer_attempt",
                violation_error_message="Bu adaya bu teklif zaten gönderilmiş.",
            ),
        ),
    ]
