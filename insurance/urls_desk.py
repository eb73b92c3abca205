"""Addresses of the insurance case."""

from django.urls import path

from insurance.views import desk

desk_urls = [
    path("sigorta/yurt-disi/", desk.decisions, name="decisions"),
    path("sigorta/<int:pk>/", desk.case, name="case"),
    path("sigorta/<int:pk>/<slug:step>/", desk.case_step, name="case-step"),
]
