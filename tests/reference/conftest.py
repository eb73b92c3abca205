"""The shipped reference data, loaded once a module and rolled back after it."""

from collections.abc import Iterator

import pytest

from tests.databases import held
from usp.reference.management.commands.load_reference import DATA
from usp.reference.services.loading import load_reference


@pytest.fixture(scope="module")
def shipped_data(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The files as they are shipped; no test changes them."""
    with held(django_db_blocker):
        with django_db_blocker.unblock():
            load_reference(folder=DATA)
        yield
