"""Anyone can check a paper; nobody can find papers by trying."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.documents.conftest import FORM, SUBJECT, files_in
from usp.accounts.models import User
from usp.documents import throttle
from usp.documents.codes import new_code
from usp.documents.forms_data import PublicFacts
from usp.documents.services.issue import revoke_documents


def check(client, code: str, **extra: str):
    return client.get(f"/dogrula/{code}", **extra)


def test_a_valid_paper_tells_what_it_says_in_initials(client, issue):
    document = issue()
    answer = check(client, document.code)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Bu belge geçerli" in page
    for said in (
        "A. N. Ç. I.",
        FORM.university,
        FORM.workplace_name,
        "5 Ağustos 2024",
        "2 Eylül 2024",
        "20 iş günü",
    ):
        assert said in page
    for secret in (FORM.student_name, "Çağlayan", FORM.student_tckn, FORM.student_no, FORM.student_phone):
        assert secret not in page
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_a_replaced_paper_says_so_and_never_the_new_code(client, issue):
    first, second = issue(), issue()
    page = check(client, first.code).content.decode()
    assert "yerine yenisi düzenlendi" in page
    assert second.code not in page


def test_a_revoked_paper_says_so_but_not_why(client, issue, official):
    document = issue()
    revoke_documents(subject_type=SUBJECT, subject_id=17, actor=official, reason="Öğrenci mezun oldu")
    page = check(client, document.code).content.decode()
    assert "Bu belge iptal edildi" in page
    assert "mezun" not in page


def test_a_code_may_be_entered_in_any_spelling(client, issue):
    document = issue()
    answer = client.get("/dogrula/", {"kod": document.code.lower().replace("-", " ")})
    assert (answer.status_code, answer["Location"]) == (302, f"/dogrula/{document.code}")
    assert check(client, document.code.lower()).status_code == 200


def test_what_cannot_be_a_code_gets_a_sentence(client, db):
    page = client.get("/dogrula/", {"kod": "merhaba"}).content.decode()
    assert "Bu bir doğrulama kodu değil" in page


def without_tokens(content: bytes) -> str:
    """The page without what changes from answer to answer."""
    return re.sub(
        r'(nonce|value|content|data-\w+|hx-headers)=(["\']).*?\2|<input type="hidden"[^>]*>|istek=\w+',
        "",
        content.decode(),
    )


def test_unknown_and_impossible_codes_look_alike(client, db):
    pages = set()
    for code in (new_code(), "AAAA", "7KQ2-M9XD-HVT4-3RB0"):
        answer = check(client, code)
        assert answer.status_code == 404
        pages.add(without_tokens(answer.content).replace(code, ""))
    assert len(pages) == 1


def test_known_unknown_and_impossible_codes_cost_the_same_queries(client, issue):
    costs = set()
    for code in (issue().code, new_code(), "AAAA"):
        with CaptureQueriesContext(connection) as queries:
            check(client, code)
        costs.add(len(queries))
    assert len(costs) == 1


def test_guessing_is_slowed_down_by_address_and_real_checks_are_not(client, issue):
    document = issue()
    for _ in range(throttle.MISSES + 5):
        assert check(client, document.code).status_code == 200
    for _ in range(throttle.MISSES):
        assert check(client, new_code()).status_code == 404
    limited = check(client, new_code())
    assert (limited.status_code, limited["Retry-After"]) == (429, "600")
    assert check(client, document.code).status_code == 429
    assert check(client, document.code, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_an_ipv6_network_counts_as_one_address(client, db):
    for number in range(throttle.MISSES):
        check(client, new_code(), REMOTE_ADDR=f"2001:db8::{number:x}")
    assert check(client, new_code(), REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert check(client, new_code(), REMOTE_ADDR="2001:db8:0:1::1").status_code == 404


def test_without_the_cache_papers_can_be_checked(client, issue, settings):
    code = issue().code
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }
    assert check(client, code).status_code == 200
    assert check(client, new_code()).status_code == 404


def test_no_address_is_kept_in_the_cache(client, db):
    check(client, new_code(), REMOTE_ADDR="203.0.113.9")
    valkey = cache._cache.get_client()
    kept = {key: valkey.get(key) for key in valkey.scan_iter("*documents:misses*")}
    assert len(kept) == 1
    assert "203.0.113.9" not in str(kept)


def download(client, code: str):
    return client.get(reverse("documents:download", args=[code]))


def test_those_who_may_get_the_file_under_its_name(client, issue, intern):
    document = issue()
    client.force_login(intern)
    answer = download(client, document.code)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == (
        f"attachment; filename*=utf-8''Staj%20Ba%C5%9Fvuru%20ve%20Kabul%20Formu%20{document.code}.pdf"
    )
    assert "no-store" in answer["Cache-Control"]


def test_a_stranger_gets_404_and_so_does_everybody_where_no_app_decides(client, issue, intern):
    document = issue()
    elsewhere = issue(subject_type="something_else")
    client.force_login(User.objects.create_user(kind="student", full_name="Can Er"))
    assert download(client, document.code).status_code == 404
    client.force_login(intern)
    assert download(client, elsewhere.code).status_code == 404
    assert download(client, new_code()).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(client, issue):
    assert download(client, issue().code).status_code == 302


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_that_is_not_what_was_issued_is_not_given_out(client, issue, intern, store, harm):
    document = issue()
    (path,) = files_in(store)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")
    client.force_login(intern)
    answer = download(client, document.code)
    assert answer.status_code == 500
    assert "Belgenin dosyası şu anda açılamıyor" in answer.content.decode()


def send_file(client, code: str, content: bytes):
    return client.post(f"/dogrula/{code}", {"file": SimpleUploadedFile("belge.pdf", content, "application/pdf")})


def test_a_file_is_compared_and_nothing_of_it_is_kept(client, issue, store):
    document = issue()
    (path,) = files_in(store)
    content = path.read_bytes()
    assert "data-usp-hash-same >" in send_file(client, document.code, content).content.decode()
    other = send_file(client, document.code, content + b" ").content.decode()
    assert "data-usp-hash-other >" in other
    assert "data-usp-hash-same hidden" in other
    assert files_in(store) == [path]
    assert document.sha256 in other


def test_without_a_file_the_page_asks_for_one(client, issue):
    answer = client.post(f"/dogrula/{issue().code}")
    assert answer.status_code == 422
    assert "Bir dosya seçin" in answer.content.decode()


def test_files_sent_to_unknown_codes_are_counted_as_guesses(client, db):
    assert send_file(client, new_code(), b"x").status_code == 404


def test_a_paper_about_several_people_shows_its_own_lines(client, issue):
    facts = PublicFacts(university="Örnek Üniversitesi", lines=(("Belge", "<b>12 stajyer</b>"),))
    page = check(client, issue(public_facts=facts).code).content.decode()
    assert "&lt;b&gt;12 stajyer&lt;/b&gt;" in page
    assert "Staj tarihleri" not in page
    assert "None" not in page


@pytest.mark.parametrize(("signed", "said"), [(True, "Örnek Mühür"), (False, "dijital olarak imzalanmamıştır")])
def test_the_page_says_whose_digital_signature_the_file_carries(client, issue, settings, tmp_path, signed, said):
    if signed:
        settings.USP_SIGNING = {"certificate": str(tmp_path / "k.p12"), "password": "", "tsa": ""}
        call_command("make_test_certificate", name="Örnek Mühür")
    assert said in check(client, issue().code).content.decode()
