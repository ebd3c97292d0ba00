"""The sub-room as Django knows it."""

from django.apps import AppConfig


class Speech(AppConfig):
    """Sub-room `speech` of the register: the second ledger."""

    name = "sijill.register.speech"
    label = "speech"
