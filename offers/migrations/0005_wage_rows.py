"""Legal pay's rows say for whom exactly, and the State's part in exact thirds. The tables were empty until now."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("offers", "0004_engine_clocks")]

    operations = [
        migrations.RemoveField(model_name="wagerate", name="state_share"),
        migrations.AddField(
            model_name="wagerate",
            name="is_compulsory",
            field=models.BooleanField(blank=True, null=True, verbose_name="öğretim programında zorunlu staj"),
        ),
        migrations.AddField(
            model_name="wagerate",
            name="state_thirds",
            field=models.PositiveSmallIntegerField(
                default=0,
                db_default=0,
                help_text="Geçici 12. madde katkıyı üçte bir ya da üçte iki olarak verir; katkı yoksa sıfır.",
                verbose_name="Devlet katkısı (ücretin üçte kaçı)",
            ),
        ),
        migrations.AddConstraint(
            model_name="wagerate",
            constraint=models.CheckConstraint(
                condition=Q(rate__gt=0, rate__lte=2),
                name="wage_rate_in_range",
                violation_error_message="Oran 0 ile 2 arasındadır; yüzde otuz 0,300 olarak yazılır.",
            ),
        ),
        migrations.AddConstraint(
            model_name="wagerate",
            constraint=models.CheckConstraint(
                condition=Q(state_thirds__lte=3),
                name="wage_rate_state_thirds",
                violation_error_message="Devlet katkısı en çok üçte üçtür.",
            ),
        ),
        migrations.AddConstraint(
            model_name="wagerate",
            constraint=models.CheckConstraint(
                condition=Q(personnel_below__isnull=True) | Q(personnel_below__gt=F("personnel_from")),
                name="wage_rate_personnel_in_order",
                violation_error_message="Personel sayısının üst sınırı alt sınırdan büyük olmalıdır.",
            ),
        ),
    ]
