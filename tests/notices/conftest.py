"""Notices use identity's stage: a clock at NOW and a mailbox."""

from tests.identity.conftest import clock, mailbox

__all__ = ["clock", "mailbox"]
