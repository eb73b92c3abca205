"""Addresses of what follows acceptance; each feature keeps its own list."""

from django.urls import path

from insurance.urls_batches import batches_urls
from insurance.urls_clock import clock_urls
from insurance.urls_dates import dates_urls
from insurance.urls_desk import desk_urls
from insurance.urls_ending import ending_urls
from insurance.urls_forms import forms_urls
from insurance.urls_interns import interns_urls
from insurance.urls_papers import papers_urls
from insurance.urls_sgk import sgk_urls
from insurance.views import career_center, career_center_rules, student

app_name = "insurance"
urlpatterns = [
    *clock_urls,
    *interns_urls,
    *forms_urls,
    *papers_urls,
    *ending_urls,
    *batches_urls,
    *dates_urls,
    *desk_urls,
    *sgk_urls,
    path("kariyer-merkezi/sigorta-isleri/<int:pk>/yapildi/", career_center.task_done, name="task-done"),
    path("basvuru/universite-takvimleri/evrak/", career_center_rules.paper_rules, name="paper-rules"),
    path(
        "basvuru/universite-takvimleri/evrak/onizleme/",
        career_center_rules.paper_rules_preview,
        name="paper-rules-preview",
    ),
    path("belgelerim/", student.my_documents, name="my-documents"),
]
