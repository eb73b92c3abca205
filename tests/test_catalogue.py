"""The English catalogue is complete, fits its source, and what is compiled is what is written."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

FOLDER = Path(settings.ROOT) / "locale" / "en" / "LC_MESSAGES"
APPS = ("usp", "applications", "offers", "insurance")
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Said without its number for one, with it for more: the catalogue here keeps only the last of the two.
SINGULAR_WITHOUT_NUMBER = {
    "Teklif geri alındı; aday hiçbir şey görmedi.",
    "Aday hiçbir şey görmedi; yer yeniden boş.",
    "Teklifi geri çek",
    "%(place)s bir kamu kurumu",
    "%(place)s bir özel kuruluş",
}
_IN_TEMPLATE = re.compile(r"\bn?gettext\(u'((?:[^'\\]|\\.)*)'")
_PLACES = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    """What the portal reads: msgid → English, contexts and plural forms left aside."""
    with (FOLDER / "django.mo").open("rb") as file:
        texts = gettext.GNUTranslations(file)._catalog
    return {_plain(key): text for key, text in texts.items()}


def _plain(key: str | tuple[str, int]) -> str:
    text = key[0] if isinstance(key, tuple) else key
    return text.split("\x04")[-1]


def _python_texts() -> Iterator[tuple[str, str]]:
    for app in APPS:
        for path in (Path(settings.ROOT) / app).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
                    first = node.args[1 if node.func.id.startswith("pgettext") else 0] if node.args else None
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield first.value, str(path)


def _template_texts() -> Iterator[tuple[str, str]]:
    for path in (Path(settings.ROOT) / "templates").rglob("*"):
        if path.suffix in (".html", ".txt"):
            source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            for found in _IN_TEMPLATE.findall(source):
                yield found.replace("\\'", "'").replace("\\n", "\n"), str(path)


def test_every_text_of_the_portal_has_its_english(catalogue):
    missing = {text: where for text, where in [*_python_texts(), *_template_texts()] if text and text not in catalogue}
    assert missing == {}


def test_a_translation_names_the_same_places_as_its_source(catalogue):
    differing = [
        (source, english)
        for source, english in catalogue.items()
        # a singular form may write its number out
        if not set(_PLACES.findall(english)) <= set(_PLACES.findall(source)) and source not in SINGULAR_WITHOUT_NUMBER
    ]
    assert differing == []


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    written = (FOLDER / "django.po").read_text(encoding="utf-8")
    assert "#, fuzzy" not in written
    ids = {
        ast.literal_eval('"' + "".join(line) + '"')
        for line in re.findall(r'^msgid "((?:[^"\\]|\\.)*)"$', written, flags=re.MULTILINE)
    }
    assert {text for text in ids if text} - set(catalogue) == set()
