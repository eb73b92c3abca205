"""A message may go elsewhere than to the person's contact of today: to the one that was just replaced."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_outbox")]
    operations = [
        migrations.AddField(
            model_name="delivery",
            name="address",
            # A default of the database: writers of the earlier release go on while this runs.
            field=models.CharField(blank=True, db_default="", max_length=254, verbose_name="başka adres"),
        ),
    ]
