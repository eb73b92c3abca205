"""The pool is searched by bit strings, kept true by a task; its rows hold by what they may be found."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import applications.models.pool_bits

# Half a page a row, in line: no detour through TOAST and no decompression.
_IN_LINE = """
alter table applications_poolbits alter column bits set storage plain;
alter table applications_poolbits set (toast_tuple_target = 8160);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0016_declared_items_wait"),
    ]

    operations = [
        migrations.CreateModel(
            name="PoolBits",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "season_id",
                        "build",
                        "seg",
                        "facet",
                        "value",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.season",
                    ),
                ),
                ("build", models.PositiveIntegerField()),
                ("seg", models.PositiveSmallIntegerField()),
                ("facet", models.PositiveSmallIntegerField()),
                ("value", models.PositiveIntegerField()),
                ("n", models.PositiveIntegerField()),
                ("bits", applications.models.pool_bits.BitsField()),
            ],
        ),
        migrations.CreateModel(
            name="PoolChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PoolGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("no", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200)),
                ("sort_key", models.CharField(db_collation="C", max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="PoolMemory",
            fields=[
                ("saved_search_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("news", models.PositiveIntegerField(default=0)),
                ("looked", models.BooleanField(default=False)),
                ("refreshed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PoolMemoryBits",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "memory_id", "seg", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "memory",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bits",
                        to="applications.poolmemory",
                    ),
                ),
                ("seg", models.PositiveSmallIntegerField()),
                ("seen", applications.models.pool_bits.BitsField()),
                ("found", applications.models.pool_bits.BitsField()),
            ],
        ),
        migrations.CreateModel(
            name="PoolState",
            fields=[
                (
                    "season",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="pool_state",
                        serialize=False,
                        to="applications.season",
                    ),
                ),
                ("build", models.PositiveIntegerField()),
                ("revision", models.PositiveBigIntegerField()),
                ("step", models.PositiveSmallIntegerField()),
                ("segment", models.PositiveIntegerField()),
                ("built_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="poolentry",
            name="pool_by_province",
        ),
        migrations.AddField(
            model_name="poolentry",
            name="districts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="poolentry",
            name="institutions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="poolentry",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="poolentry",
            name="listed",
            field=models.BooleanField(default=True, verbose_name="havuzda"),
        ),
        migrations.AddField(
            model_name="poolentry",
            name="periods",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="poolentry",
            name="whole_provinces",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="poolchange",
            name="application",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="applications.application",
            ),
        ),
        migrations.AddField(
            model_name="poolchange",
            name="season",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="applications.season"
            ),
        ),
        migrations.AddField(
            model_name="poolgroup",
            name="season",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="applications.season"
            ),
        ),
        migrations.AddField(
            model_name="poolmemory",
            name="season",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="applications.season"
            ),
        ),
        migrations.AddIndex(
            model_name="poolbits",
            index=models.Index(fields=["season", "build", "facet", "value", "seg"], name="pool_bits_by_value"),
        ),
        migrations.AddConstraint(
            model_name="poolgroup",
            constraint=models.UniqueConstraint(fields=("season", "code"), name="pool_group_code_once"),
        ),
        migrations.AddConstraint(
            model_name="poolgroup",
            constraint=models.UniqueConstraint(fields=("season", "no"), name="pool_group_no_once"),
        ),
        migrations.RunSQL(_IN_LINE, migrations.RunSQL.noop),
    ]
