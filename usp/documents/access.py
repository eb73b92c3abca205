"""Who may fetch a paper: the apps that know its subject decide."""

from collections.abc import Callable

from usp.accounts.models import User
from usp.documents.models import Document

Test = Callable[[User, int], bool]
_tests: dict[str, Test] = {}


def register_access(subject_type: str, test: Test) -> None:
    """Let an app decide for its subjects: ``test(user, subject_id)``. Called from its ``documents.py``."""
    if _tests.get(subject_type, test) is not test:
        raise ValueError(f"access to {subject_type} is registered twice")
    _tests[subject_type] = test


def may_download(user: User, document: Document) -> bool:
    """Whether the user may have the file; nobody may where no app decides."""
    test = _tests.get(document.subject_type)
    return test is not None and test(user, document.subject_id)
