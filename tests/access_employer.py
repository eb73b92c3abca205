"""What belongs to the employer of the estate (tests/access_world.py), and the rows of its addresses."""

from dataclasses import dataclass
from typing import Any

from tests.factories import EmployerFactory
from usp.accounts.models import EmployerChange, EmployerInvitation, EmployerMembership, EmployerRegistration, User
from usp.accounts.services.employer_data import ask_for_change
from usp.accounts.services.employer_people import invite_member
from usp.accounts.services.employer_registration import FACTS, register_employer
from usp.accounts.services.links import token_of

# Columns in the order of tests.access_world.ROLES.
EMPLOYER_ROWS = """
employers:register                   GET  200 200 200 200 200 200 200 200 200 200 200
employers:register                   POST 422 422 422 422 422 422 422 422 422 422 422
employers:register-sent              GET  =>  =>  =>  =>  =>  =>  =>  =>  =>  =>  =>
employers:register-sent              POST =>  =>  =>  =>  =>  =>  =>  =>  =>  =>  =>
employers:registration               GET  200 200 200 200 200 200 200 200 200 200 200
employers:registration               POST 422 422 422 422 422 422 422 422 422 422 422
employers:invitation                 GET  200 200 200 200 200 200 200 200 200 200 200
employers:invitation                 POST 422 200 200 200 200 200 200 200 200 200 200
employers:own                        GET  in  403 403 200 200 200 403 403 403 403 403
employers:own                        POST in  405 405 405 405 405 405 405 405 405 405
employers:own-edit                   GET  in  403 403 200 200 403 403 403 403 403 403
employers:own-edit                   POST in  403 403 422 422 403 403 403 403 403 403
employers:resubmit                   GET  in  403 403 =>  =>  403 403 403 403 403 403
employers:resubmit                   POST in  403 403 =>  =>  403 403 403 403 403 403
employers:change                     GET  in  403 403 =>  200 403 403 403 403 403 403
employers:change                     POST in  403 403 422 422 403 403 403 403 403 403
employers:change-withdraw            GET  in  405 405 405 405 405 405 405 405 405 405
employers:change-withdraw            POST in  403 403 =>  404 403 403 403 403 403 403
employers:invite                     GET  in  403 403 200 200 403 403 403 403 403 403
employers:invite                     POST in  403 403 422 422 403 403 403 403 403 403
employers:invitation-resend          GET  in  405 405 405 405 405 405 405 405 405 405
employers:invitation-resend          POST in  403 403 =>  404 403 403 403 403 403 403
employers:invitation-withdraw        GET  in  405 405 405 405 405 405 405 405 405 405
employers:invitation-withdraw        POST in  403 403 =>  404 403 403 403 403 403 403
employers:member                     GET  in  403 403 200 404 200 403 403 403 403 403
employers:member                     POST in  403 403 422 404 =>  403 403 403 403 403
employers:member-end                 GET  in  405 405 405 405 405 405 405 405 405 405
employers:member-end                 POST in  403 403 =>  404 403 403 403 403 403 403
employers:desk                       GET  in  403 403 403 403 403 403 403 403 200 403
employers:desk                       POST in  405 405 405 405 405 405 405 405 405 405
employers:desk-employer              GET  in  403 403 403 403 403 403 403 403 200 403
employers:desk-employer              POST in  405 405 405 405 405 405 405 405 405 405
employers:desk-decide                GET  in  405 405 405 405 405 405 405 405 405 405
employers:desk-decide                POST in  403 403 403 403 403 403 403 403 400 403
employers:desk-institution           GET  in  405 405 405 405 405 405 405 405 405 405
employers:desk-institution           POST in  403 403 403 403 403 403 403 403 =>  403
employers:desk-change                GET  in  405 405 405 405 405 405 405 405 405 405
employers:desk-change                POST in  403 403 403 403 403 403 403 403 422 403
offers:employer-page                 GET  in  200 200 200 200 200 200 200 200 200 200
offers:employer-page                 POST in  405 405 405 405 405 405 405 405 405 405
offers:hand-over                     GET  in  403 403 200 404 403 403 403 403 403 403
offers:hand-over                     POST in  403 403 422 404 403 403 403 403 403 403
offers:position-copies               GET  in  403 403 200 200 403 403 403 403 403 403
offers:position-copies               POST in  405 405 405 405 405 405 405 405 405 405
offers:position-publish              GET  in  405 405 405 405 405 405 405 405 405 405
offers:position-publish              POST in  403 403 =>  404 403 403 403 403 403 403
offers:position-copy                 GET  in  405 405 405 405 405 405 405 405 405 405
offers:position-copy                 POST in  403 403 =>  404 403 403 403 403 403 403
offers:position-close                GET  in  403 403 200 404 403 403 403 403 403 403
offers:position-close                POST in  403 403 =>  404 403 403 403 403 403 403
offers:position-reopen               GET  in  405 405 405 405 405 405 405 405 405 405
offers:position-reopen               POST in  403 403 =>  404 403 403 403 403 403 403
offers:position-cancel               GET  in  403 403 200 404 403 403 403 403 403 403
offers:position-cancel               POST in  403 403 422 404 403 403 403 403 403 403
"""


@dataclass
class EmployerEstate:
    """Of the manager's employer: a colleague, an invitation, a wish; and somebody else's registration."""

    manager: EmployerMembership
    colleague: EmployerMembership
    invitation: EmployerInvitation
    change: EmployerChange
    registration: EmployerRegistration

    def arguments(self) -> dict[str, dict[str, Any]]:
        """The arguments that lead an address to one of these."""
        employer = {"pk": self.manager.employer_id}
        return {
            "employers:registration": {"token": token_of(self.registration)},
            "employers:invitation": {"token": token_of(self.invitation)},
            "employers:change-withdraw": {"pk": self.change.pk},
            "employers:invitation-resend": {"pk": self.invitation.pk},
            "employers:invitation-withdraw": {"pk": self.invitation.pk},
            "employers:member": {"pk": self.colleague.pk},
            "employers:member-end": {"pk": self.colleague.pk},
            "employers:desk-employer": employer,
            "employers:desk-decide": employer,
            "employers:desk-institution": employer,
            "employers:desk-change": {"pk": self.change.pk},
            "offers:employer-page": employer,
            "offers:hand-over": {"pk": self.manager.pk},
        }


def make_employer_estate(manager: EmployerMembership, supervisor: User) -> EmployerEstate:
    """Through the verbs; the registration is of an employer that is not here yet."""
    like = EmployerFactory.build(
        name="Yeni Kurum", vkn="1000000018", province=manager.employer.province, district=manager.employer.district
    )
    values = {name: getattr(like, name) for name in FACTS} | {
        "contact_name": "Ece Ak", "contact_title": "Uzman", "contact_phone": "+905321234567",
    }  # fmt: skip
    wish = {"name": "Başka Ad", "vkn": manager.employer.vkn, "public_code": None, "is_public": True}
    return EmployerEstate(
        manager=manager,
        colleague=supervisor.employer_membership,
        invitation=invite_member(
            email="yeni@kurum.example", role="recruiter", actor=manager.user, outside_confirmed=True
        ),
        change=ask_for_change(actor=manager.user, values=wish, note="Ad değişti"),
        registration=register_employer(email="ece@yeni.example", values=values),
    )
