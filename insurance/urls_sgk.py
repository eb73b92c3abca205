"""Addresses of the insurance desk: declarations, answers, entry documents, settings."""

from django.urls import path

from insurance.views import sgk, sgk_answers, sgk_documents, sgk_settings

_HERE = "kariyer-merkezi/sigorta/"
sgk_urls = [
    path(_HERE, sgk.sgk, name="sgk"),
    path(f"{_HERE}dosya-yap/", sgk.sgk_make, name="sgk-make"),
    path(f"{_HERE}ogrencilik-kayitlari/", sgk.sgk_records, name="sgk-records"),
    path(f"{_HERE}dosyalar/<int:pk>/", sgk.sgk_file, name="sgk-file"),
    path(f"{_HERE}dosyalar/<int:pk>/indir/", sgk.sgk_download, name="sgk-download"),
    path(f"{_HERE}cevaplar/", sgk_answers.sgk_answers, name="sgk-answers"),
    path(f"{_HERE}cevaplar/<int:pk>/", sgk_answers.sgk_answer, name="sgk-answer"),
    path(f"{_HERE}elle/<int:pk>/", sgk_answers.sgk_by_hand, name="sgk-by-hand"),
    path(f"{_HERE}belgeler/", sgk_documents.sgk_documents, name="sgk-documents"),
    path(f"{_HERE}belgeler/<int:pk>/", sgk_documents.sgk_batch, name="sgk-batch"),
    path(f"{_HERE}belgeler/<int:pk>/oku/", sgk_documents.sgk_batch_read, name="sgk-batch-read"),
    path(f"{_HERE}belgeler/<int:pk>/eslestir/", sgk_documents.sgk_batch_match, name="sgk-batch-match"),
    path(f"{_HERE}belgeler/<int:pk>/paylas/", sgk_documents.sgk_batch_share, name="sgk-batch-share"),
    path(f"{_HERE}ayarlar/", sgk_settings.sgk_settings, name="sgk-settings"),
    path(f"{_HERE}ayarlar/ornek/", sgk_settings.sgk_example, name="sgk-example"),
    path(f"{_HERE}ayarlar/isyeri/", sgk_settings.sgk_workplace, name="sgk-workplace-new"),
    path(f"{_HERE}ayarlar/isyeri/<int:pk>/", sgk_settings.sgk_workplace, name="sgk-workplace"),
    path(f"{_HERE}ayarlar/isyeri/<int:pk>/sil/", sgk_settings.sgk_workplace_remove, name="sgk-workplace-remove"),
    path(f"{_HERE}ayarlar/meslek-kodlari/", sgk_settings.sgk_occupations, name="sgk-occupations"),
]
