"""What people are told when the engine or an operator moves an offer: line, reminders, rests, extensions (A20)."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import EVERYWHERE, Kind, register

_STUDENT, _EMPLOYER = (UserKind.STUDENT.value,), (UserKind.EMPLOYER.value,)

register(
    Kind(
        "offer_line_over",
        _("Yedek sıranız sona erdi"),
        _(
            "%(employer)s kurumunda %(place)s için yedek çağrısı yapılabilecek süre bitti; yedek teklifiniz düştü. "
            "Sizin bir eksiğiniz yok; diğer işverenlerden teklif alma şansınız sürüyor."
        ),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_line_moved",
        _("Yedek sırada öne geçtiniz"),
        _(
            "%(employer)s kurumunda %(place)s için yedek sırada şimdi %(turn)s. sıradasınız. Çağrı en geç "
            "%(last_call_at)s anına kadar gelebilir."
        ),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_withdrawn",
        _("İşveren teklifini geri çekti"),
        _(
            "%(employer)s, %(place)s için gönderdiği teklifi geri çekti. Neden: %(reason)s. Bu sizin hakkınızda bir "
            "not değildir; diğer işverenlerden teklif alma şansınız sürüyor."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s teklifini geri çekti. Neden: %(reason)s. Yeni teklif alabilirsiniz."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offers_fell_away",
        _("Diğer teklifleriniz düştü"),
        _(
            "%(employer)s son onayı verdi ve bu dönemdeki staj hakkınız kullanıldı; bu yüzden %(count)s teklifiniz "
            "düştü: %(others)s. Bir şey yapmanız gerekmez; işverenlere haber verildi."
        ),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offers_fell_away_days",
        _("Tarihleri çakışan teklifleriniz düştü"),
        _(
            "%(employer)s kurumundaki kesinleşen günlerinizle (%(starts_on)s – %(ends_on)s) çakışan %(count)s "
            "teklifiniz düştü: %(others)s. Bir şey yapmanız gerekmez; işverenlere haber verildi."
        ),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_reminder",
        _("Teklifiniz cevabınızı bekliyor"),
        _(
            "%(employer)s kurumunun %(place)s için gönderdiği teklif cevabınızı bekliyor. Son cevap: %(reply_by)s. "
            "Cevap vermezseniz teklif zaman aşımına uğrar ve reddetmiş sayılırsınız."
        ),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_reminder_last",
        _("Teklifinize cevap için son gün"),
        _(
            "%(employer)s kurumunun %(place)s için gönderdiği teklife cevap vermek için son gün. Son cevap: "
            "%(reply_by)s. Cevap vermezseniz teklif zaman aşımına uğrar ve reddetmiş sayılırsınız."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s teklifine en geç %(reply_by)s anına kadar cevap verin; yoksa reddetmiş sayılırsınız."),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_confirm_waiting",
        _("İşverenin son onayı bekleniyor"),
        _(
            "%(employer)s kurumunun %(place)s için son onayı vermesi gereken süre %(confirm_by)s tarihinde doluyor. "
            "Onay gelmezse teklif düşer; işverenle görüşmek isteyebilirsiniz."
        ),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_confirm_soon",
        _("Son onayınız bekleniyor"),
        _(
            "%(title)s pozisyonunda %(count)s aday son onayınızı bekliyor. İlk süre %(confirm_by)s tarihinde doluyor; "
            "onay verilmeyen teklif düşer."
        ),
        mandatory=True,
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offer_rests",
        _("Bir teklifinizin süreleri durdu"),
        _(
            "%(employer)s kurumunun işlemleri şu anda durduruldu. %(place)s için aldığınız teklif duruyor; süreleri "
            "işlemiyor. Yeniden başlayınca yeni son tarihle haber verilir. Dilerseniz teklifi reddedebilirsiniz."
        ),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_goes_on",
        _("Bir teklifinizin süreleri yeniden işliyor"),
        _(
            "%(employer)s kurumunun işlemleri yeniden başladı. %(place)s için aldığınız teklifin süreleri durduğu süre "
            "kadar uzatıldı. Yeni son tarihler teklifin sayfasındadır."
        ),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_extended",
        _("Teklifinizin süresi uzatıldı"),
        _(
            "%(employer)s kurumunun %(place)s için gönderdiği teklifin süresi uzatıldı. Neden: %(reason)s. Son cevap: "
            "%(reply_by)s. Yeni son tarihler teklifin sayfasındadır."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s teklifinin süresi uzatıldı. Son cevap: %(reply_by)s."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offers_extended",
        _("Tekliflerinizin süresi uzatıldı"),
        _("%(title)s pozisyonunda %(count)s teklifin süresi uzatıldı. Neden: %(reason)s."),
        mandatory=True,
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offer_reinstated",
        _("Teklifiniz yeniden geçerli"),
        _(
            "%(employer)s kurumunun %(place)s için gönderdiği teklif program yürütücüsü tarafından yeniden geçerli "
            "kılındı. Neden: %(reason)s. Son cevap: %(reply_by)s."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s teklifi yeniden geçerli. Son cevap: %(reply_by)s."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offers_reinstated",
        _("Bir teklifiniz yeniden geçerli"),
        _(
            "%(title)s pozisyonunda bir teklif program yürütücüsü tarafından yeniden geçerli kılındı. Neden: "
            "%(reason)s."
        ),
        mandatory=True,
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offers_withdrawn_with_position",
        _("Pozisyonla birlikte teklifler geri çekildi"),
        _("%(title)s pozisyonundaki %(count)s teklif geri çekildi. Neden: %(reason)s. Adaylara haber verildi."),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
)
