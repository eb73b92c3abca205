"""What the application tells people (design.md §9)."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import INBOX_AND_EMAIL, Kind, register

register(
    Kind(
        key="application_completed",
        title=_("Başvurunuz tamamlandı"),
        body=_(
            "%(season)s başvurunuz %(at)s itibarıyla tamamlandı. İl ve ilçe tercihlerinizi %(close)s tarihine kadar "
            "değiştirebilirsiniz; işverenler adayları %(pool)s tarihinden itibaren inceler."
        ),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="applications:status",
        audience=(UserKind.STUDENT,),
    ),
    Kind(
        key="gno_scale_unknown",
        title=_("Tanımsız not sistemi: %(university)s"),
        body=_(
            "%(university)s kayıtlarında en yüksek notu %(scale)s olan bir not sistemi var ve %(season)s döneminde "
            "bunun sınırı tanımlı değil. Sınır eklenene kadar bu öğrenciler başvuramaz."
        ),
        channels=INBOX_AND_EMAIL,
        audience=(UserKind.OPERATOR,),
    ),
)
