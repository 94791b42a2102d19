"""Mail: a port with two adapters, SMTP and a folder. ``settings.PORTICO_MAIL_ADAPTER`` names the one in use.

Settings of SMTP are Django's own (EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER …) and PORTICO_MAIL_FROM.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import smtplib
import tempfile
from dataclasses import asdict, dataclass
from email.headerregistry import Address
from pathlib import Path
from typing import Any, Protocol, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string

from .clock import read_clock
from .errors import PorticoError, Unavailable

SMTP_SECONDS = 20
_NOT_IN_A_HEADER = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one address. ``lender`` is a short name, empty for the platform's own mail.

    ``key`` makes the Message-ID, so that a mail which left twice can be told to be one.
    """

    to: str
    to_name: str
    subject: str
    text: str
    html: str
    from_name: str
    lender: str = ""
    key: str = ""


class MailRefused(PorticoError):
    """The mail server will not take a mail for this address, now or later."""

    code = "mail_refused"
    message = "The mail server does not accept mail for this address."


class MailUnavailable(Unavailable):
    """The mail server did not take the mail this time; trying again may help."""

    code = "mail_unavailable"
    message = "The mail could not be sent just now."


class MailAdapter(Protocol):
    """What carries mail."""

    def deliver(self, mail: Mail) -> None:
        """Hand the mail over; raises MailRefused or MailUnavailable."""


def deliver(mail: Mail) -> None:
    """Hand a mail to the adapter in use; raises MailRefused (final) or MailUnavailable (try again)."""
    adapter = cast(MailAdapter, import_string(settings.PORTICO_MAIL_ADAPTER)())
    adapter.deliver(mail)


class SmtpMail:
    """Sends by SMTP with a time-out; a refusal of the address is final, everything else is not."""

    def deliver(self, mail: Mail) -> None:
        """Send one message and close the connection."""
        sender = getattr(settings, "PORTICO_MAIL_FROM", f"no-reply@{settings.PORTICO_BASE_HOST}")
        headers = {"Message-ID": f"<{mail.key}@{sender.rpartition('@')[2]}>"} if mail.key else {}
        message = EmailMultiAlternatives(
            subject=one_line(mail.subject),
            body=mail.text,
            from_email=_address(mail.from_name, sender),
            to=[_address(mail.to_name, mail.to)],
            headers=headers,
            connection=EmailBackend(timeout=SMTP_SECONDS),
        )
        message.attach_alternative(mail.html, "text/html")
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            if all(500 <= code < 600 for code, _ in error.recipients.values()):
                raise MailRefused from error
            raise MailUnavailable from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnavailable from error


class FolderMail:
    """Writes each mail as a JSON file under ``PORTICO_VAR/mail``, for the demo's mail page."""

    def deliver(self, mail: Mail) -> None:
        """Write the file whole or not at all, readable by this process' user only."""
        folder = mail_folder()
        folder.mkdir(parents=True, exist_ok=True)
        now = read_clock()
        name = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.json"
        content = json.dumps({"at": now.isoformat(), **asdict(mail)}, ensure_ascii=False, indent=1)
        handle, unfinished = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(unfinished).replace(folder / name)


def mail_folder() -> Path:
    """Where FolderMail puts its files."""
    return Path(settings.PORTICO_VAR) / "mail"


def mails_in_folder(lender: str, *, most: int = 100) -> list[dict[str, Any]]:
    """The newest mails of one lender (empty: of the platform) that FolderMail wrote, newest first."""
    found: list[dict[str, Any]] = []
    for path in sorted(mail_folder().glob("*.json"), reverse=True):
        mail = json.loads(path.read_text("utf-8"))
        if mail["lender"] == lender:
            found.append({"id": path.stem, **mail})
        if len(found) == most:
            break
    return found


def one_line(text: str) -> str:
    """Text for a header: control characters become spaces, so that no words can add a header."""
    return _NOT_IN_A_HEADER.sub(" ", text).strip()


def _address(name: str, email: str) -> str:
    return str(Address(display_name=one_line(name), addr_spec=email))
