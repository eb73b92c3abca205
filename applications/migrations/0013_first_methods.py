"""The methods there were become published methods with one item, the GNO; their scores stay to the cent."""

from django.db import migrations

_KIND = {
    "number": "A1",
    "category": "academic",
    "name": "Genel not ortalaması",
    "name_en": "Grade point average",
    "hint": "Ortalamanız üniversitenizin kaydından alınır; sizden bir şey istenmez.",
    "hint_en": "Your average is taken from your university's record; nothing is asked of you.",
    "order": 1,
    "by_student": False,
    "asks_title": False,
    "asks_issuer": False,
    "asks_date": False,
    "needs_proof": False,
    "amount_unit": "grade",
    "amount_max": 100,
    "max_items": 1,
    "verifier": "edevlet",
}
# A completed application takes no declaration; these are what its record said when it was completed.
_DECLARE = """
alter table applications_declaration disable trigger declaration_guard;
insert into applications_declaration (application_id, kind_id, source, state, amount, exam_grade, title, issuer, code,
                                      created_at, changed_at, version)
select id, %(kind)s, 'edevlet', 'approved',
       case gno_scale when 100 then round(gno, 2) else round((70 * gno + 20) / 3, 2) end, '', '', '', '',
       coalesce(completed_at, started_at), coalesce(completed_at, started_at), 1
from applications_application
where state in ('completed', 'disqualified') and gno is not null and gno_scale in (4, 100);
set constraints all immediate;
set constraints all deferred;
alter table applications_declaration enable trigger declaration_guard;
"""
_INPUTS = """
update applications_score set inputs = jsonb_build_object(
  'kinds', case when category = 'academic' and jsonb_array_length(inputs -> 'items') > 0
           then jsonb_build_object('A1', points::text) else '{}'::jsonb end,
  'of', case category when 'academic' then '100.00' else '0.00' end)
"""


def publish(apps, schema_editor):
    method_model = apps.get_model("applications", "ScoringMethod")
    if not method_model.objects.exists():
        return
    kind, _new = apps.get_model("applications", "ItemKind").objects.get_or_create(code="gno", defaults=_KIND)
    item_model = apps.get_model("applications", "MethodItem")
    for method in method_model.objects.select_related("season"):
        # All of 100: a category of one item is brought to 100 anyway.
        item_model.objects.create(
            method=method, kind=kind, shape="linear", cap=100, points=100, floor=method.gno_floor, ceiling=100
        )
        method.state, method.published_at = "published", method.season.applications_close_at
        method.note, method.note_en = "Yalnızca not ortalaması.", "The grade point average only."
        method.save()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_DECLARE, {"kind": kind.pk})
        cursor.execute(_INPUTS)


class Migration(migrations.Migration):
    dependencies = [("applications", "0012_scoring_methods")]
    operations = [migrations.RunPython(publish, migrations.RunPython.noop, elidable=True)]
