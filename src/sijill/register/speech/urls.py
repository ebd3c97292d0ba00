"""Addresses of the second ledger. No address holds a name: bodies and people are called by their ids."""

from __future__ import annotations

from django.urls import path

from sijill.register.speech import link_views, platform_views, views

urlpatterns = [
    path("speech/", views.entries, name="speech"),
    path("platforms/", platform_views.platforms, name="platforms"),
    path("platforms/<str:platform_id>/", platform_views.platform, name="platform"),
    path("platforms/<str:platform_id>/<str:token_id>/revoke/", platform_views.revoke, name="revoke-token"),
    path("speech/changes/", views.proposed, name="speech-proposed"),
    path("speech/changes/<str:proposal_id>/", views.decide, name="speech-decide"),
    path("speech/links/<slug:table>/<slug:side>/<str:entry_id>/", link_views.link, name="speech-link"),
    path(
        "speech/links/<slug:table>/<slug:side>/<str:link_id>/source/", link_views.link_source, name="speech-link-source"
    ),
    path("speech/links/<slug:table>/<slug:side>/<str:link_id>/end/", link_views.end_link, name="speech-end-link"),
    path("speech/<slug:kind>/", views.entries, name="speech-list"),
    path("speech/<slug:kind>/record/", views.record, name="speech-record"),
    path("speech/<slug:kind>/confirm/", views.confirm, name="speech-confirm"),
    path("speech/restriction/<str:entry_id>/reverse/", views.reversal, name="speech-reverse"),
    path("speech/<slug:kind>/<str:entry_id>/correct/", views.change, name="speech-change"),
    path("speech/<slug:kind>/<str:entry_id>/state/", views.state, name="speech-state"),
    path("speech/<slug:kind>/<str:entry_id>/add/<slug:part>/", views.part, name="speech-part"),
    path("speech/<slug:kind>/<str:entry_id>/<slug:part>/<str:part_id>/end/", views.end_part, name="speech-end-part"),
]
