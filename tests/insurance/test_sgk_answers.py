"""SGK's answers: read in any shape, shown first, written down line by line, twice as once."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from insurance.models import InsuranceCase, SgkAnswers, SgkFileRow
from insurance.selectors.sgk import cases_in_scope
from insurance.selectors.sgk_answers import lines_of
from insurance.services.sgk_answers import apply_answers, receive_answers
from insurance.sgk.answers import MAX_ROWS, UnreadableError, read_answers
from insurance.states import CaseState
from tests.factories import valid_tckn
from tests.insurance.sgk_world import make_sgk_world
from tests.people import enter

FIRST, SECOND = valid_tckn(1), valid_tckn(2)


def xlsx(*rows: tuple[object, ...]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


TITLES = ("TCKN", "islemSonucu", "islemAciklamasi", "referansKodu")
CSV = f"tc kimlik no;İşlem Sonucu;İŞLEM AÇIKLAMASI;Referans Kodu\n{FIRST};Kabul edildi;;88123\n{SECOND};Ret;Mükerrer;\n"
XML = f"""<?xml version="1.0"?><sonuc><kayitlar>
<kayit tckimlikNo="{FIRST}" islemSonucu="0" islemAciklamasi="" referansKodu="88123"/>
<kayit><tckimlikNo>{SECOND}</tckimlikNo><islemSonucu>-1</islemSonucu><islemAciklamasi>Mükerrer</islemAciklamasi></kayit>
</kayitlar></sonuc>"""


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("cp1254"),
        CSV.replace(";", "\t").encode("utf-16"),
        XML.encode(),
        xlsx(TITLES, (FIRST, "BAŞARILI", "", "88123"), (SECOND, "Başarısız", "Mükerrer", "")),
        xlsx(TITLES, (int(FIRST), 1, "", 88123), (int(SECOND), 0, "Mükerrer", 0)),
        xlsx(("referansKodu", "x", "TcKimlikNo", "aciklama", "SONUC"),
             (88123, "", FIRST, "", "Hata yok"), ("", "", SECOND, "Mükerrer", "Onaylanmadı")),
    ],
)  # fmt: skip
def test_answers_are_read_in_any_shape_and_order(content):
    answers = read_answers(content)
    assert [(one.tckn, one.accepted, one.message, one.reference) for one in answers] == [
        (FIRST, True, "", "88123"), (SECOND, False, "Mükerrer", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "answers_empty"),
        (b"x" * (4 * 1024 * 1024 + 1), "answers_size"),
        (b"ad;soyad\nAli;Veli\n", "answers_columns"),
        (b"TCKN;islemSonucu\n", "answers_empty"),
        (b"<a><b></a>", "answers_xml"),
        (b'<!DOCTYPE a [<!ENTITY b "x">]><a TCKN="1" islemSonucu="&b;"/>', "answers_xml"),
        (b"PK\x03\x04not a workbook", "answers_xlsx"),
        (("TCKN;islemSonucu\n" + "1;Kabul\n" * (MAX_ROWS + 1)).encode(), "answers_rows"),
    ],
)
def test_what_is_no_table_of_answers_is_a_sentence(content, code):
    with pytest.raises(UnreadableError) as refused:
        read_answers(content)
    assert refused.value.code == code


def test_a_workbook_that_grows_beyond_measure_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"<a>" + b" " * (41 * 1024 * 1024) + b"</a>")
    with pytest.raises(UnreadableError) as refused:
        read_answers(target.getvalue())
    assert refused.value.code == "answers_xlsx"


@pytest.mark.parametrize(
    ("result", "reference", "accepted"),
    [("Kabul edilmedi", "5", False), ("belirsiz", "5", None), ("", "5", True), ("-3", "5", False), ("1", "000", False)],
)
def test_words_decide_before_numbers_and_numbers_need_a_reference(result, reference, accepted):
    (answer,) = read_answers(f"TCKN;islemSonucu;referansKodu\n{FIRST};{result};{reference}\n".encode())
    assert answer.accepted is accepted


# --- written down ----------------------------------------------------------------------------------------------------


@pytest.fixture
def three(at):
    return make_sgk_world(at, "Ayşe Çınar", "Şükrü Iğdır", "İrem Işıl")


def answers_of(world, *rows: tuple[str, str, str]) -> bytes:
    lines = [";".join((tckn, result, "Açıklama", reference)) for tckn, result, reference in rows]
    return "\n".join([";".join(TITLES), *lines]).encode()


def received(world, content: bytes, kind: str = "entry") -> SgkAnswers:
    return receive_answers(actor=world.officer, kind=kind, name=f"cevap {FIRST}.csv", content=content)


@pytest.mark.django_db
def test_each_line_is_written_down_and_one_refusal_stops_nobody(three, at):
    three.make()
    numbers = [placement.student.tckn for placement in three.placements]
    InsuranceCase.objects.filter(pk=three.cases[1].pk).update(has_health_cover=None)  # its verb will refuse
    answers = received(
        three,
        answers_of(three, (numbers[1], "Kabul", "2"), (numbers[0], "Kabul", "881"), (numbers[2], "Ret", ""),
                   (valid_tckn(99999), "Kabul", "9")),
    )  # fmt: skip
    before = [line.outcome for line in lines_of(answers, cases_in_scope(three.officer))]
    assert before == ["accepted", "accepted", "refused", "unknown"]
    counts = apply_answers(answers=answers, actor=three.officer)
    assert dict(counts) == {"failed": 1, "accepted": 1, "refused": 1, "unknown": 1}
    assert [case.state for case in three.cases] == [
        CaseState.ENTRY_DECLARED, CaseState.PAPERS_RECEIVED, CaseState.ENTRY_REFUSED,
    ]  # fmt: skip
    assert three.cases[0].entries.get().reference == "881"
    rows = {row.case_id: row for row in SgkFileRow.objects.all()}
    assert [rows[case.pk].outcome for case in three.cases] == ["accepted", "waiting", "refused"]
    assert rows[three.cases[2].pk].message == "Açıklama"
    answers.refresh_from_db()
    assert "*" * 11 in answers.name
    assert numbers[0] not in str(answers.results)
    again = apply_answers(answers=answers, actor=three.officer)
    assert (again["already"], again["failed"]) == (2, 1)
    assert three.cases[0].entries.count() == 1


@pytest.mark.django_db
def test_the_same_file_is_kept_once_and_encrypted(three):
    content = answers_of(three, (three.placements[0].student.tckn, "Kabul", "1"))
    first = received(three, content)
    assert received(three, content) == first
    assert three.placements[0].student.tckn.encode() not in bytes(first.content)


@pytest.mark.django_db
def test_an_answer_that_comes_on_the_day_counts_from_our_file(three, at):
    """SGK took it in time; the officer writes it down late. Without a file of ours it is refused (B1)."""
    numbers = [placement.student.tckn for placement in three.placements]
    made = three.make()
    SgkFileRow.objects.filter(case=three.cases[1]).update(outcome="refused")
    at("2024-08-05 09:00")
    InsuranceCase.objects.update(record_checked_at=made.file.made_at.replace(month=8, day=4))
    answers = received(three, answers_of(three, (numbers[0], "Kabul", "1")))
    assert apply_answers(answers=answers, actor=three.officer) == {"accepted": 1}
    assert three.cases[0].entries.get().declared_at == made.file.made_at


@pytest.mark.django_db
def test_the_page_shows_and_then_writes(three, client):
    three.make()
    enter(client, three.officer)
    page = reverse("insurance:sgk-answers")
    refused = client.post(page, {"kind": "entry", "file": SimpleUploadedFile("a.csv", b"ad\nAli\n")})
    assert refused.status_code == 422
    assert "sütunları bulunamadı" in refused.content.decode()
    number = three.placements[0].student.tckn
    file = SimpleUploadedFile("cevap.csv", answers_of(three, (number, "Kabul", "77"), (FIRST, "Kabul", "78")))
    shown = client.post(page, {"kind": "entry", "file": file}, follow=True)
    said = shown.content.decode()
    assert "1 kişinin cevabı işlenecek" in said
    assert "Stajyer bulunamadı: 1" in said
    assert number not in said
    assert three.cases[0].state == CaseState.PAPERS_RECEIVED
    done = client.post(shown.request["PATH_INFO"], follow=True).content.decode()
    assert "Kabul edildi: 1" in done
    assert three.cases[0].state == CaseState.ENTRY_DECLARED
    waiting = SgkFileRow.objects.get(case=three.cases[1])
    hand = reverse("insurance:sgk-by-hand", args=[waiting.pk])
    assert client.post(hand, {"answer": "refused"}).status_code == 422
    assert client.post(hand, {"answer": "refused", "message": "Mükerrer"}).status_code == 302
    assert three.cases[1].state == CaseState.ENTRY_REFUSED
    assert client.get(hand).status_code == 404
