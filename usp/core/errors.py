"""The one error that users read."""

from django.utils.functional import Promise


class RuleViolation(Exception):  # noqa: N818 -- the name of the field: a rule was violated
    """A rule of the programme refuses what was asked.

    ``str(error)`` is a translated sentence for the user, with the way out where there is one;
    ``code`` names the rule for tests and logs. ``keeps_work`` says that what the verb has written so far is right
    whatever was asked (a clock that ran out was settled): it is committed before the sentence is shown.
    """

    def __init__(self, message: "str | Promise", code: str = "", *, keeps_work: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.keeps_work = keeps_work

    def __str__(self) -> str:
        return str(self.message)
