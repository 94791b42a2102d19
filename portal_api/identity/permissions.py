"""What a borrower's route asks before it answers. The default refuses (STYLE rule 30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from .models import User
from .states import UserKind

if TYPE_CHECKING:  # DRF's views import this module by name while they are being made
    from rest_framework.views import APIView

if TYPE_CHECKING:
    # rest_framework.views reads this module through its settings while it is being imported.
    from rest_framework.views import APIView


class IsBorrower(BasePermission):
    """A signed-in borrower of the lender that is entered."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True for a borrower's login; authentication has already proved the token."""
        user = request.user
        return isinstance(user, User) and user.kind == UserKind.BORROWER


class Public(BasePermission):
    """Anybody. A view that uses it also says ``public = True``, and a test keeps the list of them."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True."""
        return True
