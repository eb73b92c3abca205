"""Many papers as one file. A worker's memory does not grow with their number: ten are open at a time."""

import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

import pikepdf
from django.core.files.storage import default_storage

from insurance.models import PaperBatchItem
from insurance.services import join_parts
from usp.documents.models import Document

OPEN = 10


def write_pdf(items: Sequence[PaperBatchItem], folder: Path, *, seconds: float) -> Path:
    """All papers one after the other, with a bookmark each. A copy to print: signatures stay with the single files.

    Raises subprocess.TimeoutExpired when it is not done after so many seconds.
    """
    until = time.monotonic() + seconds
    parts = [
        _merged([item.document for item in items[at : at + OPEN] if item.document], folder / f"{at:06d}.pdf")
        for at in range(0, len(items), OPEN)
    ]
    result = folder / "toplu-baski.pdf"
    join_apart(parts, list(_bookmarks(items)), result, seconds=max(until - time.monotonic(), 0))
    return result


def join_apart(parts: Sequence[Path], bookmarks: Sequence[tuple[str, int]], result: Path, *, seconds: float) -> None:
    """Join the parts in a process of its own. One that takes longer is killed before TimeoutExpired is raised."""
    order = {"parts": [str(part) for part in parts], "bookmarks": bookmarks, "result": str(result)}
    # -I: neither the environment nor the folder it lies in changes what it imports
    command = [sys.executable, "-I", join_parts.__file__]
    subprocess.run(  # noqa: S603 -- ours
        command, input=json.dumps(order), text=True, encoding="utf-8", check=True, timeout=seconds
    )


def _merged(documents: Sequence[Document], path: Path) -> Path:
    """Some papers as one file of pages, without what belongs to a whole file: tags and signature fields."""
    with ExitStack() as opened, pikepdf.new() as part:
        for document in documents:
            stored = opened.enter_context(default_storage.open(str(document.file.name), "rb"))
            paper = opened.enter_context(pikepdf.open(cast(BinaryIO, stored)))
            for page in paper.pages:
                for key in ("/StructParents", "/Annots"):
                    if key in page:
                        del page[key]
            part.pages.extend(paper.pages)
        part.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return path


def _bookmarks(items: Sequence[PaperBatchItem]) -> Iterator[tuple[str, int]]:
    """Whose paper begins on which page, counted from 0."""
    page = 0
    for item in items:
        if item.document is None:
            continue
        yield f"{item.placement.student} – {item.document.title}", page
        page += item.document.pages


def write_zip(items: Sequence[PaperBatchItem], folder: Path) -> Path:
    """Each paper as the file it was issued as, signature included, named after its student and its code."""
    result = folder / "toplu-baski.zip"
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as archive:
        for item in items:
            if item.document is None:
                continue
            with item.document.file.open("rb") as stored, archive.open(_name(item, item.document), "w") as target:
                while piece := stored.read(1 << 16):
                    target.write(piece)
    return result


def _name(item: PaperBatchItem, document: Document) -> str:
    """«Çınar Ayşe – Staja Kabul Belgesi 7KQ2-….pdf», without signs that a disk refuses."""
    student = item.placement.student
    name = f"{student.last_name} {student.first_name} – {document.filename}"
    return "".join(sign for sign in name if sign.isalnum() or sign in " .–-()'’")
