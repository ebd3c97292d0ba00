"""Addresses of the pages about sources."""

from __future__ import annotations

from django.urls import path

from sijill.collect import views

urlpatterns = [
    path("sources/", views.sources, name="sources"),
    path("sources/add/", views.new_source, name="add-source"),
    path("sources/<str:source_id>/", views.source, name="source"),
    path("sources/<str:source_id>/correct/", views.correct_source, name="correct-source"),
]
