"""A university words its papers itself: drafts, versions, signatures in order, and back to the portal's own texts."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from insurance.forms.paper_forms import usual_boxes
from insurance.models import PaperForm
from insurance.paper_kinds import Paper
from insurance.papers.forms import form_of
from insurance.selectors.paper_forms import versions_of
from insurance.services.paper_forms import (
    FormContent,
    back_to_usual,
    next_version,
    publish_form,
    save_draft,
    take_back_draft,
)
from tests.factories import OfficialFactory, UnitFactory, UniversityFactory
from tests.keeping import kept
from tests.people import browser
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
KIND = Paper.CONTRACT
URL = reverse("insurance:paper-form", args=[KIND.value])
BOX = {"role": "Öğrenci", "name": "[öğrenci]", "note": "İmza"}


@kept
def manager(at):
    at("2024-05-13 10:00")
    return OfficialFactory().user


def content(**words) -> FormContent:
    return FormContent(**{"want": "always", "letterhead": ("Kariyer Merkezi",), **words})


def code_of(verb, **words) -> str:
    with pytest.raises(RuleViolation) as refusal:
        verb(**words)
    return refusal.value.code


def test_a_draft_prints_nothing_until_it_is_published(manager):
    university = UniversityFactory()
    draft = save_draft(actor=manager, kind=KIND, content=content())
    assert form_of(university, KIND) is None
    publish_form(actor=manager, kind=KIND)
    assert form_of(university, KIND) == draft
    assert form_of(UniversityFactory(code="baska"), KIND) is None


def test_a_published_version_never_changes_and_the_next_takes_its_place(manager):
    save_draft(actor=manager, kind=KIND, content=content())
    first = publish_form(actor=manager, kind=KIND)
    for change in (lambda: PaperForm.objects.filter(pk=first.pk).update(footer="x"), first.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    save_draft(actor=manager, kind=KIND, content=content(footer="Yeni"))
    second = publish_form(actor=manager, kind=KIND)
    assert (second.version, form_of(first.university, KIND).footer) == (2, "Yeni")
    newest, oldest = versions_of(first.university, KIND)
    assert [one.label for one in newest.differences] == ["Alt bilgi"]
    assert (newest.is_standing, oldest.is_standing) == (True, False)


def test_nothing_new_is_not_published(manager):
    assert code_of(publish_form, actor=manager, kind=KIND) == "no_draft"
    save_draft(actor=manager, kind=KIND, content=content())
    publish_form(actor=manager, kind=KIND)
    save_draft(actor=manager, kind=KIND, content=content())
    assert code_of(publish_form, actor=manager, kind=KIND) == "unchanged"
    assert take_back_draft(actor=manager, kind=KIND)
    assert not take_back_draft(actor=manager, kind=KIND)


def test_an_earlier_version_opens_as_a_draft_and_the_portals_texts_come_back(manager):
    save_draft(actor=manager, kind=KIND, content=content(signatures=(BOX,)))
    publish_form(actor=manager, kind=KIND)
    usual = back_to_usual(actor=manager, kind=KIND)
    assert (usual.version, usual.signatures, usual.texts, usual.letterhead) == (2, [], {}, [])
    draft = next_version(actor=manager, kind=KIND, version=1)
    assert (draft.version, draft.signatures) == (3, [BOX])


def test_two_windows_do_not_overwrite_each_other(manager, at):
    first = save_draft(actor=manager, kind=KIND, content=content())
    at("2024-05-13 10:05")
    second = save_draft(actor=manager, kind=KIND, content=content(footer="A"), seen_at=first.written_at)
    assert (
        code_of(save_draft, actor=manager, kind=KIND, content=content(footer="B"), seen_at=first.written_at)
        == "changed"
    )
    assert save_draft(actor=manager, kind=KIND, content=content(footer="A")) == second  # a second click


def test_only_the_manager_of_the_whole_university_words_papers(manager):
    part = OfficialFactory(unit=UnitFactory()).user
    adviser = OfficialFactory(role=UniversityRole.ADVISER).user
    for user in (part, adviser):
        assert code_of(save_draft, actor=user, kind=KIND, content=content()) == "not_yours"


def posted(**changes: str) -> dict[str, str]:
    data = {"want": "always", "comes_back_signed": "on", "letterhead": "Kariyer Merkezi", "footer": "", "boxes": "1"}
    return {**data, "role_0": "Öğrenci", "name_0": "", "note_0": "İmza", **changes}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"want": "bazen"}, "bazen"),
        ({"letterhead": "\n".join("abcde")}, "En çok dört satır"),
        ({"letterhead": "x" * 91}, "en çok 90 karakter"),
        ({"name_0": "[ad soyad]"}, "Bilinmeyen bilgi: [ad soyad]"),
        ({"role_0": "", "note_0": "İmza"}, "Kimin imzalayacağını yazın"),
        ({"boxes": "yüz"}, ""),
        ({"boxes": "99"}, ""),
    ],
)
def test_bad_input_is_a_sentence_and_keeps_what_was_typed(manager, changes, sentence):
    answer = browser(manager).post(URL, posted(footer="Kaybolmasın", **changes))
    assert answer.status_code == 422
    body = answer.content.decode()
    assert sentence in body
    assert "Kaybolmasın" in body
    assert not PaperForm.objects.exists()


def test_signatures_are_added_moved_and_removed_without_saving_and_without_script(manager):
    page = browser(manager)
    two = posted(boxes="2", role_1="İşveren", name_1="", note_1="Kaşe", footer="Kaybolmasın")
    for step, roles in (
        ("asagi-0", ["İşveren", "Öğrenci"]),
        ("cikar-0", ["İşveren"]),
        ("ekle", ["Öğrenci", "İşveren", ""]),
        ("yukari-0", ["Öğrenci", "İşveren"]),
        ("cikar-77", ["Öğrenci", "İşveren"]),
        ("nereye", ["Öğrenci", "İşveren"]),
    ):
        answer = page.post(URL, {**two, "step": step})
        form = answer.context["form"]
        assert [fields[0].value() for _row, fields in form.box_rows()] == roles, step
        assert "Kaybolmasın" in answer.content.decode()
    part = page.post(URL, {**two, "step": "ekle"}, headers={"HX-Request": "true"}).content.decode()
    assert "İmza sırası" in part
    assert "Kaybolmasın" not in part  # only the signatures come
    assert not PaperForm.objects.exists()


def test_texts_as_the_portal_words_them_are_not_stored(manager):
    page = browser(manager)
    shown = page.get(URL).context["form"]
    data = {name: shown[name].value() or "" for name in shown.fields if name not in ("logo",)}
    page.post(URL, {**data, "want": "always", "comes_back_signed": "on"})
    draft = PaperForm.objects.get()
    assert (draft.texts, draft.signatures) == ({}, [])
    assert len(usual_boxes(KIND)) == 3


def test_the_preview_shows_what_is_typed_and_keeps_nothing(manager):
    url = reverse("insurance:paper-form-preview", args=[KIND.value])
    page = browser(manager)
    answer = page.post(url, posted(footer="Yazılan"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.content.startswith(b"%PDF")
    wrong = page.post(url, posted(name_0="[ad soyad]"))
    assert wrong.status_code == 422
    assert "[ad soyad]" in wrong.content.decode()
    assert not PaperForm.objects.exists()


@pytest.mark.parametrize("kind", ["yok", "sgk_entry"])
def test_a_paper_that_is_not_the_universitys_has_no_editor(manager, kind):
    assert browser(manager).get(reverse("insurance:paper-form", args=[kind])).status_code == 404


def test_the_list_costs_the_same_with_versions(manager, django_assert_max_num_queries, at):
    save_draft(actor=manager, kind=KIND, content=content())
    publish_form(actor=manager, kind=KIND)
    at("2024-05-14 10:00")
    save_draft(actor=manager, kind=KIND, content=content(footer="x"))
    page = browser(manager)
    with django_assert_max_num_queries(16):
        body = page.get(reverse("insurance:paper-forms")).content.decode()
    assert "Taslak var" in body
    assert "1. sürümünüz" in body
