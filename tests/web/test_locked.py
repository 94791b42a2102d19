"""Every package that is installed is the one that was locked, on every platform."""

from __future__ import annotations

import json

from portico.devstack.places import CLONE


def test_every_package_of_the_web_app_is_locked_with_its_hash() -> None:
    lock = json.loads((CLONE / "portal_web" / "package-lock.json").read_text("utf-8"))

    packages = {name: facts for name, facts in lock["packages"].items() if name}

    assert len(packages) > 50
    assert [name for name, facts in packages.items() if not facts.get("integrity", "").startswith("sha512-")] == []


def test_every_python_package_is_locked_with_its_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (CLONE / name).read_text("utf-8").replace("\\\n", " ").splitlines()
        packages = [line for line in lines if line and not line.lstrip().startswith(("#", "--"))]

        assert len(packages) > 30
        assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []
