"""Kinds of notices of guidance."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications import kinds

kinds.register(
    kinds.Kind(
        key="problem_answered",
        title=_("Sorun bildiriminiz cevaplandı"),
        body=_("%(code)s numaralı bildiriminize cevap yazıldı. Cevabı bildiriminizin sayfasında okuyabilirsiniz."),
        link="guidance:my-problems",
    ),
    kinds.Kind(
        key="problem_closed",
        title=_("Sorun bildiriminiz kapatıldı"),
        body=_("%(code)s numaralı bildiriminizle ilgili yapılacak başka bir şey kalmadı. Sürüyorsa yeniden bildirin."),
        channels=kinds.INBOX_ONLY,
        link="guidance:my-problems",
    ),
)

_STUDENT, _CENTER = (UserKind.STUDENT.value,), (UserKind.CAREER_CENTER.value,)
_ANSWERING = (UserKind.CAREER_CENTER.value, UserKind.OPERATOR.value)

kinds.register(
    kinds.Kind(
        key="question_asked",
        title=_("Yeni soru: %(subject)s"),
        body=_("%(student)s (%(department)s) size bir soru sordu: «%(subject)s». Cevabınız öğrenciye iletilir."),
        link="guidance:questions",
        audience=_ANSWERING,
    ),
    kinds.Kind(
        key="question_written",
        title=_("Öğrenci yeniden yazdı: %(subject)s"),
        body=_("%(student)s (%(department)s) «%(subject)s» sorusuna yeni bir mesaj ekledi."),
        link="guidance:questions",
        audience=_ANSWERING,
    ),
    kinds.Kind(
        key="question_forwarded",
        title=_("Size bir soru yönlendirildi: %(subject)s"),
        body=_("%(student)s (%(department)s) adlı öğrencinin «%(subject)s» sorusunu cevaplamanız istendi."),
        link="guidance:questions",
        audience=_CENTER,
    ),
    kinds.Kind(
        key="question_answered",
        title=_("Sorunuz cevaplandı"),
        body=_("%(official)s, «%(subject)s» sorunuzu cevapladı."),
        link="guidance:my-questions",
        audience=_STUDENT,
    ),
    kinds.Kind(
        key="question_closed",
        title=_("Sorunuz kapatıldı"),
        body=_("%(official)s, «%(subject)s» sorunuzu kapattı. Sürüyorsa yeniden açıp yazabilirsiniz."),
        channels=kinds.INBOX_ONLY,
        link="guidance:my-questions",
        audience=_STUDENT,
    ),
    kinds.Kind(
        key="role_granted",
        title=_("Yeni göreviniz: %(role)s"),
        body=_("%(university)s adına «%(role)s» görevi size verildi (%(place)s). Veren: %(by)s."),
        link="portal:home",
        audience=_CENTER,
    ),
    kinds.Kind(
        key="role_ends",
        title=_("Görevinizin süresi değişti: %(role)s"),
        body=_("«%(role)s» görevinizin (%(place)s) son günü: %(until)s. Değiştiren: %(by)s."),
        link="portal:home",
        audience=_CENTER,
    ),
    kinds.Kind(
        key="role_withdrawn",
        title=_("Göreviniz geri alındı: %(role)s"),
        body=_("«%(role)s» göreviniz (%(place)s) bugün geri alındı. Geri alan: %(by)s."),
        mandatory=True,
        link="portal:home",
        audience=_CENTER,
    ),
    kinds.Kind(
        key="invitation_accepted",
        title=_("Davetiniz kabul edildi"),
        body=_("%(person)s davetinizi kabul etti: %(roles)s (%(place)s)."),
        link="people:list",
        audience=_CENTER,
    ),
    kinds.Kind(
        key="adviser_named",
        title=_("Bölüm danışmanı oldunuz: %(department)s"),
        body=_("%(department)s öğrencileri artık sizi danışmanları olarak görüyor; soruları size gelecek."),
        link="guidance:questions",
        audience=_CENTER,
    ),
)

kinds.register(
    kinds.Kind(
        key="letter_published",
        title=_("Yeni resmî yazı: %(subject)s"),
        body=_(
            "Rektörlüğünüze %(dated_on)s tarihli ve %(number)s sayılı yazı gönderildi: «%(subject)s». Okuduğunuzu "
            "onaylayın ve ilgili birimlerinize iletin."
        ),
        mandatory=True,
        link="guidance:letters",
        audience=_CENTER,
    ),
    kinds.Kind(
        key="letter_passed",
        title=_("Size bir resmî yazı iletildi: %(subject)s"),
        body=_("%(dated_on)s tarihli ve %(number)s sayılı yazı size iletildi. Okuyup onaylayın."),
        mandatory=True,
        link="guidance:letters",
        audience=_CENTER,
    ),
    kinds.Kind(
        key="letter_reminder",
        title=_("Okuma onayınız bekleniyor: %(subject)s"),
        body=_("%(dated_on)s tarihli ve %(number)s sayılı yazıyı okuduğunuzu henüz onaylamadınız."),
        mandatory=True,
        link="guidance:letters",
        audience=_CENTER,
    ),
)
