"""What the portal tells people about their own account, whichever app they use."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import EVERYWHERE, INBOX_AND_EMAIL, Kind, register

_SECURITY = _("Hesabınızın güvenliğiyle ilgili olduğu için kapatılamaz.")

register(
    # The e-mail goes to the address that was replaced: whoever reads it there must be able to object.
    Kind(
        key="contact_email_changed",
        title=_("İletişim e-postanız değiştirildi"),
        body=_(
            "Bildirimler ve işverenler size artık %(new)s adresinden ulaşır. Bu değişikliği siz yapmadıysanız hemen "
            "Kariyer Kapısı’na girip «Bilgilerim» sayfasından düzeltin."
        ),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        why=_SECURITY,
        link="applications:contact",
        audience=(UserKind.STUDENT,),
    ),
    # The SMS goes to the number that was replaced, the e-mail to the person.
    Kind(
        key="contact_phone_changed",
        title=_("İletişim numaranız değiştirildi"),
        body=_(
            "Kısa mesajlar ve işverenler size artık %(new)s numarasından ulaşır. Bu değişikliği siz yapmadıysanız "
            "hemen Kariyer Kapısı’na girip «Bilgilerim» sayfasından düzeltin."
        ),
        sms=_("İletişim numaranız %(new)s olarak değiştirildi. Siz yapmadıysanız hemen düzeltin."),
        channels=EVERYWHERE,
        mandatory=True,
        why=_SECURITY,
        link="applications:contact",
        audience=(UserKind.STUDENT,),
    ),
    Kind(
        key="data_export_ready",
        title=_("Verileriniz hazır"),
        body=_("Portaldaki verilerinizin dosyası hazır. %(until)s tarihine kadar indirebilirsiniz; sonra silinir."),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        why=_("Kendi isteğinize cevap olduğu için kapatılamaz."),
        link="accounts:exports",
        audience=(UserKind.STUDENT,),
    ),
    Kind(
        key="data_export_failed",
        title=_("Verileriniz hazırlanamadı"),
        body=_("Portaldaki verilerinizin dosyası hazırlanırken sorun çıktı. Dosyayı yeniden isteyebilirsiniz."),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        why=_("Kendi isteğinize cevap olduğu için kapatılamaz."),
        link="accounts:exports",
        audience=(UserKind.STUDENT,),
    ),
)
