"""What people are told of an internship's insurance (docs/rules.md A1, A2, A8, A39)."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import EVERYWHERE, INBOX_ONLY, Kind, register

_STUDENT, _EMPLOYER = (UserKind.STUDENT.value,), (UserKind.EMPLOYER.value,)
_CENTER, _OPERATOR = (UserKind.CAREER_CENTER.value,), (UserKind.OPERATOR.value,)
_DESK = (*_CENTER, *_OPERATOR, *_EMPLOYER)

register(
    Kind(
        "case_papers_received",
        _("Staj evrakınız tamam"),
        _(
            "%(employer)s stajınızın evrakı eksiksiz teslim alındı. Sigorta girişiniz en geç %(entry_by)s anına kadar "
            "yapılır; belgesini size ve işverene göndeririz."
        ),
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "case_papers_reopened",
        _("Staj evrakınız yeniden bekleniyor"),
        _("%(employer)s stajınızın evrakı tamam sayılmıyor: %(reason)s Biriminizle görüşün."),
        link="insurance:my-documents",
        mandatory=True,
        audience=_STUDENT,
    ),
    Kind(
        "case_entry_declared",
        _("Sigorta girişiniz bildirildi"),
        _(
            "%(employer)s stajınız için sigorta girişi SGK’ya bildirildi (%(starts_on)s). Giriş belgesi size ve "
            "işverene ulaşmadan staja başlamayın."
        ),
        channels=INBOX_ONLY,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "case_entry_shared",
        _("Sigorta giriş belgeniz hazır"),
        _(
            "%(employer)s stajınızın sigorta giriş belgesi sizinle ve işverenle paylaşıldı. Stajınız %(starts_on)s "
            "günü başlayabilir."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s stajınızın sigorta girişi yapıldı; %(starts_on)s günü başlayabilirsiniz."),
        mandatory=True,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "case_entry_shared_employer",
        _("%(student)s için sigorta giriş belgesi paylaşıldı"),
        _("%(student)s adlı stajyerinizin sigorta girişi yapıldı; stajı %(starts_on)s günü başlatabilirsiniz."),
        mandatory=True,
        audience=_EMPLOYER,
    ),
    Kind(
        "case_refused_by_sgk",
        _("SGK girişi kabul etmedi: %(student)s"),
        _(
            "%(student)s adlı öğrencinin sigorta girişi kabul edilmedi: «%(note)s». Düzeltip %(entry_by)s anına kadar "
            "yeniden bildirin."
        ),
        mandatory=True,
        audience=_DESK,
    ),
    Kind(
        "case_refused_by_sgk_student",
        _("Sigorta girişiniz henüz yapılamadı"),
        _(
            "%(employer)s stajınızın sigorta girişi SGK’da kabul edilmedi. Biriminiz düzeltip yeniden bildirecek; "
            "sizden bilgi istenirse hemen cevaplayın. Giriş belgesi gelmeden staja başlamayın."
        ),
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "case_exit_declared",
        _("Sigorta çıkışınız bildirildi"),
        _("%(employer)s stajınızın sigorta çıkışı SGK’ya bildirildi; son gün %(exit_on)s."),
        channels=INBOX_ONLY,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "insurance_change_entry",
        _("Giriş tarihini düzeltin: %(student)s"),
        _(
            "%(student)s adlı öğrencinin %(employer)s kurumundaki stajı artık %(starts_on)s günü başlıyor. Bildirilmiş "
            "sigorta girişini SGK’da silip yeni tarihle en geç %(due_at)s anına kadar yeniden bildirin."
        ),
        mandatory=True,
        audience=_DESK,
    ),
    Kind(
        "case_cannot_start",
        _("Staja başlamayın: sigorta girişi yok"),
        _(
            "%(employer)s stajınız %(starts_on)s günü başlayacaktı, ama sigorta giriş belgeniz paylaşılmadı. Belge "
            "ulaşmadan işveren stajı başlatamaz. Hemen biriminizle görüşün."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s stajınıza başlamayın: sigorta girişi yok. Hemen biriminizle görüşün."),
        mandatory=True,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "case_cannot_start_employer",
        _("%(student)s stajına başlatılamaz: sigorta girişi yok"),
        _(
            "%(student)s adlı stajyerinizin sigorta giriş belgesi paylaşılmadı. Belge ulaşmadan stajı başlatmayın; "
            "tarih değişikliği ya da iptal için üniversiteyle görüşün."
        ),
        mandatory=True,
        audience=_EMPLOYER,
    ),
    Kind(
        "case_cannot_start_center",
        _("Başlatılamaz: %(student)s için sigorta girişi yok"),
        _(
            "%(student)s adlı öğrencinin %(employer)s kurumundaki stajı %(starts_on)s günü başlayacaktı; giriş belgesi "
            "paylaşılmadı. Geçmişe dönük giriş yapılamaz: yeni tarih kararlaştırın ya da stajı iptal edin."
        ),
        mandatory=True,
        audience=(*_CENTER, *_OPERATOR),
    ),
    Kind(
        "case_decision_needed",
        _("Sigorta kararı bekleniyor: %(student)s"),
        _(
            "%(student)s (%(university)s) %(employer)s kurumunda staja kabul edildi (%(starts_on)s). Üniversitesi "
            "SGK’ya bildirim yapamıyor; sigortayı kimin yapacağını kaydedin."
        ),
        link="insurance:decisions",
        mandatory=True,
        audience=_OPERATOR,
    ),
    Kind(
        "case_decided",
        _("Sigortanızı kimin yapacağı belli oldu"),
        _("%(employer)s stajınızın sigortasını yapacak: %(insurer)s. Giriş belgesi gelmeden staja başlamayın."),
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "case_decided_employer",
        _("%(student)s için sigortayı yapacak: %(insurer)s"),
        _(
            "%(student)s adlı stajyerinizin üniversitesi SGK’ya bildirim yapamıyor; sigortasını yapacak: %(insurer)s. "
            "Giriş, staj başlamadan en geç bir gün önce bildirilir ve belgesi portala yüklenir."
        ),
        mandatory=True,
        audience=_EMPLOYER,
    ),
    Kind(
        "case_record_warnings",
        _("%(student)s staj tarihindeki bir koşulu sağlamıyor"),
        _(
            "%(student)s adlı stajyerinizin öğrenim kaydına yeniden bakıldı: %(findings)s Stajı «koşul sağlanmadı» "
            "nedeniyle iptal edebilirsiniz; etmezseniz staj sürer."
        ),
        mandatory=True,
        audience=_EMPLOYER,
    ),
    Kind(
        "case_unit_moved",
        _("Stajınızın evrakı artık başka birimde"),
        _(
            "Öğrenciliğiniz %(unit)s biriminde sürdüğü için %(employer)s stajınızın evrakını ve sigortasını bu birim "
            "yapar. Yeni formu yazdırıp en geç %(papers_due_on)s günü teslim edin."
        ),
        mandatory=True,
        link="insurance:my-documents",
        audience=_STUDENT,
    ),
    Kind(
        "case_unit_moved_center",
        _("Stajyer başka birime geçti: %(student)s"),
        _(
            "%(student)s adlı öğrencinin %(employer)s kurumundaki stajı %(was)s biriminden %(unit)s birimine geçti: "
            "öğrenciliği orada sürüyor. Evrakı ve sigortayı yeni birim yapar."
        ),
        mandatory=True,
        audience=_CENTER,
    ),
)
