"""The form's pages: declarations with their proofs, institutions, consents, review; two tabs, back button, deadline."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Declaration, ItemKind
from applications.services.declaring import change_declaration, give_consents, save_institutions
from applications.services.preferences import ProvinceChoice, save_preferences
from tests.applications.conftest import IN_SEASON, TOO_LATE
from tests.applications.form_world import SHAPES, FormWorld, make_form_world
from tests.applications.test_pages import says, text_of, url
from tests.documents.lies import LIES, lie, proof
from tests.factories import StudentFactory, UploadFactory
from tests.full_disk import full_disk
from usp.core.db import acting
from usp.documents.models import Upload
from usp.documents.uploads import _SENTENCES
from usp.reference.models import Institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(ground, at, client) -> FormWorld:
    at(IN_SEASON)
    made = make_form_world(ground)
    client.force_login(made.user)
    return made


def add_url(kind: str = "project") -> str:
    return reverse("applications:declaration-add", args=[kind])


def edit_url(item: Declaration) -> str:
    return reverse("applications:declaration-edit", args=[item.pk])


def test_the_form_leads_to_its_first_unfinished_step(client, world):
    def leads_to():
        return client.get(url("form"))["Location"]

    assert leads_to() == url("declarations")
    world.declare()
    assert leads_to() == url("stage-two")
    save_preferences(
        actor=world.user, application_id=world.application.pk, provinces=[ProvinceChoice(6, all_districts=True)]
    )
    assert leads_to() == url("consents")
    give_consents(actor=world.user, application_id=world.application.pk, text_ids=world.texts())
    assert leads_to() == url("stage-two-review")
    assert says(client.get(url("stage-two-review")), "Zorunlu adımlar: 3 / 4 (%75)")


@pytest.mark.parametrize("kind", SHAPES)
def test_each_shape_is_declared_through_its_page(client, world, kind):
    page = client.get(add_url(kind))
    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    saved = client.post(add_url(kind), world.posted(kind, proof=proof()))
    assert saved["Location"] == f"{url('declarations')}?kaydedildi={kind}:yeni#{kind}"
    page = client.get(saved["Location"])
    assert f'data-usp-keep-done="{world.user.pk}:{kind}:yeni"' in page.content.decode()
    item = Declaration.objects.get()
    for shown in filter(None, (item.title, item.issuer, item.proof.name)):
        assert shown in text_of(page)
    again = client.get(edit_url(item)).content.decode()
    assert 'type="file"' in again
    assert all(f'value="{value}"' in again for name, value in world.posted(kind).items() if name in ("title", "amount"))


def test_every_mistake_is_told_at_once_and_what_was_typed_stays(client, world):
    page = client.post(add_url(), {"title": "  ", "issuer": "TÜBİTAK", "dated_on": "2030-01-01", "proof": proof()})
    assert page.status_code == 422
    for sentence in ("Kısa bir başlık yazın.", "Tarih bugünden sonra olamaz.", "Listeden birini seçin."):
        assert says(page, sentence)
    content = page.content.decode()
    assert 'value="TÜBİTAK"' in content
    assert 'value="2030-01-01"' in content
    kept = Upload.objects.get()  # the good file need not be chosen again
    assert re.search(rf'name="kept_proof" value="{kept.pk}"', content)
    assert says(page, "yüklendi; kaydedince geçerli olur")
    client.post(add_url(), world.posted(kept_proof=kept.pk))
    assert Declaration.objects.get().proof == kept


def test_somebody_elses_file_cannot_be_named(client, world):
    foreign = UploadFactory(purpose="declaration_proof")
    page = client.post(add_url(), world.posted(kept_proof=foreign.pk))
    assert says(page, "Kanıtlayan belgeyi ekleyin")
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("name", [*(one for one in LIES if LIES[one][2] not in ("bomb", "pages"))])
def test_every_lie_of_a_file_is_told_on_the_page(client, world, name):
    page = client.post(add_url(), world.posted(proof=lie(name)))
    assert page.status_code == 422
    sentence = "Dosya boş geldi" if name == "0 bytes" else str(_SENTENCES[LIES[name][2]]).split(".")[0]
    assert says(page, sentence)
    assert (Declaration.objects.count(), Upload.objects.count()) == (0, 0)
    assert 'value="Su kalitesi ölçümü"' in page.content.decode()


def test_half_a_gigabyte_is_a_413_that_says_the_way_out(client, world):
    page = client.post(add_url(), world.posted(proof=proof()), headers={"content-length": str(500 * 1024 * 1024)})
    assert page.status_code == 413
    assert says(page, "Dosya çok büyük")


def test_the_full_disk_is_told_and_what_was_typed_stays(client, world):
    typed = world.posted(proof=proof())
    with full_disk(room=100):
        page = client.post(add_url(), typed)
    assert page.status_code == 422
    assert says(page, "Dosya şu anda kaydedilemedi")
    assert 'value="Su kalitesi ölçümü"' in page.content.decode()


def test_the_second_click_and_the_back_button_add_nothing(client, world):
    for _click in range(2):
        assert client.post(add_url(), world.posted(proof=proof())).status_code == 302
    assert Declaration.objects.count() == 1


def test_the_second_tab_sees_both_and_may_still_decide(client, world):
    item = world.declare()
    change_declaration(actor=world.user, declaration_id=item.pk, version=1, values=world.values(title="Birinci sekme"))
    page = client.post(edit_url(item), world.posted(title="İkinci sekme", version="1"))
    assert page.status_code == 422
    assert says(page, "başka bir sekmede ya da cihazda değiştirildi")
    assert re.search(r"<td[^>]*>Birinci sekme</td><td[^>]*>İkinci sekme</td>", page.content.decode())
    assert 'name="version" value="2"' in page.content.decode()
    assert 'value="İkinci sekme"' in page.content.decode()
    client.post(edit_url(item), world.posted(title="İkinci sekme", version="2"))
    item.refresh_from_db()
    assert (item.title, item.version) == ("İkinci sekme", 3)


def test_htmx_gets_the_form_with_its_sentences_or_the_way_on(client, world):
    part = client.post(add_url(), world.posted(title=""), headers={"hx-request": "true"})
    assert part.status_code == 422
    assert "<html" not in part.content.decode()
    done = client.post(add_url(), world.posted(proof=proof()), headers={"hx-request": "true"})
    assert (done.status_code, done["HX-Redirect"].startswith(url("declarations"))) == (204, True)


def test_an_expired_session_comes_back_to_the_same_form(client, world):
    client.logout()
    answer = client.post(add_url(), world.posted(proof=proof()))
    assert answer["Location"] == f"{reverse('portal:sign-in')}?next={add_url()}"
    client.force_login(world.user)
    page = client.get(add_url())
    assert f'data-usp-keep="{world.user.pk}:project:yeni"' in page.content.decode()


def test_the_deadline_passing_midway_keeps_everything_readable(client, world, at):
    item = world.declare()
    at(TOO_LATE)
    for address, data in ((add_url("club"), world.posted("club")), (edit_url(item), world.posted(title="Geç"))):
        page = client.post(address, data | {"proof": proof(), "version": "1"})
        assert page.status_code == 422
        assert says(page, "Başvurular 10 Mart 2024 Pazar 23.59 itibarıyla sona erdi; kaydedilenler duruyor")
        assert client.get(address)["Location"] == url("declarations")
    page = client.get(url("declarations"))
    assert says(page, "artık değiştirilemez")
    assert item.title in text_of(page)
    assert add_url() not in page.content.decode()
    client.post(reverse("applications:declaration-remove", args=[item.pk]))
    assert Declaration.objects.get() == item


def test_one_is_removed_once_and_somebody_elses_never(client, world):
    item = world.declare()
    remove = reverse("applications:declaration-remove", args=[item.pk])
    client.force_login(StudentFactory().user)
    assert client.post(remove).status_code == 404
    other = world.ground.application(registered=True)
    client.force_login(other.student.user)
    assert client.get(edit_url(item)).status_code == 404
    assert client.post(edit_url(item), world.posted()).status_code == 404
    assert client.post(remove).status_code == 404
    assert client.get(reverse("documents:upload", args=[item.proof_id])).status_code == 404
    client.force_login(world.user)
    assert says(client.post(remove, follow=True), "Beyan silindi.")
    assert says(client.post(remove, follow=True), "Bu beyan zaten silinmişti.")


def test_a_kind_that_is_full_or_needs_a_consent_says_so(client, world):
    ItemKind.objects.filter(code="project").update(max_items=1)
    world.declare()
    assert says(client.get(add_url(), follow=True), "türünde en çok 1 beyan eklenebilir")
    assert client.get(add_url("association"))["Location"] == f"{url('consents')}?tur=association"
    assert client.get(add_url("gno")).status_code == 404
    texts = world.texts("consent")
    given = {"shown": world.texts() + texts, f"text-{texts[0]}": "on"}
    answer = client.post(f"{url('consents')}?tur=association", given)
    assert answer["Location"] == add_url("association")


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_much_was_declared(client, world, number):
    for place in range(number):
        world.declare(title=f"Proje {place}")
    spent = {}
    for name in ("declarations", "stage-two-review", "status"):
        with CaptureQueriesContext(connection) as seen:
            client.get(url(name))
        spent[name] = len(seen)
    assert spent == {"declarations": 10, "stage-two-review": 14, "status": 15}


def test_declared_items_show_how_they_were_decided(client, world, at):
    item = world.declare()
    with acting("test"):
        type(world.application).objects.update(state="completed", completed_at=at(IN_SEASON), allowed=1)
    page = client.get(url("status"))
    assert says(page, "İncelemede 1 · onaylanan 0")
    assert item.title in text_of(page)


# --- institutions ----------------------------------------------------------------------------------------------------


def test_institutions_are_found_by_name_and_saved_at_once(client, world):
    assert says(client.get(url("institutions")), "TÜBİTAK")
    page = client.get(url("institutions"), {"ara": "isik"})
    assert says(page, "Işık Yazılım")
    assert not says(page, "Sağlık Bakanlığı")
    first = Institution.objects.get(name="Işık Yazılım")
    second = Institution.objects.get(name="TÜBİTAK")
    client.post(url("institutions"), {"edit": f"add:{first.pk}", "ara": "isik"})
    page = client.post(url("institutions"), {"edit": f"add:{second.pk}"}, follow=True)
    assert says(page, "TÜBİTAK eklendi ve kaydedildi.")

    def stored():
        return [one.institution for one in world.application.institution_preferences.order_by("rank")]

    assert stored() == [first, second]
    client.post(url("institutions"), {"edit": f"up:{second.pk}"})
    assert stored() == [second, first]
    for command in ("what:1", "add:99999", "up", f"add:{first.pk}", "add:x"):
        assert client.post(url("institutions"), {"edit": command}).status_code == 200
    part = client.post(url("institutions"), {"edit": f"remove:{first.pk}"}, headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()
    assert stored() == [second]


def test_two_tabs_both_keep_their_institution(client, world):
    first, second, *_rest = Institution.objects.all()
    client.get(url("institutions"))  # the second tab's page, before the first tab's save
    save_institutions(actor=world.user, application_id=world.application.pk, institution_ids=[first.pk])
    client.post(url("institutions"), {"edit": f"add:{second.pk}"})
    assert world.application.institution_preferences.count() == 2


def test_a_refused_institution_is_told(client, world, at):
    at(TOO_LATE)
    page = client.post(url("institutions"), {"edit": f"add:{Institution.objects.first().pk}"})
    assert page.status_code == 422
    assert says(page, "artık değiştirilemez")


# --- consents and the end --------------------------------------------------------------------------------------------


def test_consents_are_ticked_one_by_one_and_the_optional_is_optional(client, world):
    first, second = world.texts()
    shown = [first, second, *world.texts("consent")]
    page = client.get(url("consents"))
    assert page.content.decode().count("checked") == 0
    page = client.post(url("consents"), {"shown": shown, f"text-{first}": "on"})
    assert page.status_code == 422
    assert says(page, "Başvurunuzu tamamlamak için bu onay gerekir.")
    assert world.application.consents.count() == 1  # what was ticked is kept
    page = client.post(url("consents"), {"shown": shown, f"text-{first}": "on", f"text-{second}": "on"})
    assert page["Location"] == url("stage-two-review")
    page = client.post(url("consents"), {"shown": [first], f"text-{first}": "on", f"text-{second}": "on"})
    assert says(page, "Onay metinlerinden biri bu arada güncellendi.")


def test_the_review_says_what_is_missing_and_completes_only_knowingly(client, world):
    world.declare()
    page = client.get(url("stage-two-review"))
    for sentence in (
        "En az bir il seçin.",
        "Onay eksik:",
        "Su kalitesi ölçümü",
        "belge.pdf",
        "Cumhuriyet Anadolu Lisesi",
    ):
        assert says(page, sentence)
    page = client.post(url("stage-two-review"), {"sure": "on"})
    assert page.status_code == 422
    assert says(page, "Başvuruyu tamamlamak için en az bir il seçin.")
    places = [ProvinceChoice(6, all_districts=True)]
    save_preferences(actor=world.user, application_id=world.application.pk, provinces=places)
    give_consents(actor=world.user, application_id=world.application.pk, text_ids=world.texts())
    page = client.post(url("stage-two-review"))
    assert says(page, "Tamamlamak için bu kutuyu işaretleyin.")
    page = client.post(url("stage-two-review"), {"sure": "on"}, follow=True)
    assert says(page, "Tamamlanan Başvuru")
    for name in ("form", "declarations", "institutions", "consents"):
        assert client.get(url(name))["Location"] == url("status")


def test_an_explicit_consent_is_taken_back_on_the_status_page(client, world):
    give_consents(
        actor=world.user, application_id=world.application.pk, text_ids=world.texts() + world.texts("consent")
    )
    text = world.texts("consent")[0]
    assert says(client.get(url("status")), "Açık rızanız geri alınsın mı?")
    page = client.post(url("status"), {"action": "withdraw-consent", "text": text}, follow=True)
    assert says(page, "Açık rızanız geri alındı.")
    page = client.post(url("status"), {"action": "withdraw-consent", "text": world.texts()[0]}, follow=True)
    assert says(page, "Yalnızca isteğe bağlı açık rıza geri alınabilir.")
    assert client.post(url("status"), {"action": "withdraw-consent", "text": "x"}).status_code == 302


def test_places_of_an_old_tab_are_shown_beside_the_saved(client, world):
    page = client.get(url("stage-two"))
    seen = re.search(r'name="seen" value="([^"]*)"', page.content.decode()).group(1)
    places = [ProvinceChoice(6, all_districts=True)]
    save_preferences(actor=world.user, application_id=world.application.pk, provinces=places)
    data = {"edit": "save", "province": "11", "mode-11": "all", "seen": seen}
    page = client.post(url("stage-two"), data)
    assert page.status_code == 422
    assert says(page, "Kayıtlı olan Ankara")
    fresh = re.search(r'name="seen" value="([^"]*)"', page.content.decode()).group(1)
    assert client.post(url("stage-two"), data | {"seen": fresh})["Location"] == url("stage-two-windows")


def test_a_photo_from_a_phone_is_a_proof(client, world):
    from tests.documents.lies import photo_with_place  # noqa: PLC0415 -- made for this test alone

    photo = SimpleUploadedFile("IMG_0001.JPG", photo_with_place(), "image/jpeg")
    client.post(add_url(), world.posted(proof=photo))
    kept = Declaration.objects.get().proof
    assert (kept.content_type, kept.name) == ("image/jpeg", "IMG_0001.jpg")
    assert client.get(reverse("documents:upload", args=[kept.pk])).status_code == 200
    with kept.file.open("rb") as stored:
        assert b"script" not in stored.read()
