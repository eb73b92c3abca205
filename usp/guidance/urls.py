"""Addresses of announcements, letters, questions and help."""

from django.urls import URLPattern

app_name = "guidance"
urlpatterns: list[URLPattern] = []
