"""Which migrations and which rights a schema has, as two short words that can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings

from tenants.grants import grants_inside_lender
from tenants.migrating import labels_of

MigrationName = tuple[str, str]  # app label, name


class Fingerprint(NamedTuple):
    """``applied`` for the migrations, ``rights`` for what the lender's role may do."""

    applied: str
    rights: str


def lenders_app_labels() -> frozenset[str]:
    """The labels of the apps whose tables stand in lenders' schemas."""
    return labels_of(settings.TENANT_APPS)


def fingerprint_of(applied: Iterable[MigrationName]) -> str:
    """The fingerprint of a schema with these migrations; those of public's apps count for nothing."""
    labels = lenders_app_labels()
    return _digest("\n".join(sorted(f"{app}.{name}" for app, name in applied if app in labels)))


def wanted_rights() -> str:
    """The fingerprint of the rights that this version gives a lender's role."""
    return _digest("\n".join(grants_inside_lender()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
