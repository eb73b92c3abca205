"""HTML to PDF/A-3a and PDF/UA-1 by WeasyPrint: own fonts, tags, no network (docs/architecture.md)."""

import functools
import gc
import mimetypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pydyf
import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.document import Document as LaidOut
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from usp.documents.kinds import DocumentKind

# Templates and stylesheets name static files relative to this address; no network is ever asked.
STATIC_BASE = "https://static.invalid/"
_VARIANT = "pdf/a-3a"
# WeasyPrint writes one standard's mark; the second, and the description that PDF/A wants of it, are added.
_ACCESSIBLE = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
# Pango's font map is not made for two threads at once.
_lock = threading.Lock()


class RenderingError(RuntimeError):
    """A template asked for something it may not have, or is broken: a fault of ours."""


@dataclass(frozen=True)
class Pdf:
    """A finished paper."""

    content: bytes
    pages: int


class OwnFilesOnly(URLFetcher):
    """Gives our static files and data: URLs, and stops the rendering at anything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """One resource; raises ValueError for any address that is not ours."""
        if not url.startswith(STATIC_BASE):
            return super().fetch(url, headers)
        name = unquote(urlsplit(url).path).lstrip("/")
        found = finders.find(name)
        if not found:
            raise ValueError(f"no static file {name}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, Path(str(found)).read_bytes(), {"Content-Type": kind})


def render_pdf(template: str, context: dict[str, Any], *, language: str = "tr") -> Pdf:
    """The template as a tagged PDF/A-3a, in Turkish where not said otherwise; raises RenderingError."""
    with translation.override(language):
        source = render_to_string(template, context)
    try:
        with _lock, _undisturbed():
            return _rendered(source)
    except FatalURLFetchingError as error:
        raise RenderingError(str(error)) from error


def render_paper(kind: DocumentKind, context: dict[str, Any]) -> Pdf:
    """A paper on as few pages as its kind should have: what does not fit is laid out once more, closer together.

    Long names and addresses cost a line here and there; a last page with nothing but boxes to sign helps nobody.
    Where even that does not save a page (a university's own long texts), it stays as it was.
    """
    pdf = render_pdf(kind.template, {**context, "is_dense": False})
    if not kind.pages or pdf.pages <= kind.pages:
        return pdf
    dense = render_pdf(kind.template, {**context, "is_dense": True})
    return dense if dense.pages < pdf.pages else pdf


def _rendered(source: str) -> Pdf:
    """Laid out and written; everything but the result is garbage when this returns."""
    fetcher, fonts, stylesheet = _equipment(os.getpid())
    document = HTML(string=source, base_url=STATIC_BASE, url_fetcher=fetcher).render(
        font_config=fonts, stylesheets=[stylesheet], pdf_variant=_VARIANT, pdf_tags=True
    )
    return Pdf(document.write_pdf(pdf_variant=_VARIANT, pdf_tags=True, finisher=_marked), len(document.pages))


def _marked(document: LaidOut, pdf: pydyf.PDF) -> None:
    """What WeasyPrint leaves out: the file names both standards, and its tags say what belongs to what."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.compress = False  # readable without unpacking
    metadata.stream = [part.replace(b"</rdf:RDF>", _ACCESSIBLE + b"</rdf:RDF>") for part in metadata.stream]
    dictionaries = (one for one in pdf.objects if isinstance(one, pydyf.Dictionary))
    elements = {one.reference: one for one in dictionaries if one.get("Type") == "/StructElem"}
    _hang_feet(elements)
    _tell_headers(elements)


def _hang_feet(elements: dict[bytes, pydyf.Dictionary]) -> None:
    """Each page's foot is read out at the end; tagged but off the tree, it would be neither text nor decoration."""
    hung = {kid for one in elements.values() for kid in one["K"]}
    root = next(one for one in elements.values() if one["S"] == "/Document")
    root["K"].extend(one.reference for one in elements.values() if one is not root and one.reference not in hung)


def _tell_headers(elements: dict[bytes, pydyf.Dictionary]) -> None:
    """Whether a header cell speaks for its row or for its column: a line of nothing but headers is the columns'."""
    for row in elements.values():
        if row["S"] != "/TR":
            continue
        cells = [elements[kid] for kid in row["K"] if kid in elements]
        heads = [cell for cell in cells if cell["S"] == "/TH"]
        of_columns = len(heads) == len(cells) and not any("ColSpan" in head["A"] for head in heads)
        for head in heads:
            head["A"]["Scope"] = "/Column" if of_columns else "/Row"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage collection while a paper is made, and one of its own objects right after.

    A layout makes a few hundred thousand objects that refer to each other. The collector would walk them, and all of
    Django's, again and again while they are still in use: a quarter of the time. Afterwards all of them are young, so
    that collecting the youngest generation frees them and walks nothing else; memory stays flat.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was_enabled:
            gc.enable()


def qr_data_uri(text: str) -> str:
    """A QR code as a data URI, dark on white; as a picture, since paths cost WeasyPrint 30 ms more."""
    uri: str = segno.make(text, error="m", micro=False).png_data_uri(scale=10, border=0)
    return uri


@functools.cache
def _equipment(process: int) -> tuple[OwnFilesOnly, FontConfiguration, CSS]:
    """Fonts and stylesheet, once per process: a forked worker must not share its parent's font folder."""
    fetcher, fonts = OwnFilesOnly(), FontConfiguration()
    stylesheet = CSS(url=f"{STATIC_BASE}css/pdf.css", url_fetcher=fetcher, font_config=fonts)
    return fetcher, fonts, stylesheet
