"""Addresses of announcements, letters, questions and help."""

from django.urls import path

from usp.guidance.views import announcements, problems

app_name = "guidance"
urlpatterns = [
    path("duyurular/", announcements.announcements, name="announcements"),
    path("duyurular/<int:pk>/", announcements.announcement, name="announcement"),
    path("duyurular/yonet/", announcements.own_announcements, name="own-announcements"),
    path("duyurular/yonet/yeni/", announcements.announcement_new, name="announcement-new"),
    path("duyurular/yonet/<int:pk>/", announcements.announcement_edit, name="announcement-edit"),
    path("duyurular/yonet/<int:pk>/geri-cek/", announcements.announcement_withdraw, name="announcement-withdraw"),
    path("sorun-bildir/", problems.report, name="report-problem"),
    path("sorun-bildir/gonderildi/", problems.sent, name="problem-sent"),
    path("sorun-bildirimlerim/", problems.mine, name="my-problems"),
    path("sorun-bildirimlerim/<str:code>/", problems.mine_one, name="my-problem"),
]
