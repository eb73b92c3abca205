"""The outbox: notices, their deliveries, switched-off channels."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_clock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="tür")),
                ("dedupe_key", models.CharField(max_length=200, verbose_name="olay")),
                ("context", models.JSONField(default=dict, verbose_name="İçerik")),
                ("link", models.CharField(blank=True, max_length=300, verbose_name="bağlantı")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=models.Func(function="usp_now", output_field=models.DateTimeField()),
                        editable=False,
                        verbose_name="oluşturulma",
                    ),
                ),
                (
                    "not_before",
                    models.DateTimeField(
                        db_default=models.Func(function="usp_now", output_field=models.DateTimeField()),
                        verbose_name="görünme zamanı",
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="okunma")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="geri alınma")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="alıcı",
                    ),
                ),
            ],
            options={
                "verbose_name": "bildirim",
                "verbose_name_plural": "bildirimler",
                "ordering": ["-not_before", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "kind", "dedupe_key"), name="notification_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("link", ""),
                            models.Q(("link__startswith", "/"), models.Q(("link__startswith", "//"), _negated=True)),
                            _connector="OR",
                        ),
                        name="notification_link_is_ours",
                    ),
                ],
                "indexes": [
                    models.Index(
                        models.F("recipient"),
                        models.OrderBy(models.F("not_before"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="notification_inbox",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at__isnull", True), ("read_at__isnull", True)),
                        fields=["recipient"],
                        name="notification_unread",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MutedChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="tür")),
                (
                    "channel",
                    models.CharField(
                        choices=[("inbox", "Bildirim kutusu"), ("email", "E-posta"), ("sms", "Kısa mesaj")],
                        max_length=8,
                        verbose_name="kanal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="muted_channels",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kullanıcı",
                    ),
                ),
            ],
            options={
                "verbose_name": "kapatılan bildirim",
                "verbose_name_plural": "kapatılan bildirimler",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind", "channel"), name="muted_channel_once"),
                    models.CheckConstraint(
                        condition=models.Q(("channel", "inbox"), _negated=True),
                        name="muted_channel_never_inbox",
                        violation_error_message="Bildirim kutusu kapatılamaz.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("inbox", "Bildirim kutusu"), ("email", "E-posta"), ("sms", "Kısa mesaj")],
                        max_length=8,
                        verbose_name="kanal",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Bekliyor"),
                            ("sending", "Gönderiliyor"),
                            ("sent", "Gönderildi"),
                            ("failed", "Gönderilemedi"),
                            ("unknown", "Gönderildiği bilinmiyor"),
                            ("cancelled", "Gönderilmedi"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="durum",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="deneme")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="sonraki deneme")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="gönderime alınma")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gönderilme")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="son hata")),
                ("message_id", models.CharField(blank=True, max_length=200, verbose_name="Message-ID")),
                (
                    "notification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notifications.notification",
                        verbose_name="bildirim",
                    ),
                ),
            ],
            options={
                "verbose_name": "gönderim",
                "verbose_name_plural": "gönderimler",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("notification", "channel"), name="delivery_once_per_channel"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_try_at__isnull", False), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("next_try_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_waiting_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            ("claimed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_sending_is_claimed",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_try_at", "id"], name="delivery_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")), fields=["claimed_at"], name="delivery_claimed"
                    ),
                ],
            },
        ),
    ]
