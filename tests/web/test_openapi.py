"""What the web app was built against is what the backend answers with today."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

WEB = Path(__file__).parents[2] / "portal_web"
CONTRACT, CLIENT = WEB / "openapi.yaml", WEB / "src/api/schema.d.ts"
AGAIN = "portico spectacular --urlconf portico.urls.lender --file portal_web/openapi.yaml"


def test_the_committed_contract_is_what_the_backend_describes_without_a_warning() -> None:
    described = io.StringIO()

    with override_settings(PORTICO_TLS=True):  # the contract names the cookie of a real deployment
        call_command("spectacular", urlconf="portico.urls.lender", fail_on_warn=True, stdout=described)

    assert CONTRACT.read_text() == described.getvalue(), (
        f"The API has changed. Write its contract anew, with `npm run client` after it, and read the change:\n{AGAIN}"
    )


def test_the_committed_client_is_what_the_contract_generates(tmp_path: Path) -> None:
    fresh = tmp_path / "schema.d.ts"

    _node("node_modules/openapi-typescript/bin/cli.js", str(CONTRACT), "-o", str(fresh))

    assert CLIENT.read_text() == fresh.read_text(), (
        "The client is older than the contract. Write it anew:\ncd portal_web && npm run client"
    )


def _node(*arguments: str) -> str:
    node = shutil.which("node")
    assert node is not None, "node is not on the PATH: install the project with its development group"
    run = subprocess.run([node, *arguments], cwd=WEB, capture_output=True, text=True, timeout=120, check=True)
    return run.stdout
