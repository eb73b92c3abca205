"""What people are told about papers."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import Kind, register

register(
    Kind(
        "intern_new",
        _("Yeni stajyer: %(student)s"),
        _(
            "%(student)s, %(employer)s kurumunda staja kabul edildi (%(starts_on)s – %(ends_on)s). Evrakın en geç "
            "%(papers_due_on)s günü teslim alınması gerekir."
        ),
        link="insurance:interns",
        audience=(UserKind.CAREER_CENTER.value,),
    ),
    Kind(
        "papers_ready",
        _("Staj kabul formunuz hazır"),
        _(
            "%(employer)s stajınızın kabul formu hazır. Yazdırın, imzaları sırayla tamamlatın ve en geç "
            "%(papers_due_on)s günü biriminize teslim edin."
        ),
        link="insurance:my-documents",
        audience=(UserKind.STUDENT.value,),
    ),
)
