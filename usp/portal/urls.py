"""Addresses of the home page, signing in, and the demo's tools."""

from django.conf import settings
from django.urls import path

from usp.portal.views import gallery, home, season_clock

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("giris/", home.sign_in, name="sign-in"),
    path("donem-saati/", season_clock.season_clock, name="season-clock"),
]
if settings.USP_DEMO:
    urlpatterns.append(path("galeri/", gallery.gallery, name="gallery"))
