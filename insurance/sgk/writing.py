"""The bulk files that SGK takes: SGK4AISEGIRIS and SGK4AISTENCIKIS, checked against our schema before they leave.

Constants, because the law asks for nothing else: neither disability nor criminal record is told («H»), no degree of a
student is told (year 0), and an intern is paid neither wage nor premium by the university (0.00).
"""

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from insurance.sgk.people import DECLARED_AS, DEPARTMENT_CHARS, Codes, Person, Workplace, written
from usp.core.errors import RuleViolation

ENTRY, EXIT = "SGK4AISEGIRIS", "SGK4AISTENCIKIS"
_SCHEMA = Path(__file__).with_name("sgk4a.xsd")
_NOT_TOLD = "H"
_NOTHING = "0.00"


class SchemaError(RuleViolation):
    """A file that our own schema refuses: it never leaves. The message names the first fault, no person."""


def entry_xml(workplace: Workplace, people: Iterable[Person], codes: Codes, encoding: str) -> bytes:
    """The file of entries. UnicodeEncodeError when somebody was not asked of ``problem_of``; SchemaError."""
    root = _file(ENTRY, workplace, codes)
    for person in people:
        etree.SubElement(root[1], "SIGORTALI", _entry_fields(person, codes))
    return _bytes(root, encoding)


def exit_xml(workplace: Workplace, people: Iterable[Person], codes: Codes, encoding: str) -> bytes:
    """The file of exits; the month before is told only of somebody who was insured in it."""
    root = _file(EXIT, workplace, codes)
    for person in people:
        row = etree.SubElement(root[1], "SIGORTALI", _exit_fields(person, codes))
        if (person.started_on.year, person.started_on.month) < (person.day.year, person.day.month):
            etree.SubElement(row, "ONCEKIDONEM", _period(person))
        etree.SubElement(row, "BULUNDUGUMUZDONEM", _period(person))
    return _bytes(root, encoding)


def cut(text: str, chars: int) -> str:
    """A title or an address as the field takes it: capitals, cut at its length."""
    return written(text)[:chars].rstrip()


def _entry_fields(person: Person, codes: Codes) -> dict[str, str]:
    return {
        "TCKNO": person.tckn,
        "AD": written(person.first_name),
        "SOYAD": written(person.last_name),
        "ISEGIRISTARIHI": person.day.isoformat(),
        "SIGORTAKOLU": codes.insurance_branch,
        "OZURLUKODU": _NOT_TOLD,
        "ESKIHUKUMLU": _NOT_TOLD,
        "OGRENIMKODU": codes.education_code,
        "MEZUNIYETYILI": "0",
        "MEZUNIYETBOLUMU": cut(person.department, DEPARTMENT_CHARS),
        "CSGBISKOLU": codes.work_branch,
        "MESLEKKODU": person.occupation,
        "GOREVKODU": codes.duty_code,
    }


def _exit_fields(person: Person, codes: Codes) -> dict[str, str]:
    return {
        "TCKNO": person.tckn,
        "AD": written(person.first_name),
        "SOYAD": written(person.last_name),
        "ISTENCIKISTARIHI": person.day.isoformat(),
        "MESLEKKODU": person.occupation,
        "ISTENAYRILISNEDENI": codes.exit_reason,
        "CSGBISKOLU": codes.work_branch,
        "UCRETYUZDEUSULU": _NOT_TOLD,
    }


def _period(person: Person) -> Mapping[str, str]:
    return {
        "BELGETURU": person.document_type,
        "HAKEDILENUCRET": _NOTHING,
        "PRIMIKRAMIYE": _NOTHING,
        "EKSIKGUNSAYISI": "0",
        "EKSIKGUNNEDENI": "0",
    }


def _file(kind: str, workplace: Workplace, codes: Codes) -> etree._Element:
    root = etree.Element(kind)
    etree.SubElement(
        root,
        "ISYERI",
        {
            "ISYERISICIL": workplace.registry_number,
            "ISYERIARACINO": workplace.agent_number,
            "ISYERIUNVAN": cut(workplace.title, codes.title_chars),
            "ISYERIADRES": cut(workplace.address, codes.address_chars),
        },
    )
    etree.SubElement(root, "SIGORTALILAR")
    return root


def _bytes(root: etree._Element, encoding: str) -> bytes:
    """The file's bytes. Encoded strictly: the XML library would write what does not fit as a number."""
    text = etree.tostring(root, encoding="unicode", pretty_print=True)
    content = f'<?xml version="1.0" encoding="{DECLARED_AS[encoding]}"?>\n{text}'.encode(encoding)
    check(content)
    return content


def check(content: bytes) -> None:
    """Hold a file against our schema; SchemaError with the first fault."""
    schema = _schema()
    try:
        root = parsed(content)
    except ValueError as error:
        raise SchemaError(str(error), code="sgk_schema") from error
    if not schema.validate(root):
        first = schema.error_log[0]
        raise SchemaError(f"{first.path}: {first.type_name}", code="sgk_schema")


def parsed(content: bytes) -> etree._Element:
    """The root of an XML file, of ours or of strangers: nothing is followed or fetched, and a file that declares
    anything (a DOCTYPE with its entities) is no file for us. ValueError says so, without quoting the file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not XML: {error.lineno}") from None
    if root.getroottree().docinfo.doctype:
        raise ValueError("a DOCTYPE")
    return root


@functools.cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(parsed(_SCHEMA.read_bytes()))
