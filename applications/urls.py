"""Addresses of everything before offers. A form is always sent to its own page, so that the way back is a page too."""

from django.urls import path

from applications.views import career_center, stage_two, student

app_name = "applications"
urlpatterns = [
    path("basvur/", student.start, name="start"),
    path("basvur/e-devlet/", student.stage_one, name="stage-one"),
    path("basvur/form/", stage_two.stage_two, name="stage-two"),
    path("basvur/form/takvimler/", stage_two.stage_two_windows, name="stage-two-windows"),
    path("basvur/form/onay/", stage_two.stage_two_review, name="stage-two-review"),
    path("durum/", student.status, name="status"),
    path("durum/tercihler/", stage_two.preferences, name="preferences"),
    path("takvimlerim/", stage_two.windows, name="windows"),
    path("profilim/", student.profile, name="profile"),
    path("bilgilerim/", student.contact, name="contact"),
    path("universite-takvimleri/", career_center.university_windows, name="university-windows"),
]
