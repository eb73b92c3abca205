"""Addresses of everything before offers. A form is always sent to its own page, so that the way back is a page too."""

from django.urls import path

from applications.views import appeals, career_center, contact, desk, looks, public, stage_two, student

app_name = "applications"
urlpatterns = [
    path("basvurabilir-miyim/", public.self_check, name="self-check"),
    path("basvur/", student.start, name="start"),
    path("basvur/e-devlet/", student.stage_one, name="stage-one"),
    path("basvur/form/", stage_two.stage_two, name="stage-two"),
    path("basvur/form/takvimler/", stage_two.stage_two_windows, name="stage-two-windows"),
    path("basvur/form/onay/", stage_two.stage_two_review, name="stage-two-review"),
    path("durum/", student.status, name="status"),
    path("durum/tercihler/", stage_two.preferences, name="preferences"),
    path("takvimlerim/", stage_two.windows, name="windows"),
    path("profilim/", student.profile, name="profile"),
    path("profilim/bakanlar/", looks.looks, name="looks"),
    path("bilgilerim/", contact.contact, name="contact"),
    path("bilgilerim/e-posta/", contact.contact_email, name="contact-email"),
    path("bilgilerim/telefon/", contact.contact_phone, name="contact-phone"),
    path("bilgilerim/e-devlet/", contact.contact_edevlet, name="contact-edevlet"),
    path("durum/beyan/<int:pk>/itiraz/", appeals.declaration_appeal, name="declaration-appeal"),
    path("dogrulama/", desk.queue, name="desk"),
    path("dogrulama/toplu/", desk.bulk, name="desk-bulk"),
    path("dogrulama/ilerleme/", desk.progress, name="desk-progress"),
    path("dogrulama/<int:pk>/", desk.item, name="desk-item"),
    path("universite-takvimleri/", career_center.university_windows, name="university-windows"),
]
