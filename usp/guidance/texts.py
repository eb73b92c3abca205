"""Texts that are data, in Turkish and English: common questions and the portal's own notices.

A text may name values of the season, ``{{ like_this }}``; whoever shows it gives them.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from usp.core import turkish
from usp.guidance import markup

_HERE = Path(__file__).parent
Facts = Mapping[str, str | int | bool]


@dataclass(frozen=True)
class Question:
    """One question with its answer, filled in. ``id`` is its anchor and stays for ever."""

    id: str
    question: str
    answer: str

    @property
    def html(self) -> SafeString:
        """The answer as HTML."""
        return markup.to_html(self.answer)

    def has(self, words: list[str]) -> bool:
        """Whether question and answer hold every one of the folded words."""
        text = turkish.fold(f"{self.question} {markup.plain(self.answer)}")
        return all(word in text for word in words)


@dataclass(frozen=True)
class Group:
    """Questions of one subject; ``part`` is «students» or «officials»."""

    id: str
    part: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Section:
    """One headed part of a notice."""

    title: str
    text: str

    @property
    def html(self) -> SafeString:
        """The text as HTML."""
        return markup.to_html(self.text)


@dataclass(frozen=True)
class Notice:
    """A notice of the portal in one of its versions."""

    title: str
    lead: str
    version: int
    since: dt.date
    sections: tuple[Section, ...]


def language() -> str:
    """The language of the page: Turkish or English."""
    return "en" if get_language() == "en" else "tr"


def questions(facts: Facts, search: str = "") -> list[Group]:
    """The common questions in the page's language, with the season's values.

    ``search`` keeps those that hold its words. A group without a match is left out. Words are found
    without Turkish dots and tails.
    """
    words = turkish.fold(search).split()
    parts = {group["id"]: group["part"] for group in _file("faq/tr.toml")["group"]}
    groups = []
    for group in _file(f"faq/{language()}.toml")["group"]:
        made = [Question(one["id"], one["question"], _filled(one["answer"], facts)) for one in group["question"]]
        found = tuple(one for one in made if one.has(words))
        if found:
            groups.append(Group(group["id"], parts[group["id"]], group["title"], found))
    return groups


def seed_questions() -> dict[str, str]:
    """Question of a seed («A1» … «B12») → id of the question here that answers it."""
    return {
        seed: one["id"] for group in _file("faq/tr.toml")["group"] for one in group["question"] for seed in one["seed"]
    }


def notice(name: str, facts: Facts) -> Notice:
    """A notice («kvkk», «erisilebilirlik») in the page's language and its newest version."""
    version = versions(name)[-1]
    data = _file(f"notices/{name}-{version}.{language()}.toml")
    sections = tuple(Section(one["title"], _filled(one["text"], facts)) for one in data["section"])
    return Notice(data["title"], _filled(data["lead"], facts), version, data["since"], sections)


@cache
def versions(name: str) -> list[int]:
    """The versions of a notice, oldest first; earlier ones stay as files."""
    return sorted(int(path.name.split(".")[0].rpartition("-")[2]) for path in _HERE.glob(f"notices/{name}-*.tr.toml"))


def _file(name: str) -> dict[str, Any]:
    return _read(name) if not settings.DEBUG else _read.__wrapped__(name)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))


@cache
def _template(text: str) -> Any:
    return engines["django"].from_string("{% autoescape off %}" + text + "{% endautoescape %}")


def _filled(text: str, facts: Facts) -> str:
    """The text with its values; what it becomes is escaped when it is shown."""
    return str(_template(text).render(dict(facts))) if "{" in text else text
