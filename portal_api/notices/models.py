"""Messages that we send and keep."""

from __future__ import annotations

from django.db import models

from portico_kernel.rows import Row


class Notice(Row):
    """One message to one address. Kept as sent, except that a secret link is never kept.

    ``link_purpose`` and ``user_id`` let the sender make a fresh link at the moment of sending. ``section`` is
    where its link leads: once that is off, the notice goes without the link if it ``outlives_section``, else not.
    """

    kind = models.CharField(max_length=48)
    # The same key is the same message: what may be said again, a task that runs twice, stands once.
    dedupe_key = models.CharField(max_length=160, null=True)
    to_email = models.CharField(max_length=254)
    to_name = models.CharField(max_length=160, blank=True)
    user_id = models.UUIDField(null=True)
    language = models.CharField(max_length=8, default="en")
    subject = models.CharField(max_length=200)
    paragraphs = models.JSONField()
    facts = models.JSONField(default=list)  # [[label, value], …]
    action_label = models.CharField(max_length=80, blank=True)
    action_path = models.CharField(max_length=200, blank=True)
    link_purpose = models.CharField(max_length=16, blank=True)
    section = models.CharField(max_length=32, blank=True)
    outlives_section = models.BooleanField(default=False)
    about_kind = models.CharField(max_length=32, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)  # a worker is handing it to the mail server
    closed_at = models.DateTimeField(null=True)  # will never be sent; last_error says why
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dedupe_key"], name="notice_said_once")]
        indexes = [models.Index(fields=["user_id", "-created_at"], name="notice_user")]
