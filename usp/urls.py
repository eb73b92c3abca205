"""Every address of the portal."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("yonetim/", admin.site.urls),
]
