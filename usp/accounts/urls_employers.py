"""Addresses of employers: registering, the employer's own pages, the operators' desk."""

from django.urls import path

from usp.accounts.views import employer_registration, employers_desk, employers_own, members

app_name = "employers"
urlpatterns = [
    path("isveren-kaydi/", employer_registration.register, name="register"),
    path("isveren-kaydi/gonderildi/", employer_registration.sent, name="register-sent"),
    path("isveren-kaydi/<slug:token>/", employer_registration.confirm, name="registration"),
    path("isveren-daveti/<slug:token>/", members.invitation, name="invitation"),
    path("kurumumuz/", employers_own.own, name="own"),
    path("kurumumuz/duzenle/", employers_own.edit, name="own-edit"),
    path("kurumumuz/yeniden-gonder/", employers_own.resubmit, name="resubmit"),
    path("kurumumuz/degisiklik/", employers_own.ask_change, name="change"),
    path("kurumumuz/degisiklik/<int:pk>/geri-cek/", employers_own.withdraw_change, name="change-withdraw"),
    path("kurumumuz/davet/", members.invite, name="invite"),
    path("kurumumuz/davet/<int:pk>/yeniden-gonder/", members.resend, name="invitation-resend"),
    path("kurumumuz/davet/<int:pk>/geri-al/", members.withdraw_invitation, name="invitation-withdraw"),
    path("kurumumuz/kisi/<int:pk>/", members.member, name="member"),
    path("kurumumuz/kisi/<int:pk>/bitir/", members.end, name="member-end"),
    path("isverenler/", employers_desk.desk, name="desk"),
    path("isverenler/<int:pk>/", employers_desk.employer, name="desk-employer"),
    path("isverenler/<int:pk>/karar/", employers_desk.decide, name="desk-decide"),
    path("isverenler/<int:pk>/kurum/", employers_desk.institution, name="desk-institution"),
    path("isverenler/degisiklik/<int:pk>/", employers_desk.decide_change, name="desk-change"),
]
