"""What people are told at an internship's end: reports, certificates, absences above a limit, finished prints."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from insurance.attendance_rules import Warned
from insurance.models import InternshipReport, PaperBatch
from offers.models import Placement
from offers.services.endings_news import officials_for
from usp.accounts.models import UserKind
from usp.accounts.permissions import UniversityAction
from usp.notifications.kinds import Kind, Value, register
from usp.notifications.services.notify import Notice, notify_many

_STUDENT, _CENTER = (UserKind.STUDENT.value,), (UserKind.CAREER_CENTER.value,)
register(
    Kind(
        "report_handed_in",
        _("Staj raporu geldi: %(student)s"),
        _("%(student)s, %(employer)s stajının raporunu teslim etti. Okuyup sonucunu bildirin."),
        audience=_CENTER,
    ),
    Kind(
        "report_accepted",
        _("Staj raporunuz kabul edildi"),
        _("%(employer)s stajınızın raporu biriminizce kabul edildi."),
        audience=_STUDENT,
    ),
    Kind(
        "report_returned",
        _("Staj raporunuzu düzeltin"),
        _("%(employer)s stajınızın raporu düzeltilmek üzere geri gönderildi: %(note)s"),
        mandatory=True,
        audience=_STUDENT,
    ),
    Kind(
        "certificate_ready",
        _("Staj bitirme belgeniz hazır"),
        _(
            "%(employer)s stajınızı tamamladınız. Bitirme belgenizi indirebilir, doğrulama koduyla herkese "
            "gösterebilirsiniz: %(code)s"
        ),
        link="insurance:my-record",
        audience=_STUDENT,
    ),
    Kind(
        "attendance_limit",
        _("Devamsızlık sınırı aşıldı: %(student)s"),
        _("%(student)s, %(employer)s stajında: %(what)s"),
        audience=_CENTER,
    ),
    Kind(
        "batch_ready",
        _("Toplu baskınız hazır"),
        _("%(made)s belge hazırlandı, hazırlanamayan: %(failed)s. Dosya %(days)s gün sonra silinir."),
        audience=_CENTER,
    ),
)


def tell_handed_in(report: InternshipReport) -> None:
    """The unit's commission."""
    placement = report.placement
    link = reverse("insurance:intern", args=[placement.pk]) + "#staj-sonu"
    _tell_unit(placement, "report_handed_in", f"report:{report.pk}", {}, link)


def tell_read(report: InternshipReport) -> None:
    """The student: accepted, or what is to be put right."""
    placement = report.placement
    context: dict[str, Value] = {"employer": placement.offer.terms["employer"], "note": report.note}
    link = reverse("insurance:my-end", args=[placement.pk])
    kind = "report_accepted" if report.state == InternshipReport.State.ACCEPTED else "report_returned"
    notify_many([Notice(kind, placement.student.user, f"report:{report.pk}:{report.state}", context, link)])


def tell_certificate(placement: Placement, code: str) -> None:
    """The student: where the certificate is, and its code."""
    context: dict[str, Value] = {"employer": placement.offer.terms["employer"], "code": code}
    notify_many([
        Notice("certificate_ready", placement.student.user, f"placement:{placement.pk}:certificate", context)
    ])  # fmt: skip


def tell_limits(placement: Placement, warnings: Iterable[Warned]) -> None:
    """The unit's commission, once for each limit: what follows is its decision."""
    link = reverse("insurance:intern", args=[placement.pk]) + "#staj-sonu"
    for warning in warnings:
        key = f"placement:{placement.pk}:attendance:{warning.key}"
        _tell_unit(placement, "attendance_limit", key, {"what": str(warning.text)}, link)


def tell_batch(batch: PaperBatch, *, made: int, failed: int, days: int) -> None:
    """Whoever asked for the print."""
    context: dict[str, Value] = {"made": made, "failed": failed, "days": days}
    link = reverse("insurance:batch", args=[batch.pk])
    notify_many([Notice("batch_ready", batch.asked_by, f"batch:{batch.pk}", context, link)])


def _tell_unit(placement: Placement, kind: str, key: str, extra: dict[str, Value], link: str) -> None:
    context: dict[str, Value] = {
        "student": str(placement.student),
        "employer": placement.offer.terms["employer"],
        **extra,
    }
    officials = officials_for(placement.department.unit, UniversityAction.DECIDE_COMPULSORY)
    notify_many(Notice(kind, official, key, context, link) for official in officials)
