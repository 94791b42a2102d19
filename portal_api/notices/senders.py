"""Whose look a notice wears and which address its link has: the lender's own, or Portico's for support."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings

from branding.inputs import Brand, read_brand
from branding.mail import render_mail
from branding.published.queries import PublishedBrand
from branding.words import words_in
from feature_flags.sections import sections_now
from portico_kernel.actor import Actor
from tenants.context import in_platform, lender_entered
from tenants.models import Lender
from tenants.queries import primary_host
from tenants.snapshot import LenderSnapshot, snapshot_for_host

PLATFORM_NAME = "Portico"
MAILER = Actor.system("notices")


class Sayable(Protocol):
    """What of a notice is put into words."""

    language: str
    subject: str
    paragraphs: list[str]
    facts: list[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever a notice comes from: its origin for links, its name, and how it dresses a message.

    ``sections`` are those whose pages stand there at this moment.
    """

    lender: str
    origin: str
    name: Callable[[str], str]
    brand: Brand
    published: PublishedBrand | None
    sections: frozenset[str]

    def dress(self, notice: Sayable, action: tuple[str, str] | None) -> tuple[str, str]:
        """The message as (html, text). ``action`` is a label and an absolute address."""
        words = (
            self.published.words(notice.language)
            if self.published
            else words_in({}, notice.language, lender_name=PLATFORM_NAME)
        )
        logo = self.published.image_url("logo") if self.published else None
        return render_mail(
            self.brand,
            words,
            notice.subject,
            notice.paragraphs,
            action=action,
            facts=[(str(fact[0]), str(fact[1])) for fact in notice.facts],
            lender_name=self.published.lender_name if self.published else PLATFORM_NAME,
            language=words.language,
            logo_url=f"{self.origin}{logo}" if logo else None,
        )


def current_sender() -> Sender:
    """The sender for the place that is entered; must be asked outside of a transaction."""
    lender = lender_entered()
    return _platform() if lender is None else _lender(cast(Lender | LenderSnapshot, lender))


def _platform() -> Sender:
    return Sender(
        lender="",
        origin=_origin(settings.PORTICO_SUPPORT_HOST),
        name=lambda _: PLATFORM_NAME,
        brand=read_brand({}),
        published=None,
        sections=frozenset(),
    )


def _lender(lender: Lender | LenderSnapshot) -> Sender:
    with in_platform(MAILER, "the address of a lender's links"):
        host = primary_host(lender.id)
    snapshot = snapshot_for_host(host)
    assert snapshot is not None, "a host that was just read belongs to its lender"
    brand = cast(PublishedBrand, snapshot.parts["brand"])
    inputs = {name: value for name, value in brand.inputs.items() if name != "hero"}
    return Sender(
        lender=lender.slug,
        origin=_origin(host),
        name=lambda language: brand.words(language).portal_name,
        brand=read_brand(inputs),
        published=brand,
        sections=sections_now().offered,
    )


def _origin(host: str) -> str:
    return f"{settings.PORTICO_SCHEME}://{host}{settings.PORTICO_PORT_SUFFIX}"
