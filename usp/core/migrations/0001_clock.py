"""btree_gist for the overlap constraints, and the one clock."""

import datetime

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="SeasonClock",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("shift", models.DurationField(default=datetime.timedelta())),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="core_seasonclock_one_row")],
            },
        ),
        migrations.RunSQL(
            "create function usp_now() returns timestamptz language sql volatile as $$ select clock_timestamp() $$",
            "drop function usp_now()",
        ),
    ]
