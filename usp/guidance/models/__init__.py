"""Models of guidance."""

from usp.guidance.models.announcements import Announcement, Audience
from usp.guidance.models.letters import LetterReader, OfficialLetter
from usp.guidance.models.problems import (
    MailState,
    ProblemAnswer,
    ProblemMail,
    ProblemPicture,
    ProblemReport,
    ProblemState,
)
from usp.guidance.models.questions import (
    CannedAnswer,
    MessageKind,
    Question,
    QuestionMessage,
    QuestionRead,
    QuestionState,
)

__all__ = [
    "Announcement",
    "Audience",
    "CannedAnswer",
    "LetterReader",
    "MailState",
    "MessageKind",
    "OfficialLetter",
    "ProblemAnswer",
    "ProblemMail",
    "ProblemPicture",
    "ProblemReport",
    "ProblemState",
    "Question",
    "QuestionMessage",
    "QuestionRead",
    "QuestionState",
]
