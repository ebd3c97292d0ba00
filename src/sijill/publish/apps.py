"""The room as Django knows it."""

from django.apps import AppConfig


class Publish(AppConfig):
    """Room `publish`."""

    name = "sijill.publish"
    label = "publish"
