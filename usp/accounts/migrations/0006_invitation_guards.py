"""What keys of one column cannot say: an invitation's unit is its university's, an adviser works for a career centre."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_invitations_and_advisers")]
    operations = [
        migrations.RunSQL(
            "alter table accounts_invitation add constraint invitation_unit_of_university"
            " foreign key (unit_id, university_id) references reference_unit (id, university_id)",
            "alter table accounts_invitation drop constraint invitation_unit_of_university",
        ),
        migrations.RunSQL(
            "alter table accounts_departmentadviser add constraint accounts_departmentadviser_kind_of_user"
            " foreign key (user_id, user_kind) references accounts_user (id, kind)",
            "alter table accounts_departmentadviser drop constraint accounts_departmentadviser_kind_of_user",
        ),
    ]
