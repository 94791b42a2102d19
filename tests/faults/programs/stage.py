"""Fills an empty database as the suite's cast stands, committed, and says on one line what others must know."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from portal_api.identity.states import Audience  # noqa: E402  # models need Django
from portal_api.identity.tokens import issue_token  # noqa: E402
from tenants.context import in_tenant  # noqa: E402
from tests.cast import NOW, assemble  # noqa: E402
from tests.database import make_lenders  # noqa: E402
from tests.isolation.scene import take_payments  # noqa: E402
from tests.wallet.stage import captured  # noqa: E402


def main() -> None:
    """Two lenders, their people, payments on, and Ada signed in with a bank account."""
    cast = assemble(make_lenders())
    take_payments(cast.lenders.alder)
    take_payments(cast.lenders.birch)
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)
        token = issue_token(user=cast.ada, audience=Audience.PORTAL, address="", browser="", now=NOW)
    facts = {"token": token, "loan_id": str(cast.ada_loan.id), "method_id": str(method.id)}
    sys.stdout.write(json.dumps(facts) + "\n")


main()
