"""Base classes of our tables, with the facts that grants are made from."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Row(models.Model):
    """A table with an opaque id.

    ``append_only``: the lender's role may add and read rows of this table, never change or delete them.
    ``lenders_may``: for tables of the public schema, what lenders' roles may do there; a row policy on
    ``lender_id`` then confines them to their own rows.
    ``lenders_rows_also``: a further condition (SQL) that a lender's rows there must meet.
    ``lookup_may_read``: for tables of the public schema, whether the host look-up may read them.
    """

    append_only: ClassVar[bool] = False
    lenders_may: ClassVar[frozenset[str]] = frozenset()
    lenders_rows_also: ClassVar[str] = ""
    lookup_may_read: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
