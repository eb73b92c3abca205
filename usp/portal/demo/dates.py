"""The demo's principles and criteria, and internships whose dates somebody wants to change."""

import datetime as dt

from insurance.models import DateChange
from insurance.services.date_changes import Proposal, propose_dates
from insurance.services.decisions import Criteria, decide_compulsory, save_criteria
from insurance.services.guidelines import Principles, publish_guidelines
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.portal.demo.organisations import CENTER
from usp.reference.models import Department

_MANAGER = "zeynep.igdir@bseu.example"
_WORDS = Principles(
    title="USP Uygulama İlkeleri",
    decided_on=dt.date(2024, 2, 14),
    decision_no="2024/03-11",
    text=(
        "Bu ilkeler, Ulusal Staj Programı kapsamında yapılan stajların zorunlu staj yerine sayılmasını düzenler.\n\n"
        "**Sayılma koşulları**\n\n"
        "1. Staj, bölümün staj ölçütlerindeki en az süreyi karşılar.\n"
        "2. Yapılan iş, bölümün ders planındaki alanlardan en az biriyle ilgilidir.\n"
        "3. Staj, alanında mühendis ya da eşdeğeri bir sorumlunun gözetiminde yapılır.\n\n"
        "**Karar**\n\n"
        "- Kararı bölümün staj komisyonu, staj raporu ve değerlendirme formuna bakarak verir.\n"
        "- Stajın bir bölümü de sayılabilir; gerekçe öğrenciye bildirilir.\n"
        "- Sigorta bu karardan etkilenmez: primi her durumda üniversite öder."
    ),
)
_ASKED = Criteria(
    min_days=20,
    max_days_a_term=30,
    supervisor_titles=["mühendis", "müdür", "uzman", "şef"],
    class_years=[2, 3, 4],
    content="Yazılım, donanım, veri ya da ağ üzerine bir iş.",
)


def make_principles() -> None:
    """The university publishes its principles, and the computer engineers their criteria, before anybody is placed."""
    manager = User.objects.get(email=_MANAGER)
    publish_guidelines(principles=_WORDS, file=None, actor=manager)
    for department in Department.objects.filter(unit__university__code=CENTER, code="bilgisayar-muhendisligi"):
        save_criteria(department_id=department.pk, criteria=_ASKED, actor=manager)


def change_dates() -> None:
    """One intern asks for fifteen days, an employer moves another; the commission has decided about a third."""
    manager = User.objects.get(email=_MANAGER)
    coming = list(
        Placement.objects.filter(
            kind=Kind.INTERNSHIP,
            state=PlacementState.CONFIRMED,
            department__unit__university__code=CENTER,
            dates__startswith__gt=clock.now().date() + dt.timedelta(days=7),
        ).order_by("pk")[:3]
    )
    if coming:
        _propose(coming[0], Proposal(coming[0].first_day, 15, coming[0].weekly_days, DateChange.Why.TERM))
    if len(coming) > 1:
        other = coming[1]
        later = other.first_day + dt.timedelta(days=7)
        wanted = Proposal(later, other.working_days, other.weekly_days, DateChange.Why.WORKPLACE)
        _propose(other, wanted, by=other.offer.sent_by.user)
    if coming:
        _decide(coming[-1], manager)


def _propose(placement: Placement, wanted: Proposal, by: User | None = None) -> None:
    """A scenario's dates may fall on a holiday in another season; then nothing is proposed."""
    try:
        propose_dates(placement_id=placement.pk, proposal=wanted, actor=by or placement.student.user)
    except RuleViolation:
        return


def _decide(placement: Placement, manager: User) -> None:
    try:
        decide_compulsory(
            placement_id=placement.pk, granted=True, days=min(20, placement.working_days), actor=manager,
            reason="Yapılan iş ve süre, bölümün ölçütlerine uyuyor; 20 iş günü sayıldı.",
        )  # fmt: skip
    except RuleViolation:  # the department has no compulsory internship
        return
