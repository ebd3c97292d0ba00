"""Addresses of figures and releases."""

from __future__ import annotations

from django.urls import path

from sijill.publish import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/why/", views.why, name="why"),
    path("releases/", views.releases, name="releases"),
    path("releases/new/", views.new_release, name="new-release"),
    path("releases/<str:release_id>/", views.release, name="release"),
    path("releases/<str:release_id>/files/<path:path>", views.release_file, name="release-file"),
    path("releases/<str:release_id>/approve/", views.approve, name="approve-release"),
    path("releases/<str:release_id>/print/", views.print_documents, name="print-release"),
]
