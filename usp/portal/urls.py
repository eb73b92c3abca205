"""Addresses of the home page, signing in, and the demo's tools."""

from django.conf import settings
from django.urls import path

from usp.portal.views import figures, gallery, home, public, season_clock

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("giris/", home.sign_in, name="sign-in"),
    path("takvim/", public.calendar, name="calendar"),
    path("kimler-basvurabilir/", public.who_may_apply, name="who-may-apply"),
    path("sss/", public.faq, name="faq"),
    path("aydinlatma-metni/", public.privacy, name="privacy"),
    path("erisilebilirlik/", public.accessibility, name="accessibility"),
    path("iletisim/", public.contact, name="contact"),
    path("rakamlar/", figures.figures, name="figures"),
    path("rakamlar/csv/", figures.figures_csv, name="figures-csv"),
    path("donem-saati/", season_clock.season_clock, name="season-clock"),
]
if settings.USP_DEMO:
    urlpatterns.append(path("galeri/", gallery.gallery, name="gallery"))
