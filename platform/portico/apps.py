"""The project itself, as an app: it binds what the packages below leave open."""

from django.apps import AppConfig
from django.conf import settings


class PorticoConfig(AppConfig):
    """No tables."""

    name = "portico"

    def ready(self) -> None:
        """Let the outbox nudge Celery's workers, and log lines name hosts and lenders."""
        from portico import hooks  # noqa: F401, PLC0415  # app ready
        from portico_kernel.outbox.operations import nudge_with  # noqa: PLC0415  # app ready

        from .celery import nudge_workers  # noqa: PLC0415  # app ready

        nudge_with(nudge_workers)
        if settings.PORTICO_DEMO:
            from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready

            from .demo.days import NEW_DAY, new_day  # noqa: PLC0415  # app ready

            register(NEW_DAY, new_day)
