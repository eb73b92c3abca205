"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from usp.portal.views import errors, health

# Operators sign in as everybody else does: password and second factor (docs/rules.md S1).
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    # First, or each page of the admin is compared with all other addresses before it is found.
    path("yonetim/", admin.site.urls),
    path("", include("usp.portal.urls")),
    path("basvuru/", include("applications.urls")),
    path("", include("usp.accounts.urls")),
    path("", include("offers.urls")),
    path("", include("insurance.urls")),
    path("", include("usp.notifications.urls")),
    path("", include("usp.documents.urls")),
    path("", include("usp.guidance.urls")),
    path("", include("usp.accounts.urls_people")),
    path("", include("usp.accounts.urls_employers")),
    path("hesap/", include("allauth.urls")),
    path("dil/", login_not_required(set_language), name="set_language"),
    path("saglik/canli", health.alive, name="alive"),
    path("saglik/hazir", health.ready, name="ready"),
    path("saglik/nabiz/", health.pulse, name="pulse"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
handler429 = errors.too_many
