"""The consoles' lender part."""

from django.apps import AppConfig


class LenderConsoleConfig(AppConfig):
    """No tables of its own."""

    name = "admin_console.lender"
    label = "console_lender"
