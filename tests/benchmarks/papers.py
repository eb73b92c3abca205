"""One acceptance form, warm, and a batch in one process."""

import resource
import statistics
import time
from collections.abc import Iterator

from django.utils.translation import override

from insurance.models import InsuranceCase
from insurance.paper_kinds import Paper
from insurance.papers.catalogue import SPECS
from insurance.papers.issue import subject_of
from usp.documents import kinds
from usp.documents.rendering import render_pdf
from usp.documents.services.issue import frame_of

WARM = 20


def measure() -> Iterator[str]:
    """Seconds of a warm form and the growth of the process's memory over the batch."""
    case = InsuranceCase.objects.order_by("pk")[0]
    subject = subject_of(case.placement_id)
    assert subject is not None
    with override("tr"):
        snapshot = SPECS[Paper.ACCEPTANCE_FORM].build(subject).to_snapshot()
    kind = kinds.get(Paper.ACCEPTANCE_FORM.value)
    frame = frame_of(kind, "AAAA-AAAA-AAAA-AAAA", case.opened_at)
    times, before = [], 0
    for number in range(WARM + 1):
        begun = time.perf_counter()
        render_pdf(kind.template, {**kind.context(snapshot), **frame})
        times.append(time.perf_counter() - begun)
        if number == 1:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield f"first {times[0]:.2f} s; warm median {statistics.median(times[1:]):.2f} s; {WARM} forms grew {grown:.0f} MB"
