"""The table that grows. Its added columns stand in migrations alone: nobody reads them."""

from __future__ import annotations

from django.db import models


class Grown(models.Model):
    """A row like any other."""

    name = models.CharField(max_length=120)
