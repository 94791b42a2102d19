"""EFT: the lender's bank profile, NACHA files, entries and returns."""

from django.apps import AppConfig


class EftConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.eft"
    label = "eft"

    def ready(self) -> None:
        """Become the rail of payments, say when payments can be offered, and take the background work."""
        from feature_flags.sections import register_readiness  # noqa: PLC0415  # app ready
        from portal_api.payments.rail import register_rail  # noqa: PLC0415  # app ready
        from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready
        from tenants.backup.registry import register_after_restore  # noqa: PLC0415  # app ready

        from . import queries, schedule, tasks  # noqa: PLC0415  # app ready

        register_readiness("payments", queries.is_ready)
        register_rail(queries.next_window)
        register(schedule.GENERATE, tasks.generate)
        register(schedule.SETTLE, tasks.settle)
        register_after_restore(schedule.plan_ahead)
