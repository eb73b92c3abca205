"""Papers of several sheets: as few as fit, and every loose sheet says whose it is."""

import datetime as dt
import io

import pypdf

from insurance.paper_kinds import Paper
from insurance.papers import acceptance_list
from insurance.papers.blocks import SIGNATURES
from insurance.papers.issue import SAMPLE_WORKPLACE, sample_intern
from insurance.papers.running import AttendanceSheet, sheet
from usp.core import clock
from usp.documents import kinds
from usp.documents.frames import Frame
from usp.documents.rendering import render_paper
from usp.documents.services.issue import frame_of
from usp.reference.models import University

FIRST, LAST = dt.date(2024, 6, 10), dt.date(2024, 9, 6)
FRAME = Frame(
    head=("Iğdır Üniversitesi",), season="Ulusal Staj Programı", number="2024/00012", dated_on=dt.date(2024, 6, 3),
    signatures=SIGNATURES[Paper.ATTENDANCE_SHEET],
)  # fmt: skip


def attendance(first: dt.date, last: dt.date) -> AttendanceSheet:
    """An empty sheet of these days."""
    return AttendanceSheet(
        frame=FRAME,
        intern=sample_intern(University(name="Iğdır Üniversitesi")),
        workplace=SAMPLE_WORKPLACE,
        weeks=sheet(first, last, 5, frozenset()),
    )


def pages_of(key: str, paper: AttendanceSheet | acceptance_list.AcceptanceListData) -> list[str]:
    """Each page's text, as the portal prints the paper."""
    kind = kinds.get(key)
    around = frame_of(kind, "XXXX-XXXX-XXXX-XXXX", clock.page_now())
    pdf = render_paper(kind, {**kind.context(paper.to_snapshot()), **around})
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages]


def test_a_summers_attendance_fits_two_sheets_and_the_second_says_whose_it_is(season_clock):
    first, second = pages_of(Paper.ATTENDANCE_SHEET.value, attendance(FIRST, LAST))
    bearer = "Staj Devam Çizelgesi – Örnek Öğrenci, 20210000"
    assert bearer not in first
    assert bearer in second
    assert "31 26.07.2024" in first
    assert "8. hafta" not in first  # a week stays whole
    assert "Takvimdeki iş günü" in second


def test_what_is_signed_at_the_end_never_stands_on_a_sheet_without_days(season_clock):
    first, second = pages_of(Paper.ATTENDANCE_SHEET.value, attendance(dt.date(2024, 7, 16), dt.date(2024, 8, 26)))
    assert "7. hafta" not in first
    assert second.index("7. hafta") < second.index("Takvimdeki iş günü")


def test_every_further_sheet_of_a_list_letter_says_which_letter_it_is(season_clock):
    line = acceptance_list.ListLine("Şükrü Iğdır", "Fen Fakültesi", "Fizik", FIRST, LAST, 60)
    first, *others = pages_of(
        acceptance_list.KIND,
        acceptance_list.AcceptanceListData(
            frame=FRAME, employer="Örnek A.Ş.", university="Iğdır Üniversitesi", season="USP", rows=(line,) * 60
        ),
    )
    bearer = "Staja Kabul Listesi – Örnek A.Ş., 2024/00012"
    assert others
    assert bearer not in first
    assert all(bearer in page for page in others)
