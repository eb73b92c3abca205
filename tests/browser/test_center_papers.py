"""An adviser on Monday morning, part two: one print for all, the signed papers, SGK's file, its documents back."""

import pytest
from django.urls import reverse

from insurance.models import EntryDocument
from insurance.services.case_moves import set_health_cover
from insurance.services.record_checks import vouch_for_record
from insurance.states import CaseState
from tests.browser.conftest import Visitor
from tests.browser.test_internship_end import as_user
from tests.browser.test_journey import wait_for
from tests.factories import OfficialFactory
from tests.insurance.sgk_world import SgkWorld, make_sgk_world
from tests.insurance.test_sgk_documents import pdf
from tests.offers.world import student_of
from usp.accounts.models import UniversityRole

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_batch_print_to_shared_entry_documents(visit, portal: str, season_clock, at, worker) -> None:
    desk = make_sgk_world(at, "Ayşe Çınar", "Şükrü Iğdır", ready=False)
    season_clock("2024-05-20 10:00")  # a Monday
    unit = desk.placements[0].department.unit
    adviser = as_user(visit, portal, OfficialFactory(role=UniversityRole.ADVISER, unit=unit).user, width=1280)
    print_for_all(adviser)
    take_in(adviser)
    officer = as_user(visit, portal, desk.officer, width=1280)
    complete(officer, desk)
    declare(officer, desk)
    bring_documents_back(officer, desk)
    student = as_user(visit, portal, student_of(desk.placements[0].offer), width=390)
    student.go(reverse("offers:my-placement", args=[desk.placements[0].pk]))
    shared = EntryDocument.objects.get(name="ayse_cinar.pdf").upload_id
    assert student.page.locator(f'a[href="{reverse("documents:upload", args=[shared])}"]').is_visible()


def print_for_all(adviser: Visitor) -> None:
    """One file with the acceptance forms of everybody in the list."""
    adviser.go(reverse("insurance:interns"))
    adviser.press("Belgeleri yazdır")
    adviser.page.check("input[name=kinds][value=acceptance_form]")
    adviser.press("Belgeleri hazırla")
    ready = adviser.page.get_by_role("link", name="PDF’i indir")
    ready.wait_for()
    adviser.look()
    with adviser.page.expect_download() as download:
        ready.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def take_in(adviser: Visitor) -> None:
    """The signed papers of both, ticked in one list."""
    adviser.go(reverse("insurance:paper-desk"))
    for tick in adviser.page.locator("input[name=p]").all():
        tick.check()
    adviser.page.fill("input[name=signed_on]", "2024-05-20")
    adviser.press("İşaretlediklerimi teslim aldım")


def complete(officer: Visitor, desk: SgkWorld) -> None:
    """Nothing is missing: the cases wait for their entry."""
    for case in desk.cases:
        set_health_cover(case_id=case.pk, has_cover=True, actor=desk.officer)
        officer.go(reverse("insurance:case-step", args=[case.pk, "evrak"]))
        officer.press("Evrakı tamam olarak kaydet")
        vouch_for_record(case_id=case.pk, actor=desk.officer)
    assert [case.state for case in desk.cases] == [CaseState.PAPERS_RECEIVED] * 2


def declare(officer: Visitor, desk: SgkWorld) -> None:
    """The file for SGK leaves, and SGK's answers come in."""
    officer.go(reverse("insurance:sgk"))
    officer.press("Giriş dosyası yap")
    with officer.page.expect_download() as download:
        officer.page.locator("button[name=bicim][value=xml]").click()
    content = download.value.path().read_bytes()
    numbers = [placement.student.tckn for placement in desk.placements]
    assert all(number.encode() in content for number in numbers)
    answers = "TCKN;islemSonucu;islemAciklamasi;referansKodu\n" + "".join(
        f"{one};Kabul edildi;;88{one[:4]}\n" for one in numbers
    )
    officer.go(reverse("insurance:sgk-answers"))
    officer.page.set_input_files(
        "input[name=file]", {"name": "cevap.csv", "mimeType": "text/csv", "buffer": answers.encode()}
    )
    officer.press("Yükle ve göster")
    officer.press("Cevapları işle")
    assert [case.state for case in desk.cases] == [CaseState.ENTRY_DECLARED] * 2


def bring_documents_back(officer: Visitor, desk: SgkWorld) -> None:
    """The entry documents find their students by name and are shared with them and the employer."""
    officer.go(reverse("insurance:sgk-documents"))
    files = [
        {"name": name, "mimeType": "application/pdf", "buffer": pdf(name).read()}
        for name in ("ayse_cinar.pdf", "sukru_igdir.pdf")
    ]
    officer.page.set_input_files("input[name=documents]", files)
    officer.press("Yükle")
    heading = officer.page.get_by_role("heading", name="2 giriş belgesi paylaşılmaya hazır")
    wait_for(lambda: officer.page.reload() is not None and heading.is_visible())
    officer.look()
    officer.press("Öğrenci ve işverenle paylaş")
    assert [case.state for case in desk.cases] == [CaseState.ENTRY_SHARED] * 2
