"""Addresses of a university's papers, what comes in of them, and incoming letters."""

from django.urls import path

from insurance.views import paper_forms

_FORMS = "kariyer-merkezi/matbu-evrak/"

papers_urls = [
    path(_FORMS, paper_forms.paper_forms, name="paper-forms"),
    path(f"{_FORMS}<slug:kind>/", paper_forms.paper_form, name="paper-form"),
    path(f"{_FORMS}<slug:kind>/onizleme/", paper_forms.paper_form_preview, name="paper-form-preview"),
    path(f"{_FORMS}<slug:kind>/yayimla/", paper_forms.paper_form_publish, name="paper-form-publish"),
    path(f"{_FORMS}<slug:kind>/taslagi-sil/", paper_forms.paper_form_take_back, name="paper-form-take-back"),
    path(f"{_FORMS}<slug:kind>/hazir-metin/", paper_forms.paper_form_usual, name="paper-form-usual"),
    path(f"{_FORMS}<slug:kind>/surum/<int:version>/", paper_forms.paper_form_version, name="paper-form-version"),
    path(f"{_FORMS}<slug:kind>/surum/<int:version>/taslak/", paper_forms.paper_form_again, name="paper-form-again"),
]
