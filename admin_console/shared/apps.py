"""What both consoles share."""

from django.apps import AppConfig


class SharedConsoleConfig(AppConfig):
    """No tables of its own."""

    name = "admin_console.shared"
    label = "console_shared"
