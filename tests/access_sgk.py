"""The insurance desk's files in the estate (tests/access_world.py): a workplace, a file, answers, sent documents."""

from typing import Any

from insurance.models import (
    EntryDocumentBatch,
    InsuranceCase,
    SgkAnswers,
    SgkFile,
    SgkFileRow,
    SgkWorkplace,
)
from offers.models import Placement
from usp.accounts import crypto
from usp.accounts.models import User
from usp.core import clock

# Columns in the order of ROLES, as in tests/test_access.py.
SGK_ROWS = """
insurance:sgk                        GET  in  403 403 403 403 403 200 200 403 403 403
insurance:sgk                        POST in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-make                   GET  in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-make                   POST in  403 403 403 403 403 422 422 403 403 403
insurance:sgk-records                GET  in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-records                POST in  403 403 403 403 403 =>  =>  403 403 403
insurance:sgk-file                   GET  in  403 403 403 403 403 200 404 403 403 403
insurance:sgk-file                   POST in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-download               GET  in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-download               POST in  403 403 403 403 403 =>  404 403 403 403
insurance:sgk-answers                GET  in  403 403 403 403 403 200 200 403 403 403
insurance:sgk-answers                POST in  403 403 403 403 403 422 422 403 403 403
insurance:sgk-answer                 GET  in  403 403 403 403 403 200 404 403 403 403
insurance:sgk-answer                 POST in  403 403 403 403 403 =>  404 403 403 403
insurance:sgk-by-hand                GET  in  403 403 403 403 403 200 404 403 403 403
insurance:sgk-by-hand                POST in  403 403 403 403 403 422 404 403 403 403
insurance:sgk-documents              GET  in  403 403 403 403 403 200 200 403 403 403
insurance:sgk-documents              POST in  403 403 403 403 403 422 422 403 403 403
insurance:sgk-batch                  GET  in  403 403 403 403 403 200 404 403 403 403
insurance:sgk-batch                  POST in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-batch-read             GET  in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-batch-read             POST in  403 403 403 403 403 =>  404 403 403 403
insurance:sgk-batch-match            GET  in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-batch-match            POST in  403 403 403 403 403 =>  404 403 403 403
insurance:sgk-batch-share            GET  in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-batch-share            POST in  403 403 403 403 403 =>  404 403 403 403
insurance:sgk-settings               GET  in  403 403 403 403 403 200 200 403 403 403
insurance:sgk-settings               POST in  403 403 403 403 403 422 422 403 403 403
insurance:sgk-example                GET  in  403 403 403 403 403 200 200 403 403 403
insurance:sgk-example                POST in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-workplace-new          GET  in  403 403 403 403 403 200 200 403 403 403
insurance:sgk-workplace-new          POST in  403 403 403 403 403 422 422 403 403 403
insurance:sgk-workplace              GET  in  403 403 403 403 403 200 404 403 403 403
insurance:sgk-workplace              POST in  403 403 403 403 403 422 404 403 403 403
insurance:sgk-workplace-remove       GET  in  405 405 405 405 405 405 405 405 405 405
insurance:sgk-workplace-remove       POST in  403 403 403 403 403 =>  404 403 403 403
insurance:sgk-occupations            GET  in  403 403 403 403 403 200 200 403 403 403
insurance:sgk-occupations            POST in  403 403 403 403 403 =>  =>  403 403 403
"""


def make_sgk_arguments(manager: User, placement: Placement) -> dict[str, dict[str, Any]]:
    """The addresses' arguments, with rows of the placement's university."""
    university, now = placement.department.unit.university, clock.now()
    workplace = SgkWorkplace.objects.create(
        university=university, registry_number="2" * 21, title="Rektörlük", address="Bilecik"
    )
    file = SgkFile.objects.create(
        university=university, workplace=workplace, kind="entry", encoding="utf-8", content="sgk/00/a.bin",
        sha256="0" * 64, sheet="sgk/00/b.bin", sheet_sha256="0" * 64, made_at=now, made_by=manager,
    )  # fmt: skip
    case = InsuranceCase.objects.get(placement=placement)
    row = SgkFileRow.objects.create(file=file, case=case, day=placement.first_day)
    content = b"TCKN;islemSonucu\n10000000078;Kabul\n"
    answers = SgkAnswers.objects.create(
        university=university, kind="entry", name="sonuc.csv", content=crypto.encrypt_bytes(content), sha256="0" * 64,
        sent_at=now, sent_by=manager,
    )  # fmt: skip
    batch = EntryDocumentBatch.objects.create(university=university, sent_at=now, sent_by=manager)
    of_file, of_batch, of_workplace = ({"pk": one.pk} for one in (file, batch, workplace))
    return {
        "insurance:sgk-file": of_file,
        "insurance:sgk-download": of_file,
        "insurance:sgk-answer": {"pk": answers.pk},
        "insurance:sgk-by-hand": {"pk": row.pk},
        "insurance:sgk-batch": of_batch,
        "insurance:sgk-batch-read": of_batch,
        "insurance:sgk-batch-match": of_batch,
        "insurance:sgk-batch-share": of_batch,
        "insurance:sgk-workplace": of_workplace,
        "insurance:sgk-workplace-remove": of_workplace,
    }
