"""Identity: logins, tokens, invitations and the sign-in flow."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Lives in public (support agents) and in every lender's schema (borrowers and staff)."""

    name = "portal_api.identity"
    label = "identity"

    def ready(self) -> None:
        """Let notices ask for a link's secret when it is sent; name the task and what expires; describe the cookie."""
        from portal_api.notices.links import register_link_maker  # noqa: PLC0415  # app ready
        from portico_kernel.expiry import Expiring, expired_by, register_expiring  # noqa: PLC0415  # app ready
        from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready
        from tenants.backup.registry import register_fleeting  # noqa: PLC0415  # app ready

        from .api import openapi  # noqa: F401, PLC0415  # app ready
        from .models import AuthToken, MailedLink, SignInFlow  # noqa: PLC0415  # app ready
        from .operations.mailed_links import make_link  # noqa: PLC0415  # app ready
        from .operations.passwords import MAIL_RESET  # noqa: PLC0415  # app ready
        from .tasks import mail_asked_reset  # noqa: PLC0415  # app ready

        register(MAIL_RESET, mail_asked_reset)
        for name, model, field in (
            ("mailed links", MailedLink, "expires_at"),
            ("sign-in flows", SignInFlow, "expires_at"),
            ("sessions", AuthToken, "expiry"),
        ):
            register_expiring(Expiring(name, expired_by(model, field), on_platform=True))
        register_link_maker(make_link)
        # A password or a session that was ended since the backup must not come back with it.
        register_fleeting(AuthToken, MailedLink, SignInFlow)
