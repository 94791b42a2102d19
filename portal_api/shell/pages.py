"""The web app's page paths: known to the server too, so that an unknown page, or one whose section is
off, is a real 404."""

from __future__ import annotations

import re

from feature_flags.sections import is_section_on
from tenants.snapshot import LenderSnapshot

UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"

# Pattern of the whole path, and the section that it belongs to.
PAGES: tuple[tuple[re.Pattern[str], str | None], ...] = tuple(
    (re.compile(pattern), section)
    for pattern, section in (
        (r"/", None),
        (r"/sign-in", None),
        (r"/forgot-password", None),
        (r"/reset-password", None),
        (r"/invitation", None),
        (r"/accounts", None),
        (rf"/accounts/{UUID}", None),
        (rf"/accounts/{UUID}/transactions", None),
        (rf"/accounts/{UUID}/breakdown", "amortization"),
        (rf"/accounts/{UUID}/pay", "payments"),
        (r"/payments", "payments"),
        (rf"/payments/{UUID}", "payments"),
        (r"/payment-methods", "payments"),
        (r"/payment-methods/new", "payments"),
        (r"/profile", None),
    )
)


def is_page(lender: LenderSnapshot, path: str) -> bool:
    """Whether a borrower's web app has this page on this lender's host, now."""
    for pattern, section in PAGES:
        if pattern.fullmatch(path):
            return section is None or is_section_on(lender, section)
    return False
