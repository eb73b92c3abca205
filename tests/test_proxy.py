"""The proxy's file and the portal agree: what a form takes gets through, and what gets through a form has words for."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from insurance.forms.sgk import DocumentsForm
from insurance.sgk.matching import MAX_ALL, MAX_FILE
from usp.documents.uploads import MAX_BODY_BYTES, MAX_BYTES, MEGABYTE

CADDY = (settings.ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
AROUND = 2 * MEGABYTE  # the fields and seams of a form that brings a hundred files


def test_the_proxy_takes_the_requests_that_the_portal_takes():
    (limit,) = re.findall(r"^\s*max_size (\d+)MiB$", CADDY, re.MULTILINE)
    assert int(limit) * MEGABYTE == MAX_BODY_BYTES


@pytest.mark.parametrize("most", [MAX_BYTES, MAX_FILE, MAX_ALL])
def test_what_a_form_takes_at_most_gets_through(most):
    assert most + AROUND <= MAX_BODY_BYTES


def test_a_sending_between_the_two_limits_is_refused_by_a_sentence():
    quarter = MAX_ALL // 4
    files = [SimpleUploadedFile(f"{number}.pdf", b"x" * quarter) for number in range(4)]
    assert DocumentsForm({}, MultiValueDict({"documents": files})).is_valid()
    refused = DocumentsForm({}, MultiValueDict({"documents": [*files, SimpleUploadedFile("e.pdf", b"x")]}))
    assert "36 MB" in str(refused.errors["documents"])
    assert str(MAX_ALL // MEGABYTE) in str(DocumentsForm().fields["documents"].help_text)
