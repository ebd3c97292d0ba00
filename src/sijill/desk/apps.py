"""The desk as Django knows it: pages that join rooms."""

from django.apps import AppConfig


class Desk(AppConfig):
    """Staff pages."""

    name = "sijill.desk"
    label = "desk"
