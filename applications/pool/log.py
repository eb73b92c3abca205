"""The log of opened profiles: what the student may know of who looked (docs/rules.md A43)."""

from applications.models import PoolLink, ProfileView, Season
from applications.pool.pseudonyms import row_of
from usp.accounts.models import Employer, User
from usp.core import clock
from usp.core.db import verb


@verb
def record_profile_view(*, season: Season, employer: Employer, viewer: User, code: str) -> None:
    """Note that somebody of this employer opened the profile today; a second time the same day adds nothing.

    The one thing that a page that reads may write (docs/rules.md I12). An unknown code is passed over.
    """
    row_no = row_of(season, employer.pk, code)
    link = None if row_no is None else PoolLink.objects.filter(entry__season=season, entry__row_no=row_no).first()
    if link is None:
        return
    now = clock.now()
    ProfileView.objects.bulk_create(
        [
            ProfileView(
                employer=employer,
                viewer=viewer,
                application_id=link.application_id,
                viewed_on=now.date(),
                viewed_at=now,
            )
        ],
        ignore_conflicts=True,
    )
