"""Wallet: bank accounts, typed on the wallet's own origin and sealed."""

from django.apps import AppConfig


class WalletConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.wallet"
    label = "wallet"

    def ready(self) -> None:
        """Name what expires here: captures. The evidence of a bank account stands on the bank account."""
        from portico_kernel.expiry import Expiring, expired_by, register_expiring  # noqa: PLC0415  # app ready
        from tenants.backup.registry import register_fleeting  # noqa: PLC0415  # app ready

        from .models import Capture  # noqa: PLC0415  # app ready

        register_expiring(Expiring("captures", expired_by(Capture, "expires_at")))
        register_fleeting(Capture)
