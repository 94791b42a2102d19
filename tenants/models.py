"""Lenders, their sites and host names: the public schema's own tables."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from portico_kernel.rows import Row

from .states import SchemaState


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
    # What sealed bytes, wrapped keys and stored objects are bound to. A lender that was restored beside its
    # original has an id of its own and the original's vault, or nothing of it would open.
    vault_id = models.UUIDField(default=uuid.uuid4)
    # Set by a restore: no money moves until the payments were held against the register of sent files.
    money_frozen_at = models.DateTimeField(null=True)
    money_frozen_reason = models.CharField(max_length=200, blank=True)
    offboarded_at = models.DateTimeField(null=True)


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


class LenderSchema(Row):
    """One schema that we made, with its role: the template, a spare one, a lender's, or one that was set aside.

    What the owner does to a schema it writes down here in the same transaction, so that the whole fleet's
    state is one query.
    """

    schema_name = models.CharField(max_length=63, unique=True)
    db_role = models.CharField(max_length=63, unique=True)
    state = models.CharField(max_length=16, choices=SchemaState.choices)
    # Which migrations and which rights the schema has (tenants.fleet.fingerprint).
    fingerprint = models.CharField(max_length=64)
    rights = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    migrated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="template"), name="schema_one_template")
        ]
        indexes = [models.Index(fields=["made_at"], condition=models.Q(state="spare"), name="schema_spare")]


class SchemaScript(Row):
    """The SQL that makes a schema of one fingerprint from nothing; it names neither schema nor role."""

    fingerprint = models.CharField(max_length=64)
    rights = models.CharField(max_length=64)
    sql = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fingerprint", "rights"], name="script_once")]


class Configuration(models.Model):
    """What a lender's hosts show of the lender's own schema, published here whenever it changes.

    So a process learns of a change, and of a thousand lenders at its start, without entering one of them.
    Money operations read the truth in the lender's schema, never this.
    """

    append_only: ClassVar[bool] = False
    lookup_may_read: ClassVar[bool] = True
    lenders_may: ClassVar[frozenset[str]] = frozenset({"SELECT", "INSERT", "UPDATE"})

    lender = models.OneToOneField(Lender, primary_key=True, on_delete=models.CASCADE, related_name="configuration")
    epoch = models.BigIntegerField(db_index=True)  # of the last change of anything that this lender's hosts show
    parts = models.JSONField(null=True)  # by name; null: not published, to be read inside the lender
