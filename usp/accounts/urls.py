"""Addresses of one's own account: everything the portal holds, to take away."""

from django.urls import path

from usp.accounts.views import exports

app_name = "accounts"
urlpatterns = [
    path("basvuru/bilgilerim/verilerim/", exports.exports, name="exports"),
    path("basvuru/bilgilerim/verilerim/<int:pk>/indir/", exports.download, name="export-download"),
]
