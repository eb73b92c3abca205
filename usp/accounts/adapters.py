"""How allauth behaves here: nobody registers by themselves, students have no password."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from usp.accounts import crypto


class AccountAdapter(DefaultAccountAdapter):
    """E-mail and password for staff only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts of employers and universities are opened by an operator or by an invitation."""
        return False


class MfaAdapter(DefaultMFAAdapter):
    """Second factors, their secrets encrypted like identity numbers (docs/rules.md S2)."""

    def encrypt(self, text: str) -> str:
        """Encrypt with the newest field key."""
        return crypto.encrypt(text).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt with whichever field key fits."""
        return crypto.decrypt(encrypted_text.encode("ascii"))
