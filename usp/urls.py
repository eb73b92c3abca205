"""Every address of the portal."""

from django.contrib import admin
from django.urls import path

from usp.portal.views import health

urlpatterns = [
    path("yonetim/", admin.site.urls),
    path("saglik/canli", health.alive, name="alive"),
    path("saglik/hazir", health.ready, name="ready"),
]
