"""Addresses of the intern list, contacts and messages."""

from django.urls import path

from insurance.views import contacts, interns, messages_center

_LIST = "kariyer-merkezi/stajyerler/"
interns_urls = [
    path(_LIST, interns.interns, name="interns"),
    path(f"{_LIST}<int:pk>/", interns.intern, name="intern"),
    path(f"{_LIST}<int:pk>/gorusme/", contacts.contact_new, name="contact-new"),
    path(f"{_LIST}sutunlar/", interns.intern_columns, name="intern-columns"),
    path(f"{_LIST}xlsx/", interns.interns_file, name="interns-file"),
    path(f"{_LIST}ziyaret/", interns.list_visited, name="list-visited"),
    path(f"{_LIST}degisenler/", interns.intern_changes, name="intern-changes"),
    path(f"{_LIST}degisenler/goruldu/", interns.changes_seen, name="changes-seen"),
    path(f"{_LIST}mesaj/", messages_center.message_new, name="message-new"),
    path(f"{_LIST}mesajlar/", messages_center.sent_list, name="messages"),
    path(f"{_LIST}mesajlar/<int:pk>/", messages_center.sent_message, name="message"),
    path(f"{_LIST}mesaj-sablonlari/", messages_center.message_templates, name="message-templates"),
    path(f"{_LIST}mesaj-sablonlari/yeni/", messages_center.message_template, name="message-template-new"),
    path(f"{_LIST}mesaj-sablonlari/<int:pk>/", messages_center.message_template, name="message-template"),
    path(
        f"{_LIST}mesaj-sablonlari/<int:pk>/sil/",
        messages_center.message_template_delete,
        name="message-template-delete",
    ),
    path("belgelerim/<int:pk>/cevap/", contacts.my_answer, name="my-answer"),
    path("belgelerim/<int:pk>/mesajlar/<int:message_pk>/", contacts.my_message, name="my-message"),
]
