"""The history of workplaces and occupation codes keeps what was removed."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0009_intern_list_memory"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="departmentoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "insurance_departmentoccupationevent" ("changed_at", "code", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."changed_at", OLD."code", OLD."department_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="435258d359796f5edc2c7f61c5aff84f1e2f8eee",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e6cb5",
                    table="insurance_departmentoccupation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sgkworkplace",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "insurance_sgkworkplaceevent" ("address", "agent_number", "changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registry_number", "title", "unit_id", "university_id") VALUES (OLD."address", OLD."agent_number", OLD."changed_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registry_number", OLD."title", OLD."unit_id", OLD."university_id"); RETURN NULL;',
                    hash="c3eb8570b98094b9258105f854f8dda423f24851",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9117b",
                    table="insurance_sgkworkplace",
                    when="AFTER",
                ),
            ),
        ),
    ]
