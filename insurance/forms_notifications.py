"""What people are told about papers that employers issue."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import Kind, register

register(
    Kind(
        "employer_paper_ready",
        _("%(employer)s belgenizi düzenledi"),
        _("%(paper)s hazır. «Belgelerim» sayfasından indirin, imzalı aslını işvereninizden alın."),
        link="insurance:my-documents",
        audience=(UserKind.STUDENT.value,),
    ),
    Kind(
        "acceptance_list_void",
        _("Liste yazınız geçersiz oldu: %(university)s"),
        _(
            "%(student)s adlı stajyerin stajı iptal edildi ya da tarihleri veya birimi değişti; onu da içeren liste "
            "yazısı artık geçerli değil. Üniversiteye yeni bir liste yazısı gönderin."
        ),
        link="insurance:acceptance-lists",
        audience=(UserKind.EMPLOYER.value,),
    ),
)
