"""What a schema is used for."""

from __future__ import annotations

from django.db import models


class SchemaState(models.TextChoices):
    """``template`` is what all others must equal; a ``spare`` one becomes ``taken`` by one lender, for good."""

    TEMPLATE = "template"
    SPARE = "spare"
    TAKEN = "taken"
    SET_ASIDE = "set_aside"  # a lender's former schema, after a restore or when it left; kept for a way back
