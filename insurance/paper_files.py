"""Who, besides the sender, sees the files of papers: logos, scans of papers, incoming letters."""

from insurance.models import PaperForm, PaperReceipt, PaperScan
from insurance.selectors.letters import letters_of
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import running_memberships
from usp.documents.access import register_upload_access
from usp.documents.models import Upload

LOGO = "paper_logo"
PAPER_SCAN = "paper_scan"
INCOMING = "incoming_letter"


def _officials_of_the_form(user: User, upload: Upload) -> bool:
    if not user.is_career_center:
        return user.is_operator
    mine = {row.university_id for row in running_memberships(user)}
    return PaperForm.objects.filter(logo=upload, university__in=mine).exists()


def _university_and_student(user: User, upload: Upload) -> bool:
    if user.is_employer:
        return False
    mine = Placement.objects.visible_to(user)
    return (
        PaperScan.objects.filter(file=upload, placement__in=mine).exists()
        or PaperReceipt.objects.filter(scan=upload, placement__in=mine).exists()
    )


def _readers_of_the_letter(user: User, upload: Upload) -> bool:
    return letters_of(user).filter(scan=upload).exists() or user.is_operator


register_upload_access(LOGO, _officials_of_the_form)
register_upload_access(PAPER_SCAN, _university_and_student)
register_upload_access(INCOMING, _readers_of_the_letter)
