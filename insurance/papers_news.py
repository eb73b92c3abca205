"""What people are told of papers taken in and still missing, and of letters passed on to their unit."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from insurance.models import IncomingLetter, InsuranceCase, PaperReceipt, PaperScan
from insurance.paper_kinds import Paper
from insurance.papers.catalogue import SPECS
from insurance.papers.registry import CENTER, EMPLOYER
from insurance.selectors.checklist import Line
from insurance.services.case_news import operators
from offers.models import Placement
from offers.services.endings_news import officials_for, people_of
from usp.accounts.models import User, UserKind
from usp.accounts.permissions import UniversityAction
from usp.core import turkish
from usp.documents.models import Document
from usp.notifications.kinds import Kind, Value, register
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import Unit

register(
    Kind(
        "papers_taken",
        _("Evrakınız teslim alındı"),
        _("%(employer)s stajınız için teslim alındı: %(papers)s. %(rest)s"),
        link="insurance:my-documents",
        audience=(UserKind.STUDENT.value,),
    ),
    Kind(
        "papers_missing",
        _("Staj evrakınız eksik"),
        _(
            "%(employer)s stajınız için biriminiz şu evrakı bekliyor: %(papers)s. %(note)s Sigorta girişiniz evrak "
            "tamamlanmadan yapılamaz."
        ),
        link="insurance:my-documents",
        mandatory=True,
        audience=(UserKind.STUDENT.value,),
    ),
    Kind(
        "papers_revoked",
        _("Bazı staj belgeleriniz artık geçerli değil"),
        _(
            "%(employer)s stajınız için düzenlenen şu belgeler artık geçerli değil: %(papers)s. %(reason)s Elinizdeki "
            "nüshaları kullanmayın; gerekenleri «Belgelerim» sayfasından yeniden hazırlayın."
        ),
        link="insurance:my-documents",
        mandatory=True,
        audience=(UserKind.STUDENT.value,),
    ),
    Kind(
        "papers_revoked_employer",
        _("Bazı belgeler artık geçerli değil: %(student)s"),
        _(
            "%(student)s adlı stajyeriniz için düzenlenen şu belgeler artık geçerli değil: %(papers)s. %(reason)s "
            "Elinizdeki nüshaları kullanmayın; sizden gerekenleri stajyerin sayfasından yeniden hazırlayın."
        ),
        mandatory=True,
        audience=(UserKind.EMPLOYER.value,),
    ),
    Kind(
        "papers_revoked_center",
        _("Üniversitenin belgesi geçersiz kaldı: %(student)s"),
        _(
            "%(student)s için düzenlenen şu belgeler artık geçerli değil: %(papers)s. %(reason)s Gerekiyorsa yeniden "
            "düzenleyin."
        ),
        audience=(UserKind.CAREER_CENTER.value,),
    ),
    Kind(
        "scan_accepted",
        _("Gönderdiğiniz tarama uygun: %(paper)s"),
        _("%(employer)s stajınız için gönderdiğiniz tarama incelendi ve uygun bulundu. %(rest)s"),
        link="insurance:my-documents",
        audience=(UserKind.STUDENT.value,),
    ),
    Kind(
        "scan_returned",
        _("Taramayı yeniden gönderin: %(paper)s"),
        _("%(employer)s stajınız için gönderdiğiniz tarama kabul edilmedi: %(note)s"),
        link="insurance:my-documents",
        mandatory=True,
        audience=(UserKind.STUDENT.value,),
    ),
    Kind(
        "scan_sent",
        _("Tarama geldi: %(student)s"),
        _("%(student)s, %(paper)s taramasını gönderdi. İnceleyip sonucunu bildirin."),
        audience=(UserKind.CAREER_CENTER.value, UserKind.OPERATOR.value),
    ),
    Kind(
        "incoming_letter",
        _("Biriminize iletilen yazı: %(institution)s"),
        _(
            "%(institution)s kurumunun %(dated_on)s tarihli ve %(number)s sayılı yazısı biriminize iletildi; yazıda "
            "biriminizden adı geçen stajyer sayısı: %(interns)s. Okuduğunuzu onaylayın."
        ),
        audience=(UserKind.CAREER_CENTER.value,),
    ),
    Kind(
        "incoming_letter_withdrawn",
        _("Gelen yazı geri çekildi: %(institution)s"),
        _(
            "%(institution)s kurumunun %(dated_on)s tarihli ve %(number)s sayılı yazısı yanlış kaydedildiği için geri "
            "çekildi; eşleşmeleri kaldırıldı. Neden: %(reason)s"
        ),
        audience=(UserKind.CAREER_CENTER.value,),
    ),
)


def tell_taken(placement: Placement, made: Sequence[PaperReceipt], lines: Iterable[Line]) -> None:
    """The student reads what came in and what is still missing."""
    missing = [line.label for line in lines if line.is_missing and line.is_before_start]
    with override("tr"):  # names of papers are Turkish wherever they stand
        rest = str(_("Henüz eksik: %s.") % ", ".join(missing) if missing else _("Başlamadan önceki evrakınız tamam."))
    context: dict[str, Value] = {
        "employer": placement.offer.terms["employer"],
        "papers": ", ".join(one.get_kind_display() for one in made),
        "rest": rest,
    }
    notify_many([Notice("papers_taken", placement.student.user, f"receipt:{made[0].pk}", context)])


def tell_missing(placement: Placement, missing: Sequence[str], note: str, why: dt.date | str) -> int:
    """The student reads what is still missing, once for each day or event; answers 0 where it was told already."""
    context: dict[str, Value] = {
        "employer": placement.offer.terms["employer"],
        "papers": ", ".join(missing),
        "note": _sentence(note),
    }
    key = f"placement:{placement.pk}:missing:{why}"
    return notify_many([Notice("papers_missing", placement.student.user, key, context)])


def tell_revoked(placement: Placement, gone: Sequence[Document], reason: str, actor: User | None) -> None:
    """Whoever has one of these prints or makes the next; not whoever did it. A confidential one is not the student's.

    Among the university's people only what nobody but the university makes is told: the rest is their checklist's.
    """
    if not gone:
        return
    kinds = [Paper(one.kind) for one in gone]
    key = f"placement:{placement.pk}:revoked:{max(one.pk for one in gone)}"
    theirs = [kind for kind in kinds if EMPLOYER in SPECS[kind].makers or kind == Paper.NECESSITY_LETTER]
    centers = [kind for kind in kinds if SPECS[kind].makers == {CENTER}]
    known = placement.offer.identity_is_open
    name = placement.student.user.full_name
    with override("tr"):
        employed = _revoked(placement, theirs, reason, name if known else str(_("Stajyeriniz")))
        read = _revoked(placement, [kind for kind in kinds if kind != Paper.EVALUATION_FORM], reason, name)
        printed = _revoked(placement, centers, reason, name)
    notices = [Notice("papers_revoked", placement.student.user, key, read)] if read["papers"] else []
    if theirs:
        link = reverse("offers:intern", args=[placement.pk])
        notices += [Notice("papers_revoked_employer", user, key, employed, link) for user in people_of(placement)]
    if centers:
        link = reverse("insurance:intern", args=[placement.pk]) + "#evrak"
        officials = officials_for(placement.department.unit, UniversityAction.PRINT_PAPERS)
        notices += [Notice("papers_revoked_center", user, key, printed, link) for user in officials]
    notify_many(one for one in notices if actor is None or one.recipient.pk != actor.pk)


def _revoked(placement: Placement, kinds: Iterable[Paper], reason: str, student: str) -> dict[str, Value]:
    return {
        "employer": placement.offer.terms["employer"],
        "student": student,
        "papers": ", ".join(str(kind.label) for kind in kinds),
        "reason": _sentence(reason),
    }


def tell_scan_sent(scan: PaperScan) -> None:
    """The unit's people who take papers in; the operators too for a university abroad or in KKTC (docs/rules.md A8)."""
    placement = scan.placement
    context: dict[str, Value] = {"student": str(placement.student), "paper": scan.get_kind_display()}
    link = reverse("insurance:intern", args=[placement.pk]) + "#evrak"
    officials = officials_for(placement.department.unit, UniversityAction.TAKE_PAPERS)
    notify_many(Notice("scan_sent", official, f"scan:{scan.pk}", context, link) for official in officials)
    if not placement.department.unit.university.is_in_turkiye:
        case = InsuranceCase.objects.get(placement=placement)
        link = reverse("insurance:case", args=[case.pk]) + "#evrak"
        notify_many(Notice("scan_sent", operator, f"scan:{scan.pk}", context, link) for operator in operators())


def tell_scan_answered(scan: PaperScan, *, is_enough: bool) -> None:
    """The student reads whether the original is still needed, or why to send it again."""
    accepted = scan.answer == PaperScan.Answer.ACCEPTED
    with override("tr"):
        rest = str(
            _("Aslını ayrıca teslim etmeniz gerekmez.") if is_enough else _("İmzalı aslını biriminize teslim edin.")
        )
    context: dict[str, Value] = {
        "employer": scan.placement.offer.terms["employer"],
        "paper": scan.get_kind_display(),
        "note": _sentence(scan.note),
        "rest": rest,
    }
    kind = "scan_accepted" if accepted else "scan_returned"
    notify_many([Notice(kind, scan.placement.student.user, f"scan:{scan.pk}:{scan.answer}", context)])


def tell_forwarded(letter: IncomingLetter, units: Iterable[Unit], interns: dict[int, int]) -> int:
    """Everybody who takes papers in for these units; ``interns`` says how many the letter names, by unit."""
    link = reverse("insurance:incoming-letter", args=[letter.pk])
    notices: dict[int, Notice] = {}
    for unit in units:
        context: dict[str, Value] = {
            "institution": letter.institution,
            "dated_on": letter.dated_on,
            "number": letter.number,
            "interns": interns.get(unit.pk, 0),
        }
        for official in officials_for(unit, UniversityAction.TAKE_PAPERS):
            key = f"incoming:{letter.pk}:{unit.pk}"
            notices.setdefault(official.pk, Notice("incoming_letter", official, key, context, link))
    return notify_many(notices.values())


def tell_withdrawn(letter: IncomingLetter, units: Iterable[Unit]) -> int:
    """Everybody else to whom the letter was passed: it was registered wrongly and names nobody any more."""
    link = reverse("insurance:incoming-letter", args=[letter.pk])
    context: dict[str, Value] = {
        "institution": letter.institution,
        "dated_on": letter.dated_on,
        "number": letter.number,
        "reason": _sentence(letter.withdraw_reason),
    }
    told = {one.pk: one for unit in units for one in officials_for(unit, UniversityAction.TAKE_PAPERS)}
    told.pop(letter.withdrawn_by_id or 0, None)
    key = f"incoming:{letter.pk}:withdrawn"
    return notify_many(Notice("incoming_letter_withdrawn", one, key, context, link) for one in told.values())


def _sentence(note: str) -> str:
    text = note.strip()
    return text if not text or text[-1] in ".!?" else turkish.upper(text[:1]) + text[1:] + "."
