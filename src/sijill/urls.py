"""Addresses of the staff site. The public site is another program (`sijill.public`)."""

from django.urls import include, path

urlpatterns = [path("", include("sijill.desk.urls"))]
