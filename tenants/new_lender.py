"""What may be asked of a new lender's short name, host names and time zone. Commands and forms use the same."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from portico_kernel.errors import Conflict, InvalidInput

from .models import Domain, Lender

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])")
# RFC 1035, with the digit at the start of a label that RFC 1123 allows.
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
LONGEST_HOST = 253
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class NewLender:
    """A lender that somebody asks for, in the form in which it is stored."""

    slug: str
    name: str
    hosts: tuple[str, ...]
    time_zone: str


def read_new_lender(*, slug: str, name: str, hosts: Sequence[str], time_zone: str) -> NewLender:
    """Return what was asked for, or raise InvalidInput with a sentence for each field that is wrong."""
    asked = NewLender(slug.strip(), name.strip(), tuple(host.strip().lower().rstrip(".") for host in hosts), time_zone)
    wrong = {
        "slug": _wrong_slug(asked.slug),
        "name": _wrong_name(asked.name),
        "hosts": _wrong_hosts(asked.hosts),
        "time_zone": _wrong_zone(time_zone),
    }
    fields = {field: sentence for field, sentence in wrong.items() if sentence}
    if fields:
        raise InvalidInput(" ".join(fields.values()), fields=fields)
    return asked


def refuse_taken_names(asked: NewLender) -> None:
    """Raise Conflict where another lender has the short name or a host; asked inside the platform door."""
    lenders = Lender.objects.filter(slug=asked.slug).values_list("slug", flat=True)
    taken = list(lenders.union(Domain.objects.filter(domain__in=asked.hosts).values_list("domain", flat=True)))
    # A short name has no dot, a host name has one.
    if asked.slug in taken:
        raise taken_slug(asked.slug)
    if taken:
        raise taken_hosts([host for host in asked.hosts if host in taken][:1])


def taken_slug(slug: str) -> Conflict:
    """The refusal of a short name that another lender has."""
    sentence = f"There is a lender called “{slug}” already. Choose another short name."
    return Conflict(sentence, fields={"slug": sentence})


def taken_hosts(hosts: Sequence[str]) -> Conflict:
    """The refusal of a host name that another lender has; of several it is one of them."""
    which = f"The host name {hosts[0]} belongs" if len(hosts) == 1 else f"One of {', '.join(hosts)} belongs"
    sentence = f"{which} to another lender already. Choose another host name."
    return Conflict(sentence, fields={"hosts": sentence})


def _wrong_slug(slug: str) -> str:
    if _SLUG.fullmatch(slug):
        return ""
    return "A short name has 2 to 40 lower-case letters, digits and hyphens, and no hyphen at either end."


def _wrong_name(name: str) -> str:
    if not name:
        return "Give the lender's name, as its customers know it."
    return f"A name has at most {LONGEST_NAME} characters." if len(name) > LONGEST_NAME else ""


def _wrong_hosts(hosts: Sequence[str]) -> str:
    if not hosts:
        return "Give at least one host name; the first is the one that links use."
    for host in hosts:
        if not _is_host(host):
            return f"“{host}” is no host name. Write it without https:// and without a port, like pay.example.com."
        if host in {settings.PORTICO_SUPPORT_HOST, settings.PORTICO_WALLET_HOST}:
            return f"{host} is the deployment's own. Choose another host name."
    return "A host name is given twice." if len(set(hosts)) < len(hosts) else ""


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return len(host) <= LONGEST_HOST and len(labels) > 1 and all(map(_LABEL.fullmatch, labels))


def _wrong_zone(time_zone: str) -> str:
    if time_zone in _zones():
        return ""
    return f"“{time_zone}” is no time zone. Write one of the IANA list, like America/New_York."


@cache
def _zones() -> frozenset[str]:
    # Looked up in some six hundred files.
    return frozenset(zoneinfo.available_timezones())
