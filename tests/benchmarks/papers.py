"""One acceptance form, warm, and a batch in one process."""

import resource
import statistics
import time
from collections.abc import Iterator

from insurance.models import InsuranceCase
from insurance.services.papers import acceptance_form_data
from usp.documents import kinds
from usp.documents.documents import ACCEPTANCE_FORM
from usp.documents.rendering import qr_data_uri, render_pdf

WARM = 20


def measure() -> Iterator[str]:
    """Seconds of a warm form and the growth of the process's memory over the batch."""
    case = InsuranceCase.objects.order_by("pk")[0]
    snapshot = acceptance_form_data(case).to_snapshot()
    kind = kinds.get(ACCEPTANCE_FORM)
    frame = {
        "title": kind.title,
        "code": "AAAA-AAAA-AAAA-AAAA",
        "issued_at": case.opened_at,
        "verify_address": "usp.example/dogrula/",
        "qr": qr_data_uri("https://usp.example/dogrula/AAAA-AAAA-AAAA-AAAA"),
    }
    times, before = [], 0
    for number in range(WARM + 1):
        begun = time.perf_counter()
        render_pdf(kind.template, {**kind.context(snapshot), **frame})
        times.append(time.perf_counter() - begun)
        if number == 1:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield f"first {times[0]:.2f} s; warm median {statistics.median(times[1:]):.2f} s; {WARM} forms grew {grown:.0f} MB"
