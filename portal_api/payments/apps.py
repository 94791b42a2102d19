"""Payments: from review to finality."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.payments"
    label = "payments"
