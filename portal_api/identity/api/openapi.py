"""How the cookie shows in the OpenAPI file."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from ..cookies import cookie_name
from ..states import Audience


class BorrowerCookie(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers its subclasses
    """Names the borrower's cookie as the security scheme."""

    target_class = "portal_api.identity.authentication.BorrowerAuthentication"
    name = "borrowerCookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The scheme as OpenAPI writes it."""
        return {"type": "apiKey", "in": "cookie", "name": cookie_name(Audience.PORTAL)}
