"""The left menu of each role, by the names of the seeds (A35)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.verification.scope import has_desk
from offers.selectors.endings_center import decides_endings
from usp.accounts.models import User, UserKind
from usp.accounts.permissions import (
    answers_questions,
    declares_insurance,
    manages_people,
    searches_pool,
    sees_interns,
    takes_papers,
)


@dataclass(frozen=True)
class Item:
    """One menu entry. ``bottom`` puts it into the phone's bar of five places too; ``allowed`` hides it from others."""

    label: str | Promise
    route: str
    icon: str
    bottom: bool = False
    url: str = ""
    active: bool = False
    badge: int = 0
    allowed: Callable[[User], bool] | None = None


MENUS: dict[str, tuple[Item, ...]] = {
    UserKind.STUDENT: (
        Item(_("Ana sayfa"), "portal:home", "home", bottom=True),
        Item(_("Staj Başvurusu"), "applications:start", "file-text", bottom=True),
        Item(_("Başvuru Durumum"), "applications:status", "clipboard-check"),
        Item(_("Staj Takvimlerim"), "applications:windows", "calendar"),
        Item(_("Profilim"), "applications:profile", "chart-bar"),
        Item(_("Yöntem Raporu"), "applications:method-report", "file-text"),
        Item(_("Aldığım Teklifler"), "offers:received", "mail", bottom=True),
        Item(_("Mülakatlarım"), "offers:interviews", "calendar-event"),
        Item(_("Belgelerim"), "insurance:my-documents", "file-certificate"),
        Item(_("Sorularım"), "guidance:my-questions", "message"),
        Item(_("Bilgilerim"), "applications:contact", "user"),
        Item(_("Duyurular"), "guidance:announcements", "speakerphone"),
        Item(_("Bildirimler"), "notifications:inbox", "bell", bottom=True),
    ),
    UserKind.EMPLOYER: (
        Item(_("Özet"), "portal:home", "home", bottom=True),
        Item(_("Aday Havuzu"), "offers:pool", "search", bottom=True, allowed=searches_pool),
        Item(_("Yetenek Havuzu"), "offers:talent-lists", "star", allowed=searches_pool),
        Item(_("Pozisyonlar"), "offers:positions", "briefcase"),
        Item(_("Teklifler"), "offers:sent", "send", bottom=True),
        Item(_("Ek değerlemeler"), "offers:evaluations", "calendar-event"),
        Item(_("Stajyerler"), "offers:interns", "users", bottom=True),
        Item(_("Kurumumuz"), "employers:own", "building"),
        Item(_("Yöntem Raporu"), "applications:method-report", "file-text"),
        Item(_("Duyurular"), "guidance:announcements", "speakerphone"),
        Item(_("Bildirimler"), "notifications:inbox", "bell"),
    ),
    UserKind.CAREER_CENTER: (
        Item(_("Özet"), "portal:home", "home", bottom=True),
        Item(_("Stajyerler"), "insurance:interns", "users", bottom=True),
        Item(_("Yapılacaklar"), "insurance:worklist", "list-check", allowed=sees_interns),
        Item(_("İptal istekleri"), "offers:cancellations", "hand-stop", allowed=decides_endings),
        Item(_("Belge kontrol"), "applications:desk", "clipboard-check", allowed=has_desk),
        Item(_("Staj takvimleri"), "applications:university-windows", "calendar", bottom=True),
        Item(_("Sigorta"), "insurance:sgk", "shield-check", allowed=declares_insurance),
        Item(_("Matbu evrak"), "insurance:paper-forms", "file-certificate", allowed=sees_interns),
        Item(_("Gelen yazılar"), "insurance:incoming-letters", "inbox", allowed=takes_papers),
        Item(_("Uygulama ilkeleri"), "insurance:guidelines", "file-text"),
        Item(_("İstatistikler"), "insurance:dashboard", "chart-bar", allowed=sees_interns),
        Item(_("Resmî yazılar"), "guidance:letters", "mail"),
        Item(_("Duyurular"), "guidance:announcements", "speakerphone"),
        Item(_("Sorular"), "guidance:questions", "message", allowed=answers_questions),
        Item(_("Yetkililer"), "people:list", "user-check", allowed=manages_people),
        Item(_("Bildirimler"), "notifications:inbox", "bell", bottom=True),
    ),
    UserKind.OPERATOR: (
        Item(_("Özet"), "portal:home", "home", bottom=True),
        Item(_("Yönetim"), "admin:index", "settings", bottom=True),
        Item(_("İşverenler"), "employers:desk", "briefcase"),
        Item(_("Süre motoru"), "offers:engine", "clock"),
        Item(_("Rakamlar"), "portal:figures", "chart-bar", bottom=True),
        Item(_("Puanlama yöntemleri"), "applications:methods", "settings"),
        Item(_("Belge kontrol"), "applications:desk", "clipboard-check"),
        Item(_("Sigorta kararı"), "insurance:decisions", "gavel"),
        Item(_("Not sözleri"), "offers:note-words", "message"),
        Item(_("Resmî yazılar"), "guidance:letters", "mail"),
        Item(_("Duyurular"), "guidance:announcements", "speakerphone"),
        Item(_("Sorular"), "guidance:questions", "message"),
        Item(_("Bildirimler"), "notifications:inbox", "bell", bottom=True),
    ),
    UserKind.INSTITUTION: (
        Item(_("Özet"), "portal:home", "home", bottom=True),
        Item(_("Belge kontrol"), "applications:desk", "clipboard-check", bottom=True),
        Item(_("Bildirimler"), "notifications:inbox", "bell", bottom=True),
    ),
}


def menu_for(user: User, request: HttpRequest, badges: dict[str, int]) -> list[Item]:
    """The user's menu with addresses, the current place marked and what waits counted."""
    items = []
    for item in MENUS[user.kind]:
        if item.allowed is not None and not item.allowed(user):
            continue
        url = reverse(item.route)
        home = item.route == "portal:home"
        active = request.path == url if home else request.path.startswith(url)
        items.append(replace(item, url=url, active=active, badge=badges.get(item.route, 0)))
    return items
