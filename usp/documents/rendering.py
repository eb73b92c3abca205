"""HTML to PDF/A by WeasyPrint: own fonts, tags, no network (docs/architecture.md)."""

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

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Templates and stylesheets name static files relative to this address; no network is ever asked.
STATIC_BASE = "https://static.invalid/"
_VARIANT = "pdf/a-3u"
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
    """The template as a tagged PDF/A-3u, in Turkish where not said otherwise; raises RenderingError."""
    with translation.override(language):
        source = render_to_string(template, context)
    try:
        with _lock, _undisturbed():
            return _rendered(source)
    except FatalURLFetchingError as error:
        raise RenderingError(str(error)) from error


def _rendered(source: str) -> Pdf:
    """Laid out and written; everything but the result is garbage when this returns."""
    fetcher, fonts, stylesheet = _equipment(os.getpid())
    document = HTML(string=source, base_url=STATIC_BASE, url_fetcher=fetcher).render(
        font_config=fonts, stylesheets=[stylesheet], pdf_variant=_VARIANT, pdf_tags=True
    )
    return Pdf(document.write_pdf(pdf_variant=_VARIANT, pdf_tags=True), len(document.pages))


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
