"""The room as Django knows it."""

from django.apps import AppConfig


class Assess(AppConfig):
    """Room `assess`."""

    name = "sijill.assess"
    label = "assess"
