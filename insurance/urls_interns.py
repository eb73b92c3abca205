"""Addresses of the intern list."""

from django.urls import path

from insurance.views import career_center

interns_urls = [
    path("kariyer-merkezi/stajyerler/", career_center.interns, name="interns"),
    path("kariyer-merkezi/stajyerler/<int:pk>/", career_center.intern, name="intern"),
]
