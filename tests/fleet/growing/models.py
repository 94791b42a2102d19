"""Notes, and in the next version leaves on them."""

from __future__ import annotations

import os

from django.db import models

VERSION = os.environ.get("GROWN", "")


class Note(models.Model):
    """What stood before the migration."""

    text = models.CharField(max_length=80)
    if VERSION:
        weight = models.IntegerField(default=7)

    class Meta:
        indexes = [models.Index(fields=["text"], name="note_by_text")] if VERSION == "grown" else []


if VERSION == "grown":

    class Leaf(models.Model):
        """What comes with the migration."""

        append_only = True

        note = models.ForeignKey(Note, on_delete=models.PROTECT)
        text = models.CharField(max_length=80)
