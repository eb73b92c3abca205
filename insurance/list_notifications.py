"""What people are told from the intern list: the digest, messages, «yapmayacağım»."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import INBOX_ONLY, Kind, register

register(
    Kind(
        "center_message",
        "%(subject)s",
        "%(text)s",
        email_subject=_("Kariyer merkezinizden: %(subject)s"),
        mandatory=True,
        audience=(UserKind.STUDENT.value,),
    ),
    Kind(
        "intern_said_no",
        _("Stajını yapmayacağını söyledi: %(student)s"),
        _(
            "%(student)s, %(employer)s kurumundaki stajını yapmayacağını bildirdi. Staj, öğrencinin iptal isteği "
            "sonuçlanana kadar sürer."
        ),
        channels=INBOX_ONLY,
        audience=(UserKind.CAREER_CENTER.value,),
    ),
    Kind(
        "ask_for_cancellation",
        _("Stajı yapmayacaksanız iptal isteyin"),
        _(
            "Kariyer merkeziniz, %(employer)s kurumundaki stajınızı yapmayacağınızı not etti. Stajınız kendiliğinden "
            "iptal olmaz; iptal isteğinizi gerekçesiyle portaldan gönderin. Not yanlışsa «Stajı yapacağım» deyin."
        ),
        mandatory=True,
        audience=(UserKind.STUDENT.value,),
    ),
    Kind(
        "intern_digest",
        _("Stajyer listeniz değişti: %(total)s değişiklik"),
        _(
            "Yeni stajyer: %(new)s. İptal ya da yarıda bırakma: %(ended)s. Tarihi değişen: %(dates)s. Stajı "
            "yapmayacağını söyleyen: %(said_no)s. Şu anda evrakı geciken: %(late)s."
        ),
        link="insurance:intern-changes",
        audience=(UserKind.CAREER_CENTER.value,),
    ),
)
