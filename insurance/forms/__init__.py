"""Forms after acceptance."""

from insurance.forms.interns import TABS, ContactForm, InternFilterForm, ListSettingsForm
from insurance.forms.messages import MessageForm, TemplateForm
from insurance.forms.paper_rules import PaperRulesForm

__all__ = [
    "TABS",
    "ContactForm",
    "InternFilterForm",
    "ListSettingsForm",
    "MessageForm",
    "PaperRulesForm",
    "TemplateForm",
]
