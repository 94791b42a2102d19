"""Tickets: a lender's request to support, with a number."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Lives in public."""

    name = "feature_flags.tickets"
    label = "tickets"

    def ready(self) -> None:
        """Make the background doors known. Messages are the notices' work and registered there."""
        from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready

        from .tasks import carry_on  # noqa: PLC0415  # app ready

        register("tickets.carry_on", carry_on)
