"""What the e-mail of each kind of link says: invitations, and the registration of an employer."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from usp.accounts.models import EmployerInvitation, EmployerRegistration, Invitation, MailedLink
from usp.accounts.services.links import account_of, token_of

Letter = dict[str, Any]


def _invitation(invitation: Invitation) -> Letter:
    facts = [(_("Görev"), ", ".join(invitation.role_labels)), (_("Birim"), invitation.unit or _("Bütün üniversite"))]
    if invitation.ends_on:
        facts.append((_("Görevin son günü"), date_format(invitation.ends_on, "j F Y l")))
    return {
        "heading": _("Ulusal Staj Programı’na davet edildiniz"),
        "paragraphs": [
            _("%(manager)s sizi %(university)s adına Ulusal Staj Programı portalında görev almaya davet etti.")
            % {"manager": invitation.invited_by, "university": invitation.university},
            _once_until(invitation),
        ],
        "facts": facts,
        "button_url": _address("people:invitation", invitation),
        "button_label": _("Daveti aç"),
        "reason": _invited_reason(),
    }


def _employer_invitation(invitation: EmployerInvitation) -> Letter:
    return {
        "heading": _("Ulusal Staj Programı’na davet edildiniz"),
        "paragraphs": [
            _("%(manager)s sizi %(employer)s adına Ulusal Staj Programı portalında görev almaya davet etti.")
            % {"manager": invitation.invited_by, "employer": invitation.employer},
            _once_until(invitation),
        ],
        "facts": [(_("Kurum"), invitation.employer.name), (_("Görev"), invitation.get_role_display())],
        "button_url": _address("employers:invitation", invitation),
        "button_label": _("Daveti aç"),
        "reason": _invited_reason(),
    }


def _registration(registration: EmployerRegistration) -> Letter:
    """The link that goes on; for an address that has an account already, the way to sign in instead."""
    letter: Letter = {
        "heading": _("İşveren kaydınız: adresinizi doğrulayın"),
        "facts": [(_("Kurum"), registration.name), (_("Yetkili"), registration.contact_name)],
        "reason": _("Bu ileti size, adresiniz bir işveren kaydına yazıldığı için geldi. Siz yazmadıysanız silin."),
    }
    if account_of(registration.email) is not None:
        return letter | {
            "paragraphs": [
                _("Bu adresle bir işveren kaydı istendi, ancak adresin portalda zaten bir hesabı var. Giriş yapın."),
                _("Başka bir kurumu kaydediyorsanız o kurumun kendi e-posta adresini kullanın."),
            ],
            "button_url": settings.USP_PUBLIC_URL + reverse("account_login"),
            "button_label": _("Giriş yap"),
        }
    return letter | {
        "paragraphs": [
            _("Kurumunuzun kaydı neredeyse hazır. Bağlantıyı açıp şifrenizi belirleyin."),
            _("Kaydınız ondan sonra program yürütücüsünün önüne gelir; kararı size e-postayla bildirilir."),
            _("Bağlantı %(at)s tarihine kadar geçerlidir ve bir kez kullanılır.") % {"at": _until(registration)},
        ],
        "button_url": _address("employers:registration", registration),
        "button_label": _("Adresimi doğrula"),
    }


def _address(route: str, link: MailedLink) -> str:
    return settings.USP_PUBLIC_URL + reverse(route, args=[token_of(link)])


def _until(link: MailedLink) -> str:
    return date_format(timezone.localtime(link.expires_at), "j F Y l H.i")


def _once_until(link: MailedLink) -> str:
    return _("Daveti %(at)s tarihine kadar aşağıdaki bağlantıdan kabul edebilirsiniz. Bağlantı bir kez kullanılır.") % {
        "at": _until(link)
    }


def _invited_reason() -> str:
    return _("Bu ileti size, adresiniz bir görev davetine yazıldığı için geldi. Beklemiyorsanız silin.")


LETTERS: dict[type[MailedLink], Callable[[Any], Letter]] = {
    Invitation: _invitation,
    EmployerInvitation: _employer_invitation,
    EmployerRegistration: _registration,
}
