"""The shell of the borrower's web app."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """No tables of its own."""

    name = "portal_api.shell"
    label = "shell"
