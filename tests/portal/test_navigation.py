"""Each role's menu by the names of the seeds (A35): every place opens, and the present one is marked."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import MemberFactory, OfficialFactory, SeasonFactory, StudentFactory, UserFactory
from tests.people import browser
from usp.accounts.models import InstitutionMembership, User, UserKind
from usp.portal.navigation import MENUS
from usp.reference.models import VerifyingInstitution

pytestmark = pytest.mark.django_db


def _verifier_of_an_institution() -> User:
    user = UserFactory(kind=UserKind.INSTITUTION)
    institution = VerifyingInstitution.objects.create(code="tubitak", name="TÜBİTAK", has_desk=True)
    InstitutionMembership.objects.create(user=user, institution=institution)
    return user


PEOPLE = {
    UserKind.STUDENT: lambda: StudentFactory().user,
    UserKind.EMPLOYER: lambda: MemberFactory().user,
    UserKind.CAREER_CENTER: lambda: OfficialFactory().user,
    UserKind.OPERATOR: UserFactory,
    UserKind.INSTITUTION: _verifier_of_an_institution,
}
NAMES = {
    UserKind.STUDENT: ["Ana sayfa", "Staj Başvurusu", "Başvuru Durumum", "Staj Takvimlerim", "Profilim",
                       "Yöntem Raporu", "Aldığım Teklifler", "Mülakatlarım", "Belgelerim", "Sorularım", "Bilgilerim",
                       "Duyurular", "Bildirimler"],
    UserKind.EMPLOYER: ["Özet", "Aday Havuzu", "Yetenek Havuzu", "Pozisyonlar", "Teklifler", "Ek değerlemeler",
                        "Stajyerler", "Kurumumuz", "Yöntem Raporu", "Duyurular", "Bildirimler"],
    UserKind.CAREER_CENTER: ["Özet", "Stajyerler", "Yapılacaklar", "İptal istekleri", "Belge kontrol",
                             "Staj takvimleri", "Sigorta", "Matbu evrak", "Gelen yazılar", "Uygulama ilkeleri",
                             "İstatistikler", "Resmî yazılar", "Duyurular", "Sorular", "Yetkililer", "Bildirimler"],
    UserKind.OPERATOR: ["Özet", "Yönetim", "İşverenler", "Süre motoru", "Rakamlar", "Puanlama yöntemleri",
                        "Belge kontrol", "Sigorta kararı", "Not sözleri", "Resmî yazılar", "Duyurular", "Sorular",
                        "Bildirimler"],
    UserKind.INSTITUTION: ["Özet", "Belge kontrol", "Bildirimler"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def season(at):
    at("2024-05-13 10:00")
    return SeasonFactory()


def menu_of(page: str) -> list[tuple[str, str, bool]]:
    """(label, address, marked) of the left menu."""
    (block,) = re.findall(r'<nav aria-label="Ana menü">(.*?)</nav>', page, re.S)
    links = re.findall(r"<a\b([^>]*)>(.*?)</a>", block, re.S)
    return [
        (
            " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()),
            re.search(r'href="([^"]*)"', attributes)[1],
            'aria-current="page"' in attributes,
        )
        for attributes, text in links
    ]


def test_every_kind_has_its_menu():
    assert {kind: [str(item.label) for item in items] for kind, items in MENUS.items()} == NAMES


@pytest.mark.parametrize("kind", MENUS)
def test_every_place_opens_and_is_marked(kind: UserKind):
    client = browser(PEOPLE[kind]())
    for item in MENUS[kind]:
        response = client.get(reverse(item.route))
        assert response.status_code == 200, item.route
        if item.route.startswith("admin:"):
            continue
        menu = menu_of(response.content.decode())
        assert [label for label, _url, _marked in menu][: len(NAMES[kind])] == NAMES[kind]
        assert [url for _label, url, marked in menu if marked] == [reverse(item.route)]


def test_a_visitor_has_no_menu(client: Client):
    assert "usp-menu-link" not in client.get(reverse("portal:home")).content.decode()


def test_what_waits_is_counted_beside_the_bell():
    from usp.notifications.services.notify import notify  # noqa: PLC0415

    user: User = MemberFactory().user
    notify(kind="employer_approved", recipient=user, dedupe_key="a", context={"employer": "DSİ"})
    menu = menu_of(browser(user).get(reverse("portal:home")).content.decode())
    (label,) = [label for label, url, _marked in menu if url == reverse("notifications:inbox")]
    assert label.startswith("Bildirimler 1")
