"""Addresses of the inbox."""

from django.urls import path

from usp.notifications.views import demo, inbox

app_name = "notifications"
urlpatterns = [
    path("bildirimler/", inbox.inbox, name="inbox"),
    path("bildirimler/zil/", inbox.bell, name="bell"),
    path("bildirimler/okundu/", inbox.read_all, name="read-all"),
    path("bildirimler/tercihler/", inbox.choices, name="choices"),
    path("bildirimler/<int:pk>/", inbox.open_notice, name="open"),
    path("bildirimler/gonderilenler/", demo.sent, name="sent"),
    path("bildirimler/gonderilenler/<slug:box>/<str:name>/", demo.sent_one, name="sent-one"),
    path("bildirimler/gonderilenler/<slug:box>/<str:name>/html/", demo.sent_html, name="sent-html"),
]
