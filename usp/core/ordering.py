"""Names in the order of the Turkish alphabet, sorted by the database, whatever its collation is."""

from django.db.models import CharField, F, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate, Concat, Replace, Trim

from usp.core.turkish import sort_key, upper

_LETTERS = "abcçdefgğhıijklmnoöprsştuüvyzâîû"
_FOREIGN = "qwx"  # whose keys are two signs
_FROM = "".join(letter + upper(letter) for letter in _LETTERS) + upper(_FOREIGN)
_TO = "".join(sort_key(letter) * 2 for letter in _LETTERS) + _FOREIGN


def turkish_order(*columns: str) -> Combinable:
    """Text columns, joined by spaces, as ``turkish.sort_key`` writes them: to order rows that keep no key of their own.

    ``translate`` and friends for every row of the query: microseconds each, meant for the people of one university or
    employer, not for a million.
    """
    text: Combinable = F(columns[0])
    for column in columns[1:]:
        text = Concat(text, Value(" "), F(column), output_field=CharField())
    key: Combinable = Func(text, Value(_FROM), Value(_TO), function="translate", output_field=CharField())
    for letter in _FOREIGN:
        key = Replace(key, Value(letter), Value(sort_key(letter)))
    others = Value(r"[^][\\A-Z0-9~]")  # what is neither letter nor digit separates, as in sort_key
    plain = Func(Collate(key, "C"), others, Value(" "), Value("g"), function="regexp_replace", output_field=CharField())
    return Collate(Trim(plain), "C")
