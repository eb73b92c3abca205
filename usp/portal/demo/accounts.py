"""The demo's people with a password, and the code their phone would show. Production has none of them."""

from dataclasses import dataclass

from allauth.account.utils import url_str_to_user_pk
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "staj-deneme-2024"  # noqa: S105 -- the demo's own, printed on its sign-in page


@dataclass(frozen=True)
class DemoAccount:
    """One line of the sign-in page's list."""

    role: str | Promise
    name: str
    email: str
    note: str | Promise
    password: str = PASSWORD


OFFICIALS: tuple[DemoAccount, ...] = (
    DemoAccount(
        _("Kariyer merkezi · belge kontrol"), "Gülşen Arı", "gulsen.ari@bseu.example", _("Mühendislik Fakültesi")
    ),
    DemoAccount(
        _("Kariyer merkezi · sigorta"), "Hakan Doğan", "hakan.dogan@bseu.example", _("Mühendislik Fakültesi")
    ),
    DemoAccount(
        _("Kariyer merkezi · itirazlar"), "Nermin Usta", "nermin.usta@bseu.example", _("Bütün üniversite")
    ),
)  # fmt: skip
OTHER_EMPLOYERS: tuple[DemoAccount, ...] = (
    DemoAccount(
        _("İşveren · staj sorumlusu"), "Cem Yıldırım", "cem.yildirim@dsi.example",
        _("Stajyerleri görür ve değerlendirir; teklif gönderemez."),
    ),
    DemoAccount(
        _("İşveren · onay bekliyor"), "Nuray Demirci", "nuray.demirci@sakaryaem.example",
        _("Kaydı incelenen bir kurum."),
    ),
    DemoAccount(
        _("İşveren · askıda"), "Hale Aksoy", "hale.aksoy@marmara.example",
        _("Teklif haftalarında askıya alınır; teklifinin süresi durur."),
    ),
)  # fmt: skip
PRINCIPALS: tuple[DemoAccount, ...] = (
    DemoAccount(
        _("İşveren · yönetici"),
        "Elif Şahin",
        "elif.sahin@dsi.example",
        _("Kamu kurumu, Ankara. Her türden pozisyonu, her durumda teklifi, listeleri ve stajyerleri var."),
    ),
    DemoAccount(
        _("İşveren · insan kaynakları"),
        "Burak Öztürk",
        "burak.ozturk@trakya.example",
        _("Yazılım şirketi, Bozüyük. Bir değişiklik ve bir iptal isteği bekler."),
    ),
    DemoAccount(
        _("Kariyer merkezi · yönetici"),
        "Zeynep Iğdır",
        "zeynep.igdir@bseu.example",
        _("Bilecik Şeyh Edebali Üniversitesi"),
    ),
    DemoAccount(
        _("Kariyer merkezi · mühendislik danışmanı"),
        "Ömer Çelik",
        "omer.celik@bseu.example",
        _("Yalnızca Mühendislik Fakültesi’nin stajyerlerini görür."),
    ),
    DemoAccount(_("Program yürütücüsü"), "Deniz Güneş", "deniz.gunes@usp.example", _("Yönetim sayfaları: /yonetim/")),
    DemoAccount(
        _("Doğrulayan kurum"),
        "Ferhat Aslan",
        "ferhat.aslan@tubitak.example",
        _("TÜBİTAK türündeki beyanları doğrular."),
    ),
)
ACCOUNTS: tuple[DemoAccount, ...] = (*PRINCIPALS, *OFFICIALS, *OTHER_EMPLOYERS)


def demo_code(request: HttpRequest) -> str:
    """The six digits that the authenticator app of whoever is signing in would show now, or an empty text."""
    session = getattr(request, "session", None)
    if session is None:
        return ""
    secret = session.get(SECRET_SESSION_KEY) or _stored_secret(request)
    if not secret:
        return ""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def _stored_secret(request: HttpRequest) -> str:
    if "/hesap/" not in request.path:
        return ""
    pending = request.session.get("account_login") or {}
    user_id = url_str_to_user_pk(pending["user_pk"]) if pending.get("user_pk") else request.user.pk
    row = Authenticator.objects.filter(user=user_id, type=Authenticator.Type.TOTP).first()
    return decrypt(row.data["secret"]) if row else ""
