"""The papers of a placement, and who may fetch them."""

from insurance.models import AcceptanceList, Guidelines, InternshipReport, PaperBatch, SgkFile
from insurance.papers import acceptance_list, catalogue  # noqa: F401 -- makes every kind known
from insurance.papers.issue import SUBJECT
from insurance.services.batches import FOLDER as BATCHES
from insurance.services.reports import REPORT
from insurance.services.sgk_files import FOLDER as SGK
from offers.identity import identity_open
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.documents.access import register_access, register_upload_access
from usp.documents.models import Upload
from usp.documents.services.cleanup import names_in, register_folder


def may_see_papers(user: User, placement_id: int) -> bool:
    """Whoever may see the placement: the student, the university's officials, an operator; the employer only while
    it may know who the person is, because papers say it."""
    found = Placement.objects.visible_to(user).filter(pk=placement_id)
    if user.is_employer:
        found = found.filter(identity_open(state="offer__state", position="offer__position"))
    return found.exists()


GUIDELINES = "guidelines"


def _everybody_once_published(user: User, upload: Upload) -> bool:
    """A university's principles are read by whoever has the link inside the portal."""
    return Guidelines.objects.filter(file=upload).exists()


def _readers_of_the_report(user: User, upload: Upload) -> bool:
    """The unit's commission; the employer never needs it."""
    scope = university_scope(user, UniversityAction.DECIDE_COMPULSORY)
    return (
        user.is_career_center
        and InternshipReport.objects.filter(file=upload, placement__in=Placement.objects.of_university(*scope)).exists()
    )


def may_see_list(user: User, list_id: int) -> bool:
    """A list letter: its employer, the university's officials for whose units it is, operators."""
    return AcceptanceList.objects.visible_to(user).filter(pk=list_id).exists()


register_access(SUBJECT, may_see_papers)
register_access(acceptance_list.SUBJECT, may_see_list)
register_upload_access(REPORT, _readers_of_the_report)
register_upload_access(GUIDELINES, _everybody_once_published)
register_folder(SGK, names_in(SgkFile, "content", "sheet"))
register_folder(BATCHES, names_in(PaperBatch, "result"))
