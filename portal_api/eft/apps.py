"""EFT: the lender's bank profile, NACHA files, entries and returns."""

from django.apps import AppConfig


class EftConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portal_api.eft"
    label = "eft"
