"""Sections and switches: what a lender's portal shows."""

from django.apps import AppConfig


class FeatureFlagsConfig(AppConfig):
    """Switches live in every lender's schema."""

    name = "feature_flags"

    def ready(self) -> None:
        """Add the sections to every host's snapshot."""
        from tenants.epoch import register_published_part  # noqa: PLC0415  # app ready
        from tenants.snapshot import register_lender_part  # noqa: PLC0415  # app ready

        from .sections import PART, build_sections, read_sections, untouched_sections  # noqa: PLC0415  # app ready

        register_published_part(PART, read=read_sections, initial=untouched_sections)
        register_lender_part(PART, build_sections)
