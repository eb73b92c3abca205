"""Models of guidance."""

from usp.guidance.models.announcements import Announcement, Audience
from usp.guidance.models.problems import (
    MailState,
    ProblemAnswer,
    ProblemMail,
    ProblemPicture,
    ProblemReport,
    ProblemState,
)

__all__ = [
    "Announcement",
    "Audience",
    "MailState",
    "ProblemAnswer",
    "ProblemMail",
    "ProblemPicture",
    "ProblemReport",
    "ProblemState",
]
