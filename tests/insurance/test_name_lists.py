"""An institution’s list of names finds its interns: surely by number or whole name, near ones by hand (A6)."""

import io
from types import SimpleNamespace

import pytest
import xlsxwriter

from insurance.name_lists import MOST_BYTES, MOST_LINES, lines_of, match_lines
from usp.core import turkish
from usp.core.errors import RuleViolation


def intern(name: str, number: str = "") -> SimpleNamespace:
    return SimpleNamespace(
        student=SimpleNamespace(search_name=turkish.fold(name)),
        application=SimpleNamespace(student_no=number),
        name=name,
    )


INTERNS = [
    intern("Şükrü Iğdır", "202101001"),
    intern("Ayşe Çınar", "202101002"),
    intern("Ayşe Çınar", "202101003"),
    intern("Ali Can Demir"),
    intern("Can Demir"),
]


def found(*lines: str) -> list[tuple[list[str], bool]]:
    return [([one.name for one in row.placements], row.is_sure) for row in match_lines(lines, INTERNS)]


@pytest.mark.parametrize(
    ("line", "names", "is_sure"),
    [
        ("1 ŞÜKRÜ IĞDIR Bilgisayar Mühendisliği", ["Şükrü Iğdır"], True),
        ("sukru igdir", ["Şükrü Iğdır"], True),
        ("7;202101003;A. Çınar", ["Ayşe Çınar"], True),  # the number decides between two of one name
        ("Ayşe Çınar", ["Ayşe Çınar", "Ayşe Çınar"], False),
        ("Ali Can DEMİR", ["Ali Can Demir"], True),  # not Can Demir
        ("Iğdır Şükrü", ["Şükrü Iğdır"], False),  # turned around
        ("Şükrü Iğdir", ["Şükrü Iğdır"], True),
        ("Şükrü Iğdırr", ["Şükrü Iğdır"], False),  # a letter too many
        ("Mehmet Yılmaz", [], False),
    ],
)
def test_a_line_means_whom_it_names(line, names, is_sure):
    assert found(line) == [(names, is_sure)]


def test_headings_are_no_people():
    assert found("Sıra No Adı Soyadı Bölümü", "", "LİSTE") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1254"])
def test_a_csv_of_excel_is_read_in_both_encodings(encoding):
    content = "Sıra;Adı Soyadı\r\n1;Şükrü Iğdır\r\n".encode(encoding)
    assert lines_of(content) == ["Sıra Adı Soyadı", "1 Şükrü Iğdır"]


def test_the_first_sheet_of_an_xlsx_is_read():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Öğrenci no", "Adı", "Soyadı"])
        sheet.write_row(1, 0, [202101001, "Şükrü", "Iğdır"])
        book.add_worksheet().write(0, 0, "başka sayfa")
    assert lines_of(file.getvalue()) == ["Öğrenci no Adı Soyadı", "202101001 Şükrü Iğdır"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 broken", "unreadable"),
        (b"\xd0\xcf\x11\xe0\x00\x00 old word", "unreadable"),
        (b"", "unreadable"),
        (b"a" * (MOST_BYTES + 1), "size"),
        (b"Ali Veli\n" * (MOST_LINES + 1), "lines"),
    ],
)
def test_what_is_no_list_is_a_sentence(content, code):
    with pytest.raises(RuleViolation) as refusal:
        lines_of(content)
    assert refusal.value.code == code
