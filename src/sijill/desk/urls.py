"""Addresses of the pages that join rooms."""

from __future__ import annotations

from django.urls import path

from sijill.desk import checks, erasure, profiles, speech, views

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.cases, name="cases"),
    path("cases/confirm/", views.confirm_drafts, name="confirm-drafts"),
    path("cases/<str:event_id>/", views.case, name="case"),
    path("people/<str:person_id>/erase/", erasure.erase, name="erase-person"),
    path("cases/<str:event_id>/files/<str:evidence_id>/", views.evidence, name="evidence"),
    path("speech/of/<slug:subject>/<str:subject_id>/", profiles.profile, name="speech-profile"),
    path("speech/of/<slug:subject>/<str:subject_id>/findings/", profiles.findings, name="speech-findings"),
    path("speech/of/<slug:subject>/<str:subject_id>/<slug:kind>.csv", profiles.download, name="speech-download"),
    path("speech/provision/<str:part_id>/", speech.part, {"table": "provision"}, name="provision"),
    path("speech/clause/<str:part_id>/", speech.part, {"table": "clause"}, name="clause"),
    path("speech/<slug:kind>/<str:entry_id>/checks/<slug:limb>/<slug:slug>/", checks.check, name="speech-check"),
    path("speech/<slug:kind>/<str:entry_id>/", speech.entry, name="speech-entry"),
]
