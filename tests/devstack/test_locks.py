"""The lock files: hashes for everything, addresses for nothing, one version of each package."""

from __future__ import annotations

import json
import re

import pytest

from portico.devstack.places import CLONE

LOCKS = ("requirements.lock", "requirements-dev.lock", "platform/portico/devstack/uv.lock.txt")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", re.MULTILINE)


def _pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((CLONE / lock).read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (CLONE / lock).read_text(encoding="utf-8")
    packages = [part for part in re.split(r"\n(?=[a-z0-9])", text) if PIN.match(part)]

    assert len(packages) == len(_pins(lock)) > 0
    assert [part.split()[0] for part in packages if "--hash=sha256:" not in part] == []
    assert "://" not in text


def test_the_demo_runs_the_very_versions_that_were_tested() -> None:
    tested = _pins("requirements-dev.lock")

    assert {name: tested.get(name) for name in _pins("requirements.lock")} == _pins("requirements.lock")


def test_the_web_apps_lock_has_a_hash_for_every_platform_and_no_address_either() -> None:
    text = (CLONE / "portal_web" / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: facts for name, facts in json.loads(text)["packages"].items() if name}

    assert len(packages) > 50
    assert [name for name, facts in packages.items() if not facts.get("integrity", "").startswith("sha512-")] == []
    assert '"resolved"' not in text
