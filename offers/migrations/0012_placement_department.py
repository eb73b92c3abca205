"""A placement names the department whose unit insures it: the application's, until another studentship carries it (A39)."""

import django.db.models.deletion
from django.db import migrations, models

_FILL = """
update offers_placement p set department_id = a.department_id
  from applications_application a where a.id = p.application_id and p.department_id is null;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0011_placement_dates"),
        ("reference", "0002_department_compulsory_days"),
    ]
    operations = [
        migrations.AddField(
            "placement",
            "department",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="reference.department",
                verbose_name="bölüm",
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.AlterField(
            "placement",
            "department",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="reference.department",
                verbose_name="bölüm",
            ),
        ),
    ]
