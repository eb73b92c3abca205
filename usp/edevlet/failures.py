"""Every way in which a sign-in may end without a session, as a page: what happened and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Failure:
    """One page. ``code`` names it in logs and tests; ``status`` is its HTTP status."""

    code: str
    status: int
    title: Promise
    happened: Promise
    advice: Promise


class SignInFailed(Exception):  # noqa: N818 -- reads as what it says
    """A sign-in ends here. ``detail`` is e-Devlet's own code («EDV09.006»), where it gave one."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(failure.code)
        self.failure, self.detail = failure, detail


_WAIT = _("Birkaç dakika sonra yeniden deneyin. Sorun sürerse programın destek adresine yazın.")

STATE_LOST = Failure(
    "state_lost",
    400,
    _("Bu giriş denemesi artık geçerli değil"),
    _(
        "Giriş eski bir sekmede tamamlanmış, geri düğmesiyle bu sayfaya dönülmüş ya da deneme on dakikadan "
        "uzun sürmüş olabilir. Güvenliğiniz için böyle bir giriş kabul edilmez."
    ),
    _("Girişi baştan başlatın; birkaç saniye sürer."),
)
CANCELLED = Failure(
    "cancelled",
    400,
    _("Girişten vazgeçtiniz"),
    _("e-Devlet’te bilgi paylaşımına onay vermediniz. Giriş yapılmadı ve hiçbir bilginiz bize ulaşmadı."),
    _("Staj başvurusu yalnızca e-Devlet ile yapılabilir. Hazır olduğunuzda yeniden deneyin."),
)
CODE_REFUSED = Failure(
    "code_refused",
    400,
    _("Girişin süresi doldu"),
    _("e-Devlet bu giriş denemesini kabul etmedi: süresi dolmuş ya da daha önce kullanılmış."),
    _("Girişi baştan başlatın; birkaç saniye sürer."),
)
REFUSED = Failure(
    "refused",
    502,
    _("e-Devlet girişi tamamlamadı"),
    _("e-Devlet giriş isteğine hata ile yanıt verdi. Giriş yapılmadı."),
    _WAIT,
)
REJECTED = Failure(
    "rejected",
    502,
    _("e-Devlet kimlik bilgilerinizi iletmedi"),
    _("Girişe onay verdiniz, ancak e-Devlet kimlik bilgilerinizi iletirken hata bildirdi. Giriş yapılmadı."),
    _WAIT,
)
PENDING = Failure(
    "pending",
    503,
    _("e-Devlet isteğinizi beklemeye aldı"),
    _("e-Devlet kimlik bilgilerinizi henüz iletmedi; istek sırada bekliyor. Giriş yapılmadı."),
    _WAIT,
)
MALFORMED = Failure(
    "malformed",
    502,
    _("e-Devlet’in yanıtı okunamadı"),
    _("e-Devlet’ten beklenen biçimde bir yanıt gelmedi. Giriş yapılmadı."),
    _WAIT,
)
SERVER_ERROR = Failure(
    "server_error",
    502,
    _("e-Devlet’te bir sorun var"),
    _("e-Devlet isteğimize sunucu hatası ile yanıt verdi. Giriş yapılmadı."),
    _WAIT,
)
TIMEOUT = Failure(
    "timeout",
    503,
    _("e-Devlet zamanında yanıt vermedi"),
    _("e-Devlet şu anda çok yavaş ya da yoğun. Giriş yapılmadı."),
    _WAIT,
)
UNREACHABLE = Failure(
    "unreachable",
    503,
    _("e-Devlet’e ulaşılamıyor"),
    _("e-Devlet’in giriş hizmetine şu anda bağlanılamıyor. Giriş yapılmadı."),
    _WAIT,
)
IDENTITY_MISSING = Failure(
    "identity_missing",
    502,
    _("e-Devlet’ten geçerli bir kimlik gelmedi"),
    _("e-Devlet’in yanıtında geçerli bir kimlik numarası ya da ad yok. Giriş yapılmadı."),
    _WAIT,
)
OTHER_KIND = Failure(
    "other_kind",
    403,
    _("Önce oturumunuzu kapatın"),
    _("Şu anda bir işveren, üniversite ya da yürütücü hesabıyla oturumunuz açık. e-Devlet girişi öğrenciler içindir."),
    _("Öğrenci olarak girmek için önce bu oturumu kapatın."),
)
INACTIVE = Failure(
    "inactive",
    403,
    _("Hesabınız kapalı"),
    _("Kimliğiniz doğrulandı, ancak bu portaldaki hesabınız kapatılmış."),
    _("Bunun bir yanlışlık olduğunu düşünüyorsanız programın destek adresine yazın."),
)
