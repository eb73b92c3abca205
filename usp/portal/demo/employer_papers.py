"""What the demo's employers do for their interns' papers: acceptance papers, agreed pay, a list letter."""

from decimal import Decimal

from insurance.models import AcceptanceList, PayTerms
from insurance.paper_kinds import Paper
from insurance.papers.issue import issue_paper, subject_of
from insurance.papers.pay import legal_minimum
from insurance.services.acceptance_lists import issue_list
from insurance.services.pay_terms import Terms, save_pay_terms
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.portal.demo.organisations import CENTER

_IBAN = "TR330006100519786457841326"
_ROUND = Decimal("1000")


def write_employer_papers() -> None:
    """Every second intern has the employer's acceptance paper; firms wrote what they pay; one list letter went out."""
    interns = list(
        Placement.objects.filter(
            department__unit__university__code=CENTER, kind=Kind.INTERNSHIP, state=PlacementState.CONFIRMED
        )
        .select_related("offer__sent_by__user", "offer__position__employer", "department__unit")
        .order_by("pk")
    )
    if not interns or AcceptanceList.objects.exists():
        return
    for intern in interns[::2][:4]:
        issue_paper(placement_id=intern.pk, kind=Paper.EMPLOYER_ACCEPTANCE, actor=intern.offer.sent_by.user)
    for intern in (one for one in interns if not one.offer.position.employer.is_public):
        if not PayTerms.objects.filter(placement=intern).exists():
            _agree_on_pay(intern)
    of_state = [one for one in interns if one.offer.position.employer.is_public][:6]
    if of_state:
        sender = of_state[0].offer.sent_by
        issue_list(
            university_id=of_state[0].department.unit.university_id,
            placement_ids=[one.pk for one in of_state if one.offer.position.employer_id == sender.employer_id],
            actor=sender.user,
        )


def _agree_on_pay(intern: Placement) -> None:
    """A round sum above the law's minimum, paid monthly to the student, the State's share to the firm."""
    subject = subject_of(intern.pk)
    minimum = (legal_minimum(subject.wage)[0] if subject else None) or Decimal(0)
    terms = Terms(
        is_paid=True,
        amount=(minimum // _ROUND + 1) * _ROUND,
        is_monthly=True,
        pay_day=10,
        iban=_IBAN,
        account_holder=intern.offer.position.employer.name,
    )
    save_pay_terms(placement_id=intern.pk, terms=terms, actor=intern.offer.sent_by.user)
