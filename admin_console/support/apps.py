"""The consoles' support part."""

from django.apps import AppConfig


class SupportConsoleConfig(AppConfig):
    """No tables of its own."""

    name = "admin_console.support"
    label = "console_support"
