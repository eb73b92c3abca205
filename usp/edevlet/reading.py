"""Reading JSON that has to be what docs/edevlet.md promises: typed values, or the name of the field that is wrong."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models


class MalformedRecords(ValueError):  # noqa: N818 -- reads as what it says
    """The JSON is not what docs/edevlet.md promises; the text names the field, never its value."""


class Reader:
    """Takes typed values out of one JSON object; anything else is ``MalformedRecords`` naming the field."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise MalformedRecords(where)
        self._data, self._where = data, where

    def _fail(self, name: str) -> MalformedRecords:
        return MalformedRecords(f"{self._where}.{name}")

    def text(self, name: str, *, empty: bool = False) -> str:
        value = self._data.get(name)
        if not isinstance(value, str) or not (empty or value.strip()):
            raise self._fail(name)
        return value

    def optional_text(self, name: str) -> str | None:
        return None if self._data.get(name) is None else self.text(name)

    def grade(self, name: str) -> str | None:
        value = self.optional_text(name)
        try:
            if value is not None and not Decimal(value).is_finite():
                raise self._fail(name)
        except InvalidOperation:
            raise self._fail(name) from None
        return value

    def number(self, name: str) -> int:
        value = self._data.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._fail(name)
        return value

    def flag(self, name: str) -> bool:
        value = self._data.get(name)
        if not isinstance(value, bool):
            raise self._fail(name)
        return value

    def date(self, name: str) -> dt.date:
        try:
            return dt.date.fromisoformat(self.text(name))
        except ValueError:
            raise self._fail(name) from None

    def optional_date(self, name: str) -> dt.date | None:
        return None if self._data.get(name) is None else self.date(name)

    def moment(self, name: str) -> dt.datetime:
        try:
            value = dt.datetime.fromisoformat(self.text(name))
        except ValueError:
            raise self._fail(name) from None
        if value.tzinfo is None:
            raise self._fail(name)
        return value

    def choice(self, name: str, choices: type[models.TextChoices]) -> str:
        value = self.text(name)
        if value not in choices.values:
            raise self._fail(name)
        return value

    def objects(self, name: str) -> list[Any]:
        value = self._data.get(name)
        if not isinstance(value, list):
            raise self._fail(name)
        return value

    def value(self, name: str) -> Any:
        return self._data.get(name)
