"""What both consoles share."""

from django.apps import AppConfig


class SharedConsoleConfig(AppConfig):
    """No tables of its own."""

    name = "admin_console.shared"
    label = "console_shared"

    def ready(self) -> None:
        """Make the ticket notices known to the outbox."""
        from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready

        from .ticket_notices import tell_lender, tell_support  # noqa: PLC0415  # app ready

        register("tickets.tell_support", tell_support)
        register("tickets.tell_lender", tell_lender)
