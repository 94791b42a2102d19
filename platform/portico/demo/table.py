"""What the demo tells a person at the end of its start: addresses and logins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table


def show(summary: Mapping[str, Any], console: Console) -> None:
    """Print the addresses, the logins and what else there is to know of ``var/demo.json``."""
    port, hosts = summary["port"], summary["hosts"]
    names = summary.get("lender_names", {})
    places = Table(title="Addresses", title_justify="left", show_header=False, box=None, pad_edge=False)
    for slug, host in hosts["lenders"].items():
        places.add_row(names.get(slug, slug), f"http://{host}:{port}/")
        places.add_row("  its staff", f"http://{host}:{port}/console/")
    places.add_row("Support's console", f"http://{hosts['support']}:{port}/")
    places.add_row("Mail to people of any of them", "/demo/mail at the same address")
    people = Table(title="Logins", title_justify="left", box=None, pad_edge=False)
    passwords = {str(login["password"]) for login in summary["logins"]}
    for heading in ("Where", "Role", "Email", "Password")[: 3 if len(passwords) == 1 else 4]:
        people.add_column(heading, no_wrap=True)
    above = None
    for login in summary["logins"]:
        where = str(names.get(login.get("lender"), login.get("lender") or "Support"))
        cells = ("" if where == above else where, login["role"], login["email"], login["password"])
        people.add_row(*(str(cell) for cell in cells[: len(people.columns)]))
        above = where
    same = f"The password of all of them: {passwords.pop()}" if len(passwords) == 1 else ""
    for part in ("", places, "", people, same, "", *summary.get("notes", [])):
        console.print(part, highlight=False, soft_wrap=isinstance(part, str))
    console.print("\nThe same in var/demo.json; logs in var/demo/log. Ctrl-C stops everything.", highlight=False)
