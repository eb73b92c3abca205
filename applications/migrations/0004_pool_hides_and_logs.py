"""The pool may leave out level and class year, sorts by each score, and logs who opened which profile."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_APPEND_ONLY = """
create function profile_view_guard() returns trigger language plpgsql as $$ begin
  raise exception using errcode = 'check_violation', constraint = 'profile_view_append_only',
    message = 'the log of opened profiles is only added to';
end $$;
create trigger profile_view_guard before update or delete on applications_profileview
  for each row execute function profile_view_guard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_kinds_hold"),
        ("applications", "0003_level_only_abroad"),
    ]
    operations = [
        migrations.AlterField(
            model_name="poolentry",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[("associate", "Ön lisans"), ("bachelor", "Lisans"), ("graduate", "Lisansüstü")],
                max_length=10,
                verbose_name="düzey",
            ),
        ),
        migrations.AlterField(
            model_name="poolentry",
            name="class_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="sınıf"),
        ),
        migrations.RemoveIndex(model_name="poolentry", name="pool_by_academic"),
        migrations.AddIndex(
            model_name="poolentry",
            index=models.Index(fields=["season", "-academic", "-tie", "-row_no"], name="pool_by_academic"),
        ),
        migrations.AddIndex(
            model_name="poolentry",
            index=models.Index(fields=["season", "-social", "-tie", "-row_no"], name="pool_by_social"),
        ),
        migrations.AddIndex(
            model_name="poolentry",
            index=models.Index(fields=["season", "-sport", "-tie", "-row_no"], name="pool_by_sport"),
        ),
        migrations.CreateModel(
            name="ProfileView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("viewed_on", models.DateField(verbose_name="gün")),
                ("viewed_at", models.DateTimeField(verbose_name="İlk açılış")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profile_views",
                        to="applications.application",
                        verbose_name="başvuru",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profile_views",
                        to="accounts.employer",
                        verbose_name="İşveren",
                    ),
                ),
                (
                    "viewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profile_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="açan kişi",
                    ),
                ),
            ],
            options={
                "verbose_name": "açılan profil",
                "verbose_name_plural": "açılan profiller",
                "ordering": ["-viewed_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "employer", "viewer", "viewed_on"), name="profile_view_once_a_day"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            _APPEND_ONLY,
            "drop trigger profile_view_guard on applications_profileview; drop function profile_view_guard()",
        ),
    ]
