"""Brands: drafts, words and images of a site."""

from django.apps import AppConfig


class BrandingConfig(AppConfig):
    """Drafts live in every lender's schema."""

    name = "branding"
    label = "branding"
