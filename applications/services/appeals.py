"""The student's one objection to a rejection."""

from django.utils.translation import gettext as _

from applications.declaration_states import DeclarationState
from applications.models import Appeal, Declaration
from applications.services.verifying import appeal_until
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_datetime

SHORTEST = 20


@verb
def appeal(*, actor: User, declaration_id: int, statement: str) -> Declaration:
    """Object to a rejection once, in words; a second reviewer decides. The document stays the same (docs/states.md).

    Possible until the end of the season's last day for it. Doing it twice is no error. Raises
    Declaration.DoesNotExist for somebody else's, RuleViolation otherwise.
    """
    declaration: Declaration = (
        Declaration.objects.visible_to(actor)
        .select_related("kind", "application__season")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=declaration_id)
    )
    now = clock.now()
    if declaration.state == DeclarationState.APPEALED:
        return declaration
    if declaration.appealed_at is not None:
        raise RuleViolation(
            _("Bu beyan için itiraz hakkınızı kullandınız; ikinci karar kesindir."), code="appealed_once"
        )
    if declaration.state != DeclarationState.REJECTED:
        raise RuleViolation(_("Yalnızca reddedilen beyana itiraz edilebilir."), code="not_rejected")
    until = appeal_until(declaration, declaration.decisions.get(round=1).at)
    if now > until:
        text = _("İtiraz süresi %(until)s itibarıyla doldu.")
        raise RuleViolation(text % {"until": tr_datetime(until)}, code="appeal_too_late")
    if len(statement.strip()) < SHORTEST:
        text = _("Kararın neden yanlış olduğunu en az %(shortest)d harfle yazın.")
        raise RuleViolation(text % {"shortest": SHORTEST}, code="statement_short")
    with acting(f"user:{actor.pk}"), rule_from_constraint(Declaration, "declaration_transition"):
        Declaration.objects.filter(pk=declaration.pk, state=DeclarationState.REJECTED).update(
            state=DeclarationState.APPEALED, appealed_at=now
        )
    Appeal.objects.create(declaration=declaration, statement=statement.strip(), at=now)
    declaration.refresh_from_db(fields=["state", "appealed_at"])
    return declaration
