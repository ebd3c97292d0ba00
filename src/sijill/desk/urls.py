"""Addresses of the pages that join rooms."""

from __future__ import annotations

from django.urls import include, path

from sijill.desk import bulletin, checks, commitments, erasure, opinion, profiles, shutdowns, speech, subjects, views
from sijill.desk.door import beside, calls, openapi, statements

door = [
    path("openapi.json", openapi.description, name="door-description"),
    path("statement", statements.file_one, name="door-file"),
    path("statements", statements.file_many, name="door-file-many"),
    path("statement/existing-puid/<str:puid>", statements.existing_puid, name="door-existing-puid"),
    path("statement/<str:uuid>", statements.statement, name="door-statement"),
    path("statement/<str:uuid>/appeals", beside.appeals, name="door-appeals"),
    path("order", beside.orders, name="door-orders"),
    path("order/<str:puid>", beside.order, name="door-order"),
]

urlpatterns = [
    path("api/v1/", include(door)),
    path("api/<path:path>", calls.nowhere, name="door-nowhere"),
    path("", views.home, name="home"),
    path("cases/", views.cases, name="cases"),
    path("cases/confirm/", views.confirm_drafts, name="confirm-drafts"),
    path("cases/<str:event_id>/", views.case, name="case"),
    path("people/<str:person_id>/erase/", erasure.erase, name="erase-person"),
    path("cases/<str:event_id>/files/<str:evidence_id>/", views.evidence, name="evidence"),
    path("speech/of/institution/", commitments.own, name="commitments"),
    path("speech/of/<slug:subject>/", subjects.index, name="speech-subjects"),
    path("speech/of/<slug:subject>/<str:subject_id>/commitments/", commitments.page, name="speech-commitments"),
    path("speech/shutdowns/<str:country>/<str:year>/", shutdowns.page, name="shutdown-report"),
    path("speech/shutdowns/<str:country>/<str:year>/docx/", shutdowns.document, name="shutdown-report-docx"),
    path("speech/of/<slug:subject>/<str:subject_id>/", profiles.profile, name="speech-profile"),
    path("speech/of/<slug:subject>/<str:subject_id>/findings/", profiles.findings, name="speech-findings"),
    path("speech/of/<slug:subject>/<str:subject_id>/<slug:kind>.csv", profiles.download, name="speech-download"),
    path("speech/provision/<str:part_id>/", speech.part, {"table": "provision"}, name="provision"),
    path("speech/clause/<str:part_id>/", speech.part, {"table": "clause"}, name="clause"),
    path("speech/<slug:kind>/<str:entry_id>/checks/<slug:limb>/<slug:slug>/", checks.check, name="speech-check"),
    path("speech/law/<str:entry_id>/opinion/", opinion.page, name="law-opinion"),
    path("speech/law/<str:entry_id>/opinion/docx/", opinion.document, name="law-opinion-docx"),
    path("speech/disruption/<str:entry_id>/bulletin/", bulletin.page, name="shutdown-bulletin"),
    path("speech/disruption/<str:entry_id>/bulletin/docx/", bulletin.document, name="shutdown-bulletin-docx"),
    path("speech/<slug:kind>/<str:entry_id>/", speech.entry, name="speech-entry"),
]
