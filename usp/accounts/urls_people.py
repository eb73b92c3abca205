"""Addresses of a university's people: the manager's pages, and the link of an invitation."""

from django.urls import path

from usp.accounts.views import advisers, delegates, invitation

app_name = "people"
urlpatterns = [
    path("yetkililer/", delegates.people, name="list"),
    path("yetkililer/davet/", delegates.invite, name="invite"),
    path("yetkililer/davet/<int:pk>/yeniden-gonder/", delegates.resend, name="invitation-resend"),
    path("yetkililer/davet/<int:pk>/geri-al/", delegates.withdraw_invitation, name="invitation-withdraw"),
    path("yetkililer/kisi/<int:pk>/", delegates.person, name="person"),
    path("yetkililer/gorev/<int:pk>/", delegates.role, name="role"),
    path("yetkililer/gorev/<int:pk>/geri-al/", delegates.withdraw_role, name="role-withdraw"),
    path("yetkililer/danismanlar/", advisers.advisers, name="advisers"),
    path("yetkililer/danismanlar/<int:pk>/", advisers.department_advisers, name="department-advisers"),
    path("yetkililer/danismanlar/kaldir/<int:pk>/", advisers.adviser_remove, name="adviser-remove"),
    path("davet/<slug:token>/", invitation.invitation, name="invitation"),
]
