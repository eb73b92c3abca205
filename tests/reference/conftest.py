"""The shipped reference data, loaded once a module and rolled back after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from usp.reference.management.commands.load_reference import DATA
from usp.reference.services.loading import load_reference


@pytest.fixture(scope="module")
def shipped_data(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Each test's own transaction becomes a savepoint inside the one that holds the data."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        load_reference(folder=DATA)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
