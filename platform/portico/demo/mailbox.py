"""The demo's mails, with their live links: they exist in the demo only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portico_kernel.mail import mails_in_folder

LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class DemoMail:
    """One mail that somebody would have received."""

    name: str
    to: str
    subject: str
    text: str
    html: str
    when: datetime

    @property
    def links(self) -> list[str]:
        """The addresses in its text."""
        return LINK.findall(self.text)


def mails_of(lender: str) -> list[DemoMail]:
    """The newest mails of one lender (of the platform, for an empty name), newest first."""
    return [_mail(kept) for kept in mails_in_folder(lender)]


def mail_named(lender: str, name: str) -> DemoMail | None:
    """One of this lender's newest mails by its name; None for any other."""
    return next((mail for mail in mails_of(lender) if mail.name == name), None)


def _mail(kept: dict[str, Any]) -> DemoMail:
    return DemoMail(
        name=str(kept["id"]),
        to=str(kept["to"]),
        subject=str(kept["subject"]),
        text=str(kept["text"]),
        html=str(kept["html"]),
        when=datetime.fromisoformat(str(kept["at"])),
    )
