"""The one error that users read."""

from django.utils.functional import Promise


class RuleViolation(Exception):  # noqa: N818 -- the name of the field: a rule was violated
    """A rule of the programme refuses what was asked.

    ``str(error)`` is a translated sentence for the user, with the way out where there is one;
    ``code`` names the rule for tests and logs.
    """

    def __init__(self, message: "str | Promise", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
