"""What must hold of people, broken on purpose behind Django's back (docs/rules.md I7, I9)."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import (
    EmployerFactory,
    MemberFactory,
    OfficialFactory,
    StudentFactory,
    UnitFactory,
    UniversityFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: object) -> str:
    """The name of the constraint that refuses the statement."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return refusal.value.__cause__.diag.constraint_name


INTO = {
    "accounts_employermembership": "insert into accounts_employermembership"
    " (user_id, user_kind, employer_id, role, job_title, phone) values (%s, %s, %s, 'manager', '', '')",
    "accounts_universitymembership": "insert into accounts_universitymembership"
    " (user_id, user_kind, university_id, role) values (%s, %s, %s, 'manager')",
    "accounts_student": "insert into accounts_student (user_id, user_kind, tckn_encrypted, tckn_hash, first_name,"
    " last_name, search_name, citizenship, contact_email, contact_phone)"
    " values (%s, %s, '', 'x' || %s, '', '', '', 'TR', '', '')",
}
OWN_KIND = {
    "accounts_employermembership": "employer",
    "accounts_universitymembership": "career_center",
    "accounts_student": "student",
}


@pytest.mark.parametrize("table", INTO)
@pytest.mark.parametrize("kind", ["student", "employer", "career_center", "operator"])
def test_a_user_of_another_kind_gets_no_row(table: str, kind: str):
    if kind == OWN_KIND[table]:
        return
    user = UserFactory(kind=kind)
    other = EmployerFactory().pk if "employer" in table else UniversityFactory().pk
    # Saying the truth breaks the check, lying breaks the foreign key to (id, kind).
    check = {
        "accounts_employermembership": "employer_membership_user_kind",
        "accounts_universitymembership": "university_membership_user_kind",
        "accounts_student": "student_user_is_student",
    }
    assert refused(INTO[table], user.pk, kind, other) == check[table]
    assert refused(INTO[table], user.pk, OWN_KIND[table], other) == f"{table}_kind_of_user"


@pytest.mark.parametrize("make", [StudentFactory, MemberFactory, OfficialFactory, UserFactory])
@pytest.mark.parametrize("kind", ["student", "employer", "career_center", "operator"])
def test_the_kind_of_a_user_never_changes(make, kind: str):
    row = make()
    user = getattr(row, "user", row)
    if user.kind == kind:
        return
    assert refused("update accounts_user set kind = %s where id = %s", kind, user.pk) == "user_kind_never_changes"


def test_one_person_works_at_one_university():
    held = OfficialFactory()
    sql = INTO["accounts_universitymembership"].replace("'manager'", "'verifier'")
    other = UniversityFactory(code="iki").pk
    assert refused(sql, held.user_id, "career_center", other) == "university_membership_one_university"
    sql = "update accounts_universitymembership set user_id = %s, university_id = %s, role = 'adviser' where id = %s"
    name = refused(sql, held.user_id, other, OfficialFactory().pk)
    assert name == "university_membership_one_university"


def test_an_officials_unit_belongs_to_the_officials_university():
    elsewhere = UnitFactory(university=UniversityFactory(code="iki"))
    sql = "update accounts_universitymembership set unit_id = %s where id = %s"
    assert refused(sql, elsewhere.pk, OfficialFactory().pk) == "university_membership_unit_of_university"


def test_one_person_holds_a_role_of_a_unit_once_and_no_unit_counts_as_one():
    held = OfficialFactory()
    sql = INTO["accounts_universitymembership"]
    assert refused(sql, held.user_id, "career_center", held.university_id) == "university_membership_once"


def test_one_person_works_for_one_employer():
    held = MemberFactory()
    name = refused(INTO["accounts_employermembership"], held.user_id, "employer", EmployerFactory().pk)
    assert name == "accounts_employermembership_user_id_key"


def test_only_operators_are_staff_and_only_students_have_no_address():
    user = MemberFactory().user
    assert refused("update accounts_user set is_staff = true where id = %s", user.pk) == "user_only_operators_are_staff"
    assert refused("update accounts_user set email = null where id = %s", user.pk) == "user_email_unless_student"


@pytest.mark.parametrize("vkn", ["123456789", "123456789A", "", "١٢٣٤٥٦٧٨٩٠"])
def test_a_tax_number_is_ten_digits(vkn: str):
    employer = EmployerFactory()
    sql = "update accounts_employer set vkn = %s where id = %s"
    assert refused(sql, vkn, employer.pk) == "employer_vkn_ten_digits"


def test_nobody_with_rows_is_deleted():
    for row in (StudentFactory(), MemberFactory(), OfficialFactory()):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("delete from accounts_user where id = %s; set constraints all immediate", [row.user_id])
