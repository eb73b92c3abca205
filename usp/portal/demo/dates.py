"""The demo's principles and criteria, and internships whose dates somebody wants to change."""

import datetime as dt

from insurance.models import DateChange
from insurance.selectors.decisions import compulsory_view
from insurance.services.date_changes import Proposal, propose_dates
from insurance.services.decisions import Criteria, decide_compulsory, save_criteria
from insurance.services.guidelines import Principles, publish_guidelines
from offers.models import CancellationState, Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.calendars.working_days import next_working_day
from usp.core import clock
from usp.portal.demo.organisations import CENTER
from usp.reference.models import Department
from usp.reference.selectors import closed_days

_SHORT = 15  # working days that the first intern asks for
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
    first, second, *others = _coming()
    propose_dates(
        placement_id=first.pk,
        proposal=Proposal(first.first_day, _SHORT, first.weekly_days, DateChange.Why.TERM),
        actor=first.student.user,
    )
    later = next_working_day(second.first_day + dt.timedelta(days=7), second.weekly_days, closed_days())
    propose_dates(
        placement_id=second.pk,
        proposal=Proposal(later, second.working_days, second.weekly_days, DateChange.Why.WORKPLACE),
        actor=second.offer.sent_by.user,
    )
    third, view = next((one, view) for one in others if (view := compulsory_view(manager, one)) is not None)
    decide_compulsory(
        placement_id=third.pk, granted=True, days=view.countable, actor=manager,
        reason=f"Yapılan iş ve süre, bölümün ölçütlerine uyuyor; {view.countable} iş günü sayıldı.",
    )  # fmt: skip


def _coming() -> list[Placement]:
    """The university's interns who begin in more than a week and whose dates may still become shorter."""
    return list(
        Placement.objects.filter(
            kind=Kind.INTERNSHIP,
            state=PlacementState.CONFIRMED,
            department__unit__university__code=CENTER,
            dates__startswith__gt=clock.now().date() + dt.timedelta(days=7),
            working_days__gt=_SHORT,
        )
        .exclude(cancellation_requests__state=CancellationState.OPEN)
        .order_by("pk")
    )
