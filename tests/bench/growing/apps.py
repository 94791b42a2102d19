"""The app's name and label."""

from django.apps import AppConfig


class GrowingConfig(AppConfig):
    """Lives in every lender's schema of a measured fleet, and nowhere else."""

    name = "tests.bench.growing"
    label = "growing"
    default_auto_field = "django.db.models.BigAutoField"
