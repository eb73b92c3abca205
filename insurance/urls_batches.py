"""Addresses of prints of many papers."""

from django.urls import path

from insurance.views import batches

batches_urls = [
    path("kariyer-merkezi/toplu-baski/", batches.batches, name="batches"),
    path("kariyer-merkezi/toplu-baski/yeni/", batches.batch_new, name="batch-new"),
    path("kariyer-merkezi/toplu-baski/<int:pk>/", batches.batch, name="batch"),
    path("kariyer-merkezi/toplu-baski/<int:pk>/indir/", batches.batch_file, name="batch-file"),
]
