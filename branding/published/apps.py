"""Published brands: what a host shows before anything else is known."""

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    """Lives in public."""

    name = "branding.published"
    label = "published"
