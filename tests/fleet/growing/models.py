"""Notes, and in the next version leaves on them."""

from __future__ import annotations

import os

from django.db import models

GROWN = "GROWN" in os.environ


class Note(models.Model):
    """What stood before the migration."""

    text = models.CharField(max_length=80)
    if GROWN:
        weight = models.IntegerField(default=7)

    class Meta:
        indexes = [models.Index(fields=["text"], name="note_by_text")] if GROWN else []


if GROWN:

    class Leaf(models.Model):
        """What comes with the migration."""

        append_only = True

        note = models.ForeignKey(Note, on_delete=models.PROTECT)
        text = models.CharField(max_length=80)
