"""Lenders, their sites and host names: the public schema's own tables."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from portico_kernel.rows import Row


class Lender(TenantMixin, Row):  # type: ignore[misc,django-manager-missing]  # django-tenants ships no types
    """One finance company. Its schema and role have opaque, permanent names."""

    auto_create_schema = False
    lenders_may: ClassVar[frozenset[str]] = frozenset({"SELECT"})
    lookup_may_read: ClassVar[bool] = True

    slug = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)
    db_role = models.CharField(max_length=63, unique=True)
    cell = models.CharField(max_length=32, default="default")  # the database that holds the schema
    time_zone = models.CharField(max_length=64, default="America/New_York")
    country = models.CharField(max_length=2, default="US")
    currency = models.CharField(max_length=3, default="USD")
    is_live = models.BooleanField(default=True)
    created_at = models.DateTimeField()


class Site(Row):  # type: ignore[django-manager-missing]  # Domain's base is untyped
    """One branded portal of a lender."""

    lookup_may_read: ClassVar[bool] = True
    lenders_may: ClassVar[frozenset[str]] = frozenset({"SELECT"})

    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=120)
    is_default = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lender"], condition=models.Q(is_default=True), name="site_one_default_per_lender"
            )
        ]


class Domain(DomainMixin):  # type: ignore[misc]  # django-tenants ships no types
    """A host name of a site, lower case, without port."""

    append_only: ClassVar[bool] = False
    lookup_may_read: ClassVar[bool] = True
    lenders_may: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="domains")


class Epoch(models.Model):
    """One row, one number: it rises in the same transaction as any change of what a host shows.

    A row and not a sequence: a sequence would show the new number before the change is committed, and a
    process could then keep the old configuration under the new number for ever.
    """

    append_only: ClassVar[bool] = False
    lookup_may_read: ClassVar[bool] = True
    lenders_may: ClassVar[frozenset[str]] = frozenset({"SELECT", "UPDATE"})

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="epoch_is_one_row")]
