"""Security headers that are the same for every answer, made once."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What a view says to django-csp about its own answer.
_SAID_BY_A_VIEW = frozenset({"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt"})


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp, which makes the same policy from the settings at each answer: ours is made at the start.

    An answer whose view says something of its own (the wallet's frame), or that used a nonce, goes django-csp's way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self._policy = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the policy, unless the answer has one already."""
        if not _SAID_BY_A_VIEW.isdisjoint(vars(response)) or getattr(request, "_csp_nonce", None):
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault(HEADER, self._policy)
        return response
