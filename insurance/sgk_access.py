"""Who sees SGK's entry documents (D8): student and employer once shared, the unit's officers from the first moment."""

from insurance.models import EntryDocument, InsuranceCase, InsuranceEntry
from insurance.services.case_moves import ENTRY_DOCUMENT
from offers.identity import identity_open
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.documents.access import register_upload_access
from usp.documents.models import Upload


def may_see_entry_document(user: User, upload: Upload) -> bool:
    """Whoever may see the placement that it was shared for; before that, officers who declare for its university.

    One that fits nobody yet is seen by officers of the whole university only: it may be another unit's student.
    """
    placements = Placement.objects.visible_to(user)
    if user.is_employer:
        placements = placements.filter(identity_open(state="offer__state", position="offer__position"))
    cases = InsuranceCase.objects.filter(placement__in=placements)
    if InsuranceEntry.objects.filter(document=upload, case__in=cases).exists():
        return True
    if not user.is_career_center:
        return False
    university_id, unit_ids = university_scope(user, UniversityAction.DECLARE_INSURANCE)
    sent = EntryDocument.objects.filter(upload=upload, batch__university=university_id)
    if unit_ids is not None:
        sent = sent.filter(case__placement__department__unit__in=unit_ids) | sent.filter(batch__sent_by=user)
    return sent.exists()


register_upload_access(ENTRY_DOCUMENT, may_see_entry_document)
