"""Files that are what they say, and files that are not. Small enough to be made for each test."""

import functools
import io
import zlib
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

GPS = 0x8825


def pdf(pages: int = 1, change: Callable[[PdfWriter], None] | None = None) -> bytes:
    """A PDF of blank pages; ``change`` may add what should not be there."""
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(595, 842)
    if change:
        change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A picture of that kind."""
    target = io.BytesIO()
    Image.new("RGB", size, "orange").save(target, kind, **options)
    return target.getvalue()


def photo_with_place() -> bytes:
    """A phone's photo lying on its side, with its place, its camera and a note after its end."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Telefon 12", 6
    exif.get_ifd(GPS)[1] = "N"
    exif[GPS] = {1: "N", 2: (40.0, 8.0, 31.0)}
    return picture(size=(40, 30), exif=exif) + b"<script>alert(1)</script>"


@functools.cache
def bomb(unpacked: int = 400 * 1024 * 1024) -> bytes:
    """A PDF of some hundred KB whose page unpacks to hundreds of MB."""

    def add(writer: PdfWriter) -> None:
        packer = zlib.compressobj(9)
        block = b" " * 1024 * 1024
        data = b"".join(packer.compress(block) for _ in range(unpacked // len(block))) + packer.flush()
        stream = EncodedStreamObject()
        stream._data = data
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    return pdf(1, add)


def picture_bomb() -> bytes:
    """A PNG that announces 30.000 × 30.000 points."""
    data = bytearray(picture("PNG"))
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def _action(kind: str, **more: str) -> Callable[[PdfWriter], None]:
    def add(writer: PdfWriter) -> None:
        entries = {NameObject("/S"): NameObject(kind)}
        entries |= {NameObject(f"/{key}"): TextStringObject(value) for key, value in more.items()}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(entries)

    return add


def _hidden_script(writer: PdfWriter) -> None:
    """A program in an annotation of a page, its name spelt with escapes."""
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/Type"): NameObject("/Annot")})
    note[NameObject("/A")] = writer._add_object(DictionaryObject({NameObject("/S"): NameObject("/JavaScript")}))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def _form(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"<xdp/>")
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): writer._add_object(stream)})


def _huge_image(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"x")
    sides = {"/Width": NumberObject(60_000), "/Height": NumberObject(60_000), "/Subtype": NameObject("/Image")}
    stream.update({NameObject(key): value for key, value in sides.items()})
    writer._add_object(stream)
    writer.pages[0][NameObject("/Thumb")] = writer._add_object(stream)


def _locked(writer: PdfWriter) -> None:
    writer.encrypt("gizli", algorithm="RC4-128")


def damaged_page(writer: PdfWriter) -> None:
    """The first page says something, with letters that are not there."""
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf (Ayse) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    writer.pages[0][NameObject("/Resources")] = NumberObject(7)


def damaged_object() -> bytes:
    """A PDF one of whose objects breaks off in the middle."""

    def add(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(b"x" * 50)
        writer.pages[0][NameObject("/Thumb")] = writer._add_object(stream)

    return pdf(1, add).replace(b"/Length 50", b"/Length [[[")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"

# name of the lie: (file name, content, code of the sentence)
LIES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "0 bytes": ("belge.pdf", lambda: b"", "empty"),
    "11 MB": ("belge.pdf", lambda: b"%PDF-1.7\n" + b"0" * 11 * 1024 * 1024, "size"),
    "wrong type": ("belge.pdf", lambda: HTML, "type"),
    "wrong ending": ("belge.png", pdf, "ending"),
    "double ending": ("diploma.pdf.exe", pdf, "ending"),
    "program": ("belge.exe", lambda: b"MZ\x90\x00", "type"),
    "script in an SVG": ("logo.svg", lambda: SVG, "svg"),
    "SVG called PNG": ("logo.png", lambda: SVG, "svg"),
    "HEIC photo": ("foto.jpg", lambda: b"\x00\x00\x00\x18ftypheic", "heic"),
    "Word": ("ozgecmis.docx", lambda: b"PK\x03\x04word", "office"),
    "only the beginning of a PDF": ("belge.pdf", lambda: b"%PDF-1.7\n", "damaged"),
    "half a photo": ("foto.jpg", lambda: picture(size=(800, 600))[:-900], "damaged"),
    "encrypted PDF": ("belge.pdf", lambda: pdf(1, _locked), "encrypted"),
    "31 pages": ("belge.pdf", lambda: pdf(31), "pages"),
    "zip bomb PDF": ("belge.pdf", bomb, "bomb"),
    "huge image in a PDF": ("belge.pdf", lambda: pdf(1, _huge_image), "bomb"),
    "picture bomb": ("foto.png", picture_bomb, "pixels"),
    "JavaScript": ("belge.pdf", lambda: pdf(1, _action("/JavaScript", JS="app.alert(1)")), "active"),
    "hidden JavaScript": (
        "belge.pdf", lambda: pdf(1, _hidden_script).replace(b"/JavaScript", b"/Java#53cript"), "active"
    ),
    "embedded file": ("belge.pdf", lambda: pdf(1, lambda writer: writer.add_attachment("a.exe", b"MZ")), "active"),
    "launch": ("belge.pdf", lambda: pdf(1, _action("/Launch", F="cmd.exe")), "active"),
    "sends a form": ("belge.pdf", lambda: pdf(1, _action("/SubmitForm")), "active"),
    "XFA form": ("belge.pdf", lambda: pdf(1, _form), "active"),
}  # fmt: skip


def lie(name: str) -> SimpleUploadedFile:
    """The file of a row of LIES."""
    filename, content, _code = LIES[name]
    return SimpleUploadedFile(filename, content(), "application/pdf")


def proof(name: str = "belge.pdf") -> SimpleUploadedFile:
    """A small honest PDF."""
    return SimpleUploadedFile(name, pdf(), "application/pdf")
