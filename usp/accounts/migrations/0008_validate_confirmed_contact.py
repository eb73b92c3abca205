"""Check the rule of confirmed contacts against the rows that exist, without keeping writers away."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_contact_codes_and_exports")]
    operations = [ValidateConstraint("student", "student_confirmed_contact_exists")]
