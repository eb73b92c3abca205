"""The paper itself: two pages, Turkish letters right, own fonts, PDF/A with tags, nothing from a network."""

import base64
import dataclasses
import io

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.documents.conftest import FORM
from tests.factories import UploadFactory
from usp.documents.frames import logo_uri
from usp.documents.rendering import OwnFilesOnly, RenderingError, qr_data_uri, render_pdf

LETTERS = "ğüşiöçıİĞÜŞÖÇ"


def text_of(reader: PdfReader) -> str:
    """All text, blanks as single spaces."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def read(issue):
    """Issue the form and read its file."""

    def run(**form: object) -> PdfReader:
        with issue(form=form).file.open("rb") as file:
            return PdfReader(io.BytesIO(file.read()))

    return run


def test_the_form_has_two_numbered_pages(read):
    reader = read()
    assert len(reader.pages) == 2
    assert "Sayfa 1 / 2" in reader.pages[0].extract_text()
    assert "Sayfa 2 / 2" in reader.pages[1].extract_text()


def test_turkish_letters_can_be_read_out_of_the_file(read):
    text = text_of(read(student_name=f"Ayşe {LETTERS}", unit=f"Fakülte {LETTERS}"))
    assert text.count(LETTERS) >= 2
    assert "BİLECİK ŞEYH EDEBALİ ÜNİVERSİTESİ" in text
    assert "STAJ BAŞVURU VE KABUL FORMU" in text


def test_the_form_says_everything(read):
    text = text_of(read())
    for said in (
        FORM.student_name, FORM.student_tckn, FORM.student_no, FORM.department, "05.08.2024 Pazartesi",
        "02.09.2024 Pazartesi", "20 iş günü", FORM.weekly_days, FORM.workplace_name, FORM.workplace_address,
        FORM.supervisor_name, FORM.supervisor_title, "Özel / 1.240 kişi", "T.C.", "Açıklamalar",
        "(b) bendi ve 87 nci maddesinin birinci fıkrasının (e) bendi", "15.07.2024 Pazartesi", FORM.papers_to,
        "6698 sayılı", FORM.document_no,
    ):  # fmt: skip
        assert said in text, said


def test_the_boxes_to_sign_stand_in_the_order_of_signing(read):
    text = text_of(read())
    order = ["1. Öğrenci ", "2. İşveren", "3. Bölüm kariyer", "4. Staj komisyonu", "5. Sigorta giriş onayı"]
    found = [text.rindex(role) if role == "1. Öğrenci " else text.index(role) for role in order]
    assert found == sorted(found)


def test_every_page_tells_the_code_and_where_to_check_it(read):
    from usp.documents.models import Document  # noqa: PLC0415

    reader = read()
    code = Document.objects.get().code
    for page in reader.pages:
        said = page.extract_text()
        assert code in said
        assert "testserver/dogrula/" in said


def test_fonts_are_ours_embedded_and_subset(read):
    fonts = {}
    for page in read().pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(descendant["/BaseFont"])] = descendant["/FontDescriptor"]
    assert fonts
    for name, descriptor in fonts.items():
        assert name[7] == "+", name
        assert "Inter" in name
        embedded = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
        assert 1000 < len(embedded.get_object().get_data()) < 80_000


def test_the_file_says_whose_paper_it_is(read):
    assert read().metadata.title.startswith("Staj Başvuru ve Kabul Formu")


def test_long_entries_do_not_push_the_form_over_two_pages(read):
    long = "Çok uzun bir kurum adı ve adresi, Şehit Üsteğmen İğci Caddesi, Atatürk Bulvarı, "
    reader = read(workplace_name=long * 2, workplace_address=long * 2, student_address=long * 2, papers_to=long)
    assert len(reader.pages) == 2


def test_empty_entries_print_as_lines_to_fill_in(read):
    form = {
        field.name: field.default
        for field in dataclasses.fields(FORM)
        if field.default is not dataclasses.MISSING and field.name not in ("undertaking", "employer_acceptance")
    }
    assert len(read(**form).pages) == 2


def test_what_people_typed_stays_text(read):
    text = text_of(read(student_address='<img src="file:///etc/passwd"> & <b>kalın</b>'))
    assert '<img src="file:///etc/passwd"> & <b>kalın</b>' in text


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/x.png",
        "https://example.com/x.png",
        "file:///etc/passwd",
        "ftp://example.com/x",
        "https://static.invalid/../../../etc/passwd",
        "https://static.invalid/%2e%2e/%2e%2e/etc/passwd",
        "https://static.invalid/no-such-file.css",
    ],
)
def test_nothing_but_our_own_files_is_ever_read(address):
    with pytest.raises((ValueError, OSError, Exception)) as refusal:
        OwnFilesOnly().fetch(address)
    assert type(refusal.value).__name__ in ("ValueError", "SuspiciousFileOperation")


def test_a_template_that_asks_for_more_fails_loudly(settings, tmp_path):
    (tmp_path / "greedy.html").write_text('<img src="https://example.com/x.png" alt="">', encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    with pytest.raises(RenderingError):
        render_pdf("greedy.html", {})


def test_the_qr_code_is_a_picture_inside_the_page():
    assert qr_data_uri("https://usp.example/dogrula/7KQ2").startswith("data:image/png;base64,")


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("RGBA", "PNG")])
def test_a_logo_prints_in_colours_that_an_archive_takes_and_no_larger_than_needed(mode, kind):
    picture = io.BytesIO()
    Image.new(mode, (1500, 900)).save(picture, kind)
    upload = UploadFactory(content=picture.getvalue(), content_type=f"image/{kind.lower()}")
    with Image.open(io.BytesIO(base64.b64decode(logo_uri(upload.pk).partition(",")[2]))) as logo:
        assert (logo.format, logo.mode, logo.size) == ("PNG", "RGBA" if mode == "RGBA" else "RGB", (600, 360))
