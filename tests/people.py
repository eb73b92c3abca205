"""Somebody at a browser."""

from django.test import Client

from usp.accounts.models import User


def enter(client: Client, user: User) -> Client:
    """Sign the user in on this client, second factor included."""
    client.force_login(user)
    session = client.session
    session["second_factor_set_up"] = True
    session.save()
    return client


def browser(user: User) -> Client:
    """A browser of its own for somebody who has signed in."""
    return enter(Client(), user)
