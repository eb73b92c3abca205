"""The operators' pages of guidance."""

from usp.guidance.problem_admin import ProblemReportAdmin

__all__ = ["ProblemReportAdmin"]
