"""The register of files given to banks, kept outside the lenders' schemas."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Lives in public, so that restoring a lender cannot forget what was debited."""

    name = "portal_api.eft.register"
    label = "eft_register"
