"""What people are told of new dates, of the unit's decisions, and of the university's principles."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import Kind, register

_ALL = (UserKind.STUDENT.value, UserKind.EMPLOYER.value, UserKind.CAREER_CENTER.value)

register(
    Kind(
        "dates_proposed",
        _("Staj tarihi için öneri: %(student)s"),
        _(
            "%(employer)s stajı için yeni tarih önerildi: %(dates)s, %(days)s iş günü (şimdi %(was)s). Öneren: "
            "%(side)s. Neden: %(why)s. Onayınız bekleniyor."
        ),
        audience=_ALL,
        mandatory=True,
    ),
    Kind(
        "dates_agreed",
        _("Tarih önerisine onay geldi: %(student)s"),
        _("%(employer)s stajının yeni tarihi (%(dates)s) için onay veren: %(who)s."),
        audience=_ALL,
    ),
    Kind(
        "dates_applied",
        _("Staj tarihi değişti: %(student)s"),
        _(
            "%(employer)s stajının yeni tarihi %(dates)s, %(days)s iş günü (önceki %(was)s). Basılmış evrak "
            "geçersizdir; yenisi imzalanıp en geç %(papers_due_on)s günü teslim edilmelidir."
        ),
        audience=_ALL,
        mandatory=True,
    ),
    Kind(
        "dates_refused",
        _("Tarih önerisi kabul edilmedi: %(student)s"),
        _("%(employer)s stajının tarihi değişmiyor; %(was)s geçerli. Kabul etmeyen: %(who)s. %(reason)s"),
        audience=_ALL,
        mandatory=True,
    ),
    Kind(
        "dates_taken_back",
        _("Tarih önerisi geri alındı: %(student)s"),
        _("%(employer)s stajı için yapılan öneri (%(dates)s) geri alındı; %(was)s geçerli."),
        audience=_ALL,
    ),
    Kind(
        "dates_lapsed",
        _("Tarih önerisi süresinde cevaplanmadı: %(student)s"),
        _("%(employer)s stajı için yapılan öneri (%(dates)s) zamanında onaylanmadı; %(was)s geçerli."),
        audience=_ALL,
    ),
    Kind(
        "term_granted",
        _("Stajın ders döneminde yapılmasına izin verildi: %(student)s"),
        _("%(employer)s stajı ders dönemiyle çakışıyor; birim stajın yapılmasını uygun buldu. Gerekçe: «%(reason)s»"),
        audience=(UserKind.STUDENT.value, UserKind.EMPLOYER.value),
        mandatory=True,
    ),
    Kind(
        "term_refused",
        _("Stajın ders döneminde yapılmasına izin verilmedi: %(student)s"),
        _(
            "%(employer)s stajı ders dönemiyle çakışıyor ve birim bunu uygun bulmadı: «%(reason)s» Bu tarihlerle "
            "sigorta girişi yapılmaz; başka bir tarih önerebilirsiniz."
        ),
        audience=(UserKind.STUDENT.value, UserKind.EMPLOYER.value),
        mandatory=True,
    ),
    Kind(
        "compulsory_granted",
        _("Stajınız zorunlu staj yerine sayıldı"),
        _("%(employer)s stajınızın %(days)s iş günü zorunlu stajınız yerine sayıldı. Gerekçe: «%(reason)s»"),
        audience=(UserKind.STUDENT.value,),
        mandatory=True,
    ),
    Kind(
        "compulsory_refused",
        _("Stajınız zorunlu staj yerine sayılmadı"),
        _("%(employer)s stajınız zorunlu staj yerine sayılmadı: «%(reason)s» Staj hakkınız ve sigortanız etkilenmez."),
        audience=(UserKind.STUDENT.value,),
        mandatory=True,
    ),
    Kind(
        "guidelines_published",
        _("Üniversitenizin USP Uygulama İlkeleri yenilendi"),
        _("«%(title)s» yayımlandı (karar tarihi %(decided_on)s). Zorunlu staj kararları bu metne dayanır."),
        link="insurance:guidelines",
        audience=(UserKind.STUDENT.value,),
    ),
)
