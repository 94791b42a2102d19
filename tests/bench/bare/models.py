"""The one table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Thing(models.Model):
    """A row like any other."""

    # The product's checker of types does not know this project's settings, which give the manager.
    objects: ClassVar[models.Manager[Thing]]

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    made_at = models.DateTimeField()
