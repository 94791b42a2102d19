"""Identity: logins, tokens, invitations and the sign-in flow."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Lives in public (support agents) and in every lender's schema (borrowers and staff)."""

    name = "portal_api.identity"
    label = "identity"

    def ready(self) -> None:
        """Let notices ask for the secret of a link at the moment of sending; name the task; describe the cookie."""
        from portal_api.notices.links import register_link_maker  # noqa: PLC0415  # app ready
        from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready

        from .api import openapi  # noqa: F401, PLC0415  # app ready
        from .operations.mailed_links import make_link  # noqa: PLC0415  # app ready
        from .operations.passwords import MAIL_RESET  # noqa: PLC0415  # app ready
        from .tasks import mail_asked_reset  # noqa: PLC0415  # app ready

        register(MAIL_RESET, mail_asked_reset)
        register_link_maker(make_link)
