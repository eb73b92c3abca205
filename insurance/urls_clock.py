"""Addresses of what is counted in days: the worklist and the dashboard."""

from django.urls import path

from insurance.views import dashboard, pay, worklist

clock_urls = [
    path("kariyer-merkezi/yapilacaklar/", worklist.work, name="worklist"),
    path("kariyer-merkezi/istatistikler/", dashboard.dashboard, name="dashboard"),
    path("kariyer-merkezi/istatistikler/pdf/", dashboard.dashboard_pdf, name="dashboard-pdf"),
    path("belgelerim/<int:pk>/ucret/", pay.my_pay, name="my-pay"),
]
