"""What a portal asks of the sandbox's authorization address, and how its browser is sent back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from usp.edevlet.sandbox.web import Response, redirect


@dataclass(frozen=True)
class Asking:
    """What a portal wants, as its browser brought it: one authorization request."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str

    @classmethod
    def of(cls, values: dict[str, str]) -> "Asking":
        """From a query or a form."""
        return cls(*(values.get(name, "") for name in ("client_id", "redirect_uri", "scope", "state")))

    def answer(self, **values: str) -> Response:
        """Send the browser back to the portal."""
        return redirect(f"{self.redirect_uri}?{urlencode({**values, 'state': self.state})}")
