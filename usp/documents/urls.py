"""Addresses of papers and of their public verification."""

from django.urls import path

from usp.documents import views

app_name = "documents"
urlpatterns = [
    path("dogrula/", views.verify, name="verify"),
    path("dogrula/<str:code>", views.verify_code, name="verify-code"),
    path("belgeler/<str:code>/indir", views.download, name="download"),
]
