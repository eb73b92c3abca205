"""Papers that come in, in the estate (tests/access_world.py): an own form, a receipt, a scan, a letter with a match."""

from typing import Any

from insurance.paper_kinds import Paper
from insurance.services.letters import LetterFacts, match_letter, register_letter
from insurance.services.paper_forms import FormContent, publish_form, save_draft
from insurance.services.receipts import take_paper
from insurance.services.scans import send_scan
from offers.models import Placement
from usp.accounts.models import User
from usp.core import clock
from usp.documents.models import FileType
from usp.documents.uploads import CheckedUpload

_FILE = CheckedUpload("belge.pdf", FileType.PDF, b"%PDF-1.4 tarama", 1)

# Columns in the order of ROLES, as in tests/test_access.py.
PAPERS_ROWS = """
insurance:paper-forms                GET  in  403 403 403 403 403 200 200 200 403 403
insurance:paper-forms                POST in  405 405 405 405 405 405 405 405 405 405
insurance:paper-form                 GET  in  403 403 403 403 403 200 200 403 403 403
insurance:paper-form                 POST in  403 403 403 403 403 422 422 403 403 403
insurance:paper-form-preview         GET  in  403 403 403 403 403 200 200 200 403 403
insurance:paper-form-preview         POST in  403 403 403 403 403 422 422 404 403 403
insurance:paper-form-publish         GET  in  405 405 405 405 405 405 405 405 405 405
insurance:paper-form-publish         POST in  403 403 403 403 403 =>  =>  403 403 403
insurance:paper-form-take-back       GET  in  405 405 405 405 405 405 405 405 405 405
insurance:paper-form-take-back       POST in  403 403 403 403 403 =>  =>  403 403 403
insurance:paper-form-usual           GET  in  405 405 405 405 405 405 405 405 405 405
insurance:paper-form-usual           POST in  403 403 403 403 403 =>  =>  403 403 403
insurance:paper-form-version         GET  in  403 403 403 403 403 200 404 200 403 403
insurance:paper-form-version         POST in  405 405 405 405 405 405 405 405 405 405
insurance:paper-form-again           GET  in  405 405 405 405 405 405 405 405 405 405
insurance:paper-form-again           POST in  403 403 403 403 403 =>  404 403 403 403
insurance:paper-desk                 GET  in  403 403 403 403 403 200 200 200 403 403
insurance:paper-desk                 POST in  403 403 403 403 403 422 422 422 403 403
insurance:take-in                    GET  in  403 403 403 403 403 200 404 404 404 403
insurance:take-in                    POST in  403 403 403 403 403 422 404 404 404 403
insurance:tell-missing               GET  in  405 405 405 405 405 405 405 405 405 405
insurance:tell-missing               POST in  403 403 403 403 403 =>  404 404 404 403
insurance:receipt-undo               GET  in  403 403 403 403 403 200 404 404 404 403
insurance:receipt-undo               POST in  403 403 403 403 403 422 404 404 404 403
insurance:receipt-scan               GET  in  403 403 403 403 403 200 404 404 404 403
insurance:receipt-scan               POST in  403 403 403 403 403 422 404 404 404 403
insurance:scan-answer                GET  in  403 403 403 403 403 200 404 404 404 403
insurance:scan-answer                POST in  403 403 403 403 403 422 404 404 404 403
insurance:scan-send                  GET  in  200 404 403 403 403 403 403 403 403 403
insurance:scan-send                  POST in  422 404 403 403 403 403 403 403 403 403
insurance:incoming-letters           GET  in  403 403 403 403 403 200 200 200 403 403
insurance:incoming-letters           POST in  405 405 405 405 405 405 405 405 405 405
insurance:incoming-letter-new        GET  in  403 403 403 403 403 200 200 404 403 403
insurance:incoming-letter-new        POST in  403 403 403 403 403 422 422 404 403 403
insurance:incoming-letter            GET  in  403 403 403 403 403 200 404 404 403 403
insurance:incoming-letter            POST in  405 405 405 405 405 405 405 405 405 405
insurance:incoming-letter-list       GET  in  405 405 405 405 405 405 405 405 405 405
insurance:incoming-letter-list       POST in  403 403 403 403 403 422 404 404 403 403
insurance:incoming-letter-match      GET  in  405 405 405 405 405 405 405 405 405 405
insurance:incoming-letter-match      POST in  403 403 403 403 403 =>  404 404 403 403
insurance:incoming-letter-forward    GET  in  405 405 405 405 405 405 405 405 405 405
insurance:incoming-letter-forward    POST in  403 403 403 403 403 =>  404 404 403 403
insurance:incoming-letter-read       GET  in  405 405 405 405 405 405 405 405 405 405
insurance:incoming-letter-read       POST in  403 403 403 403 403 =>  404 404 403 403
insurance:incoming-letter-withdraw   GET  in  405 405 405 405 405 405 405 405 405 405
insurance:incoming-letter-withdraw   POST in  403 403 403 403 403 422 404 404 403 403
insurance:incoming-letter-unmatch    GET  in  405 405 405 405 405 405 405 405 405 405
insurance:incoming-letter-unmatch    POST in  403 403 403 403 403 =>  404 404 403 403
"""


def make_papers_arguments(manager: User, placement: Placement) -> dict[str, dict[str, Any]]:
    """The arguments of the addresses; the rows belong to «student» and «center»."""
    today = clock.today()
    save_draft(actor=manager, kind=Paper.CONTRACT, content=FormContent(want="always", footer="Kariyer Merkezi"))
    form = publish_form(actor=manager, kind=Paper.CONTRACT)
    receipt = take_paper(placement_id=placement.pk, kind=Paper.ACCEPTANCE_FORM, signed_on=today, actor=manager)
    scan = send_scan(placement_id=placement.pk, kind=Paper.CONTRACT, file=_FILE, actor=placement.student.user)
    letter = register_letter(actor=manager, facts=LetterFacts("Millî Eğitim Bakanlığı", today, "E-1"), file=_FILE)
    match_letter(actor=manager, letter_id=letter.pk, placement_ids=[placement.pk])
    kind = {"kind": form.kind}
    of_letter = {"pk": letter.pk}
    return {
        **{f"insurance:paper-form{name}": kind for name in ("", "-preview", "-publish", "-take-back", "-usual")},
        "insurance:paper-form-version": {**kind, "version": form.version},
        "insurance:paper-form-again": {**kind, "version": form.version},
        "insurance:take-in": {"pk": placement.pk},
        "insurance:tell-missing": {"pk": placement.pk},
        "insurance:receipt-undo": {"pk": receipt.pk},
        "insurance:receipt-scan": {"pk": receipt.pk},
        "insurance:scan-answer": {"pk": scan.pk},
        "insurance:scan-send": {"pk": placement.pk, "kind": Paper.CONTRACT.value},
        **{
            f"insurance:incoming-letter{name}": of_letter
            for name in ("", "-list", "-match", "-forward", "-read", "-withdraw")
        },
        "insurance:incoming-letter-unmatch": {"pk": letter.matches.get().pk},
    }
