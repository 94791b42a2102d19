"""A brand while it is being worked on."""

from __future__ import annotations

from django.db import models
from portico_kernel.rows import Row


class BrandDraft(Row):
    """The next brand of a site: what the lender chose, its words and its images, before publishing."""

    site_id = models.UUIDField(unique=True)
    inputs = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    images = models.JSONField(default=dict)  # {"logo": asset hash, …}
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=200)
