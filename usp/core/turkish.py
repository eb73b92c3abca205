"""Turkish text: alphabet order, search folding, case, and the suffixes that follow names and numbers.

The demo's PostgreSQL has no ICU and Python's own ``upper`` and ``lower`` follow English rules, so nothing else in
the portal changes case or sorts names.
"""

import re
import unicodedata

_ALPHABET = "abcçdefgğhıijklmnoöprsştuüvyz"
_FOREIGN = {"q": "k~", "w": "v~", "x": "ks", "â": "a", "î": "i", "û": "u"}
_ORDER = {letter: chr(ord("A") + index) for index, letter in enumerate(_ALPHABET)}
_FOLD = str.maketrans("çğıöşüâîû", "cgiosuaiu")
_BACK, _FRONT = "aıouâû", "eiöüî"
_HARD = "fstkçşhp"
# Names of institutions end in a word like these, whose ending takes an «n» before the next and no apostrophe.
_HEADS = {
    "ajansı", "bakanlığı", "bankası", "başkanlığı", "belediyesi", "birliği", "dairesi", "derneği", "enstitüsü",
    "fakültesi", "hastanesi", "idaresi", "işletmesi", "kaymakamlığı", "komutanlığı", "konservatuvarı",
    "kooperatifi", "kulübü", "kurulu", "kurumu", "merkezi", "meclisi", "müdürlüğü", "müşavirliği", "odası",
    "ofisi", "okulu", "ortaklığı", "rektörlüğü", "sandığı", "sekreterliği", "şirketi", "şubesi", "üniversitesi",
    "vakfı", "valiliği", "yönetimi", "yüksekokulu",
}  # fmt: skip
_DIGIT_WORDS = {
    "0": "sıfır", "1": "bir", "2": "iki", "3": "üç", "4": "dört",
    "5": "beş", "6": "altı", "7": "yedi", "8": "sekiz", "9": "dokuz",
}  # fmt: skip
_TENS_WORDS = {
    "1": "on", "2": "yirmi", "3": "otuz", "4": "kırk", "5": "elli",
    "6": "altmış", "7": "yetmiş", "8": "seksen", "9": "doksan",
}  # fmt: skip


def lower(text: str) -> str:
    """Lower case by Turkish rules: I → ı, İ → i."""
    return unicodedata.normalize("NFC", text).replace("I", "ı").replace("İ", "i").lower()


def upper(text: str) -> str:
    """Upper case by Turkish rules: i → İ, ı → I."""
    return unicodedata.normalize("NFC", text).replace("i", "İ").replace("ı", "I").upper()


def title(text: str) -> str:
    """Each word with one capital by Turkish rules: «İSTANBUL ÜNİVERSİTESİ» → «İstanbul Üniversitesi»."""
    return " ".join(upper(word[:1]) + lower(word[1:]) for word in text.split(" "))


def sort_key(text: str) -> str:
    """A text whose plain byte order is the order of the Turkish alphabet; digits come before letters."""
    letters = lower(text)
    for foreign, native in _FOREIGN.items():
        letters = letters.replace(foreign, native)
    return "".join(
        _ORDER.get(letter, letter if letter.isdigit() or letter == "~" else " ") for letter in letters
    ).strip()


def fold(text: str) -> str:
    """A text for searching: lower case, without dots and tails, so that «sukru» finds «Şükrü»."""
    return " ".join(lower(text).translate(_FOLD).split())


def _last_word(text: str) -> str:
    """The word whose sound decides the suffix: numbers are read aloud."""
    word = lower(text).rstrip(").»”’'\" ")
    # «17.00» is said «on yedi», the dots of «10.000» are not said at all.
    word = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", re.sub(r"(?<=\d)[.:]00$", "", word))
    if not word or not word[-1].isdigit():
        return word
    if word[-1] != "0":
        return _DIGIT_WORDS[word[-1]]
    digits = word[len(word.rstrip("0123456789")) :]
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == len(digits):
        return "sıfır"
    if zeros == 1:
        return _TENS_WORDS[digits[-2]]
    return "yüz" if zeros == 2 else "bin" if zeros <= 5 else "milyon"


def _vowel(word: str) -> str:
    return next((letter for letter in reversed(word) if letter in _BACK + _FRONT), "e")


def locative(name: str) -> str:
    """The name with «-de» in the right form: Ankara'da, İzmir'de, Tokat'ta, 2024'te."""
    word = _last_word(name)
    hard = word[-1:] in _HARD
    return f"{name}’{'t' if hard else 'd'}{'a' if _vowel(word) in _BACK else 'e'}"


def dative(name: str) -> str:
    """The name with «-e» in the right form: Ankara'ya, İzmir'e, 17.00'ye, 2024'e."""
    word = _last_word(name)
    buffer = "y" if word[-1:] in _BACK + _FRONT else ""
    return f"{name}’{buffer}{'a' if _vowel(word) in _BACK else 'e'}"


def genitive(name: str) -> str:
    """The name with «-in» in the right form: Ankara'nın, Ayşe'nin, Mehmet'in, 2024'ün."""
    word = _last_word(name)
    buffer = "n" if word[-1:] in _BACK + _FRONT else ""
    vowel = {"a": "ı", "ı": "ı", "â": "ı", "o": "u", "u": "u", "û": "u", "e": "i", "i": "i", "î": "i"}.get(
        _vowel(word), "ü"
    )
    return f"{name}’{buffer}{vowel}n"


def to_institution(name: str) -> str:
    """An institution as a letter addresses it: «Mühendislik Fakültesi» → «Mühendislik Fakültesine».

    A name that does not end like one («Öz Işık Ltd. Şti.») stays as it is: a wrong ending would be worse than none.
    """
    word = lower(name).split(" ")[-1]
    return f"{name}n{'a' if _vowel(word) in _BACK else 'e'}" if word in _HEADS else name


def head_office(university: str) -> str:
    """Who runs it, as a letter addresses it: «… Üniversitesi Rektörlüğüne», «… Meslek Yüksekokulu Müdürlüğüne»."""
    office = "Müdürlüğü" if lower(university).endswith("yüksekokulu") else "Rektörlüğü"
    return to_institution(f"{university} {office}")
