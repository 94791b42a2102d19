"""Identity: logins, tokens, invitations and the sign-in flow."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Lives in public (support agents) and in every lender's schema (borrowers and staff)."""

    name = "portal_api.identity"
    label = "identity"
