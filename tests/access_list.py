"""The intern list in the estate (tests/access_world.py): a message that was sent, a text that is kept."""

import uuid
from typing import Any

from insurance.services.messages import save_template, send_message
from offers.models import Placement
from usp.accounts.models import User

# Columns in the order of ROLES, as in tests/test_access.py.
LIST_ROWS = """
insurance:contact-new                GET  in  405 405 405 405 405 405 405 405 405 405
insurance:contact-new                POST in  403 403 403 403 403 422 404 404 403 403
insurance:intern-columns             GET  in  403 403 403 403 403 200 200 200 403 403
insurance:intern-columns             POST in  403 403 403 403 403 422 422 422 403 403
insurance:interns-file               GET  in  405 405 405 405 405 405 405 405 405 405
insurance:interns-file               POST in  403 403 403 403 403 200 =>  =>  403 403
insurance:list-visited               GET  in  405 405 405 405 405 405 405 405 405 405
insurance:list-visited               POST in  403 403 403 403 403 =>  =>  =>  403 403
insurance:intern-changes             GET  in  403 403 403 403 403 200 200 200 403 403
insurance:intern-changes             POST in  405 405 405 405 405 405 405 405 405 405
insurance:changes-seen               GET  in  405 405 405 405 405 405 405 405 405 405
insurance:changes-seen               POST in  403 403 403 403 403 =>  =>  =>  403 403
insurance:message-new                GET  in  403 403 403 403 403 200 200 200 403 403
insurance:message-new                POST in  403 403 403 403 403 422 422 422 403 403
insurance:messages                   GET  in  403 403 403 403 403 200 200 200 403 403
insurance:messages                   POST in  405 405 405 405 405 405 405 405 405 405
insurance:message                    GET  in  403 403 403 403 403 200 404 404 403 403
insurance:message                    POST in  405 405 405 405 405 405 405 405 405 405
insurance:message-templates          GET  in  403 403 403 403 403 200 200 200 403 403
insurance:message-templates          POST in  405 405 405 405 405 405 405 405 405 405
insurance:message-template-new       GET  in  403 403 403 403 403 200 200 200 403 403
insurance:message-template-new       POST in  403 403 403 403 403 422 422 422 403 403
insurance:message-template           GET  in  403 403 403 403 403 200 404 200 403 403
insurance:message-template           POST in  403 403 403 403 403 422 404 422 403 403
insurance:message-template-delete    GET  in  405 405 405 405 405 405 405 405 405 405
insurance:message-template-delete    POST in  403 403 403 403 403 =>  404 =>  403 403
insurance:my-answer                  GET  in  405 405 405 405 405 405 405 405 405 405
insurance:my-answer                  POST in  =>  404 403 403 403 403 403 403 403 403
insurance:my-message                 GET  in  200 404 403 403 403 403 403 403 403 403
insurance:my-message                 POST in  405 405 405 405 405 405 405 405 405 405
"""


def make_list_arguments(manager: User, placement: Placement) -> dict[str, dict[str, Any]]:
    """The arguments of the addresses; the rows belong to «student» and «center»."""
    text = save_template(actor=manager, name="Evrak", subject="Evrakınız", text="Sayın {ad}, evrakınızı bekliyoruz.")
    sent = send_message(
        actor=manager, placement_ids=[placement.pk], subject="Evrakınız", text="Sayın {ad}", form_id=uuid.uuid4()
    )
    return {
        "insurance:contact-new": {"pk": placement.pk},
        "insurance:my-answer": {"pk": placement.pk},
        "insurance:message": {"pk": sent.pk},
        "insurance:my-message": {"pk": placement.pk, "message_pk": sent.pk},
        "insurance:message-template": {"pk": text.pk},
        "insurance:message-template-delete": {"pk": text.pk},
    }
