"""What people are reminded of before papers are due and before a start. Each text says what to do next."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import EVERYWHERE, Kind, register

_STUDENT, _EMPLOYER = (UserKind.STUDENT.value,), (UserKind.EMPLOYER.value,)
_CENTER = (UserKind.CAREER_CENTER.value,)

register(
    Kind(
        "papers_reminder",
        _("Evrak teslimine %(days)s gün kaldı"),
        _(
            "%(employer)s stajınızın evrakı en geç %(due_at)s anına kadar teslim edilir (%(papers_to)s). Eksik: "
            "%(missing)s. Formları «Belgelerim» sayfasından yazdırın, imzaları sırayla tamamlatıp teslim edin. Evrak "
            "teslim alınmadan sigorta girişi yapılamaz; sigortası yapılmayan staj başlamaz."
        ),
        mandatory=True,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "papers_reminder_last",
        _("Evrak teslimi için son gün yarın"),
        _(
            "%(employer)s stajınızın evrakı en geç %(due_at)s anına kadar teslim edilir (%(papers_to)s). Eksik: "
            "%(missing)s. Yetişmeyeceğini düşünüyorsanız bugün biriminizle görüşün."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s stajınızın evrakını en geç %(due_at)s anına kadar teslim edin."),
        mandatory=True,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "papers_overdue",
        _("Staj evrakınız gecikti"),
        _(
            "%(employer)s stajınızın evrakı %(due_at)s anına kadar teslim edilmedi. Eksik: %(missing)s. Stajınız iptal "
            "olmadı: yetkili, gerekçesini yazarak evrakı en geç %(late_until)s günü alabilir; alınmazsa stajınız "
            "%(starts_on)s günü başlayamaz. Bugün görüşün: %(contact)s."
        ),
        channels=EVERYWHERE,
        sms=_(
            "%(employer)s stajınızın evrakı gecikti. Gerekçeyle en geç %(late_until)s günü alınır; bugün "
            "biriminizle görüşün."
        ),
        mandatory=True,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "papers_reminder_employer",
        _("%(student)s: staj evrakı için %(days)s gün kaldı"),
        _(
            "%(student)s adlı stajyerinizin evrakı üniversiteye en geç %(due_at)s anına kadar teslim edilir. Eksik: "
            "%(missing)s. Sizin imzanızı bekleyen belgeleri kaşeleyip imzalayın ve öğrenciye ulaştırın."
        ),
        link="offers:interns",
        audience=_EMPLOYER,
    ),
    Kind(
        "start_reminder",
        _("Stajınızın başlamasına %(days)s gün kaldı"),
        _(
            "%(employer)s stajınız %(starts_on)s günü başlıyor. Henüz tamam olmayan: %(missing)s. Sigorta giriş "
            "belgesi işverene ulaşmadan staja başlayamazsınız; durumu «Belgelerim» sayfasından izleyin, gecikirse "
            "biriminizle görüşün."
        ),
        mandatory=True,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "start_tomorrow",
        _("Stajınız yarın başlıyor"),
        _(
            "%(employer)s stajınız yarın, %(starts_on)s günü başlıyor. Sigorta girişiniz yapıldı. Yanınıza kimliğinizi "
            "ve «Belgelerim» sayfasındaki giriş belgenizi alın; adres ve sorumlunuz teklif kartınızda yazıyor."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s stajınız yarın başlıyor. Kimliğinizi ve sigorta giriş belgenizi alın."),
        mandatory=True,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "start_reminder_employer",
        _("%(student)s: stajın başlamasına %(days)s gün kaldı"),
        _(
            "%(student)s adlı stajyerinizin stajı %(starts_on)s günü başlıyor. Henüz tamam olmayan: %(missing)s. "
            "Sigorta girişini üniversitesi yapar; giriş belgesi size ulaşmadan stajı başlatmayın."
        ),
        link="offers:interns",
        audience=_EMPLOYER,
    ),
    Kind(
        "reminder_office",
        _("Bugün hatırlatılan stajyerler: %(number)s"),
        _(
            "Öğrencilere ve işverenlere bugün eksikleri hatırlatıldı: %(people)s. Teslim edilen evrakı işleyin, "
            "ulaşamadığınız öğrenciyi arayın; hepsi «Yapılacaklar» sayfasında."
        ),
        link="insurance:worklist",
        audience=_CENTER,
    ),
)
