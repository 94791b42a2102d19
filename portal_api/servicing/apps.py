"""Servicing: the ledger, schedules and imports behind an account's figures."""

from django.apps import AppConfig


class ServicingConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.servicing"
    label = "servicing"

    def ready(self) -> None:
        """Take the night's work."""
        from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready
        from tenants.backup.registry import register_after_restore  # noqa: PLC0415  # app ready

        from . import planning, tasks  # noqa: PLC0415  # app ready

        register(planning.NEW_DAY, tasks.new_day)
        register_after_restore(planning.plan_next_day)
