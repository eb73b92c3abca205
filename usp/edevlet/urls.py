"""Addresses of the sign-in. ``allauth.urls`` includes them by itself: it knows the provider."""

from django.urls import path

from usp.edevlet import views

urlpatterns = [
    path("edevlet/login/", views.start, name="edevlet_login"),
    path("edevlet/login/callback/", views.callback, name="edevlet_callback"),
]
