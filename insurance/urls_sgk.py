"""Addresses of the insurance desk: declarations, answers, entry documents, settings."""

from django.urls import path

from insurance.views import sgk, sgk_settings

_HERE = "kariyer-merkezi/sigorta/"
sgk_urls = [
    path(_HERE, sgk.sgk, name="sgk"),
    path(f"{_HERE}dosya-yap/", sgk.sgk_make, name="sgk-make"),
    path(f"{_HERE}ogrencilik-kayitlari/", sgk.sgk_records, name="sgk-records"),
    path(f"{_HERE}dosyalar/<int:pk>/", sgk.sgk_file, name="sgk-file"),
    path(f"{_HERE}dosyalar/<int:pk>/indir/", sgk.sgk_download, name="sgk-download"),
    path(f"{_HERE}ayarlar/", sgk_settings.sgk_settings, name="sgk-settings"),
    path(f"{_HERE}ayarlar/ornek/", sgk_settings.sgk_example, name="sgk-example"),
    path(f"{_HERE}ayarlar/isyeri/", sgk_settings.sgk_workplace, name="sgk-workplace-new"),
    path(f"{_HERE}ayarlar/isyeri/<int:pk>/", sgk_settings.sgk_workplace, name="sgk-workplace"),
    path(f"{_HERE}ayarlar/isyeri/<int:pk>/sil/", sgk_settings.sgk_workplace_remove, name="sgk-workplace-remove"),
    path(f"{_HERE}ayarlar/meslek-kodlari/", sgk_settings.sgk_occupations, name="sgk-occupations"),
]
