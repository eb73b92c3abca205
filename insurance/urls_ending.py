"""Addresses of an internship's end."""

from django.urls import path

from insurance.views import ending_center, ending_employer, ending_student

ending_urls = [
    path("isveren/stajyerler/<int:pk>/devam/", ending_employer.attendance, name="attendance"),
    path("stajlarim/", ending_student.my_record, name="my-record"),
    path("stajlarim/<int:pk>/", ending_student.my_end, name="my-end"),
    path("stajlarim/<int:pk>/belge/", ending_student.make_certificate, name="make-certificate"),
    path("kariyer-merkezi/staj-raporlari/<int:pk>/", ending_center.report, name="report"),
]
