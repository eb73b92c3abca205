"""Going back to the contact data that e-Devlet has (A45)."""

from django.utils.translation import gettext as _

from applications.contact import edevlet_contact
from usp.accounts.models import CodeState, ContactChannel, ContactCode, Student, User
from usp.accounts.services.contact import write_contact
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation


@verb
def return_to_edevlet(*, actor: User, channel: ContactChannel) -> Student:
    """«e-Devlet’teki bilgiye dön»: use what e-Devlet said last, and follow e-Devlet from now on.

    No code is asked: e-Devlet has vouched for it. Doing it twice is no error. Raises RuleViolation where e-Devlet
    has no such contact.
    """
    student = Student.objects.select_for_update(of=("self",), no_key=True).get(user=actor)
    known = edevlet_contact(student)
    value = known.of(channel) if known else ""
    if not value:
        raise RuleViolation(_("e-Devlet’te kayıtlı böyle bir iletişim bilginiz yok."), code="no_edevlet_contact")
    # A code that is still on its way must not undo this decision.
    ContactCode.objects.filter(student=student, channel=channel, state=CodeState.SENT).update(state=CodeState.REPLACED)
    event = f"edevlet:{channel}:{clock.real_now().isoformat()}"
    write_contact(actor=actor, student=student, channel=channel, value=value, own=False, event=event)
    return student
