"""No two papers share a file."""

from django.db import migrations, models

import usp.documents.models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_documents"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="file",
            field=models.FileField(
                max_length=200, unique=True, upload_to=usp.documents.models.random_name, verbose_name="dosya"
            ),
        ),
    ]
