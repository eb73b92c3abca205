"""The operators' pages of guidance."""

from usp.guidance.problem_admin import ProblemReportAdmin
from usp.guidance.question_admin import QuestionAdmin

__all__ = ["ProblemReportAdmin", "QuestionAdmin"]
