"""Addresses of a university's papers, what comes in of them, and incoming letters."""

from django.urls import path

from insurance.views import incoming_letters, paper_forms, receipts, student_scans

_FORMS = "kariyer-merkezi/matbu-evrak/"
_LETTERS = "kariyer-merkezi/gelen-yazilar/"

papers_urls = [
    path(_FORMS, paper_forms.paper_forms, name="paper-forms"),
    path(f"{_FORMS}<slug:kind>/", paper_forms.paper_form, name="paper-form"),
    path(f"{_FORMS}<slug:kind>/onizleme/", paper_forms.paper_form_preview, name="paper-form-preview"),
    path(f"{_FORMS}<slug:kind>/yayimla/", paper_forms.paper_form_publish, name="paper-form-publish"),
    path(f"{_FORMS}<slug:kind>/taslagi-sil/", paper_forms.paper_form_take_back, name="paper-form-take-back"),
    path(f"{_FORMS}<slug:kind>/hazir-metin/", paper_forms.paper_form_usual, name="paper-form-usual"),
    path(f"{_FORMS}<slug:kind>/surum/<int:version>/", paper_forms.paper_form_version, name="paper-form-version"),
    path(f"{_FORMS}<slug:kind>/surum/<int:version>/taslak/", paper_forms.paper_form_again, name="paper-form-again"),
    path("kariyer-merkezi/evrak-teslim/", receipts.paper_desk, name="paper-desk"),
    path("kariyer-merkezi/stajyerler/<int:pk>/evrak-al/", receipts.take_in, name="take-in"),
    path("kariyer-merkezi/stajyerler/<int:pk>/eksik-bildir/", receipts.tell_missing, name="tell-missing"),
    path("kariyer-merkezi/teslim/<int:pk>/geri-al/", receipts.receipt_undo, name="receipt-undo"),
    path("kariyer-merkezi/teslim/<int:pk>/tarama/", receipts.receipt_scan, name="receipt-scan"),
    path("kariyer-merkezi/tarama/<int:pk>/", receipts.scan_answer, name="scan-answer"),
    path("belgelerim/<int:pk>/tarama/<slug:kind>/", student_scans.scan_send, name="scan-send"),
    path(_LETTERS, incoming_letters.incoming_letters, name="incoming-letters"),
    path(f"{_LETTERS}yeni/", incoming_letters.incoming_letter_new, name="incoming-letter-new"),
    path(f"{_LETTERS}<int:pk>/", incoming_letters.incoming_letter, name="incoming-letter"),
    path(f"{_LETTERS}<int:pk>/liste/", incoming_letters.incoming_letter_list, name="incoming-letter-list"),
    path(f"{_LETTERS}<int:pk>/eslestir/", incoming_letters.incoming_letter_match, name="incoming-letter-match"),
    path(f"{_LETTERS}<int:pk>/ilet/", incoming_letters.incoming_letter_forward, name="incoming-letter-forward"),
    path(f"{_LETTERS}<int:pk>/geri-cek/", incoming_letters.incoming_letter_withdraw, name="incoming-letter-withdraw"),
    path(f"{_LETTERS}<int:pk>/okudum/", incoming_letters.incoming_letter_read, name="incoming-letter-read"),
    path(
        "kariyer-merkezi/yazi-eslesmesi/<int:pk>/kaldir/",
        incoming_letters.incoming_letter_unmatch,
        name="incoming-letter-unmatch",
    ),
]
