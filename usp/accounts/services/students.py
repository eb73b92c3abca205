"""What e-Devlet's answer does to a student's account."""

from usp.accounts import crypto
from usp.accounts.models import Student, User, UserKind
from usp.core.db import verb


@verb
def sign_in_student(*, tckn: str, first_name: str, last_name: str) -> User:
    """The user behind an identity number that e-Devlet has just vouched for; made at the first sign-in.

    The name follows e-Devlet at every sign-in. The caller is the sign-in itself, so there is no other actor.
    """
    student = (
        Student.objects.select_related("user")
        .select_for_update(of=("self",), no_key=True)
        .filter(tckn_hash=crypto.blind_index(tckn))
        .first()
    )
    if student is None:
        user = User.objects.create_user(kind=UserKind.STUDENT, full_name=f"{first_name} {last_name}".strip())
        student = Student(user=user)
        student.set_tckn(tckn)
    student.first_name, student.last_name = first_name, last_name
    student.save()
    if student.user.full_name != str(student):
        student.user.full_name = str(student)
        student.user.save(update_fields=["full_name"])
    return student.user
