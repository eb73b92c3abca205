"""What people are told about offers (docs/rules.md A20)."""

from django.utils.translation import gettext_lazy as _

from offers import (  # noqa: F401 -- they register their kinds
    endings_notifications,
    engine_notifications,
    evaluation_notifications,
)
from usp.accounts.models import UserKind
from usp.notifications.kinds import EVERYWHERE, INBOX_ONLY, Kind, register

_STUDENT, _EMPLOYER = (UserKind.STUDENT.value,), (UserKind.EMPLOYER.value,)

register(
    Kind(
        "offer_received",
        _("Staj Teklifi Aldınız"),
        _(
            "%(employer)s size %(place)s için %(rank)s teklif gönderdi (%(starts_on)s – %(ends_on)s). "
            "Son cevap: %(reply_by)s. Cevap vermezseniz teklif zaman aşımına uğrar ve reddetmiş sayılırsınız."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s size staj teklifi gönderdi. Son cevap: %(reply_by)s."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "programme_offer_received",
        _("Program teklifi aldınız"),
        _(
            "%(employer)s size %(place)s için iş gölgeleme ya da eğitim programı teklif etti: %(rank)s teklif "
            "(%(starts_on)s – %(ends_on)s). Program staj hakkınızı kullanmaz. Son cevap: %(reply_by)s. Cevap "
            "vermezseniz teklif zaman aşımına uğrar ve reddetmiş sayılırsınız."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s size program teklifi gönderdi. Son cevap: %(reply_by)s."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_expired",
        _("Teklifinizin süresi doldu"),
        _(
            "%(employer)s kurumunun %(place)s için gönderdiği teklife süresi içinde cevap verilmedi; teklif "
            "reddedilmiş sayıldı. Diğer işverenlerden teklif alma şansınız sürüyor."
        ),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_called",
        _("Yedek sıradan çağrıldınız"),
        _(
            "%(employer)s kurumunda %(place)s için bir yer boşaldı ve sıra size geldi. Son cevap: %(reply_by)s. "
            "Cevap vermezseniz yer sıradaki adaya geçer."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s: yer boşaldı, sıra sizde. Son cevap: %(reply_by)s."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_called_yes",
        _("Yedek sıradan asil sıraya geçtiniz"),
        _(
            "%(employer)s kurumunda %(place)s için bir yer boşaldı; önceden verdiğiniz cevapla yer sizin oldu. "
            "%(confirm_from)s anına kadar sonuçsuz vazgeçebilirsiniz; sıradaki adım işverenin son onayıdır."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s: yer boşaldı, asil oldunuz. %(confirm_from)s anına kadar sonuçsuz vazgeçebilirsiniz."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_lapsed",
        _("Kabul ettiğiniz teklifin süresi doldu"),
        _(
            "%(employer)s, %(place)s için son onayı süresi içinde vermedi. Sizin bir eksiğiniz yok; diğer "
            "işverenlerden teklif alma şansınız sürüyor."
        ),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "placement_confirmed",
        _("Staja kabul edildiniz"),
        _(
            "%(employer)s son onayı verdi: %(place)s, %(starts_on)s – %(ends_on)s. Sırada staj evrakınız var, "
            "son gün %(papers_by)s: «Belgelerim» sayfasından yazdırın, imzaları tamamlatıp teslim edin."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s sizi staja kabul etti. Evrak teslimi için son gün: %(papers_by)s."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "programme_confirmed",
        _("Programa kabul edildiniz"),
        _(
            "%(employer)s son onayı verdi: %(place)s, %(starts_on)s – %(ends_on)s. Bu program için evrak ve sigorta "
            "gerekmez, staj hakkınızı da kullanmaz; belirtilen gün orada olmanız yeter."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s sizi programa kabul etti: %(starts_on)s günü orada olun."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "offer_accepted",
        _("Bir aday teklifinizi kabul etti"),
        _(
            "%(student)s, %(title)s pozisyonu için gönderdiğiniz teklifi kabul etti. Son onayı en geç %(confirm_by)s "
            "anına kadar verebilirsiniz."
        ),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offer_reserved",
        _("Bir aday yedek teklifinizi kabul etti"),
        _("%(title)s pozisyonunda bir aday yedek sırada beklemeyi kabul etti; yer boşalırsa sırayla çağrılır."),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offer_declined",
        _("Bir aday teklifinizi reddetti"),
        _("%(title)s pozisyonu için gönderdiğiniz bir teklif reddedildi. Boşalan yer varsa yedek sıraya geçti."),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offer_unanswered",
        _("Bir teklifinizin cevap süresi doldu"),
        _(
            "%(title)s pozisyonu için gönderdiğiniz %(count)s teklife cevap gelmedi. Boşalan yer varsa yedek sıraya "
            "geçti."
        ),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offer_not_confirmed",
        _("Son onay süresi doldu"),
        _("%(title)s pozisyonunda kabul edilmiş %(count)s teklif süresi içinde onaylanmadı ve düştü."),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offer_released",
        _("Bir teklifiniz serbest bırakıldı"),
        _(
            "%(title)s pozisyonundaki bir teklif serbest bırakıldı: adayın dönemdeki staj hakkı kullanıldı ya da "
            "tarihler çakıştı. Boşalan yer varsa yedek sıraya geçti."
        ),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "offer_candidate_out",
        _("Bir adayınızın başvurusu geçerliliğini yitirdi"),
        _(
            "%(title)s pozisyonundaki bir teklif serbest bırakıldı: adayın başvurusu artık geçerli değil. Boşalan yer "
            "varsa yedek sıraya geçti."
        ),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "employer_approved",
        _("Kurumunuz onaylandı"),
        _(
            "%(employer)s onaylandı: pozisyon açabilir, aday havuzunda arayabilir ve teklif gönderebilirsiniz. "
            "Bekleyen işlemleriniz kaldığı yerden sürer."
        ),
        mandatory=True,
        link="portal:home",
        audience=_EMPLOYER,
    ),
    Kind(
        "employer_suspended",
        _("Kurumunuzun işlemleri askıya alındı"),
        _(
            "%(employer)s askıya alındı; gerekçe: %(reason)s. Bu sürede pozisyon açamaz, teklif gönderemez ve son onay "
            "veremezsiniz. Sorularınız için program yürütücüsüne yazabilirsiniz."
        ),
        mandatory=True,
        link="portal:home",
        audience=_EMPLOYER,
    ),
)

# Which employer it is stays closed until it sends an offer (docs/rules.md A20, A43); what it means is said at once.
register(
    Kind(
        "talent_pool_public",
        _("Yetenek Havuzuna Eklendiniz"),
        _(
            "%(province)s ilinde bir kamu kurumu profilinizi beğenip yetenek havuzuna ekledi. Bu bir teklif değildir; "
            "sizden bir şey beklenmiyor. Kurum size teklif gönderirse adını ve ayrıntıları o zaman görürsünüz."
        ),
        channels=INBOX_ONLY,
        link="applications:profile",
        audience=_STUDENT,
    ),
    Kind(
        "talent_pool_private",
        _("Yetenek Havuzuna Eklendiniz"),
        _(
            "%(province)s ilinde bir özel kuruluş profilinizi beğenip yetenek havuzuna ekledi. Bu bir teklif değildir; "
            "sizden bir şey beklenmiyor. Kuruluş size teklif gönderirse adını ve ayrıntıları o zaman görürsünüz."
        ),
        channels=INBOX_ONLY,
        link="applications:profile",
        audience=_STUDENT,
    ),
)
