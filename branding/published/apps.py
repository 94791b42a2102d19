"""Published brands: what a host shows before anything else is known."""

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    """Lives in public."""

    name = "branding.published"
    label = "published"

    def ready(self) -> None:
        """Add the brand to every host's snapshot."""
        from tenants.snapshot import register_public_part  # noqa: PLC0415  # app ready

        from .queries import PART, load_brands  # noqa: PLC0415  # app ready

        register_public_part(PART, load_brands)
