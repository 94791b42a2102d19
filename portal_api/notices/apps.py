"""Notices: messages that we send and keep."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Lives in public (support's) and in every lender's schema."""

    name = "portal_api.notices"
    label = "notices"

    def ready(self) -> None:
        """Make the outbox know how a notice is delivered."""
        from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready

        from .operations import DELIVER  # noqa: PLC0415  # app ready
        from .tasks import deliver  # noqa: PLC0415  # app ready

        register(DELIVER, deliver)
