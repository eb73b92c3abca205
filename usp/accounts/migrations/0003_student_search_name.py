"""Let the career centre find a student by any spelling of the name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_kinds_hold")]
    operations = [
        migrations.AddField(
            model_name="student",
            name="search_name",
            field=models.CharField(db_index=True, default="", editable=False, max_length=200),
            preserve_default=False,
        ),
    ]
