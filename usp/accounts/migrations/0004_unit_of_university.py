"""An official's unit belongs to the official's university: a foreign key on the pair, whoever writes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_student_search_name"), ("reference", "0003_unit_id_university")]
    operations = [
        migrations.RunSQL(
            "alter table accounts_universitymembership add constraint university_membership_unit_of_university"
            " foreign key (unit_id, university_id) references reference_unit (id, university_id)",
            "alter table accounts_universitymembership drop constraint university_membership_unit_of_university",
        ),
    ]
