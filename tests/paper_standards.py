"""What PDF/A-3a and PDF/UA-1 ask of a paper, as far as pikepdf can tell (docs/performance.md names the validator)."""

import io
from collections.abc import Iterator

import pikepdf

_ELEMENTS = frozenset({"/StructElem"})


def assert_archivable(content: bytes) -> None:
    """The file says what it is, brings its fonts and colours, runs nothing, and every word of it hangs on its tree."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _assert_named(pdf)
        _assert_self_contained(pdf)
        _assert_tagged(pdf)


def _assert_named(pdf: pikepdf.Pdf) -> None:
    assert "/Filter" not in pdf.Root.Metadata
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == str(pdf.docinfo.Title)
    assert b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<" in pdf.Root.Metadata.read_bytes()
    assert str(pdf.Root.Lang) == "tr"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def _assert_self_contained(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    things = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream)]
    fonts = [one for one in things if one.get("/Subtype") == "/Type0"]
    assert fonts
    for font in fonts:
        (descendant,) = font.DescendantFonts
        assert "/ToUnicode" in font
        assert "/FontFile2" in descendant.FontDescriptor or "/FontFile3" in descendant.FontDescriptor
    assert not any(one.get("/Interpolate", False) for one in things if one.get("/Subtype") == "/Image")
    assert not any(key in one for one in things for key in ("/JS", "/JavaScript", "/AA", "/Launch"))
    assert "/OpenAction" not in pdf.Root
    assert not pdf.is_encrypted


def _assert_tagged(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    (document,) = pdf.Root.StructTreeRoot.K
    elements = list(_below(document))
    tags = [str(one.S) for one in elements]
    assert tags[0] == "/Document"
    assert tags.count("/H1") == 1
    assert all(str(one.Alt) for one in elements if one.S == "/Figure")
    assert all(one.A.Scope in ("/Row", "/Column") for one in elements if one.S == "/TH")
    for table in (one for one in elements if one.S == "/Table"):
        assert "/TH" in [str(one.S) for one in _below(table)]
    hung = [(one.Pg.objgen, int(kid)) for one in elements for kid in one.K if isinstance(kid, int)]
    drawn = [(page.obj.objgen, number) for page in pdf.pages for number in _marked(page)]
    assert sorted(hung) == sorted(drawn)
    assert all(page.Tabs == "/S" for page in pdf.pages)


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The element and everything under it, in reading order."""
    yield element
    for kid in element.K:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") in _ELEMENTS:
            yield from _below(kid)


def _marked(page: pikepdf.Page) -> Iterator[int]:
    """The numbers of the page's marked texts and pictures; nothing is drawn as text outside of them."""
    open_marks = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("BDC", "BMC"):
            open_marks += 1
            if len(operands) == 2 and "/MCID" in operands[1]:
                yield int(operands[1].MCID)
        elif str(operator) == "EMC":
            open_marks -= 1
        elif str(operator) in ("Tj", "TJ"):
            assert open_marks
