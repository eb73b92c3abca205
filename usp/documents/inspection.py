"""Open a stranger's file in a process of its own: ``python -I inspection.py pdf|text|picture`` reads stdin.

Nothing of the portal is imported here, and the process limits its own memory and time before it looks at a byte, so
that whatever a file makes the libraries do ends with this process. The answer on stdout is one line of JSON, either
``{"refused": code}`` or ``{"pages": n, "unread": n}`` (how many objects of a PDF could not be read in full), with the
first pages' ``"text"`` and how many of these pages are ``"pages_unread"`` where that was asked for; a picture follows
it, drawn anew without what was hidden in the file (place, camera, text, anything appended).
"""

import io
import json
import logging
import sys
import zlib
from collections.abc import Iterator
from typing import Any

MEMORY_BYTES = 900 * 1024 * 1024
CPU_SECONDS = 8

MAX_PAGES = 30
TEXT_PAGES = 2  # whose text is read where somebody asks for it
TEXT_SIGNS = 20_000
MAX_OBJECTS = 60_000
MAX_INFLATED = 300 * 1024 * 1024  # all streams of a PDF together
MAX_PIXELS = 60_000_000
LONGEST_SIDE = 3508  # A4 at 300 dots per inch
_SLICE = 1024 * 1024

# Actions that do more than turn pages, and things that carry other files or programs.
ACTIVE_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMediaExecute", "/Rendition", "/Movie",
    "/Sound",
}  # fmt: skip
ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/XFA", "/EF"}
ACTIVE_TYPES = {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


class Refused(Exception):  # noqa: N818 -- an answer, not a fault
    """The file may not come in; the argument is the code of the sentence."""


def limit_resources() -> None:
    """Bound what this process may use; systems that know no such limit still have the caller's clock."""
    try:
        import resource  # noqa: PLC0415 -- not on every system

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    except (ImportError, ValueError, OSError):
        return


class Complaints(logging.Handler):
    """How often the library found something damaged and went on: it says so in its log and nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.number = 0
        logging.getLogger("pypdf").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.number += 1


def inspect_pdf(content: bytes) -> dict[str, Any]:
    """The number of pages, and of objects that cannot be read in full.

    Raises Refused for what is locked, active, too long, or grows beyond measure.
    """
    from pypdf import PdfReader  # noqa: PLC0415 -- after the limits
    from pypdf.generic import IndirectObject, StreamObject  # noqa: PLC0415

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Refused("encrypted")
    pages = len(reader.pages)
    if not 1 <= pages <= MAX_PAGES:
        raise Refused("pages" if pages else "damaged")
    numbers = {(number, generation) for generation, rows in reader.xref.items() for number in rows if number} | {
        (number, 0) for number in reader.xref_objStm
    }
    if len(numbers) > MAX_OBJECTS:
        raise Refused("bomb")
    _refuse_active(reader.trailer)
    left, unread, complaints = MAX_INFLATED, 0, Complaints()
    for number, generation in sorted(numbers):
        before = complaints.number
        try:
            found = reader.get_object(IndirectObject(number, generation, reader))
        except (MemoryError, RecursionError):
            raise
        except Exception:  # an object that no reader can read harms no reader; the portal hears how many
            unread += 1
            continue
        unread += complaints.number > before
        _refuse_active(found)
        if isinstance(found, StreamObject):
            left -= _inflated(found, left)
    return {"pages": pages, "unread": unread}


def text_of(content: bytes) -> dict[str, Any]:
    """What the first pages say, as far as it is text at all, and how many of them cannot be read: these say nothing."""
    from pypdf import PdfReader  # noqa: PLC0415 -- after the limits

    found, unread, complaints = [], 0, Complaints()
    for page in PdfReader(io.BytesIO(content), strict=False).pages[:TEXT_PAGES]:
        before = complaints.number
        try:
            text = page.extract_text()
        except (MemoryError, RecursionError):
            raise
        except Exception:  # damaged text harms nobody
            unread += 1
            continue
        found.append(text)
        unread += not text.strip() and complaints.number > before
    return {"text": "\n".join(found)[:TEXT_SIGNS], "pages_unread": unread}


def _refuse_active(found: Any) -> None:
    for entry in _dictionaries(found):
        if ACTIVE_KEYS & entry.keys() or str(entry.get("/S")) in ACTIVE_ACTIONS:
            raise Refused("active")
        if {str(entry.raw_get(key)) for key in ("/Type", "/Subtype") if key in entry} & ACTIVE_TYPES:
            raise Refused("active")


def _dictionaries(found: Any) -> Iterator[Any]:
    """Every dictionary in one object, without following references: these are objects of their own."""
    from pypdf.generic import DictionaryObject, IndirectObject  # noqa: PLC0415

    waiting, seen = [found], 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen > MAX_OBJECTS:
            raise Refused("bomb")
        if isinstance(one, IndirectObject):
            continue
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.raw_get(key) for key in one)
        elif isinstance(one, list):
            waiting.extend(one)


def _inflated(stream: Any, left: int) -> int:
    """How many bytes the stream unpacks to; raises Refused beyond ``left``."""
    filters = stream.get("/Filter")
    names = [str(name) for name in (filters if isinstance(filters, list) else [filters])]
    packed = sum(name not in ("/DCTDecode", "/JPXDecode", "/None", "None") for name in names)
    if packed > 2:
        raise Refused("bomb")
    if str(stream.get("/Subtype")) == "/Image" and _points(stream) > MAX_PIXELS * 2:
        raise Refused("bomb")
    data = bytes(stream._data)
    if names[0] in ("/FlateDecode", "/Fl"):
        size, keep = 0, packed > 1
        unpacker, unpacked = zlib.decompressobj(), bytearray()
        while data and not unpacker.eof:
            try:
                piece = unpacker.decompress(data, _SLICE)
            except zlib.error:
                break
            data, size = unpacker.unconsumed_tail, size + len(piece)
            if keep:
                unpacked += piece
            if size > left or len(unpacked) > MAX_INFLATED // 4:
                raise Refused("bomb")
        return size
    if packed and str(stream.get("/Subtype")) != "/Image":
        try:
            return len(stream.get_data())
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            if "imit" in type(error).__name__:
                raise Refused("bomb") from error
    return len(data)


def _points(image: Any) -> int:
    sides = image.get("/Width"), image.get("/Height")
    return int(sides[0]) * int(sides[1]) if all(isinstance(side, int) for side in sides) else 0


def draw_anew(content: bytes) -> bytes:
    """The picture, upright and at most A4 at 300 dpi, without anything that was attached to its points."""
    from PIL import Image, ImageFile, ImageOps  # noqa: PLC0415 -- after the limits

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a picture is none
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise Refused("pixels")
        is_png = opened.format == "PNG"
        shrink = min(1.0, LONGEST_SIDE / max(opened.size))
        opened.draft("RGB", (int(opened.width * shrink), int(opened.height * shrink)))
        picture: Image.Image = opened
        if picture.mode in ("P", "PA", "1"):
            picture = picture.convert("RGBA")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture = ImageOps.exif_transpose(picture)
        if picture.mode in ("RGBA", "LA"):
            picture = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        picture = picture.convert("L" if picture.mode == "L" else "RGB")
        drawn = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    target = io.BytesIO()
    if is_png:
        drawn.save(target, "PNG")
    else:
        drawn.save(target, "JPEG", quality=85)
    return target.getvalue()


def answer(kind: str, content: bytes) -> tuple[dict[str, Any], bytes]:
    """What is told to the portal. Whatever a library raises is the file's fault."""
    try:
        if kind == "pdf":
            return inspect_pdf(content), b""
        if kind == "text":
            return inspect_pdf(content) | text_of(content), b""
        return {"pages": 1}, draw_anew(content)
    except Refused as refused:
        return {"refused": refused.args[0]}, b""
    except (MemoryError, RecursionError):
        return {"refused": "bomb"}, b""
    except Exception as error:
        name = type(error).__name__
        return {"refused": "pixels" if "Bomb" in name else "bomb" if "Limit" in name else "damaged"}, b""


if __name__ == "__main__":
    limit_resources()
    found, picture = answer(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + picture)
