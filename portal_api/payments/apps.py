"""Payments: from review to finality."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.payments"
    label = "payments"

    def ready(self) -> None:
        """Tell the packages below what only payments know."""
        from feature_flags.stranded import Stranding, register_stranding  # noqa: PLC0415  # app ready
        from portal_api.accounts import pending  # noqa: PLC0415  # app ready
        from portal_api.wallet.needs import register_need  # noqa: PLC0415  # app ready
        from portico_kernel.expiry import Expiring, expired_by, register_expiring  # noqa: PLC0415  # app ready

        from . import stranding  # noqa: PLC0415  # app ready
        from .api.pending import cards_in_flight, has_in_flight  # noqa: PLC0415  # app ready
        from .models import Review  # noqa: PLC0415  # app ready
        from .queries import openable_payments, who_needs_method  # noqa: PLC0415  # app ready

        # A review that made a payment is part of its evidence and stays.
        register_expiring(Expiring("reviews", expired_by(Review, "expires_at", instruction=None)))
        register_need(who_needs_method)
        pending.register(cards_in_flight, sign=has_in_flight)
        pending.register_openable(openable_payments)
        register_stranding("payments", Stranding(report=stranding.report, settle=stranding.settle))
