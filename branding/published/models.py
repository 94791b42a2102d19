"""Published brands and their files: read by the host look-up, so they stand in public."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from portico_kernel.rows import Row


class BrandVersion(Row):
    """One published version of a site's brand. The highest version of a site is what its host shows."""

    lenders_rows_also: ClassVar[str] = "site_id IN (SELECT id FROM public.tenants_site)"

    append_only: ClassVar[bool] = True
    lookup_may_read: ClassVar[bool] = True
    lenders_may: ClassVar[frozenset[str]] = frozenset({"INSERT", "SELECT"})

    lender_id = models.UUIDField()
    site_id = models.UUIDField()
    version = models.PositiveIntegerField()
    inputs = models.JSONField()
    words = models.JSONField()
    images = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)  # what <html> carries: {"nav": "side", …}
    css_hash = models.CharField(max_length=64)
    css = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site_id", "version"], name="brand_version_once")]


class BrandAsset(Row):
    """An image of a lender's brand, already re-encoded; served under its hash, for ever the same."""

    append_only: ClassVar[bool] = True
    lookup_may_read: ClassVar[bool] = True
    lenders_may: ClassVar[frozenset[str]] = frozenset({"INSERT", "SELECT"})

    lender_id = models.UUIDField()
    content_hash = models.CharField(max_length=64)
    content_type = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lender_id", "content_hash"], name="brand_asset_once")]
