"""Wallet: bank accounts, typed on the wallet's own origin and sealed."""

from django.apps import AppConfig


class WalletConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.wallet"
    label = "wallet"
