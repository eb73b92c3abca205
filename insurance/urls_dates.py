"""Addresses of new dates, the unit's decisions, criteria and principles."""

from django.urls import path

from insurance.views import dates, decisions, guidelines

dates_urls = [
    path("belgelerim/<int:pk>/tarih/", dates.my_dates, name="my-dates"),
    path("isveren/stajyerler/<int:pk>/tarih/", dates.employer_dates, name="employer-dates"),
    path("kariyer-merkezi/stajyerler/<int:pk>/tarih/", dates.center_dates, name="center-dates"),
    path("kariyer-merkezi/tarih-degisiklikleri/", dates.date_changes, name="date-changes"),
    path("kariyer-merkezi/stajyerler/<int:pk>/ders-donemi/", decisions.decide_term, name="decide-term"),
    path("kariyer-merkezi/stajyerler/<int:pk>/zorunlu-staj/", decisions.decide_compulsory, name="decide-compulsory"),
    path("basvuru/universite-takvimleri/olcutler/<int:pk>/", decisions.criteria, name="criteria"),
    path("uygulama-ilkeleri/", guidelines.guidelines, name="guidelines"),
    path("uygulama-ilkeleri/yeni/", guidelines.publish, name="guidelines-new"),
    path("uygulama-ilkeleri/<int:pk>/", guidelines.version, name="guidelines-version"),
]
