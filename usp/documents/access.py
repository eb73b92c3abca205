"""Who may fetch a paper or an uploaded file: the apps that know its subject decide."""

from collections.abc import Callable

from usp.accounts.models import User
from usp.documents.models import Document, Upload

Test = Callable[[User, int], bool]
UploadTest = Callable[[User, Upload], bool]
_tests: dict[str, Test] = {}
_upload_tests: dict[str, UploadTest] = {}


def register_access(subject_type: str, test: Test) -> None:
    """Let an app decide for its subjects: ``test(user, subject_id)``. Called from its ``documents.py``."""
    if _tests.get(subject_type, test) is not test:
        raise ValueError(f"access to {subject_type} is registered twice")
    _tests[subject_type] = test


def may_download(user: User, document: Document) -> bool:
    """Whether the user may have the file; nobody may where no app decides."""
    test = _tests.get(document.subject_type)
    return test is not None and test(user, document.subject_id)


def register_upload_access(purpose: str, test: UploadTest) -> None:
    """Let an app decide who, besides the sender, sees files of a purpose. Called from its ``documents.py``."""
    if _upload_tests.get(purpose, test) is not test:
        raise ValueError(f"access to uploads for {purpose} is registered twice")
    _upload_tests[purpose] = test


def may_see_upload(user: User, upload: Upload) -> bool:
    """Whether the user may have the file: its sender, and whom the purpose's app names."""
    if upload.owner_id == user.pk:
        return True
    test = _upload_tests.get(upload.purpose)
    return test is not None and test(user, upload)
