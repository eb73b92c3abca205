"""Running text kept as data: paragraphs, lists, bold words and links, and nothing else, turned into safe HTML."""

import re
from collections.abc import Iterator

from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_INLINE = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)|\*\*(?P<strong>[^*]+)\*\*")
_BULLET = re.compile(r"- ")
_NUMBER = re.compile(r"\d+\. ")


def to_html(text: str) -> SafeString:
    """The text as HTML. Blank lines part blocks; lines that begin with «- » or «1. » are lists.

    ``[words](target)`` is a link to an address of the web or to a named address of ours, with ``#question`` if wanted;
    everything else is escaped.
    """
    blocks = (_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())
    return mark_safe("".join(blocks))  # noqa: S308 -- each block is escaped by itself


def plain(text: str) -> str:
    """The words alone, for searching."""
    return _INLINE.sub(lambda found: found["label"] or found["strong"], text)


def targets(text: str) -> list[str]:
    """Where the text's links lead, as written."""
    return [found["target"] for found in _INLINE.finditer(text) if found["target"]]


def address_of(target: str) -> str:
    """The link's address; empty for a named page that this installation does not have."""
    if target.startswith(("https://", "mailto:")):
        return target
    name, _hash, place = target.partition("#")
    try:
        # The page of questions opens the one that «soru» names, also without script.
        return f"{reverse(name)}?soru={place}#{place}" if place else reverse(name)
    except NoReverseMatch:
        return ""


def _block(block: str) -> SafeString:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    for tag, mark in (("ul", _BULLET), ("ol", _NUMBER)):
        if all(mark.match(line) for line in lines):
            items = ((_inline(mark.sub("", line, count=1)),) for line in lines)
            return format_html("<{0}>{1}</{0}>", tag, format_html_join("", "<li>{}</li>", items))
    return format_html("<p>{}</p>", _inline(" ".join(lines)))


def _inline(text: str) -> SafeString:
    return mark_safe("".join(_pieces(text)))  # noqa: S308 -- each piece is escaped by itself


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for found in _INLINE.finditer(text):
        yield escape(text[end : found.start()])
        end = found.end()
        if found["strong"]:
            yield format_html("<strong>{}</strong>", found["strong"])
        elif address := address_of(found["target"]):
            yield format_html('<a href="{}">{}</a>', address, found["label"])
        else:
            yield escape(found["label"])
    yield escape(text[end:])
