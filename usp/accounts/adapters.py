"""How allauth behaves here: nobody registers by themselves, students have no password."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """E-mail and password for staff only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts of employers and universities are opened by an operator or by an invitation."""
        return False
