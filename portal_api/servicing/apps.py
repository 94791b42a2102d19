"""Servicing: the ledger, schedules and imports behind an account's figures."""

from django.apps import AppConfig


class ServicingConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.servicing"
    label = "servicing"
