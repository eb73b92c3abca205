"""An operator at work, and what the pages of the admin say."""

import pytest
from django.test import Client

from tests.factories import UserFactory
from usp.accounts.models import User


@pytest.fixture
def operator(db: None) -> User:
    """Somebody who runs the programme."""
    return UserFactory()


@pytest.fixture
def desk(operator: User) -> Client:
    """The operator's browser, second factor set up."""
    return signed_in(operator)


def signed_in(user: User) -> Client:
    """A browser of somebody who has signed in, second factor included."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor_set_up"] = True
    session.save()
    return client
