"""The room as Django knows it."""

from django.apps import AppConfig


class Collect(AppConfig):
    """Room `collect`."""

    name = "sijill.collect"
    label = "collect"
