"""Addresses of the papers that people print, of pay terms, and of the employer's list letters."""

from django.urls import path

from insurance.views import employer_papers, papers_made

forms_urls = [
    path("belgelerim/<int:pk>/belge/<slug:kind>/", papers_made.my_paper, name="my-paper"),
    path("kariyer-merkezi/stajyerler/<int:pk>/belge/<slug:kind>/", papers_made.center_paper, name="center-paper"),
    path("isveren/stajyerler/<int:pk>/belge/<slug:kind>/", employer_papers.employer_paper, name="employer-paper"),
    path("isveren/stajyerler/<int:pk>/ucret/", employer_papers.pay_terms, name="pay-terms"),
    path("isveren/liste-yazisi/", employer_papers.acceptance_lists, name="acceptance-lists"),
    path("isveren/liste-yazisi/<int:pk>/xlsx/", employer_papers.acceptance_list_file, name="acceptance-list-file"),
]
