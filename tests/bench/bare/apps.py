"""One table with one row."""

from django.apps import AppConfig


class BareConfig(AppConfig):
    """Its label names the table."""

    name = "tests.bench.bare"
    label = "bare"
