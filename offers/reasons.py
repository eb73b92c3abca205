"""Why an employer takes an offer back, why the system does, and what the codes on the record mean in Turkish."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class WithdrawReason(models.TextChoices):
    """The listed reasons of an employer; the student reads the label."""

    PLACE_GONE = "place_gone", gettext_lazy("Staj yeri kapandı ya da bütçesi kalmadı")
    SUPERVISOR_GONE = "supervisor_gone", gettext_lazy("Staj sorumlusu görevinden ayrıldı")
    PLAN_CHANGED = "plan_changed", gettext_lazy("Staj tarihleri ya da koşulları değişti")
    CONDITION = "condition", gettext_lazy("Aday staj tarihindeki koşulu sağlamıyor")
    CANDIDATE_ASKED = "candidate_asked", gettext_lazy("Aday geri çekilmesini istedi")
    MISTAKE = "mistake", gettext_lazy("Teklif yanlışlıkla gönderildi")


class SystemReason(models.TextChoices):
    """Why the system itself takes offers back."""

    POSITION_CLOSED = "position_closed", gettext_lazy("Pozisyon kapatıldı")
    POSITION_CANCELLED = "position_cancelled", gettext_lazy("Pozisyon iptal edildi")
    EMPLOYER_REVOKED = "employer_revoked", gettext_lazy("Kurumun kaydı kapatıldı")


# After a yes, «by mistake» is no reason: somebody already relies on the offer.
AFTER_A_YES = tuple(reason for reason in WithdrawReason if reason != WithdrawReason.MISTAKE)
# Taking a yes back counts in the employer's record, except for what lies with the candidate.
EXCUSED = (WithdrawReason.CONDITION, WithdrawReason.CANDIDATE_ASKED)

_RELEASED = {
    "right_used": gettext_lazy("Staj hakkını ilk son onayı veren başka bir işveren kullandı"),
    "overlap": gettext_lazy("Tarihler onaylanmış bir programla çakışıyor"),
    "disqualified": gettext_lazy("Başvuru geçerliliğini yitirdi"),
}
_SKIPPED = {
    "last_call": gettext_lazy("Çağrı için zaman kalmamıştı"),
    "right_used": gettext_lazy("Adayın staj hakkı kullanılmıştı"),
    "overlap": gettext_lazy("Tarihleri onaylanmış bir programla çakışıyordu"),
    "candidate_out": gettext_lazy("Adayın başvurusu geçerli değildi"),
}
_OTHER = {
    "called": gettext_lazy("Boşalan yere çağrıldı"),
    "line_over": gettext_lazy("Yedek çağrısı için zaman kalmadı ya da pozisyon kapandı"),
    "calendar": gettext_lazy("Takvim değişti"),
    "employer_rested": gettext_lazy("Kurum askıdayken geçen süre"),
    "reinstated": gettext_lazy("Program yürütücüsü yeniden geçerli kıldı"),
}


def reason_label(reason: str) -> str:
    """What a transition's reason means, for the people of both sides; free words come back as they are."""
    if reason.startswith("skipped:"):
        why = _SKIPPED.get(reason.removeprefix("skipped:"), "")
        return _("Sırası geldiğinde çağrılamadı: %(why)s") % {"why": why}
    known = {**dict(WithdrawReason.choices), **dict(SystemReason.choices), **_RELEASED, **_OTHER}
    return str(known.get(reason, reason))
