"""Addresses of what is counted in days: the worklist and the dashboard."""

from django.urls import path

from insurance.views import worklist

clock_urls = [
    path("kariyer-merkezi/yapilacaklar/", worklist.work, name="worklist"),
]
