"""The mail adapters: a folder for the demo, SMTP over a real socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from portico_kernel.mail import Mail, MailRefused, MailUnavailable, SmtpMail, deliver, mails_in_folder, one_line

MAIL = Mail(
    to="ada@example.com",
    to_name="Ada\r\nBcc: eve@example.com",
    subject="Your\nreceipt",
    text="plain words",
    html="<p>dressed words</p>",
    from_name='Alder "Auto" Finance',
    lender="alder",
    key="0001",
)


class MailServer(threading.Thread):
    """As much of an SMTP server as one message needs; refuses recipients when told to."""

    def __init__(self, *, refuse: str = "") -> None:
        super().__init__(daemon=True)
        self.refuse = refuse
        self.received = ""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def run(self) -> None:
        connection, _ = self.listening.accept()
        with connection, connection.makefile("rw", newline="\r\n", encoding="utf-8") as wire:

            def say(line: str) -> None:
                wire.write(f"{line}\n")
                wire.flush()

            say("220 here")
            while line := wire.readline():
                word = line[:4].upper()
                if word == "DATA":
                    say("354 go on")
                    while (line := wire.readline()).strip() != ".":
                        self.received += line
                    say("250 kept")
                elif word == "QUIT":
                    say("221 bye")
                    break
                else:
                    say(self.refuse if word == "RCPT" and self.refuse else "250 fine")


def serve(refuse: str = "") -> Iterator[MailServer]:
    server = MailServer(refuse=refuse)
    server.start()
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port):
        yield server
    server.join(timeout=10)
    server.listening.close()


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A server that takes everything."""
    yield from serve()


@pytest.fixture
def refusing() -> Iterator[MailServer]:
    """A server that knows nobody."""
    yield from serve(refuse="550 no such person")


@pytest.fixture
def busy() -> Iterator[MailServer]:
    """A server that wants us to come back."""
    yield from serve(refuse="450 come back later")


def test_a_mail_leaves_with_both_bodies_and_one_line_headers(server: MailServer) -> None:
    SmtpMail().deliver(MAIL)
    server.join(timeout=10)

    headers = server.received.split("\n\n", 1)[0]
    assert "Subject: Your receipt" in headers
    assert 'To: "Ada Bcc: eve@example.com" <ada@example.com>' in headers
    assert 'From: "Alder \\"Auto\\" Finance" <no-reply@testserver>' in headers
    assert "Message-ID: <0001@testserver>" in headers
    assert "plain words" in server.received
    assert "<p>dressed words</p>" in server.received
    assert "\nBcc:" not in headers


def test_a_refused_address_is_final(refusing: MailServer) -> None:
    with pytest.raises(MailRefused):
        SmtpMail().deliver(MAIL)


def test_a_busy_server_is_worth_another_try(busy: MailServer) -> None:
    with pytest.raises(MailUnavailable):
        SmtpMail().deliver(MAIL)


def test_no_server_at_all_is_worth_another_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=port), pytest.raises(MailUnavailable):
        SmtpMail().deliver(MAIL)


def test_the_folder_keeps_each_lenders_mail_apart_and_for_its_owner_only(tmp_path: Path) -> None:
    deliver(MAIL)

    assert [mail["to"] for mail in mails_in_folder("alder")] == ["ada@example.com"]
    assert mails_in_folder("birch") == []
    assert [path.stat().st_mode & 0o077 for path in (tmp_path / "mail").iterdir()] == [0]


def test_no_words_can_add_a_header() -> None:
    assert one_line("Hello\r\nBcc: eve@example.com\x00") == "Hello Bcc: eve@example.com"
