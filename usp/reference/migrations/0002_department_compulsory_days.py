import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0001_reference_tables"),
    ]

    operations = [
        migrations.AlterField(
            model_name="department",
            name="compulsory_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Öğretim programında zorunlu staj yoksa boş bırakılır.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="zorunlu staj (iş günü)",
            ),
        ),
    ]
