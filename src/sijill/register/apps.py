"""The room as Django knows it."""

from django.apps import AppConfig


class Register(AppConfig):
    """Room `register`."""

    name = "sijill.register"
    label = "register"
