"""Logs hold no personal data: identity numbers and addresses are masked before any handler sees them."""

import json
import logging
import sys

import pytest

from usp.core.logs import JsonFormatter, MaskFilter, RequestIdFilter, mask, request_id


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("TCKN 10000000146 okundu", "TCKN *********46 okundu"),
        ("10000000146,70000000078", "*********46,*********78"),
        ("/ara?q=10000000146&x=1", "/ara?q=*********46&x=1"),
        ("ayse.cinar@ogr.example.edu.tr yazdı", "a***@ogr.example.edu.tr yazdı"),
        ("a+b@x.example ve z@y.example", "a***@x.example ve z***@y.example"),
        ("vergi 1234567890, sipariş 123456789012", "vergi 1234567890, sipariş 123456789012"),
        ("Gone: /davet/0123456789abcdef0123/", "Gone: /davet/…/"),
        ("hiçbir şey", "hiçbir şey"),
    ],
)
def test_personal_data_are_masked(text: str, masked: str):
    assert mask(text) == masked


def line_of(message: str, *args: object, error: BaseException | None = None) -> dict[str, str]:
    """The record as it is written."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("usp.test", logging.WARNING, __file__, 1, message, args, info)
    for one in (RequestIdFilter(), MaskFilter()):
        assert one.filter(record)
    return json.loads(JsonFormatter().format(record))


def test_arguments_are_masked_as_well():
    line = line_of("%s signed in as %s", 10000000146, "ece@ak.example")
    assert line["message"] == "*********46 signed in as e***@ak.example"


def test_an_exception_s_text_is_masked_as_well():
    try:
        raise ValueError("10000000146 of ece@ak.example")
    except ValueError:
        line = line_of("it failed", error=sys.exc_info()[1])
    assert "ValueError: *********46 of e***@ak.example" in line["exception"]
    assert "10000000146" not in line["exception"]


def test_each_line_names_its_request_and_is_one_json_object():
    token = request_id.set("abc123def456")
    try:
        line = line_of("iki\nsatır «ışık»")
    finally:
        request_id.reset(token)
    assert (line["request"], line["level"], line["logger"]) == ("abc123def456", "WARNING", "usp.test")
    assert line["message"] == "iki\nsatır «ışık»"
    assert line_of("x")["request"] == "-"
