"""An operator at work, and what the pages of the admin say."""

import pytest
from django.test import Client

from tests.factories import UserFactory
from tests.people import browser
from usp.accounts.models import User


@pytest.fixture
def operator(db: None) -> User:
    """Somebody who runs the programme."""
    return UserFactory()


@pytest.fixture
def desk(operator: User) -> Client:
    """The operator's browser, second factor set up."""
    return browser(operator)
