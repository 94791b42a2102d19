"""Tickets: a lender's request to support, with a number."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Lives in public."""

    name = "feature_flags.tickets"
    label = "tickets"
