"""All papers: importing this module makes every kind known."""

from insurance.papers import acceptance_form, contract, endings, letters, running
from insurance.papers.registry import SPECS, Spec

__all__ = ["SPECS", "Spec", "acceptance_form", "contract", "endings", "letters", "running"]
