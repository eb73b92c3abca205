"""Lists that people put in order with buttons: the same for provinces, districts and windows."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def whole_numbers(values: Sequence[str]) -> list[int]:
    """The posted ids in order, each once; what is no number is dropped."""
    found = [int(text) for text in values if text.isascii() and text.isdigit() and len(text) < 10]
    return list(dict.fromkeys(found))


def moved(items: Sequence[T], wanted: Callable[[T], bool], step: int) -> list[T]:
    """The list with the wanted item one place up (-1) or down (1); at an end, or without such an item, as it was."""
    result = list(items)
    place = next((index for index, item in enumerate(result) if wanted(item)), None)
    if place is not None and 0 <= place + step < len(result):
        result[place], result[place + step] = result[place + step], result[place]
    return result
