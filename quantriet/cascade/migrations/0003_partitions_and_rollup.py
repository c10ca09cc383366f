# Begun by Django 5.2.19 on 2026-11-21 11:52

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [
        ("cascade", "0002_guards_and_standing"),
        ("documents", "0004_ready_search"),
        ("org", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("page", models.CharField(max_length=60)),
                ("query", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300)),
                ("scope", models.CharField(default="direct", max_length=12)),
                ("requirements", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="cascade",
            name="partition_no",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="cascade",
            name="recall_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="cascade",
            name="recalled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="cascade",
            name="recalled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cascade",
            name="unit_in_charge",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.RunSQL("update cascade_cascade set unit_in_charge_id = issuing_unit_id", migrations.RunSQL.noop),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="cascade",
            name="unit_in_charge",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
        ),
        migrations.AddField(
            model_name="fulfilment",
            name="by_unit",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="by_unit",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="facts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="move",
            name="step",
            field=models.CharField(default="moved", max_length=12),
        ),
        migrations.AddField(
            model_name="move",
            name="unit",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="deadline",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="requirement",
            name="parent_due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="cascade",
            index=models.Index(fields=["unit_in_charge", "state"], name="cascade_in_charge"),
        ),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(condition=models.Q(("unit__isnull", False)), fields=["unit"], name="move_to_heir"),
        ),
        migrations.AddConstraint(
            model_name="cascade",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "recalled"), _negated=True),
                    models.Q(("recalled_at__isnull", False), models.Q(("recall_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="cascade_recall_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["moved", "deadline", "inherited", "handed_over", "note"])),
                name="move_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "inherited"), ("unit__isnull", False)),
                    models.Q(models.Q(("step", "inherited"), _negated=True), ("unit__isnull", True)),
                    _connector="OR",
                ),
                name="move_inherited_names_unit",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="template",
            name="created_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="template",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("user", "page", "name"), name="saved_view_name_once"),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.UniqueConstraint(fields=("unit", "title"), name="template_title_once"),
        ),
        # The table itself is made in SQL: Django knows no partitions.
        migrations.SeparateDatabaseAndState(
            database_operations=[load("cascade", "cascade_partitions_v1")],
            state_operations=[
                migrations.RemoveConstraint(
                    model_name="obligation",
                    name="obligation_once_per_unit",
                ),
                migrations.RemoveIndex(
                    model_name="obligation",
                    name="obligation_of_unit",
                ),
                migrations.RemoveIndex(
                    model_name="obligation",
                    name="obligation_of_cascade",
                ),
                migrations.AddField(
                    model_name="obligation",
                    name="assigned_at",
                    field=models.DateTimeField(default=django.utils.timezone.now),
                    preserve_default=False,
                ),
                migrations.AddField(
                    model_name="obligation",
                    name="first_due_on",
                    field=models.DateField(default=django.utils.timezone.now),
                    preserve_default=False,
                ),
                migrations.AddField(
                    model_name="obligation",
                    name="is_irregular",
                    field=models.BooleanField(default=False),
                ),
                migrations.AddField(
                    model_name="obligation",
                    name="origin_unit",
                    field=models.ForeignKey(
                        db_index=False,
                        default=0,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                    preserve_default=False,
                ),
                migrations.AddField(
                    model_name="obligation",
                    name="partition_no",
                    field=models.BigIntegerField(default=0),
                ),
                migrations.AddField(
                    model_name="obligation",
                    name="path",
                    field=models.TextField(db_collation="C", default=""),
                    preserve_default=False,
                ),
                migrations.AlterField(
                    model_name="fulfilment",
                    name="obligation",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilments",
                        to="cascade.obligation",
                    ),
                ),
                migrations.AlterField(
                    model_name="move",
                    name="obligation",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="cascade.obligation",
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="cascade",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="cascade.cascade",
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="requirement",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="cascade.requirement",
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="root_cascade",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cascade.cascade",
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="root_requirement",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cascade.requirement",
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="submitted_by",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="unit",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="org.unit",
                    ),
                ),
                migrations.AddIndex(
                    model_name="obligation",
                    index=models.Index(fields=["root_cascade", "path"], name="obligation_of_branch"),
                ),
                migrations.AddIndex(
                    model_name="obligation",
                    index=models.Index(fields=["unit"], name="obligation_of_unit"),
                ),
                migrations.AddIndex(
                    model_name="obligation",
                    index=models.Index(
                        condition=models.Q(("state", "submitted")), fields=["cascade"], name="obligation_to_review"
                    ),
                ),
                migrations.AddIndex(
                    model_name="obligation",
                    index=models.Index(
                        condition=models.Q(("origin_unit", models.F("unit")), _negated=True),
                        fields=["origin_unit"],
                        name="obligation_inherited",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="obligation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "recalled"), _negated=True),
                        fields=("unit", "root_requirement", "origin_unit", "partition_no"),
                        name="obligation_once_per_unit",
                    ),
                ),
            ],
        ),
        load("cascade", "cascade_guard_v2"),
        load("cascade", "cascade_rollup_v1"),
        load("cascade", "cascade_standing_v2"),
    ]
