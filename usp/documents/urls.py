"""Addresses of papers, of their public verification, and of files that people sent."""

from django.urls import path

from usp.documents.views import papers, uploads

app_name = "documents"
urlpatterns = [
    path("dogrula/", papers.verify, name="verify"),
    path("dogrula/<str:code>", papers.verify_code, name="verify-code"),
    path("belgeler/<str:code>/indir", papers.download, name="download"),
    path("dosyalar/<int:pk>", uploads.upload, name="upload"),
]
