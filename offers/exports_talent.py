"""What employers keep on a student in their lists, for the student's own file (KVKK; docs/decisions/0009)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.pool.looks import Named
from offers.models import TalentPoolEntry
from offers.namers import known_employers
from usp.accounts.exports import Sheet, sheet_of
from usp.accounts.models import Employer, User


def talent_sheet(user: User) -> Sheet:
    """Each list the student is on: since when, whose in kind and place, tags and note. Three queries.

    The employer is named only once an offer of it exists (docs/rules.md A43); the list's own name says nothing of the
    student and stays with the employer.
    """
    entries = (
        TalentPoolEntry.objects.filter(application__student__user=user)
        .select_related("talent_list__employer__province", "application__season")
        .order_by("pk")
    )
    known = known_employers([entry.application_id for entry in entries])
    return sheet_of(
        "talent_pools",
        gettext_lazy("Yetenek havuzlarındaki kayıtlarınız"),
        entries,
        ("season", gettext_lazy("Dönem"), lambda row: row.application.season.name),
        ("employer", gettext_lazy("İşveren"), lambda row: _who(row, known)),
        "added_at",
        ("tags", gettext_lazy("Etiketler"), lambda row: ", ".join(row.tags)),
        "note",
    )


def _who(entry: TalentPoolEntry, known: Mapping[int, Named]) -> str:
    employer: Employer = entry.talent_list.employer
    if employer.pk in known:
        return known[employer.pk].name
    text = _("%(province)s ilinde bir özel kuruluş")
    if employer.is_public:
        text = _("%(province)s ilinde bir kamu kurumu")
    return text % {"province": employer.province.name}
