"""What people are told about papers."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import INBOX_ONLY, Kind, register

_DESK = (UserKind.CAREER_CENTER.value, UserKind.OPERATOR.value, UserKind.EMPLOYER.value)

register(
    Kind(
        "intern_new",
        _("Yeni stajyer: %(student)s"),
        _(
            "%(student)s, %(employer)s kurumunda staja kabul edildi (%(starts_on)s – %(ends_on)s). Evrakın en geç "
            "%(papers_due_on)s günü teslim alınması gerekir."
        ),
        link="insurance:interns",
        channels=INBOX_ONLY,  # hundreds come in a few days: by e-mail they stand in the daily digest, as a number
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
    Kind(
        "insurance_delete_entry",
        _("Giriş bildirgesini silin: %(student)s"),
        _(
            "%(student)s adlı öğrencinin %(employer)s kurumundaki stajı başlamadan iptal edildi. Bildirilmiş sigorta "
            "girişini en geç %(due_at)s anına kadar SGK’dan silin; sonra yalnızca çıkış bildirilebilir."
        ),
        mandatory=True,
        audience=_DESK,
    ),
    Kind(
        "insurance_declare_exit",
        _("Çıkış bildirin: %(student)s"),
        _(
            "%(student)s adlı öğrencinin %(employer)s kurumundaki stajı sona erdi; son gün %(left_on)s. Sigorta "
            "çıkışını en geç %(due_at)s anına kadar SGK’ya bildirin."
        ),
        mandatory=True,
        audience=_DESK,
    ),
)
