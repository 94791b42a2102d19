"""How long things last and how often they may be tried. A deployment may change them in its settings."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

FLOW_LASTS = timedelta(minutes=10)
RESET_LASTS = timedelta(hours=1)
INVITATION_LASTS = timedelta(days=7)
KNOWN_DEVICE_LASTS = timedelta(days=180)


def idle_limit() -> timedelta:
    """How long a signed-in browser may be silent."""
    return timedelta(seconds=getattr(settings, "PORTICO_IDLE_SECONDS", 900))


def seen_interval() -> timedelta:
    """How seldom ``last_seen_at`` is written: once a minute, or more often where the idle limit is short."""
    return min(timedelta(minutes=1), idle_limit() / 15)


def hard_limit() -> timedelta:
    """How long a sign-in lasts, however busy it is."""
    return timedelta(seconds=getattr(settings, "PORTICO_SESSION_SECONDS", 12 * 3600))


def trusted_proxies() -> int:
    """How many proxies of ours stand in front and each add to X-Forwarded-For; 0 trusts no such header."""
    return int(getattr(settings, "PORTICO_TRUSTED_PROXIES", 0))
