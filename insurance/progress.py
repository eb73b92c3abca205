"""What insurance tells the apps below about a placement: its case in words, and whether the entry was shared."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.models import InsuranceCase
from insurance.states import CaseState
from offers.models import Placement
from offers.progress import Progress, register_completion_rule, register_progress
from offers.states import Kind

_BEFORE_PAPERS = (CaseState.AWAITING_DECISION, CaseState.AWAITING_PAPERS, CaseState.CANCELLED)
NEXT = {
    CaseState.AWAITING_DECISION: _(
        "Sigortayı kimin yapacağına program yürütücüsü karar verir; karardan önce staj başlayamaz."
    ),
    CaseState.AWAITING_PAPERS: _("Üniversite imzalı evrakı bekliyor."),
    CaseState.PAPERS_RECEIVED: _("Evrak tamam; sigorta girişi, staj başlamadan en geç bir gün önce bildirilir."),
    CaseState.ENTRY_DECLARED: _("Giriş SGK’ya bildirildi; giriş belgesi paylaşılınca staj başlayabilir."),
    CaseState.ENTRY_SHARED: _("Giriş belgesi öğrenci ve işverende; staj gününde başlayabilir."),
    CaseState.ENTRY_REFUSED: _("SGK girişi kabul etmedi; düzeltilip yeniden bildirilecek."),
    CaseState.EXIT_DECLARED: _("Sigorta çıkışı bildirildi."),
}


def of_placements(placement_ids: Sequence[int]) -> Mapping[int, Progress]:
    """Where each placement's case stands. One query."""
    cases = InsuranceCase.objects.filter(placement__in=placement_ids)
    page = reverse("insurance:my-documents")
    return {
        placement: Progress(
            CaseState(state).label,
            shared_at is not None,
            papers_in=state not in _BEFORE_PAPERS,
            papers_due_on=due_on,
            url=page,
            next_step=str(NEXT.get(CaseState(state), "")),
        )
        for placement, state, due_on, shared_at in cases.values_list("placement", "state", "papers_due_on", "shared_at")
    }


def why_not_completed(placement: Placement) -> str | Promise:
    """An internship whose entry was never shared could not begin, so it cannot have been completed (A1)."""
    if placement.kind != Kind.INTERNSHIP:
        return ""
    if InsuranceCase.objects.filter(placement=placement, shared_at__isnull=False).exists():
        return ""
    return _(
        "Bu staj için sigorta giriş belgesi paylaşılmadı; başlatılamayan staj tamamlandı olarak bildirilemez. "
        "Üniversitenin sigorta yetkilisiyle görüşün ya da stajı iptal edin."
    )


register_progress(of_placements)
register_completion_rule(why_not_completed)
