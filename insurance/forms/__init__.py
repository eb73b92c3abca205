"""Forms after acceptance."""

from insurance.forms.interns import TABS, InternFilterForm
from insurance.forms.paper_rules import PaperRulesForm

__all__ = ["TABS", "InternFilterForm", "PaperRulesForm"]
