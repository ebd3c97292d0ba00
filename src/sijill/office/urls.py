"""Addresses of the office's own pages."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from sijill.office import views

urlpatterns = [
    path("first-run/", views.first_run, name="first-run"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("language/", views.choose_language, name="language"),
    path("password/", views.own_password, name="password"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/add/", views.add_account, name="add-account"),
    path("accounts/<str:account_id>/", views.account, name="account"),
    path("profile/", views.profile, name="profile"),
    path("log/", views.log, name="log"),
]
