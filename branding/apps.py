"""Brands: tokens, words, images and the theme that is made of them."""

from django.apps import AppConfig


class BrandingConfig(AppConfig):
    """No tables of its own; published versions stand in branding.published."""

    name = "branding"
