"""Notices: messages that we send and keep."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Lives in public (support's) and in every lender's schema."""

    name = "portal_api.notices"
    label = "notices"
