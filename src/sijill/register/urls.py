"""Addresses of the casework pages. No address ever holds a name: people are called by their ids."""

from __future__ import annotations

from django.urls import path

from sijill.register.views import acts, cases, changes, complaints, lists, pairs, people, review, same

urlpatterns = [
    path("sources/changes/", changes.proposed, name="proposed-changes"),
    path("sources/changes/<str:proposal_id>/", changes.decide, name="decide-change"),
    path("sources/import/", lists.new_list, name="import-list"),
    path("sources/import/mappings/<slug:mapping_name>/", lists.kept_mapping, name="kept-mapping"),
    path("sources/import/<str:upload_id>/columns/", lists.columns, name="list-columns"),
    path("sources/import/<str:upload_id>/words/", lists.words, name="list-words"),
    path("sources/import/<str:upload_id>/preview/", lists.list_preview, name="list-preview"),
    path("sources/import/<str:upload_id>/mapping/", lists.list_mapping, name="list-mapping"),
    path("sources/import/<str:upload_id>/run/", lists.run_list, name="run-list"),
    path("sources/import/<str:upload_id>/cancel/", lists.cancel_list, name="cancel-list"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("judgements/<str:judgement_id>/take-back/", pairs.take_back, name="take-back-judgement"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/receive/", complaints.new_complaint, name="receive-complaint"),
    path("complaints/<str:complaint_id>/", complaints.complaint, name="complaint"),
    path("cases/record/", cases.record_case, name="record-case"),
    path("cases/<str:event_id>/and/<str:other_id>/", same.compare_cases, name="compare-cases"),
    path("cases/<str:event_id>/undo/", same.undo_case_merge, name="undo-case-merge"),
    path("cases/<str:event_id>/correct/", cases.correct_case, name="correct-case"),
    path("cases/<str:event_id>/team/", cases.team, name="team"),
    path("cases/<str:event_id>/state/", cases.case_state, name="case-state"),
    path("cases/<str:event_id>/victim/", cases.victim, name="victim"),
    path("cases/<str:event_id>/victim/<str:person_id>/", cases.new_act, name="record-act"),
    path("acts/<str:act_id>/correct/", acts.correct, name="correct-act"),
    path("acts/<str:act_id>/state/", cases.act_state, name="act-state"),
    path("acts/<str:act_id>/involvement/", acts.involvement, name="add-involvement"),
    path("acts/<str:act_id>/step/", acts.status, name="add-status"),
    path("acts/<str:act_id>/sources/", acts.sources, name="act-sources"),
    path("acts/<str:act_id>/sources/add/", acts.add_report, name="add-report"),
    path("acts/<str:act_id>/sources/<str:report_id>/", acts.support, name="add-support"),
    path("acts/<str:act_id>/support/<str:support_id>/", acts.take_back_support, name="end-support"),
    path("acts/<str:act_id>/verify/", review.verify, name="verify"),
    path("involvements/<str:involvement_id>/", acts.take_back_involvement, name="end-involvement"),
    path("people/<str:person_id>/", people.person, name="person"),
    path("people/<str:person_id>/correct/", people.correct, name="correct-person"),
    path("people/<str:person_id>/name/", people.new_name, name="add-name"),
    path("people/<str:person_id>/names/<str:name_id>/", people.take_back_name, name="end-name"),
    path("people/<str:person_id>/consent/", people.consent, name="consent"),
    path("people/<str:person_id>/split/", people.split, name="split"),
    path("people/<str:person_id>/undo/", people.undo_merge, name="undo-merge"),
    path("people/<str:left_id>/and/<str:right_id>/", people.compare, name="compare"),
]
