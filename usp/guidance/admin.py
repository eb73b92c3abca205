"""The operators' pages of guidance."""

from usp.guidance.letter_admin import AnnouncementAdmin, OfficialLetterAdmin
from usp.guidance.problem_admin import ProblemReportAdmin
from usp.guidance.question_admin import QuestionAdmin

__all__ = ["AnnouncementAdmin", "OfficialLetterAdmin", "ProblemReportAdmin", "QuestionAdmin"]
