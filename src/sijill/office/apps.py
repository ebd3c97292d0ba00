"""The room as Django knows it."""

from django.apps import AppConfig


class Office(AppConfig):
    """Room `office`."""

    name = "sijill.office"
    label = "office"
