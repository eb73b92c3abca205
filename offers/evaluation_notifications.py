"""What people are told about additional evaluations and changes of an offer (docs/rules.md A17, A49)."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import EVERYWHERE, INBOX_ONLY, Kind, register

_STUDENT, _EMPLOYER = (UserKind.STUDENT.value,), (UserKind.EMPLOYER.value,)

register(
    Kind(
        "evaluation_interview",
        _("Mülakata davet edildiniz"),
        _(
            "%(employer)s, %(title)s için sizinle görüşmek istiyor (%(kind)s). Önerilen saatlerden birini seçin; "
            "hiçbiri uymuyorsa bildirin. Teklifin son onay anı: %(confirm_by)s."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s sizi mülakata çağırdı (%(kind)s). «Mülakatlarım» sayfasından bir saat seçin."),
        mandatory=True,
        link="offers:interviews",
        audience=_STUDENT,
    ),
    Kind(
        "evaluation_task",
        _("Ek değerleme için sizden bir çalışma istendi"),
        _("%(employer)s, %(title)s için sizden bir çalışma istedi (%(kind)s). Son teslim: %(due_at)s."),
        channels=EVERYWHERE,
        sms=_("%(employer)s sizden bir çalışma istedi (%(kind)s). Son teslim: %(due_at)s."),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "interview_new_times",
        _("Mülakatınız için başka saatler önerildi"),
        _(
            "%(employer)s, %(title)s görüşmesi için başka saatler önerdi; önceki saat geçerli değil. Birini seçin ya "
            "da hiçbiri uymuyorsa bildirin."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s mülakat için başka saatler önerdi; öncekinin yerine birini seçin."),
        mandatory=True,
        link="offers:interviews",
        audience=_STUDENT,
    ),
    Kind(
        "interview_reminder",
        _("Mülakatınız yaklaşıyor"),
        _("%(employer)s ile görüşmeniz: %(starts_at)s (%(kind)s). %(way)s"),
        channels=EVERYWHERE,
        link="offers:interviews",
        audience=_STUDENT,
    ),
    Kind(
        "task_reminder",
        _("Ek değerlemenin son teslimi yaklaşıyor"),
        _("%(employer)s, %(title)s için istediği çalışmayı bekliyor (%(kind)s). Son teslim: %(due_at)s."),
        channels=EVERYWHERE,
        sms=_("%(employer)s çalışmanızı bekliyor (%(kind)s). Son teslim: %(due_at)s."),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "evaluation_passed",
        _("Ek değerlemeniz olumlu sonuçlandı"),
        _("%(employer)s, %(title)s için ek değerlemenizi olumlu buldu. Sırada işverenin son onayı var."),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "evaluation_failed",
        _("Ek değerleme sonuçlandı"),
        _(
            "%(employer)s, %(title)s için başka adaylarla devam ediyor; teklif sona erdi. Diğer işverenlerden teklif "
            "alma şansınız sürüyor."
        ),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "evaluation_cancelled",
        _("İşveren ek değerlemeden vazgeçti"),
        _(
            "%(employer)s, %(title)s için ek değerleme yapmayacak (%(kind)s). Kabulünüz geçerli; sırada işverenin son "
            "onayı var."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s ek değerlemeden vazgeçti (%(kind)s). Kabulünüz geçerli."),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "evaluation_closed",
        _("Ek değerleme yapılmayacak"),
        _("%(employer)s kurumunun %(title)s teklifi sona erdi; ek değerleme (%(kind)s) yapılmayacak."),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "interview_chosen",
        _("Aday mülakat saatini seçti"),
        _("%(student)s, %(title)s görüşmesi için bu saati seçti: %(starts_at)s (%(kind)s)."),
        link="offers:evaluations",
        audience=_EMPLOYER,
    ),
    Kind(
        "interview_none_suits",
        _("Önerdiğiniz saatler adaya uymuyor"),
        _(
            "%(student)s, %(title)s görüşmesi için önerdiğiniz saatlerin hiçbirine gelemiyor. Yeni saatler "
            "önerebilirsiniz."
        ),
        link="offers:evaluations",
        audience=_EMPLOYER,
    ),
    Kind(
        "interview_move_asked",
        _("Aday mülakat saatinin değişmesini istiyor"),
        _("%(student)s, %(title)s görüşmesi için başka bir saat istiyor. Yeni saatler önerebilirsiniz."),
        link="offers:evaluations",
        audience=_EMPLOYER,
    ),
    Kind(
        "evaluation_answered",
        _("Aday ek değerlemeye cevap gönderdi"),
        _("%(student)s, %(title)s için istediğiniz çalışmayı gönderdi (%(kind)s). Sonucu yazabilirsiniz."),
        link="offers:evaluations",
        audience=_EMPLOYER,
    ),
    Kind(
        "evaluation_closed_employer",
        _("Bir ek değerleme yapılmayacak"),
        _("%(title)s pozisyonunda bir teklif sona erdi; ek değerleme (%(kind)s) yapılmayacak."),
        link="offers:evaluations",
        audience=_EMPLOYER,
    ),
    Kind(
        "interview_reminder_employer",
        _("Bir görüşmeniz yaklaşıyor"),
        _("%(title)s için görüşme: %(student)s, %(starts_at)s (%(kind)s)."),
        link="offers:evaluations",
        audience=_EMPLOYER,
    ),
    Kind(
        "change_asked",
        _("Bir aday teklifinizde değişiklik istedi"),
        _(
            "%(title)s pozisyonunda bir aday cevabından önce değişiklik istiyor: %(wanted)s. En geç %(request_by)s "
            "anına kadar cevap verin; cevaplanmayan istek kabul edilmemiş sayılır."
        ),
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "change_taken_back",
        _("Aday değişiklik isteğini geri aldı"),
        _("%(title)s pozisyonunda bir aday değişiklik isteğini geri aldı; teklifiniz olduğu gibi duruyor."),
        channels=INBOX_ONLY,
        link="offers:sent",
        audience=_EMPLOYER,
    ),
    Kind(
        "change_agreed",
        _("Değişiklik isteğiniz kabul edildi"),
        _(
            "%(employer)s isteğinizi kabul etti ve yeni bir teklif gönderdi: %(place)s, %(starts_on)s – %(ends_on)s. "
            "Son cevap: %(reply_by)s. Cevap vermezseniz teklif zaman aşımına uğrar."
        ),
        channels=EVERYWHERE,
        sms=_(
            "%(employer)s değişiklik isteğinizi kabul etti; yeni teklife en geç %(reply_by)s anına kadar cevap verin."
        ),
        mandatory=True,
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "change_refused",
        _("Değişiklik isteğiniz kabul edilmedi"),
        _("%(employer)s isteğinizi kabul etmedi. Teklif olduğu gibi geçerli; son cevap: %(reply_by)s."),
        channels=EVERYWHERE,
        sms=_("%(employer)s değişiklik isteğinizi kabul etmedi. Teklif geçerli; son cevap: %(reply_by)s."),
        link="offers:received",
        audience=_STUDENT,
    ),
    Kind(
        "change_unanswered",
        _("Değişiklik isteğinize cevap gelmedi"),
        _(
            "%(employer)s isteğinizi süresi içinde cevaplamadı; istek kabul edilmemiş sayılır. Teklif olduğu gibi "
            "geçerli; son cevap: %(reply_by)s."
        ),
        channels=EVERYWHERE,
        sms=_("%(employer)s değişiklik isteğinizi cevaplamadı. Teklif geçerli; son cevap: %(reply_by)s."),
        link="offers:received",
        audience=_STUDENT,
    ),
)
