"""Candidates by the hundred: completed applications as `World.candidate` makes one, written at once."""

import itertools

from django.db import transaction

from applications.models import Application, PoolEntry, PoolLink
from tests.factories import valid_tckn
from tests.offers.pages import pool_entry
from tests.offers.world import World
from usp.accounts.models import Student, User, UserKind
from usp.core.db import acting

_numbers = itertools.count(50_000_000)  # far from the factories' own


def crowd(world: World, number: int, *, pooled: bool = False) -> list[Application]:
    """So many candidates, in the order of their ids; ``pooled`` gives them their anonymous rows."""
    like = world.candidate()
    numbers = [next(_numbers) for _one in range(number - 1)]
    users = User.objects.bulk_create(
        User(kind=UserKind.STUDENT, full_name=f"Aday {one}", password="!") for one in numbers
    )
    students = []
    for user, one in zip(users, numbers, strict=True):
        student = Student(user=user, first_name="Aday", last_name=str(one))
        student.set_tckn(valid_tckn(one))
        students.append(student)
    Student.objects.bulk_create(students)
    fields = [field.attname for field in Application._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(like, name) for name in fields}
    with transaction.atomic(), acting("test"):
        made = Application.objects.bulk_create(
            Application(**values | {"student_id": student.pk}) for student in students
        )
    everybody = [like, *made]
    if pooled:
        entries = PoolEntry.objects.bulk_create(pool_entry(one) for one in everybody)
        PoolLink.objects.bulk_create(
            PoolLink(entry=entry, application=one) for entry, one in zip(entries, everybody, strict=True)
        )
    return everybody
