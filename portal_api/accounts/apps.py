"""Accounts: parties, loans, who may see them, and the figures that borrowers read."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.accounts"
    label = "accounts"
