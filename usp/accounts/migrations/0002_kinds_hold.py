"""A membership's or student's user is of that kind: foreign keys to (id, kind), which is why nobody holds two kinds.

Nobody holds a career-centre and an employer membership at once. Checked by the database at once,
whoever writes.
"""

from django.db import migrations

_TABLES = ("accounts_student", "accounts_employermembership", "accounts_universitymembership")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]
    operations = [
        *(
            migrations.RunSQL(
                f"alter table {table} add constraint {table}_kind_of_user"
                " foreign key (user_id, user_kind) references accounts_user (id, kind)",
                f"alter table {table} drop constraint {table}_kind_of_user",
            )
            for table in _TABLES
        ),
        migrations.RunSQL(
            """
            create function user_kind_never_changes() returns trigger language plpgsql as $$ begin
              raise exception using errcode = 'check_violation', constraint = 'user_kind_never_changes',
                message = 'the kind of a user never changes';
            end $$;
            create trigger user_kind_never_changes before update of kind on accounts_user for each row
              when (old.kind is distinct from new.kind) execute function user_kind_never_changes()
            """,
            "drop trigger user_kind_never_changes on accounts_user; drop function user_kind_never_changes()",
        ),
    ]
