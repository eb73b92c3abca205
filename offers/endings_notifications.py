"""What people are told about the end of a placement, and of what follows it (docs/rules.md A20)."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import EVERYWHERE, Kind, register

_STUDENT, _EMPLOYER = (UserKind.STUDENT.value,), (UserKind.EMPLOYER.value,)
_CENTER = (UserKind.CAREER_CENTER.value,)

register(
    Kind(
        "cancellation_asked",
        _("Bir stajyeriniz stajının iptalini istedi"),
        _(
            "%(student)s, %(title)s stajının (%(starts_on)s – %(ends_on)s) iptalini istedi. İsteği okuyup "
            "cevaplayın; %(center_from)s anına kadar cevap vermezseniz üniversitenin kariyer merkezi stajı iptal "
            "edebilir."
        ),
        mandatory=True,
        audience=_EMPLOYER,
    ),
    Kind(
        "cancellation_asked_center",
        _("%(student)s stajının iptalini istedi"),
        _(
            "%(student)s, %(employer)s kurumundaki stajının (%(starts_on)s – %(ends_on)s) iptalini istedi. İşveren "
            "cevap vermezse stajı %(center_from)s anından sonra siz iptal edebilirsiniz."
        ),
        mandatory=True,
        audience=_CENTER,
    ),
    Kind(
        "cancellation_taken_back",
        _("İptal isteği geri alındı"),
        _(
            "%(student)s, %(title)s stajı için iptal isteğini geri aldı. Staj planlandığı gibi %(starts_on)s – "
            "%(ends_on)s tarihlerinde yapılır."
        ),
        audience=_EMPLOYER,
    ),
    Kind(
        "cancellation_taken_back_center",
        _("%(student)s iptal isteğini geri aldı"),
        _("%(student)s, %(employer)s kurumundaki stajı için iptal isteğini geri aldı; staj sürüyor."),
        audience=_CENTER,
    ),
    Kind(
        "cancellation_refused",
        _("İptal isteğiniz onaylanmadı"),
        _(
            "%(employer)s stajınızın iptalini onaylamadı: «%(answer)s». Stajınız %(starts_on)s – %(ends_on)s "
            "tarihlerinde geçerlidir. Katılmıyorsanız üniversitenizin kariyer merkeziyle görüşün."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s stajınızın iptalini onaylamadı; stajınız geçerli."),
        mandatory=True,
        audience=_STUDENT,
    ),
    Kind(
        "cancellation_refused_center",
        _("İşveren bir iptal isteğini onaylamadı"),
        _("%(employer)s, %(student)s adlı öğrencinin iptal isteğini onaylamadı; staj sürüyor."),
        audience=_CENTER,
    ),
    Kind(
        "placement_cancelled",
        _("Stajınız iptal edildi"),
        _(
            "%(employer)s kurumundaki stajınız (%(place)s, %(starts_on)s) iptal edildi. Neden: %(reason)s. Diğer "
            "işverenlerden teklif alma şansınız sürüyor."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s kurumundaki stajınız iptal edildi; gitmeyin. Neden: %(reason)s."),
        mandatory=True,
        audience=_STUDENT,
    ),
    Kind(
        "placement_abandoned",
        _("Stajınız yarıda bırakıldı olarak işaretlendi"),
        _(
            "%(employer)s kurumundaki stajınız son gün %(last_day)s olarak sonlandırıldı. Neden: %(reason)s. "
            "Diğer işverenlerden teklif alma şansınız sürüyor. Ücretiniz için işverenle görüşün."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s kurumundaki stajınız %(last_day)s günü bitti sayıldı. Neden: %(reason)s."),
        mandatory=True,
        audience=_STUDENT,
    ),
    Kind(
        "placement_ended_employer",
        _("Bir staj sona erdirildi"),
        _(
            "%(student)s, %(title)s (%(starts_on)s başlangıçlı) stajı sona erdirildi. Neden: %(reason)s. Staj "
            "başlamadıysa boşalan yer yedek sıraya geçti."
        ),
        mandatory=True,
        audience=_EMPLOYER,
    ),
    Kind(
        "placement_ended_center",
        _("%(student)s: staj sona erdi"),
        _(
            "%(student)s adlı öğrencinin %(employer)s kurumundaki stajı (%(starts_on)s başlangıçlı) sona erdi. Neden: "
            "%(reason)s. Sigorta girişi bildirildiyse yapılacak iş stajyer kaydında yazar."
        ),
        mandatory=True,
        audience=_CENTER,
    ),
    Kind(
        "placement_completed",
        _("Stajınız tamamlandı"),
        _(
            "%(employer)s, %(days)s iş günü devam ettiğinizi ve stajınızı tamamladığınızı bildirdi. Staj yerinizi "
            "değerlendirirseniz sonraki öğrencilere yardımcı olursunuz."
        ),
        audience=_STUDENT,
    ),
    Kind(
        "completion_due",
        _("Biten stajın devamını bildirin"),
        _(
            "%(student)s, %(title)s stajının son günü %(ends_on)s idi. Kaç gün devam ettiğini bildirip stajı "
            "tamamlandı olarak işaretleyin; siz bildirmeden staj tamamlanmış sayılmaz."
        ),
        mandatory=True,
        audience=_EMPLOYER,
    ),
    Kind(
        "completion_silent",
        _("%(student)s: biten staj bildirilmedi"),
        _(
            "%(student)s adlı öğrencinin %(employer)s kurumundaki stajı %(ends_on)s günü bitti, işveren devamı "
            "bildirmedi. İşvereni arayın ya da devamı siz bildirin."
        ),
        audience=_CENTER,
    ),
    Kind(
        "conduct_note_written",
        _("Hakkınızda not yazıldı"),
        _(
            "%(employer)s, %(starts_on)s başlangıçlı stajınızla ilgili sorumsuz davranış notu yazdı. Notu okuyabilir, "
            "yanında görünecek bir cevap yazabilir ve bir kez kariyer merkezinize itiraz edebilirsiniz."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s hakkınızda sorumsuz davranış notu yazdı. Cevap verebilir, bir kez itiraz edebilirsiniz."),
        mandatory=True,
        audience=_STUDENT,
    ),
    Kind(
        "conduct_note_replied",
        _("Yazdığınız nota cevap verildi"),
        _("%(student)s, %(title)s stajıyla ilgili notunuza cevap yazdı. Cevap notun yanında görünür."),
        audience=_EMPLOYER,
    ),
    Kind(
        "conduct_words_released",
        _("Nota eklediğiniz söz uygun bulundu"),
        _("%(title)s stajıyla ilgili notunuza eklediğiniz söz incelendi ve uygun bulundu."),
        audience=_EMPLOYER,
    ),
    Kind(
        "conduct_words_refused",
        _("Nota eklediğiniz söz uygun bulunmadı"),
        _(
            "%(title)s stajıyla ilgili notunuza eklediğiniz söz incelendi ve gösterilmeyecek. Seçtiğiniz cümleler "
            "yerinde duruyor."
        ),
        audience=_EMPLOYER,
    ),
    Kind(
        "conduct_note_appealed",
        _("%(student)s bir nota itiraz etti"),
        _(
            "%(student)s, %(employer)s kurumunun yazdığı sorumsuz davranış notuna itiraz etti. Kayıtlara bakıp notun "
            "yerinde olup olmadığına karar verin."
        ),
        mandatory=True,
        audience=_CENTER,
    ),
    Kind(
        "conduct_note_upheld",
        _("İtirazınız sonuçlandı: not yerinde bulundu"),
        _("%(employer)s kurumunun yazdığı not yerinde bulundu. Gerekçe: «%(decision)s»."),
        mandatory=True,
        audience=_STUDENT,
    ),
    Kind(
        "conduct_note_struck",
        _("İtirazınız sonuçlandı: not kaldırıldı"),
        _("%(employer)s kurumunun yazdığı not kaldırıldı; artık hiçbir yerde görünmez. Gerekçe: «%(decision)s»."),
        mandatory=True,
        audience=_STUDENT,
    ),
    Kind(
        "conduct_note_upheld_employer",
        _("Notunuz yerinde bulundu"),
        _("%(title)s stajıyla ilgili notunuza yapılan itirazı üniversite inceledi; not yerinde bulundu."),
        audience=_EMPLOYER,
    ),
    Kind(
        "conduct_note_struck_employer",
        _("Notunuz kaldırıldı"),
        _("%(title)s stajıyla ilgili notunuza yapılan itirazı üniversite inceledi; not kaldırıldı."),
        audience=_EMPLOYER,
    ),
    Kind(
        "document_handed_in",
        _("İstediğiniz belge geldi: %(document)s"),
        _("%(student)s, %(title)s stajı için istediğiniz belgeyi yükledi: %(document)s. Bakıp «tamam» işaretleyin."),
        audience=_EMPLOYER,
    ),
    Kind(
        "review_due_student",
        _("Staj yerinizi değerlendirin"),
        _(
            "%(employer)s kurumundaki stajınızı henüz değerlendirmediniz. Cevaplarınız işverene ancak en az beş "
            "öğrencinin ortalaması olarak gösterilir."
        ),
        audience=_STUDENT,
    ),
    Kind(
        "review_due_employer",
        _("Stajyerinizi değerlendirin"),
        _("%(student)s adlı stajyerinizin %(title)s stajını henüz değerlendirmediniz; beş soru sürer."),
        audience=_EMPLOYER,
    ),
)
